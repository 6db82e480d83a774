//! The list of engagements: filters, order, pages.

use crate::support::{Person, Programme, TestApp, json};

/// Four engagements of one coach, a minute apart: a draft, an active, a shared and a cancelled one.
fn four(app: &TestApp) -> (Person, Person, Vec<String>) {
    let (coach, coachee) = app.coach_and_coachee();
    let titles = ["Ärger and calm", "100% focus", "a_b", "Calm again"];
    let make = |title: &&str| {
        app.advance("PT1M");
        coach.post("/engagements", json!({"title": title, "coachee_ids": [coachee.id]})).expect(201).id()
    };
    let ids: Vec<String> = titles.iter().map(make).collect();
    for id in &ids[1..] {
        coach.post(&format!("/engagements/{id}/activate"), ()).expect(200);
    }
    coach.post(&format!("/engagements/{}/share", ids[2]), ()).expect(200);
    coach.post(&format!("/engagements/{}/cancel", ids[3]), json!({"reason": "Moved away"})).expect(200);
    (coach, coachee, ids)
}

#[test]
fn filters_combine_with_and_and_commas_mean_or() {
    let app = TestApp::start();
    let (coach, coachee, ids) = four(&app);
    let found = |query: &str| {
        let mut found: Vec<usize> =
            coach.ids(&format!("/engagements?{query}")).iter().map(|id| ids.iter().position(|own| own == id).unwrap()).collect();
        found.sort_unstable();
        found
    };
    assert_eq!(found("status=active"), [1, 2]);
    assert_eq!(found("status=draft,cancelled"), [0, 3]);
    assert_eq!(found("shared=true"), [2]);
    assert_eq!(found("status=active&shared=false"), [1]);
    assert_eq!(found(&format!("coachee_id={}&coach_id={}", coachee.id, coach.id)), [0, 1, 2, 3]);
    assert!(found(&format!("coachee_id={}", app.coachee("Uwe").id)).is_empty());
    assert_eq!(found("q=ARGER"), [0]);
    assert_eq!(found("q=calm"), [0, 3]);
    assert_eq!(found("q=100%25"), [1]);
    assert_eq!(found("q=_"), [2]);
    assert_eq!(found("created_at_gte=2026-03-01T09:02:00Z&created_at_lt=2026-03-01T09:04:00Z"), [1, 2]);
    assert_eq!(found("created_at_gt=2026-03-01T09:02:00Z&created_at_lte=2026-03-01T09:04:00Z"), [2, 3]);
    assert!(found("q=nowhere").is_empty());
}

#[test]
fn a_bad_filter_is_named() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let bad = [
        ("status", "status=active,paused"),
        ("coach_id", "coach_id=somebody"),
        ("sort", "sort=color"),
        ("limit", "limit=0"),
        ("limit", "limit=101"),
        ("shared", "shared=perhaps"),
        ("created_at_gte", "created_at_gte=yesterday"),
        ("colour", "colour=green"),
    ];
    for (name, query) in bad {
        let refused = coach.get(&format!("/engagements?{query}")).problem(400, "invalid_parameter");
        assert_eq!(refused["errors"][0]["parameter"], name);
    }
}

#[test]
fn pages_put_together_are_the_whole_list_in_every_order() {
    let app = TestApp::start();
    let (coach, _, ids) = four(&app);
    for sort in ["created_at", "-created_at", "title", "-title"] {
        let whole = coach.ids(&format!("/engagements?sort={sort}"));
        let (mut pages, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = coach.get(&format!("/engagements?sort={sort}&limit=3{cursor}")).expect(200);
            pages.extend(page.ids());
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!((pages.len(), &pages), (4, &whole), "{sort}");
    }
    assert_eq!(coach.ids("/engagements?sort=created_at"), ids);
    let mut newest_first = ids;
    newest_first.reverse();
    assert_eq!(coach.ids("/engagements"), newest_first);
}

#[test]
fn a_cursor_does_not_continue_another_list() {
    let app = TestApp::start();
    let (coach, coachee, _) = four(&app);
    let cursor = coach.get("/engagements?limit=1&sort=title").expect(200).str("next_cursor");
    for query in ["sort=-title", "sort=title&status=active", "sort=title&shared=true"] {
        coach.get(&format!("/engagements?limit=1&{query}&cursor={cursor}")).problem(400, "invalid_cursor");
    }
    coachee.get(&format!("/engagements?limit=1&sort=title&cursor={cursor}")).problem(400, "invalid_cursor");
}

#[test]
fn c3_a_coach_lists_and_opens_their_own_engagements_only() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let (colleague, admin) = (app.coach("Carl"), app.admin());
    app.assign(&colleague, &[&it.coachee]);
    let other = colleague.post("/engagements", json!({"title": "Other", "coachee_ids": [it.coachee.id]})).expect(201).id();
    assert_eq!(it.coach.ids("/engagements"), [it.id.as_str()]);
    assert_eq!(colleague.ids("/engagements"), [other.as_str()]);
    assert!(colleague.ids(&format!("/engagements?coach_id={}", it.coach.id)).is_empty());
    colleague.get(&it.path("")).problem(404, "not_found");
    colleague.get(&it.path("/items")).problem(404, "not_found");
    colleague.patch(&it.path(""), json!({"title": "Mine now"})).problem(404, "not_found");
    colleague.post(&it.path("/items"), json!({"kind": "task", "title": "T"})).problem(404, "not_found");
    let mut all = admin.ids("/engagements");
    all.sort();
    let mut expected = [it.id.clone(), other];
    expected.sort();
    assert_eq!(all, expected);
    admin.get(&it.path("")).expect(200);
}
