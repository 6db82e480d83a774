//! Who offers to speak for the organization gets a profile by approval, and is not asked more often than agreed.

use crate::advocacy::submissions::{Running, review};
use crate::support::{Person, TestApp, Value, at_once, json, racing};

fn mission(app: &TestApp) -> Running<'_> {
    let asked =
        json!({"activities": ["reference_call", "quote", "case_study"], "topics": ["Onboarding", "Préventes"], "max_per_quarter": 3});
    Running::start(app, json!({"type": "be_a_reference", "title": "Speak for us", "be_a_reference": asked}))
}

fn offer(activities: &[&str], max: Option<i64>) -> Value {
    let given = json!({"activities": activities, "topics": ["Onboarding"], "max_per_quarter": max, "availability": "Tuesdays"});
    json!({"be_a_reference": given})
}

/// The profile of an advocate whose offer was approved.
#[track_caller]
fn profile(mission: &Running<'_>, by: &Person, activities: &[&str], max: Option<i64>) -> String {
    let one = mission.hand(by, offer(activities, max)).expect(201).id();
    assert!(mission.staff.ids(&format!("/reference-profiles?user_id={}", by.id)).is_empty(), "not before it is approved");
    review(&mission.staff, &one, "approve").expect(200);
    mission.staff.ids(&format!("/reference-profiles?user_id={}", by.id))[0].clone()
}

#[test]
fn an_approval_makes_a_profile_of_what_somebody_agreed_to() {
    let app = TestApp::start();
    let (mission, advocate) = (mission(&app), app.advocate("Avi"));
    let id = profile(&mission, &advocate, &["quote", "reference_call"], Some(2));
    let seen = mission.staff.get(&format!("/reference-profiles/{id}")).expect(200);
    assert_eq!((&seen["user_id"], &seen["name"], &seen["email"]), (&json!(advocate.id), &json!("Avi"), &json!(advocate.email)));
    assert_eq!((&seen["activities"], &seen["topics"]), (&json!(["quote", "reference_call"]), &json!(["Onboarding"])));
    assert_eq!((&seen["max_per_quarter"], &seen["used_this_quarter"], &seen["state"]), (&json!(2), &json!(0), &json!("active")));
    advocate.get("/reference-profiles").problem(403, "forbidden");
    app.other_org().admin().get(&format!("/reference-profiles/{id}")).problem(404, "not_found");
}

#[test]
fn a_later_approval_renews_the_profile_and_a_revoked_one_pauses_it() {
    let app = TestApp::start();
    let (mission, advocate) = (mission(&app), app.advocate("Avi"));
    let id = profile(&mission, &advocate, &["quote"], Some(1));
    let two = mission.hand(&advocate, offer(&["case_study"], Some(3))).expect(201).id();
    review(&mission.staff, &two, "approve").expect(200);
    let path = format!("/reference-profiles/{id}");
    let seen = mission.staff.get(&path).expect(200);
    assert_eq!((&seen["activities"], &seen["max_per_quarter"], &seen["submission_id"]), (&json!(["case_study"]), &json!(3), &json!(two)));
    assert_eq!(mission.staff.ids("/reference-profiles").len(), 1);
    review(&mission.staff, &two, "revoke").expect(200);
    let seen = mission.staff.get(&path).expect(200);
    assert_eq!((&seen["state"], &seen["allowed_actions"]), (&json!("paused"), &json!(["update", "resume"])));
    mission.staff.post(&format!("{path}/uses"), json!({"activity": "case_study"})).problem(409, "invalid_transition");
    mission.staff.post(&format!("{path}/resume"), ()).expect(200);
    mission.staff.post(&format!("{path}/pause"), ()).expect(200);
    mission.staff.post(&format!("{path}/pause"), ()).problem(409, "invalid_transition");
}

#[test]
fn nobody_is_asked_more_often_in_a_quarter_than_they_agreed_to() {
    let app = TestApp::start();
    let (mission, advocate) = (mission(&app), app.advocate("Avi"));
    let path = format!("/reference-profiles/{}", profile(&mission, &advocate, &["quote"], Some(2)));
    let ask = |body: Value| mission.staff.post(&format!("{path}/uses"), body);
    let first = ask(json!({"activity": "quote", "company": "Fabrikam"})).expect(201);
    assert_eq!((&first["quarter"], &first["used_on"]), (&json!("2026-Q1"), &json!("2026-03-01")));
    ask(json!({"activity": "quote", "used_on": "2026-03-31"})).expect(201);
    let refused = ask(json!({"activity": "quote"})).problem(409, "reference_limit_reached");
    assert_eq!((&refused["quarter"], &refused["max_per_quarter"]), (&json!("2026-Q1"), &json!(2)));
    ask(json!({"activity": "quote", "used_on": "2026-04-01"})).expect(201);
    assert_eq!(ask(json!({"activity": "webinar"})).problem(422, "validation_failed").faults()[0].0, "/activity");
    assert_eq!(mission.staff.get(&path).expect(200)["used_this_quarter"], 2);
    assert_eq!(mission.staff.ids(&format!("{path}/uses")).len(), 3);
    // It did not come to that one.
    mission.staff.delete(&format!("{path}/uses/{}", first.id())).expect(204);
    mission.staff.delete(&format!("{path}/uses/{}", first.id())).problem(404, "not_found");
    ask(json!({"activity": "quote"})).expect(201);
    mission.staff.patch(&path, json!({"max_per_quarter": null})).expect(200);
    ask(json!({"activity": "quote"})).expect(201);
    // The next quarter begins where the organization is.
    app.advance("P30DT13H30M");
    assert_eq!(mission.staff.get(&path).expect(200)["used_this_quarter"], 1);
}

#[test]
fn of_many_who_ask_at_once_as_many_succeed_as_were_agreed_to() {
    let app = racing();
    let (mission, advocate) = (mission(&app), app.advocate("Avi"));
    let path = format!("/reference-profiles/{}/uses", profile(&mission, &advocate, &["quote"], Some(3)));
    let statuses = at_once(12, |_| mission.staff.post(&path, json!({"activity": "quote"})).send().status);
    let count = |status: u16| statuses.iter().filter(|other| **other == status).count();
    assert_eq!((count(201), count(409)), (3, 9));
}

#[test]
fn references_are_found_by_what_they_do_and_speak_of() {
    let app = TestApp::start();
    let mission = mission(&app);
    let (avi, bo) = (app.advocate("Avi"), app.advocate("Bo"));
    let first = profile(&mission, &avi, &["quote", "case_study"], None);
    app.advance("PT1M");
    let second = profile(&mission, &bo, &["quote"], None);
    assert_eq!(mission.staff.get(&format!("/reference-profiles/{second}")).expect(200)["max_per_quarter"], 3, "as the mission says");
    let find = |query: &str| mission.staff.ids(&format!("/reference-profiles?{query}"));
    assert_eq!(find(""), [second.as_str(), &first]);
    assert_eq!(find("activity=case_study"), [first.as_str()]);
    let path = format!("/reference-profiles/{second}");
    let changed = mission.staff.patch(&path, json!({"activities": ["webinar"], "topics": ["Préventes"]})).if_match(1).expect(200);
    assert_eq!(changed["version"], 2);
    assert_eq!((find("activity=quote"), find("q=preventes")), (vec![first.clone()], vec![second.clone()]));
    mission.staff.post(&format!("{path}/pause"), ()).expect(200);
    assert_eq!((find("state=active"), find("state=paused")), (vec![first], vec![second]));
    let page = mission.staff.get("/reference-profiles?limit=1").expect(200);
    assert_eq!(find(&format!("limit=1&cursor={}", page.str("next_cursor"))).len(), 1);
}

#[test]
fn who_is_deleted_speaks_for_nobody() {
    let app = TestApp::start();
    let (mission, advocate) = (mission(&app), app.advocate("Avi"));
    let path = format!("/reference-profiles/{}", profile(&mission, &advocate, &["quote"], None));
    mission.staff.post(&format!("{path}/uses"), json!({"activity": "quote"})).expect(201);
    app.admin().delete(&format!("/users/{}", advocate.id)).expect(204);
    mission.staff.get(&path).problem(404, "not_found");
    assert!(mission.staff.ids("/reference-profiles").is_empty());
}
