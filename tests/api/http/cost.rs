//! What a request costs the database does not grow with what it shows.

use rapport::db::statements::executed;

use crate::support::{Client, TestApp, alone, json};

/// Statements of one request, after the connection has warmed up.
fn statements(client: &Client, path: &str) -> u64 {
    client.get(path).expect(200);
    let before = executed();
    client.get(path).expect(200);
    executed() - before
}

#[test]
fn a_read_costs_as_many_statements_for_many_as_for_one() {
    alone("http::cost::a_read_costs_as_many_statements_for_many_as_for_one", || {
        let app = TestApp::start();
        let (coach, coachee) = app.coach_and_coachee();
        let new = || coach.post("/engagements", json!({"title": "Growing", "coachee_ids": [coachee.id]})).expect(201).id();
        let add =
            |id: &str| coach.post(&format!("/engagements/{id}/items"), json!({"kind": "session", "title": "S", "session": {}})).expect(201);
        let first = new();
        add(&first);
        let paths =
            ["/users", "/engagements", "/coach-assignments", &format!("/engagements/{first}"), &format!("/engagements/{first}/items")];
        let few: Vec<_> = paths.iter().map(|path| statements(&coach, path)).collect();
        for _ in 0..15 {
            new();
            add(&first);
        }
        let many: Vec<_> = paths.iter().map(|path| statements(&coach, path)).collect();
        assert_eq!(few, many, "{paths:?}");
        assert!(many.iter().all(|count| (1..=10).contains(count)), "{paths:?}: {many:?}");
    });
}
