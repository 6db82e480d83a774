//! Requests cost the same number of statements however much there is.

use rapport::db::statements;

use crate::support::{Person, Programme, Request, TestApp, alone, json};

fn cost(request: Request) -> u64 {
    let before = statements::executed();
    let answer = request.send();
    assert!(answer.status < 300, "{}", answer.text());
    statements::executed() - before
}

fn reads(by: &Person, paths: &[String]) -> Vec<u64> {
    paths.iter().map(|path| cost(by.get(path))).collect()
}

#[test]
fn an_engagement_with_fifty_items_costs_what_one_with_a_single_item_does() {
    alone("coaching::cost::an_engagement_with_fifty_items_costs_what_one_with_a_single_item_does", || {
        let app = TestApp::start();
        let it = Programme::shared(&app);
        let (first, admin) = (it.task("First"), app.admin());
        let paths = ["", "/items", "/notes?limit=100", "/timeline?limit=100", "/forecast"].map(|rest| it.path(rest));
        let measure = || [reads(&it.coach, &paths), reads(&it.coachee, &paths[..3]), reads(&admin, &paths)].concat();
        let few = measure();
        for number in 1..50 {
            it.item(json!({"kind": "task", "title": format!("Task {number}"), "after_item_id": first}));
            it.coach.post(&it.path("/notes"), json!({"body": "Noted.", "visibility": "shared"})).expect(201);
        }
        assert_eq!(measure(), few);
    });
}

#[test]
fn a_list_of_fifty_engagements_costs_what_a_list_of_one_does() {
    alone("coaching::cost::a_list_of_fifty_engagements_costs_what_a_list_of_one_does", || {
        let app = TestApp::start();
        let it = Programme::shared(&app);
        let admin = app.admin();
        let measure = || [&it.coach, &it.coachee, &admin].map(|by| cost(by.get("/engagements?limit=100")));
        let few = measure();
        for number in 1..50 {
            let body = json!({"title": format!("Number {number}"), "coachee_ids": [it.coachee.id]});
            let id = it.coach.post("/engagements", body).expect(201).id();
            for verb in ["activate", "share"] {
                it.coach.post(&format!("/engagements/{id}/{verb}"), ()).expect(200);
            }
        }
        assert_eq!(measure(), few);
        assert_eq!(it.coachee.ids("/engagements?limit=100").len(), 50);
    });
}

#[test]
fn a_template_of_fifty_items_is_copied_at_the_cost_of_one() {
    alone("coaching::cost::a_template_of_fifty_items_is_copied_at_the_cost_of_one", || {
        let app = TestApp::start();
        let (coach, coachee) = app.coach_and_coachee();
        let measure = |count: usize| {
            let items = vec![json!({"kind": "task", "title": "T"}); count];
            let template = coach.post("/program-templates", json!({"title": "T", "items": items})).expect(201).id();
            let body = json!({"coachee_ids": [coachee.id], "template_id": template});
            [cost(coach.post("/engagements", body.clone())), cost(coach.post("/engagements/bulk", body))]
        };
        assert_eq!(measure(1), measure(50));
    });
}
