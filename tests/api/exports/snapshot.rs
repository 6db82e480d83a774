//! An export shows one moment, however long it takes.

use super::leases::Worker;
use super::{Table, engage};
use crate::support::{TestApp, json, rows};

#[test]
fn what_changes_during_a_scan_is_not_in_the_file() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    // Eight pages: more than a worker that stands still has read ahead.
    let rows = rows::engagements(&app, 8_000, &[&coach], &[&coachee]);
    let admin = app.admin();
    let id = admin.post("/exports", json!({"resource": "engagements", "format": "csv"})).expect(202).id();
    let worker = Worker::of(&app).until(&admin, &id, |export| export["row_count"].as_i64() > Some(0));
    let half = admin.get(&format!("/exports/{id}")).expect(200);
    assert!(half["progress"].as_f64().is_some_and(|progress| progress > 0.0 && progress < 1.0), "{}", half.text());

    engage(&admin, "Too late", &coach, &[&coachee]);
    let last = rows.last().unwrap().id;
    admin.patch(&format!("/engagements/{last}"), json!({"title": "Changed"})).expect(200);
    worker.finish();
    let done = admin.get(&format!("/exports/{id}")).expect(200);
    assert_eq!((&done["state"], &done["row_count"]), (&json!("succeeded"), &json!(8_000)));
    let table = Table::read(&admin.get(&format!("/exports/{id}/download")).expect(200).bytes);
    assert_eq!(table.column("title").last(), Some(&rows.last().unwrap().title.as_str()));
    let ids = table.column("engagement_id");
    assert!(rows.iter().map(|row| row.id.to_string()).eq(ids), "every row once, oldest first");

    let now = Table::read(&admin.get("/engagements/export.csv").expect(200).bytes);
    assert_eq!(now.column("title")[7_999..], ["Changed", "Too late"]);
}
