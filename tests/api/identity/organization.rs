//! The organization's own settings.

use crate::support::{TestApp, json};

#[test]
fn settings_change_one_by_one() {
    let app = TestApp::start();
    let admin = app.admin();
    let before = admin.get("/organization").expect(200);
    let after = admin.patch("/organization", json!({"settings": {"invitation_lifetime": "PT1H"}})).expect(200);
    let mut expected = before["settings"].clone();
    expected["invitation_lifetime"] = json!("PT1H");
    assert_eq!((&after["settings"], &after["version"]), (&expected, &json!(2)));
    assert_eq!(admin.patch("/organization", json!({"name": "Northwind"})).expect(200)["settings"], expected);
    assert_eq!(app.other_org().admin().get("/organization").expect(200)["name"], "Contoso Advocacy");
}

#[test]
fn a_changed_setting_counts_from_then_on() {
    let app = TestApp::start();
    let admin = app.admin();
    admin.patch("/organization", json!({"settings": {"invitation_lifetime": "PT1H", "time_zone": "Asia/Tokyo"}})).expect(200);
    let user = admin.post("/users", json!({"email": "a@people.example", "name": "A", "roles": ["coachee"]})).expect(201);
    assert_eq!(user["time_zone"], "Asia/Tokyo");
    let invitation = admin.post(&format!("/users/{}/invitation", user.id()), ()).expect(201);
    assert_eq!(invitation["expires_at"], "2026-03-01T10:00:00.000000Z");
}

#[test]
fn every_fault_of_the_settings_is_told_at_once() {
    let app = TestApp::start();
    let body = json!({"name": "", "settings": {"time_zone": "Nowhere", "session_duration": "1 hour", "invitation_lifetime": null, "colour": "red"}});
    let refused = app.admin().patch("/organization", body).problem(422, "validation_failed");
    let pointers: Vec<_> = refused.faults().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(
        pointers,
        ["/name", "/settings/colour", "/settings/invitation_lifetime", "/settings/session_duration", "/settings/time_zone"]
    );
}
