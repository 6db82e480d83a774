//! Exports that are made in the background.

use diesel::prelude::*;
use rapport::db::schema::export_chunks;
use rapport::kernel::secrets;
use sha2::{Digest, Sha256};

use super::{Table, engage, made};
use crate::support::{TestApp, Value, json, wait};

pub fn chunks(app: &TestApp) -> i64 {
    wait(app.db().read(|conn| Ok(export_chunks::table.count().get_result(conn)?))).unwrap()
}

#[test]
fn c43_a_job_makes_the_file_that_is_streamed_too() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let admin = app.admin();
    for title in ["One", "Two", "=Three"] {
        engage(&admin, title, &coach, &[&coachee]);
    }
    let carl = app.coach("Carl");
    app.assign(&carl, &[&coachee]);
    engage(&admin, "Another's", &carl, &[&coachee]);
    let body = json!({"resource": "engagements", "format": "csv", "filters": {"coach_name": "cora"}});
    let queued = coach.post("/exports", body).expect(202);
    assert_eq!((&queued["state"], &queued["progress"], &queued["download_url"]), (&json!("queued"), &Value::Null, &Value::Null));
    let path = format!("/exports/{}", queued.id());
    assert_eq!(queued.header("location"), format!("/api/v1{path}"));
    coach.get(&format!("{path}/download")).problem(409, "export_not_ready");

    app.run_workers_until_idle();
    let done = coach.get(&path).expect(200);
    let file = coach.get(&format!("{path}/download")).expect(200);
    assert_eq!((&done["state"], &done["progress"], &done["row_count"]), (&json!("succeeded"), &json!(1.0), &json!(3)));
    assert_eq!(done["byte_count"], file.bytes.len());
    assert_eq!(done["sha256"], secrets::hex(&Sha256::digest(&file.bytes)));
    assert_eq!(done["download_url"], format!("/api/v1{path}/download"));
    assert_eq!(file.header("content-length"), file.bytes.len().to_string());
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"engagements.csv\"");
    assert_eq!(file.bytes, coach.get("/engagements/export.csv?coach_name=cora").expect(200).bytes);
}

#[test]
fn json_lines_hold_the_same_values_as_they_are() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    engage(&app.admin(), "=1+1", &coach, &[&coachee]);
    let id = made(&app, &coach, json!({"resource": "engagements", "format": "jsonl"}));
    assert_eq!(coach.get(&format!("/exports/{id}")).expect(200)["dialect"], Value::Null);
    let file = coach.get(&format!("/exports/{id}/download")).expect(200);
    assert_eq!(file.header("content-type"), "application/jsonl; charset=utf-8");
    let text = file.text();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1);
    assert_eq!((&lines[0]["title"], &lines[0]["items_total"], &lines[0]["shared"]), (&json!("=1+1"), &json!(0), &json!(false)));
    assert_eq!(lines[0]["completed_at"], Value::Null);
    let csv = coach.get("/engagements/export.csv").expect(200);
    let keys: Vec<_> = lines[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, Table::read(&csv.bytes).header);
}

#[test]
fn items_are_exported_in_the_order_of_their_engagements() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let admin = app.admin();
    for engagement in ["One", "Two"] {
        let id = engage(&admin, engagement, &coach, &[&coachee]);
        for title in ["b", "a", "+c"] {
            admin.post(&format!("/engagements/{id}/items"), json!({"kind": "task", "title": title, "task": {}})).expect(201);
        }
    }
    let deleted = admin.get(&format!("/engagements/{}/items", admin.ids("/engagements?sort=created_at")[0])).expect(200).ids().remove(1);
    admin.delete(&format!("/items/{deleted}")).expect(204);
    let id = made(&app, &coach, json!({"resource": "items", "format": "csv", "dialect": "rfc4180"}));
    let done = coach.get(&format!("/exports/{id}")).expect(200);
    let table = Table::read(&coach.get(&format!("/exports/{id}/download")).expect(200).bytes);
    assert_eq!(table.column("title"), ["b", "'+c", "b", "a", "'+c"], "what was deleted is not there");
    assert_eq!(table.column("engagement_title"), ["One", "One", "Two", "Two", "Two"]);
    assert_eq!(table.column("position"), ["1", "2", "1", "2", "3"]);
    assert_eq!((&done["row_count"], &done["progress"]), (&json!(5), &json!(1.0)));
}

#[test]
fn an_empty_export_is_a_header_or_nothing() {
    let app = TestApp::start();
    let admin = app.admin();
    for (format, lines) in [("csv", 1), ("jsonl", 0)] {
        let id = made(&app, &admin, json!({"resource": "items", "format": format}));
        assert_eq!(admin.get(&format!("/exports/{id}")).expect(200)["row_count"], 0);
        assert_eq!(admin.get(&format!("/exports/{id}/download")).expect(200).text().lines().count(), lines);
    }
}

#[test]
fn an_export_is_kept_for_some_days() {
    let app = TestApp::with(|config| config.export_days = 2);
    let id = made(&app, &app.admin(), json!({"resource": "engagements", "format": "csv"}));
    let path = format!("/exports/{id}/download");
    app.advance("P1DT23H59M59S");
    app.admin().get(&path).expect(200);
    app.advance("PT1S");
    app.admin().get(&path).problem(410, "export_expired");
    app.run_workers_until_idle();
    let admin = app.admin();
    let gone = admin.get(&format!("/exports/{id}")).expect(200);
    assert_eq!((&gone["state"], &gone["download_url"]), (&json!("expired"), &Value::Null));
    admin.get(&path).problem(410, "export_expired");
    assert_eq!(chunks(&app), 0);
}

#[test]
fn an_export_is_its_requesters_and_the_admins() {
    let app = TestApp::start();
    let (admin, cora, carl) = (app.admin(), app.coach("Cora"), app.coach("Carl"));
    let id = made(&app, &cora, json!({"resource": "engagements", "format": "csv"}));
    let stranger = app.other_org().admin();
    for path in [format!("/exports/{id}"), format!("/exports/{id}/download")] {
        cora.get(&path).expect(200);
        admin.get(&path).expect(200);
        carl.get(&path).problem(404, "not_found");
        stranger.get(&path).problem(404, "not_found");
    }
    assert_eq!(cora.ids("/exports"), std::slice::from_ref(&id));
    assert_eq!(admin.ids("/exports"), [id]);
    assert!(carl.ids("/exports").is_empty() && stranger.ids("/exports").is_empty());
}

#[test]
fn the_list_is_paged_newest_first() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    let ids: Vec<_> = (0..5).map(|_| coach.post("/exports", json!({"resource": "items", "format": "csv"})).expect(202).id()).collect();
    let (mut seen, mut path) = (Vec::new(), "/exports?limit=2".to_owned());
    loop {
        let page = admin.get(&path).expect(200);
        seen.extend(page.ids());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/exports?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, ids.into_iter().rev().collect::<Vec<_>>());
    let cursor = admin.get("/exports?limit=2").expect(200).str("next_cursor");
    coach.get(&format!("/exports?limit=2&cursor={cursor}")).problem(400, "invalid_cursor");
    app.run_workers_until_idle();
}

#[test]
fn a_dry_run_and_a_repeat_ask_for_nothing_more() {
    let app = TestApp::start();
    let admin = app.admin();
    let body = json!({"resource": "items", "format": "csv"});
    let would = admin.post("/exports?dry_run=true", body.clone()).send();
    assert!((200..300).contains(&would.status), "{}", would.text());
    assert!(admin.ids("/exports").is_empty());
    let first = admin.post("/exports", body.clone()).key("export").expect(202).id();
    assert_eq!(admin.post("/exports", body).key("export").expect(202).id(), first);
    assert_eq!(admin.ids("/exports").len(), 1);
    app.run_workers_until_idle();
}
