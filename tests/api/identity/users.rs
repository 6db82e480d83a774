//! People: made, changed, kept out, deleted.

use crate::support::{TestApp, json};

#[test]
fn c47_a_person_can_be_a_record_that_is_never_invited() {
    let app = TestApp::start();
    let admin = app.admin();
    let body = json!({"email": " Ana@People.example ", "name": "Ana Alvarez", "roles": ["coachee"]});
    let made = admin.post("/users", body).expect(201);
    assert_eq!(made.header("location"), format!("/api/v1/users/{}", made.id()));
    assert_eq!((&made["state"], &made["time_zone"], &made["version"]), (&json!("record"), &json!("Europe/Berlin"), &json!(1)));
    assert_eq!(admin.get(&format!("/users/{}", made.id())).expect(200).body, made.body);
}

#[test]
fn an_email_belongs_to_one_person_of_an_organization_whatever_its_case() {
    let app = TestApp::start();
    let admin = app.admin();
    let body = |email: &str| json!({"email": email, "name": "Ana", "roles": ["coachee"]});
    admin.post("/users", body("ana@people.example")).expect(201);
    admin.post("/users", body("ANA@people.example")).problem(409, "email_taken");
    app.other_org().admin().post("/users", body("ana@people.example")).expect(201);
}

#[test]
fn every_fault_of_a_new_person_is_told_at_once() {
    let app = TestApp::start();
    let body = json!({"email": "no address", "name": "", "roles": ["pope"], "time_zone": "Mars/Olympus", "is_admin": true});
    let refused = app.admin().post("/users", body).problem(422, "validation_failed");
    let expected = [
        ("/email", "format"),
        ("/is_admin", "unknown_field"),
        ("/name", "too_short"),
        ("/roles/0", "invalid_choice"),
        ("/time_zone", "format"),
    ];
    assert_eq!(refused.faults(), expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
}

#[test]
fn a_change_leaves_alone_what_it_does_not_name() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    let path = format!("/users/{}", coach.id);
    let before = admin.get(&path).expect(200);
    let after = admin.patch(&path, json!({"name": "Cora Weiss"})).expect(200);
    assert_eq!((&after["name"], &after["email"]), (&json!("Cora Weiss"), &before["email"]));
    assert_eq!(after["version"].as_i64(), before["version"].as_i64().map(|version| version + 1));
    assert_eq!(admin.patch(&path, json!({"name": "Cora Weiss"})).expect(200)["version"], after["version"]);
}

#[test]
fn what_cannot_be_cleared_is_not_cleared() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    for field in ["email", "name", "roles", "time_zone"] {
        let refused = admin.patch(&format!("/users/{}", coach.id), json!({field: null})).problem(422, "validation_failed");
        assert_eq!(refused.faults()[0].0, format!("/{field}"));
    }
}

#[test]
fn fields_that_only_the_server_writes_cannot_be_sent() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    let path = format!("/users/{}", coach.id);
    let before = admin.get(&path).expect(200);
    let hidden = ["organization_id", "email_key", "search_name", "password_hash", "is_admin", "is_coach", "password"];
    let writable = ["email", "name", "roles", "time_zone"];
    let shown = before.body.as_object().unwrap().iter().filter(|(name, _)| !writable.contains(&name.as_str()));
    for (name, value) in shown.map(|(name, value)| (name.as_str(), value.clone())).chain(hidden.map(|name| (name, json!("x")))) {
        let refused = admin.patch(&path, json!({name: value})).problem(422, "validation_failed");
        assert_eq!(refused.faults(), [(format!("/{name}"), "unknown_field".to_owned())]);
        let mut new = json!({"email": "x@people.example", "name": "X", "roles": ["coachee"]});
        new[name] = value;
        admin.post("/users", new).problem(422, "validation_failed");
        coach.patch("/me", json!({name: "x"})).problem(422, "validation_failed");
    }
    coach.patch("/me", json!({"roles": ["admin"]})).problem(422, "validation_failed");
    assert_eq!(admin.get(&path).expect(200).body, before.body);
}

#[test]
fn people_change_their_own_name_and_time_zone() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let changed = coach.patch("/me", json!({"name": "Cora Weiss", "time_zone": "America/New_York"})).expect(200);
    assert_eq!((&changed["name"], &changed["time_zone"]), (&json!("Cora Weiss"), &json!("America/New_York")));
    assert_eq!(coach.get("/me").expect(200)["user"], changed.body);
}

#[test]
fn a_deleted_person_leaves_no_name_behind() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    let path = format!("/users/{}", coach.id);
    admin.delete(&path).expect(204);
    coach.get("/me").problem(401, "invalid_token");
    let left = admin.get("/users?state=anonymised").expect(200);
    assert_eq!((left.ids(), &left.data()[0]["name"]), (vec![coach.id.clone()], &json!("Deleted user")));
    assert!(!left.text().contains(&coach.email));
    assert!(!admin.ids("/users").contains(&coach.id));
    admin.patch(&path, json!({"name": "Back"})).problem(404, "not_found");
    admin.delete(&path).problem(404, "not_found");
    admin.post("/users", json!({"email": coach.email, "name": "Cora", "roles": ["coach"]})).expect(201);
}

#[test]
fn the_last_admin_stays() {
    let app = TestApp::start();
    let admin = app.admin();
    let path = format!("/users/{}", admin.id);
    admin.patch(&path, json!({"roles": ["coach"]})).problem(409, "last_admin");
    admin.post(&format!("{path}/deactivate"), ()).problem(409, "last_admin");
    admin.delete(&path).problem(409, "last_admin");
    let second = app.admin();
    admin.delete(&path).expect(204);
    second.get("/me").expect(200);
}

#[test]
fn two_admins_who_remove_each_other_at_once_leave_one() {
    let app = TestApp::with(|config| config.http_threads = 2);
    let (first, second) = (app.admin(), app.admin());
    let remove = |by: &crate::support::Client, id: &str| by.post(&format!("/users/{id}/deactivate"), ()).send().status;
    let statuses = std::thread::scope(|scope| {
        let other = scope.spawn(|| remove(&second, &first.id));
        [remove(&first, &second.id), other.join().unwrap()]
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_ne!(first.get("/me").send().status == 200, second.get("/me").send().status == 200);
}

#[test]
fn a_coach_sees_themselves_and_the_coachees_they_serve() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let (stranger, colleague) = (app.coachee("Stine"), app.coach("Carl"));
    let mut seen = coach.ids("/users");
    seen.sort();
    let mut expected = [coach.id.clone(), coachee.id.clone()];
    expected.sort();
    assert_eq!(seen, expected);
    coach.get(&format!("/users/{}", coachee.id)).expect(200);
    for id in [&stranger.id, &colleague.id] {
        coach.get(&format!("/users/{id}")).problem(404, "not_found");
    }
    coachee.get("/users").problem(403, "forbidden");
}

#[test]
fn another_organizations_people_are_not_there() {
    let app = TestApp::start();
    let (admin, stranger) = (app.admin(), app.other_org().coach("Otto"));
    admin.get(&format!("/users/{}", stranger.id)).problem(404, "not_found");
    assert!(!admin.ids("/users?limit=100").contains(&stranger.id));
}
