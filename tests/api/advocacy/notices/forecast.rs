//! What a mission will send, told beforehand.

use super::scene::Scene;
use crate::support::{Value, json};

/// Type, channel, when, for what, and how many.
fn lines(forecast: &[Value]) -> Vec<String> {
    let word = |entry: &Value, key: &str| entry[key].as_str().unwrap_or("-").to_owned();
    let line = |entry: &Value| {
        let parts = ["type", "channel", "due_at", "waits_for"].map(|key| word(entry, key));
        format!("{} {}", parts.join(" "), entry["messages"])
    };
    forecast.iter().map(line).collect()
}

#[test]
fn a_draft_tells_what_its_launch_would_send() {
    let it = Scene::new();
    it.app.advocate("Ana");
    it.app.advocate("Ben");
    it.slack();
    let mission =
        it.draft(&json!({"notify": {"mode": "send", "channels": ["email", "slack"]}, "follow_ups": {"enabled": true, "offsets": ["P3D"]}}));
    assert_eq!(
        lines(&it.forecast(&mission)),
        ["mission_available email - launch 2", "mission_available slack - launch 1", "mission_reminder email - launch 2"]
    );
    it.admin.post(&format!("/missions/{mission}/schedule"), json!({"launch_at": "2026-03-02T09:00:00Z"})).expect(200);
    assert_eq!(
        lines(&it.forecast(&mission)),
        [
            "mission_available email 2026-03-02T09:00:00.000000Z launch 2",
            "mission_available slack 2026-03-02T09:00:00.000000Z launch 1",
            "mission_reminder email 2026-03-05T09:00:00.000000Z launch 2"
        ]
    );
    it.app.work();
    it.after("P1D");
    assert_eq!(it.inbox.mails().len(), 2, "and that is what it does");
    assert_eq!(lines(&it.forecast(&mission)), ["mission_reminder email 2026-03-05T09:00:00.000000Z - 2"]);
}

#[test]
fn what_is_under_way_and_what_would_stop_it_is_told() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    it.app.advocate("Ben");
    let mission = it.launched(&json!({"follow_ups": {"enabled": true, "offsets": ["P3D"]}, "expires_at": "2026-04-01T00:00:00Z"}));
    assert_eq!(lines(&it.forecast(&mission))[0], "mission_available email 2026-03-01T09:00:00.000000Z - 2");
    it.app.work();
    Scene::takes_part(&ana, &mission);
    let [reminder] = it.forecast(&mission).try_into().unwrap();
    assert_eq!((&reminder["messages"], &reminder["reason"]), (&json!(1), &Value::Null));
    let stops = ["pause", "close", "expiry", "completion", "leaving_the_audience", "follow_ups_off"];
    assert_eq!(reminder["stopped_by"], json!(stops));
    it.act(&mission, "pause");
    let [reminder] = it.forecast(&mission).try_into().unwrap();
    assert_eq!((&reminder["reason"], &reminder["waits_for"]), (&json!("mission_not_running"), &json!("resume")));
}

#[test]
fn reminders_of_those_who_were_assigned_are_told_one_by_one() {
    let it = Scene::new();
    let (ana, ben) = (it.app.advocate("Ana"), it.app.advocate("Ben"));
    let promoters = it.segment("Promoters");
    let mission = it.armed(&promoters, &json!({"follow_ups": {"enabled": true, "offsets": ["P3D"]}}));
    assert_eq!(lines(&it.forecast(&mission)), ["mission_reminder email - entry 0"]);
    it.enters(&promoters, &ana);
    it.after("P1D");
    it.enters(&promoters, &ben);
    let forecast = it.forecast(&mission);
    assert_eq!(
        lines(&forecast),
        ["mission_reminder email 2026-03-04T09:00:00.000000Z - 1", "mission_reminder email 2026-03-05T09:00:00.000000Z - 1"]
    );
    assert_eq!((&forecast[0]["recipient_id"], &forecast[1]["recipient_id"]), (&json!(ana.id), &json!(ben.id)));
}
