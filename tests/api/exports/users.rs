//! People as a file.

use super::{Table, made};
use rapport::identity::permissions::Role;

use crate::support::{Client, TestApp, Value, json};

fn table(app: &TestApp, by: &Client, filters: Value) -> Table {
    let id = made(app, by, json!({"resource": "users", "format": "csv", "filters": filters}));
    Table::read(&by.get(&format!("/exports/{id}/download")).expect(200).bytes)
}

#[test]
fn people_are_exported_with_their_roles() {
    let app = TestApp::start();
    let (admin, coach, coachee) = (app.admin(), app.coach("Cora"), app.coachee("Ana"));
    admin.patch(&format!("/users/{}", coachee.id), json!({"roles": ["coachee", "advocate"], "name": "=HYPERLINK(1)"})).expect(200);
    app.other_org().admin();
    let all = table(&app, &admin, json!({}));
    let columns = ["user_id", "name", "email", "state", "roles", "time_zone", "created_at", "points", "submissions_approved"];
    assert_eq!(all.header, columns);
    let place = all.column("user_id").iter().position(|id| *id == coachee.id).unwrap();
    assert_eq!((all.column("name")[place], all.column("roles")[place]), ("'=HYPERLINK(1)", "coachee; advocate"));
    assert_eq!(table(&app, &admin, json!({"role": "coach"})).column("user_id"), [coach.id.as_str()]);
    assert_eq!(table(&app, &admin, json!({"role": "coach", "status": ["invited"]})).rows.len(), 0);
    assert_eq!(table(&app, &admin, json!({"to": "2026-02-28"})).rows.len(), 0);
}

#[test]
fn who_was_anonymised_is_left_out_unless_asked_for() {
    let app = TestApp::start();
    let (admin, gone) = (app.admin(), app.coachee("Ana"));
    admin.delete(&format!("/users/{}", gone.id)).expect(204);
    assert!(!table(&app, &admin, json!({})).column("user_id").contains(&gone.id.as_str()));
    assert_eq!(table(&app, &admin, json!({"status": ["anonymised"]})).column("user_id"), [gone.id.as_str()]);
}

#[test]
fn people_are_for_staff_and_engagements_for_coaches() {
    let app = TestApp::start();
    let (manager, coach) = (app.home().person("Mona", &[Role::Manager]), app.coach("Cora"));
    let ask = |by: &Client, resource: &str| by.post("/exports", json!({"resource": resource, "format": "csv"})).send().status;
    assert_eq!((ask(&manager, "users"), ask(&manager, "engagements"), ask(&manager, "items")), (202, 403, 403));
    assert_eq!((ask(&coach, "users"), ask(&coach, "engagements"), ask(&coach, "items")), (403, 202, 202));
    manager.get("/engagements/export.csv").problem(403, "forbidden");
    let narrow = app.api_key(&["exports:write"]);
    narrow.post("/exports", json!({"resource": "users", "format": "csv"})).problem(403, "scope_missing");
    assert_eq!((ask(&narrow, "engagements"), ask(&app.api_key(&["exports:write", "users:read"]), "users")), (202, 202));
    app.run_workers_until_idle();
}

#[test]
fn a_lost_role_closes_what_was_made() {
    let app = TestApp::start();
    let (admin, manager) = (app.admin(), app.home().person("Mona", &[Role::Manager]));
    let id = made(&app, &manager, json!({"resource": "users", "format": "csv"}));
    manager.get(&format!("/exports/{id}/download")).expect(200);
    admin.patch(&format!("/users/{}", manager.id), json!({"roles": ["coach"]})).expect(200);
    manager.get(&format!("/exports/{id}/download")).problem(403, "forbidden");
}

#[test]
fn a_filter_of_another_resource_is_refused() {
    let app = TestApp::start();
    let admin = app.admin();
    let faults = |resource: &str, filters| {
        admin.post("/exports", json!({"resource": resource, "format": "csv", "filters": filters})).expect(422).faults()
    };
    let at = |name: &str, code: &str| (format!("/filters/{name}"), code.to_owned());
    let users = faults("users", json!({"coach_name": "Cora", "status": ["draft"], "date_field": "activated_at"}));
    assert_eq!(users, [at("coach_name", "kind_mismatch"), at("date_field", "invalid_choice"), at("status", "invalid_choice")]);
    assert_eq!(faults("items", json!({"role": "coach"})), [at("role", "kind_mismatch")]);
}
