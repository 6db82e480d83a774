//! Making one engagement.

use crate::support::coaching::progress;
use crate::support::{Programme, TestApp, json};

#[test]
fn c1_an_engagement_carries_its_items_in_order_and_its_progress() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [first, second, third] = ["One", "Two", "Three"].map(|title| it.task(title));
    it.schedule(&second, "2026-03-02T09:00:00Z");
    it.complete(&third);
    let seen = it.show();
    let items: Vec<_> = seen["items"].as_array().unwrap().iter().map(|item| (item["position"].clone(), item["id"].clone())).collect();
    assert_eq!(items, [(json!(1), json!(first)), (json!(2), json!(second)), (json!(3), json!(third))]);
    assert_eq!(seen["progress"], json!({"total": 3, "unscheduled": 1, "scheduled": 1, "completed": 1}));
    assert_eq!(it.order(), [first, second, third]);
}

#[test]
fn c4_an_engagement_is_shared_by_the_coachees_named() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let other = app.coachee("Esra");
    app.assign(&coach, &[&other]);
    let made = coach.post("/engagements", json!({"title": "Two", "coachee_ids": [other.id, coachee.id, other.id]})).expect(201);
    assert_eq!(made.header("location"), format!("/api/v1/engagements/{}", made.id()));
    assert_eq!(made["coachees"], json!([{"id": other.id, "name": "Esra"}, {"id": coachee.id, "name": "Emil"}]));
    assert_eq!(made["coach"], json!({"id": coach.id, "name": "Cora"}));
    assert_eq!(coach.get(&format!("/engagements/{}", made.id())).expect(200).body, made.body);
}

#[test]
fn c4_without_a_coachee_there_is_no_engagement() {
    let app = TestApp::start();
    let (coach, _) = app.coach_and_coachee();
    for body in [json!({"title": "Nobody"}), json!({"title": "Nobody", "coachee_ids": []})] {
        for path in ["/engagements", "/engagements/bulk"] {
            let refused = coach.post(path, body.clone()).problem(422, "coachees_required");
            assert_eq!(refused.faults(), [("/coachee_ids".into(), "coachees_required".into())]);
        }
    }
    assert!(coach.ids("/engagements").is_empty());
}

#[test]
fn c5_a_coachee_whom_this_coach_does_not_serve_is_not_there() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let (unassigned, colleague, stranger) = (app.coachee("Uwe"), app.coach("Carl"), app.other_org().coachee("Olga"));
    for other in [&unassigned, &colleague, &stranger] {
        for path in ["/engagements", "/engagements/bulk"] {
            coach.post(path, json!({"title": "T", "coachee_ids": [coachee.id, other.id]})).problem(404, "not_found");
        }
    }
    assert!(app.admin().ids("/engagements").is_empty());
}

#[test]
fn c5_an_admin_names_a_coach_who_serves_the_coachees_or_nobody_yet() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let (admin, colleague) = (app.admin(), app.coach("Carl"));
    let body = |coach_id: Option<&str>| json!({"title": "T", "coachee_ids": [coachee.id], "coach_id": coach_id});
    assert_eq!(admin.post("/engagements", body(Some(&coach.id))).expect(201)["coach"]["id"], json!(coach.id));
    assert_eq!(admin.post("/engagements", body(None)).expect(201)["coach"], json!(null));
    admin.post("/engagements", body(Some(&colleague.id))).problem(404, "not_found");
    admin.post("/engagements", body(Some(&coachee.id))).problem(404, "not_found");
    coach.post("/engagements", body(Some(&colleague.id))).problem(403, "forbidden");
    coachee.post("/engagements", body(None)).problem(403, "forbidden");
    assert_eq!(admin.ids("/engagements").len(), 2);
}

#[test]
fn c6_every_item_of_a_template_is_copied_in_order_by_value() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let template = json!({"title": "Ninety days", "description": "For new managers.", "items": [
        {"kind": "session", "title": "Kick-off", "session": {"duration": "PT45M", "location": "Room 7"}},
        {"kind": "link", "title": "Read", "link": {"url": "https://reading.example/feedback"}, "completion_rule": "any"},
        {"kind": "task", "title": "Write", "description": "By hand.", "task": {"instructions": "Three situations."}},
    ]});
    let template = coach.post("/program-templates", template).expect(201);
    let (first, path) = (template["items"][0]["id"].clone(), format!("/program-templates/{}/items", template.id()));
    let waiting = json!({"kind": "form", "title": "Ask", "after_item_id": template["items"][2]["id"], "after_delay": "P1D", "position": 2});
    coach.post(&path, waiting).expect(201);
    let made = coach.post("/engagements", json!({"coachee_ids": [coachee.id], "template_id": template.id()})).expect(201);
    assert_eq!((&made["title"], &made["description"]), (&json!("Ninety days"), &json!("For new managers.")));
    assert_eq!((&made["template_id"], &made["template_version"]), (&json!(template.id()), &json!(2)));
    let items = made["items"].as_array().unwrap();
    let titles: Vec<_> = items.iter().map(|item| item["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Kick-off", "Ask", "Read", "Write"]);
    assert_eq!((&items[0]["session"]["duration"], &items[0]["session"]["location"]), (&json!("PT45M"), &json!("Room 7")));
    assert_eq!((&items[1]["after_item_id"], &items[1]["after_delay"]), (&items[3]["id"], &json!("P1D")));
    assert_eq!((&items[2]["link"]["url"], &items[2]["completion_rule"]), (&json!("https://reading.example/feedback"), &json!("any")));
    assert_eq!((&items[3]["description"], &items[3]["task"]["instructions"]), (&json!("By hand."), &json!("Three situations.")));
    assert!(items.iter().all(|item| item["id"] != first));
}

#[test]
fn c6_a_template_that_the_caller_cannot_see_is_not_there() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let private = app.coach("Carl").post("/program-templates", json!({"title": "Mine"})).expect(201).id();
    let foreign = app.other_org().admin().post("/program-templates", json!({"title": "Theirs"})).expect(201).id();
    let deleted = coach.post("/program-templates", json!({"title": "Gone"})).expect(201).id();
    coach.delete(&format!("/program-templates/{deleted}")).expect(204);
    for id in [private, foreign, deleted] {
        for path in ["/engagements", "/engagements/bulk"] {
            coach.post(path, json!({"coachee_ids": [coachee.id], "template_id": id})).problem(404, "not_found");
        }
    }
    assert!(coach.ids("/engagements").is_empty());
}

#[test]
fn c7_from_scratch_items_are_added_one_by_one_at_any_position() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    assert_eq!(it.show()["items"], json!([]));
    let last = it.task("Last");
    let first = it.item(json!({"kind": "task", "title": "First", "position": 1}));
    let middle = it.item(json!({"kind": "task", "title": "Middle", "position": 2}));
    assert_eq!(it.order(), [first, middle, last]);
    let positions: Vec<_> = it.show()["items"].as_array().unwrap().iter().map(|item| item["position"].clone()).collect();
    assert_eq!(positions, [1, 2, 3]);
    for position in [0, -1, 201] {
        let refused = it.add(json!({"kind": "task", "title": "T", "position": position})).problem(422, "validation_failed");
        assert_eq!(refused.faults(), [("/position".into(), "out_of_range".into())]);
    }
    it.coachee.post(&it.path("/items"), json!({"kind": "task", "title": "Mine"})).problem(403, "forbidden");
    assert_eq!(it.progress(), [3, 3, 0, 0]);
}

#[test]
fn c7_an_engagement_from_scratch_needs_a_title() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let refused = coach.post("/engagements", json!({"coachee_ids": [coachee.id]})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/title".into(), "required".into())]);
}

#[test]
fn c7_an_engagement_has_at_most_200_items() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let items = vec![json!({"kind": "task", "title": "T"}); 200];
    let template = coach.post("/program-templates", json!({"title": "Long", "items": items})).expect(201);
    let made = coach.post("/engagements", json!({"coachee_ids": [coachee.id], "template_id": template.id()})).expect(201);
    let (path, last) = (format!("/engagements/{}/items", made.id()), made["items"][199]["id"].as_str().unwrap());
    coach.post(&path, json!({"kind": "task", "title": "One more"})).problem(422, "template_too_large");
    coach.post(&format!("/items/{last}/duplicate"), ()).problem(422, "template_too_large");
    assert_eq!(coach.ids(&path).len(), 200);
}

#[test]
fn c8_a_new_engagement_is_a_draft_and_not_shared() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let seen = it.show();
    assert_eq!((&seen["status"], &seen["shared"]), (&json!("draft"), &json!(false)));
    for moment in ["activated_at", "completed_at", "cancelled_at"] {
        assert_eq!(seen[moment], json!(null));
    }
    it.coachee.get(&it.path("")).problem(404, "not_found");
}

#[test]
fn c9_copied_items_arrive_unscheduled() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [sent, done, dated, session] = [it.task("Sent"), it.task("Done"), it.task("Dated"), it.session("Meet")];
    it.send(&sent);
    it.complete(&done);
    it.schedule(&dated, "2026-03-02T09:00:00Z");
    it.schedule(&session, "2026-03-02T09:00:00Z");
    let template = it.coach.post(&it.path("/save-as-template"), ()).expect(201).id();
    let made = it.coach.post("/engagements", json!({"coachee_ids": [it.coachee.id], "template_id": template})).expect(201);
    let copy = it.coach.post(&it.path("/duplicate"), ()).expect(201);
    for fresh in [made, copy] {
        assert_eq!(progress(&fresh["progress"]), [4, 4, 0, 0]);
        for item in fresh["items"].as_array().unwrap() {
            assert_eq!((&item["status"], &item["locked"]), (&json!("unscheduled"), &json!(false)));
            for moment in ["scheduled_at", "time_zone", "sent_at", "completed_at", "completed_by"] {
                assert_eq!(item[moment], json!(null), "{moment}");
            }
            let people = it.coach.get(&format!("/items/{}/recipients", item["id"].as_str().unwrap())).expect(200);
            assert_eq!((people.data().len(), &people.data()[0]["completed_at"]), (1, &json!(null)));
        }
    }
}

#[test]
fn every_fault_of_a_new_engagement_is_told_at_once() {
    let app = TestApp::start();
    let (coach, _) = app.coach_and_coachee();
    let body = json!({"title": "", "coachee_ids": ["nobody"], "template_id": "usr_1", "status": "active", "shared": true});
    let refused = coach.post("/engagements", body).problem(422, "validation_failed");
    let pointers: Vec<_> = refused.faults().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/coachee_ids/0", "/shared", "/status", "/template_id", "/title"]);
}

#[test]
fn a_change_of_an_engagement_leaves_alone_what_it_does_not_name() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let changed = it.coach.patch(&it.path(""), json!({"description": "Six sessions."})).expect(200);
    assert_eq!((&changed["title"], &changed["description"]), (&json!("Leading a first team"), &json!("Six sessions.")));
    assert_eq!((&changed["version"], changed.header("etag")), (&json!(2), "\"2\""));
    let cleared = it.coach.patch(&it.path(""), json!({"description": null, "title": " Leading "})).expect(200);
    assert_eq!((&cleared["title"], &cleared["description"], &cleared["version"]), (&json!("Leading"), &json!(null), &json!(3)));
    assert_eq!(it.coach.patch(&it.path(""), json!({"title": "Leading"})).expect(200)["version"], json!(3));
    it.coach.patch(&it.path(""), json!({"title": "Stale"})).if_match(2).problem(412, "version_mismatch");
    it.coach.patch(&it.path(""), json!({"status": "active"})).problem(422, "validation_failed");
    assert_eq!(it.show().body, cleared.body);
}
