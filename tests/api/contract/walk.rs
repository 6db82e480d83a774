//! Every operation of the contract, walked: who may not, what is not theirs, what is not a field.

use rapport::identity::permissions::Role;
use reqwest::Method;

use super::fixtures::World;
use crate::support::files::{PDF, Part, form};
use crate::support::spec::{Operation, operations};
use crate::support::{Answer, Client, TestApp, json, without_request_id};

/// Operations whose bodies others shape.
const FOREIGN: [&str; 2] = ["report_bounces", "report_stripe_event"];

fn ask(client: &Client, world: &World, operation: &Operation, path: &str) -> Answer {
    let method: Method = operation.method.to_uppercase().parse().unwrap();
    if operation.takes_json() {
        client.request(method, path, world.body(operation)).send()
    } else if operation.takes_file() {
        client.form(path, form(&[Part("file", Some("a.pdf"), PDF)])).send()
    } else {
        client.request(method, path, ()).send()
    }
}

fn guarded() -> impl Iterator<Item = Operation> {
    // A stream does not end; it has tests of its own.
    operations().into_iter().filter(|operation| operation.is_guarded() && operation.id() != "stream_events")
}

#[track_caller]
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn fault(operation: &Operation, who: &str, answer: &Answer) -> String {
    format!("{} ({} {}) for {who}: {} {}", operation.id(), operation.method, operation.path, answer.status, answer.text())
}

#[test]
fn nothing_that_is_guarded_opens_without_credentials() {
    let app = TestApp::start();
    let world = World::of(&app.home());
    let mut faults = Vec::new();
    for operation in guarded() {
        let answer = ask(&app.guest(), &world, &operation, &world.own_path(&operation));
        if (answer.status, answer["code"].as_str()) != (401, Some("unauthenticated")) {
            faults.push(fault(&operation, "a guest", &answer));
        }
    }
    none(faults);
}

#[test]
fn what_needs_no_credentials_is_known() {
    let open: Vec<_> = operations().into_iter().filter(|operation| !operation.is_guarded()).map(|operation| operation.id()).collect();
    let known = [
        "log_in",
        "refresh",
        "request_password_reset",
        "confirm_password_reset",
        "get_public_invitation",
        "accept_invitation",
        "list_problems",
        "get_liveness",
        "get_readiness",
        "get_metrics",
        "get_openapi",
        "get_public_keys",
        "get_unsubscription",
        "unsubscribe",
        "report_bounces",
        "get_public_invoice",
        "get_public_invoice_pdf",
        "report_stripe_event",
        "get_file_content",
        "get_public_form",
        "put_public_form",
        "submit_public_form",
        "get_public_feedback",
        "submit_public_feedback",
        "get_public_calendar",
        "create_public_submission",
        "get_public_confirmation",
        "confirm_public_submission",
        "get_public_mission",
        "view_public_mission",
    ];
    let surprising: Vec<_> = open.iter().filter(|id| !known.contains(id)).collect();
    assert!(surprising.is_empty() && open.len() == known.len(), "{open:?}");
}

#[test]
fn each_role_may_do_what_the_contract_says_and_nothing_else() {
    let app = TestApp::start();
    let world = World::of(&app.home());
    let mut faults = Vec::new();
    for role in Role::ALL {
        let person = app.home().person("Robin", &[*role]);
        for operation in guarded() {
            let may = operation.roles().contains(&role.as_str());
            // Tried without effect, so that one operation does not take away what the next one needs.
            let path = world.own_path(&operation);
            let path = if operation.method == "get" { path } else { format!("{path}?dry_run=true") };
            let answer = ask(&person, &world, &operation, &path);
            let is_refused = answer["code"] == "forbidden";
            // Who may use an operation may still be refused somebody else's thing.
            let is_right = if may { !matches!(answer.status, 400 | 401 | 415 | 422 | 500..) } else { is_refused && answer.status == 403 };
            if !is_right {
                faults.push(fault(&operation, role.as_str(), &answer));
            }
        }
    }
    none(faults);
}

#[test]
fn an_admin_reaches_what_is_theirs() {
    let app = TestApp::start();
    let world = World::of(&app.home());
    let mut faults = Vec::new();
    for operation in guarded().filter(|operation| operation.roles().contains(&"admin")) {
        let path = world.own_path(&operation);
        let path = if operation.method == "get" { path } else { format!("{path}?dry_run=true") };
        let answer = ask(&world.admin, &world, &operation, &path);
        // 409 is a state that does not allow it; the thing itself was found.
        if !matches!(answer.status, 200..300 | 409) {
            faults.push(fault(&operation, "an admin", &answer));
        }
    }
    none(faults);
}

#[test]
fn a_key_may_do_what_its_scope_says_and_nothing_else() {
    let app = TestApp::start();
    let world = World::of(&app.home());
    let mut faults = Vec::new();
    for operation in guarded() {
        let other = if operation.scope() == "me:read" { "users:read" } else { "me:read" };
        let path = world.own_path(&operation);
        let answer = ask(&app.api_key(&[other]), &world, &operation, &path);
        let expected = if operation.allows_keys() { "scope_missing" } else { "forbidden" };
        let names_it = !operation.allows_keys() || answer["required_scopes"] == json!([operation.scope()]);
        // Logging out asks for a scope that keys can have, and refuses keys all the same.
        let is_logout = operation.id() == "log_out";
        if answer.status != 403 || !(is_logout || answer["code"] == expected && names_it) {
            faults.push(fault(&operation, "a key without the scope", &answer));
        }
        if operation.allows_keys() {
            let path = if operation.method == "get" { path } else { format!("{path}?dry_run=true") };
            let answer = ask(&app.api_key(&[operation.scope()]), &world, &operation, &path);
            if matches!(answer.status, 400 | 401 | 403 | 422 | 500..) && answer["code"] != "forbidden" {
                faults.push(fault(&operation, "a key with the scope", &answer));
            }
        }
    }
    none(faults);
}

#[test]
fn what_belongs_to_another_organization_looks_like_what_nobody_has() {
    let app = TestApp::start();
    let (world, foreign) = (World::of(&app.home()), World::of(&app.other_org()));
    let mut faults = Vec::new();
    for operation in guarded().filter(|operation| operation.path.contains("{id}")) {
        let (own, theirs) = (world.ids(operation.path), foreign.ids(operation.path));
        let nobody: Vec<String> =
            own.iter().map(|id| format!("{}_01kfq8v6n2e9t8w4x3y5z7a1bc", id.split('_').next().unwrap_or_default())).collect();
        let mut pairs = vec![(theirs.clone(), nobody.clone())];
        if own.len() == 2 {
            pairs.push((vec![own[0].clone(), theirs[1].clone()], vec![own[0].clone(), nobody[1].clone()]));
        }
        for (theirs, nobody) in pairs {
            let asker = world.somebody_for(&operation);
            let seen = ask(asker, &world, &operation, &World::path(&operation, &theirs));
            let unknown = ask(asker, &world, &operation, &World::path(&operation, &nobody));
            if (seen.status, unknown.status) != (404, 404) || without_request_id(&seen) != without_request_id(&unknown) {
                faults.push(fault(&operation, "a stranger", &seen) + &unknown.text());
            }
        }
    }
    none(faults);
}

#[test]
fn an_unknown_field_is_told_by_every_operation_that_reads_json() {
    let app = TestApp::start();
    let world = World::of(&app.home());
    let mut faults = Vec::new();
    for operation in operations().into_iter().filter(|operation| operation.takes_json() && !FOREIGN.contains(&operation.id())) {
        let mut body = world.body(&operation);
        body["no_such_field"] = json!(1);
        let method: Method = operation.method.to_uppercase().parse().unwrap();
        let answer = world.somebody_for(&operation).request(method, &world.own_path(&operation), body).send();
        if answer.status != 422 || answer.faults() != [("/no_such_field".to_owned(), "unknown_field".to_owned())] {
            faults.push(fault(&operation, "an unknown field", &answer));
        }
    }
    none(faults);
}
