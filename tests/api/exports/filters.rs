//! Which engagements an export holds.

use super::{engage, export, titles};
use crate::support::{Client, Person, TestApp, json};

/// Two coaches, three coachees, and an engagement in each state.
struct Northwind {
    app: TestApp,
    admin: Person,
    cora: Person,
    carl: Person,
}

fn named(admin: &Client, person: Person, name: &str) -> Person {
    admin.patch(&format!("/users/{}", person.id), json!({"name": name})).expect(200);
    person
}

fn northwind() -> Northwind {
    let app = TestApp::start();
    let admin = app.admin();
    let cora = named(&admin, app.coach("Cora"), "Cora Ångström");
    let carl = named(&admin, app.coach("Carl"), "Carl Coach");
    let elodie = named(&admin, app.coachee("Elodie"), "Élodie Durand");
    let emil = named(&admin, app.coachee("Emil"), "Emil Strauß");
    app.assign(&cora, &[&elodie, &emil]);
    app.assign(&carl, &[&elodie, &emil]);
    engage(&admin, "Draft", &cora, &[&elodie]);
    let active = engage(&admin, "Active", &cora, &[&emil, &elodie]);
    let completed = engage(&admin, "Completed", &carl, &[&emil]);
    let cancelled = engage(&admin, "Cancelled", &carl, &[&elodie]);
    for id in [&active, &completed, &cancelled] {
        admin.post(&format!("/engagements/{id}/activate"), json!({})).expect(200);
    }
    admin.post(&format!("/engagements/{completed}/complete"), ()).expect(200);
    admin.post(&format!("/engagements/{cancelled}/cancel"), json!({"reason": "Moved away."})).expect(200);
    Northwind { app, admin, cora, carl }
}

#[test]
fn c41_coaches_export_their_own_and_admins_all() {
    let world = northwind();
    assert_eq!(titles(&world.admin, ""), ["Draft", "Active", "Completed", "Cancelled"]);
    assert_eq!(titles(&world.cora, ""), ["Draft", "Active"]);
    assert_eq!(titles(&world.carl, ""), ["Completed", "Cancelled"]);
    assert!(titles(&world.cora, "?coach_name=Carl").is_empty(), "no filter shows what is another coach's");
    assert_eq!(titles(&world.app.api_key(&["exports:read"]), "").len(), 4);
    assert!(titles(&world.app.other_org().admin(), "").is_empty());
    world.app.coachee("Nele").get("/engagements/export.csv").problem(403, "forbidden");
}

#[test]
fn c42_filters_combine_with_and() {
    let Northwind { app: _app, admin, .. } = northwind();
    assert_eq!(titles(&admin, "?status=draft"), ["Draft"]);
    assert_eq!(titles(&admin, "?status=draft,cancelled"), ["Draft", "Cancelled"]);
    assert_eq!(titles(&admin, "?status=completed,%20active,draft,cancelled").len(), 4);
    assert_eq!(titles(&admin, "?coach_name=carl"), ["Completed", "Cancelled"]);
    assert_eq!(titles(&admin, "?coachee_name=emil"), ["Active", "Completed"]);
    assert_eq!(titles(&admin, "?coach_name=carl&coachee_name=emil"), ["Completed"]);
    assert_eq!(titles(&admin, "?coach_name=carl&coachee_name=emil&status=cancelled,draft"), [""; 0]);
    assert_eq!(titles(&admin, "?coach_name=&coachee_name=&status=&from=&to=").len(), 4, "what is empty does not filter");
    assert_eq!(titles(&admin, "?from=2026-03-01&to=2026-03-01&status=active&coach_name=cora&coachee_name=durand"), ["Active"]);
}

#[test]
fn c42_names_are_found_without_case_and_accents() {
    let Northwind { app: _app, admin, .. } = northwind();
    for query in ["coach_name=ANGSTROM", "coach_name=%C3%85ngstr", "coach_name=ora%20a", "coach_name=%20cora%20"] {
        assert_eq!(titles(&admin, &format!("?{query}")), ["Draft", "Active"], "{query}");
    }
    assert_eq!(titles(&admin, "?coachee_name=elodie"), ["Draft", "Active", "Cancelled"]);
    assert_eq!(titles(&admin, "?coachee_name=STRAUSS"), ["Active", "Completed"]);
    for literal in ["%25", "_", "%5C", "%27"] {
        assert!(titles(&admin, &format!("?coach_name={literal}")).is_empty(), "{literal} is a character like any other");
    }
}

#[test]
fn c42_days_are_inclusive_and_begin_where_the_caller_is() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let machine = app.api_key(&["engagements:write"]);
    // In New York: the last second of 1 March, the whole of 2 March, the first second of 3 March.
    for (wait, title) in [("PT19H59M59S", "1"), ("PT1S", "2 begins"), ("PT23H59M59S", "2 ends"), ("PT1S", "3")] {
        app.advance(wait);
        engage(&machine, title, &coach, &[&coachee]);
    }
    let admin = app.admin();
    admin.patch("/me", json!({"time_zone": "America/New_York"})).expect(200);
    assert_eq!(titles(&admin, "?from=2026-03-02&to=2026-03-02"), ["2 begins", "2 ends"]);
    assert_eq!(titles(&admin, "?to=2026-03-01"), ["1"]);
    assert_eq!(titles(&admin, "?from=2026-03-03"), ["3"]);
    let berlin = app.admin();
    assert_eq!(titles(&berlin, "?from=2026-03-02&to=2026-03-02"), ["1", "2 begins"]);
}

#[test]
fn c42_days_can_be_those_of_activation_and_completion() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let machine = app.api_key(&["engagements:write", "exports:read"]);
    let id = engage(&machine, "Growing", &coach, &[&coachee]);
    engage(&machine, "Waiting", &coach, &[&coachee]);
    app.advance("P1D");
    machine.post(&format!("/engagements/{id}/activate"), json!({})).expect(200);
    app.advance("P1D");
    machine.post(&format!("/engagements/{id}/complete"), ()).expect(200);
    for (field, day) in [("activated_at", "2026-03-02"), ("completed_at", "2026-03-03")] {
        assert_eq!(titles(&machine, &format!("?date_field={field}&from={day}&to={day}")), ["Growing"], "{field}");
        assert!(titles(&machine, &format!("?date_field={field}&to=2026-03-01")).is_empty(), "{field}");
    }
    assert_eq!(titles(&machine, "?date_field=created_at&to=2026-03-01").len(), 2);
}

#[test]
fn c44_where_nothing_fits_there_is_a_header_alone() {
    let Northwind { app: _app, admin, .. } = northwind();
    let table = export(&admin, "?coach_name=nobody");
    assert_eq!((table.header.first().map(String::as_str), table.rows.len()), (Some("engagement_id"), 0));
    assert!(titles(&admin, "?from=2027-01-01").is_empty());
}

#[test]
fn c44_every_fault_of_a_filter_is_told_at_once() {
    let app = TestApp::start();
    let admin = app.admin();
    let get = |query: &str| admin.get(&format!("/engagements/export.csv?{query}")).problem(422, "validation_failed").faults();
    let at = |name: &str, code: &str| (name.to_owned(), code.to_owned());
    assert_eq!(get("status=gone"), [at("status", "invalid_choice")]);
    assert_eq!(get("from=2026-03-02&to=2026-03-01"), [at("from", "out_of_range")]);
    let all = get("status=active,gone&from=2026-3-1&to=soon&date_field=born_at&dialect=lotus");
    let expected = [
        at("date_field", "invalid_choice"),
        at("dialect", "invalid_choice"),
        at("from", "format"),
        at("status", "invalid_choice"),
        at("to", "format"),
    ];
    assert_eq!(all, expected);
    for day in ["2026-02-30", "2026-13-01", "20260301", "2026-03-01T00:00:00Z", "-2026-03-01", "+02026-03-01"] {
        assert_eq!(get(&format!("from={}", day.replace('+', "%2B"))), [at("from", "format")], "{day}");
    }
    let unknown = admin.get("/engagements/export.csv?coach=cora").problem(400, "invalid_parameter");
    assert!(unknown.text().contains("coach"));
}

#[test]
fn c44_a_job_is_refused_for_the_same_faults() {
    let app = TestApp::start();
    let admin = app.admin();
    let post = |filters| admin.post("/exports", json!({"resource": "items", "format": "csv", "filters": filters})).expect(422).faults();
    let at = |name: &str, code: &str| (name.to_owned(), code.to_owned());
    assert_eq!(post(json!({"from": "2026-03-02", "to": "2026-03-01"})), [at("/filters/from", "out_of_range")]);
    let faults = post(json!({"status": ["gone"], "from": "soon", "colour": "red"}));
    assert!(faults.iter().any(|(place, _)| place == "/filters/status/0"), "{faults:?}");
    assert!(faults.iter().any(|(place, _)| place.starts_with("/filters/colour")), "{faults:?}");
    assert!(admin.ids("/exports").is_empty());
}
