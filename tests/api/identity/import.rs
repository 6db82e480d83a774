//! Many people at once from CSV.

use crate::support::{TestApp, json};

#[test]
fn a_file_adds_everybody_in_it_and_passes_over_who_is_known() {
    let app = TestApp::start();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    let csv = format!(
        "\u{feff}email,name,roles,time_zone\r\nana@people.example,\"Alvarez, Ana\",coachee;advocate,America/Lima\r\n{},Cora,,\r\nbo@people.example,Bo,,\r\n",
        coach.email.to_uppercase()
    );
    let result = admin.post("/users/import", json!({"csv": csv})).expect(200);
    assert_eq!((&result["created"], &result["skipped"]), (&json!(2), &json!(1)));
    let ana = admin.get("/users?email=ana@people.example").expect(200).data()[0].clone();
    assert_eq!((&ana["name"], &ana["time_zone"], &ana["state"]), (&json!("Alvarez, Ana"), &json!("America/Lima"), &json!("record")));
    assert_eq!(ana["roles"], json!(["coachee", "advocate"]));
}

#[test]
fn one_bad_row_keeps_everybody_out_and_every_fault_is_told_with_its_line() {
    let app = TestApp::start();
    let admin = app.admin();
    let csv = "email,name,roles\na@people.example,A,coachee\nno-address,B,pope\na@people.example,C,\n,,\n";
    let refused = admin.post("/users/import", json!({"csv": csv})).problem(422, "validation_failed");
    let details = refused.text();
    assert!(
        details.contains("line 3") && details.contains("line 4") && details.contains("line 5") && !details.contains("line 2"),
        "{details}"
    );
    assert_eq!(admin.ids("/users").len(), 1);
}

#[test]
fn a_dry_run_of_an_import_adds_nobody() {
    let app = TestApp::start();
    let admin = app.admin();
    let tried = admin.post("/users/import?dry_run=true", json!({"csv": "email,name\nana@people.example,Ana\n"})).expect(200);
    assert_eq!((&tried["created"], tried["effects"].as_array().unwrap().len()), (&json!(1), 1));
    assert_eq!(admin.ids("/users").len(), 1);
}

#[test]
fn a_file_with_unknown_columns_is_refused() {
    let app = TestApp::start();
    app.admin().post("/users/import", json!({"csv": "email,name,is_admin\na@people.example,A,1\n"})).problem(422, "validation_failed");
}

#[test]
fn a_large_file_is_read_and_a_larger_one_refused() {
    let app = TestApp::start();
    let admin = app.admin();
    let file = |rows: usize| (0..rows).fold("email,name\n".to_owned(), |text, row| text + &format!("p{row}@people.example,Person {row}\n"));
    admin.post("/users/import", json!({"csv": file(5001)})).problem(422, "validation_failed");
    assert_eq!(admin.post("/users/import", json!({"csv": file(5000)})).expect(200)["created"], 5000);
}
