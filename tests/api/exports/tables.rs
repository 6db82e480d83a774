//! What a CSV file looks like.

use super::{Table, engage, export};
use crate::support::{TestApp, json};

#[test]
fn c43_a_file_has_a_header_crlf_and_for_excel_a_byte_order_mark() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    engage(&app.admin(), "Growing", &coach, &[&coachee]);
    let excel = coach.get("/engagements/export.csv").expect(200);
    assert_eq!(excel.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(excel.header("content-disposition"), "attachment; filename=\"engagements.csv\"");
    let text = excel.text();
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    assert!(text.starts_with("engagement_id,title,status,shared,coach_name,coach_email,coachee_names,coachee_emails,items_total,"));
    assert_eq!(text.matches("\r\n").count(), 2);
    assert_eq!(text.matches('\n').count(), 2);
    assert!(text.ends_with("\r\n"));
    let plain = coach.get("/engagements/export.csv?dialect=rfc4180").expect(200);
    assert_eq!(plain.text(), text, "the same without the mark");
    assert_eq!(coach.get("/engagements/export.csv?dialect=excel").expect(200).bytes, excel.bytes);
}

#[test]
fn c43_a_row_says_who_and_how_far() {
    let app = TestApp::start();
    let (admin, cora, ana, emil) = (app.admin(), app.coach("Cora"), app.coachee("Ana"), app.coachee("Emil"));
    app.assign(&cora, &[&ana, &emil]);
    let id = engage(&admin, "Growing", &cora, &[&ana, &emil]);
    for title in ["One", "Two"] {
        admin.post(&format!("/engagements/{id}/items"), json!({"kind": "task", "title": title, "task": {}})).expect(201);
    }
    let first = admin.get(&format!("/engagements/{id}/items")).expect(200).ids().remove(0);
    admin.post(&format!("/engagements/{id}/activate"), json!({})).expect(200);
    admin.post(&format!("/items/{first}/complete"), json!({})).expect(200);
    let table = export(&admin, "");
    let cell = |name: &str| table.column(name)[0].to_owned();
    assert_eq!((cell("engagement_id"), cell("status"), cell("shared")), (id, "active".into(), "false".into()));
    assert_eq!((cell("coach_name"), cell("coach_email")), ("Cora".into(), cora.email.clone()));
    assert_eq!((cell("coachee_names"), cell("coachee_emails")), ("Ana; Emil".into(), format!("{}; {}", ana.email, emil.email)));
    let counts = ["items_total", "items_unscheduled", "items_scheduled", "items_completed"].map(cell);
    assert_eq!(counts, ["2", "1", "0", "1"]);
    assert_eq!((cell("created_at"), cell("completed_at")), ("2026-03-01T09:00:00.000000Z".into(), String::new()));
}

#[test]
fn c43_quotes_line_breaks_and_every_script_come_back() {
    let app = TestApp::start();
    let admin = app.admin();
    let (coach, coachee) = app.coach_and_coachee();
    let titles = ["plain", "a \"b\" c", "one,two;three", "Überprüfung für Zoë", "评估 оценка تقييم 🎯", "'quoted'", "\"", "a\u{feff}b"];
    for title in titles {
        engage(&admin, title, &coach, &[&coachee]);
    }
    let cancelled = engage(&admin, "The end", &coach, &[&coachee]);
    admin.post(&format!("/engagements/{cancelled}/activate"), json!({})).expect(200);
    admin.post(&format!("/engagements/{cancelled}/cancel"), json!({"reason": "One.\nTwo,\r\n\"three\"."})).expect(200);
    let bytes = admin.get("/engagements/export.csv?dialect=rfc4180").expect(200).bytes;
    let table = Table::read(&bytes);
    assert_eq!(table.column("title")[..titles.len()], titles);
    assert_eq!(table.column("cancel_reason")[titles.len()], "One.\nTwo,\r\n\"three\".");
    assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
}
