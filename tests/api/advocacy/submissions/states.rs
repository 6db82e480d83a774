//! Every state meets every action.

use super::{Running, own, review, state};
use crate::support::{Person, TestApp, json};

const AUTHORS: [&str; 3] = ["submit", "resubmit", "withdraw"];
const REVIEWERS: [&str; 4] = ["approve", "reject", "request-changes", "revoke"];

/// A submission in this state.
fn in_state(it: &Running<'_>, ava: &Person, state: &str) -> String {
    let steps: &[&str] = match state {
        "draft" | "pending_review" => &[],
        "changes_requested" => &["request-changes"],
        "approved" => &["approve"],
        "rejected" => &["reject"],
        "revoked" => &["approve", "revoke"],
        _ => &["withdraw"],
    };
    let id = if state == "draft" { it.draft(ava) } else { it.handed_in(ava) };
    for step in steps {
        if *step == "withdraw" {
            own(ava, &id, step).expect(200)
        } else {
            review(&it.staff, &id, step).expect(200)
        };
    }
    id
}

#[test]
fn a_submission_moves_as_the_table_says_and_an_error_names_what_is_allowed() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let ava = app.advocate("Ava");
    let table: &[(&str, &[&str], &[&str])] = &[
        ("draft", &["update", "submit", "withdraw"], &[]),
        ("pending_review", &["withdraw"], &["approve", "reject", "request_changes"]),
        ("changes_requested", &["update", "resubmit", "withdraw"], &["approve", "reject"]),
        ("approved", &[], &["revoke"]),
        ("rejected", &[], &[]),
        ("withdrawn", &[], &[]),
        ("revoked", &[], &["approve"]),
    ];
    for (from, authors, reviewers) in table {
        for action in AUTHORS {
            let id = in_state(&it, &ava, from);
            assert_eq!(ava.get(&format!("/submissions/{id}")).expect(200)["allowed_actions"], json!(authors), "{from}");
            let answer = own(&ava, &id, action).send();
            assert_eq!(answer.status == 200, authors.contains(&action), "{from} {action}: {}", answer.text());
            if answer.status != 200 {
                assert_eq!(
                    (&answer["code"], &answer["allowed_actions"]),
                    (&json!("invalid_transition"), &json!(authors)),
                    "{from} {action}"
                );
                assert_eq!(state(&ava, &id), *from);
            }
        }
        let id = in_state(&it, &ava, from);
        let changed = ava.patch(&format!("/submissions/{id}"), json!({"custom_task": {"fields": {}}})).send();
        assert_eq!(changed.status == 200, authors.contains(&"update"), "{from}");
        for action in REVIEWERS.into_iter().filter(|_| *from != "draft") {
            let id = in_state(&it, &ava, from);
            assert_eq!(it.staff.get(&format!("/submissions/{id}")).expect(200)["allowed_actions"], json!(reviewers), "{from}");
            let answer = review(&it.staff, &id, action).send();
            assert_eq!(answer.status == 200, reviewers.contains(&action.replace('-', "_").as_str()), "{from} {action}: {}", answer.text());
            if answer.status != 200 {
                let is_late = action != "revoke" && ["approved", "rejected", "revoked", "changes_requested"].contains(from);
                let code = if is_late { "already_decided" } else { "invalid_transition" };
                assert_eq!((&answer["code"], &answer["allowed_actions"]), (&json!(code), &json!(reviewers)), "{from} {action}");
                assert_eq!(state(&ava, &id), *from);
            }
        }
    }
}

#[test]
fn nobody_else_does_what_is_the_authors() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    let both = app.home().person("Bo", &[rapport::identity::permissions::Role::Manager, rapport::identity::permissions::Role::Advocate]);
    let id = it.handed_in(&ava);
    review(&it.staff, &id, "request-changes").expect(200);
    for action in AUTHORS {
        own(&olga, &id, action).problem(404, "not_found");
        own(&both, &id, action).problem(403, "forbidden");
        own(&it.staff, &id, action).problem(403, "forbidden");
    }
    let change = || json!({"custom_task": {"confirmed": false}});
    olga.patch(&format!("/submissions/{id}"), change()).problem(404, "not_found");
    both.patch(&format!("/submissions/{id}"), change()).problem(403, "forbidden");
    assert_eq!(state(&ava, &id), "changes_requested");
}
