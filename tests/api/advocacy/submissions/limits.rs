//! How often one may take part.

use super::{Running, own, review};
use crate::support::{TestApp, json};

#[test]
fn a87_over_the_limit_nothing_is_taken() {
    let app = TestApp::start();
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    for (limit, most) in [(json!({"kind": "once"}), 1), (json!({"kind": "times", "max": 3}), 3)] {
        let it = Running::start(&app, json!({"participation_limit": limit}));
        for _ in 0..most {
            it.handed_in(&ava);
        }
        let refused = it.hand_in(&ava).problem(409, "participation_limit_reached");
        assert_eq!((&refused["limit"]["kind"], &refused["total_cap"]), (&limit["kind"], &json!(null)));
        assert_eq!(it.counted(), [most, most, 0, most]);
        it.handed_in(&olga);
    }
}

#[test]
fn a87_a_total_cap_counts_everybody() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"total_cap": 2}));
    let (ava, olga, nils) = (app.advocate("Ava"), app.advocate("Olga"), app.advocate("Nils"));
    let first = it.handed_in(&ava);
    it.handed_in(&olga);
    let refused = it.hand_in(&nils).problem(409, "participation_limit_reached");
    assert_eq!((&refused["limit"], &refused["total_cap"]), (&json!(null), &json!(2)));
    review(&it.staff, &first, "reject").expect(200);
    it.handed_in(&nils);
    it.hand_in(&ava).problem(409, "participation_limit_reached");
    it.change(json!({"total_cap": 3}));
    it.handed_in(&ava);
    assert_eq!(it.counted(), [4, 4, 0, 3]);
}

#[test]
fn what_was_rejected_or_withdrawn_gives_its_place_back_and_what_was_revoked_does_not() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"participation_limit": {"kind": "once"}}));
    let ava = app.advocate("Ava");
    let first = it.handed_in(&ava);
    review(&it.staff, &first, "reject").expect(200);
    let second = it.handed_in(&ava);
    own(&ava, &second, "withdraw").expect(200);
    let third = it.handed_in(&ava);
    review(&it.staff, &third, "request-changes").expect(200);
    it.hand_in(&ava).problem(409, "participation_limit_reached");
    own(&ava, &third, "resubmit").expect(200);
    review(&it.staff, &third, "approve").expect(200);
    review(&it.staff, &third, "revoke").expect(200);
    it.hand_in(&ava).problem(409, "participation_limit_reached");
    assert_eq!(it.counted(), [3, 3, 0, 1]);
}

#[test]
fn a_changed_limit_counts_for_new_submissions_with_all_that_were_made() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"participation_limit": {"kind": "unlimited"}}));
    let ava = app.advocate("Ava");
    for _ in 0..3 {
        it.handed_in(&ava);
    }
    for limit in [json!({"kind": "once"}), json!({"kind": "times", "max": 3}), json!({"kind": "per_period", "max": 3, "period": "day"})] {
        it.change(json!({"participation_limit": limit}));
        it.hand_in(&ava).problem(409, "participation_limit_reached");
    }
    it.change(json!({"participation_limit": {"kind": "times", "max": 4}}));
    it.handed_in(&ava);
    it.hand_in(&ava).problem(409, "participation_limit_reached");
    it.change(json!({"participation_limit": {"kind": "unlimited"}}));
    it.handed_in(&ava);
}

#[test]
fn a90_limits_count_by_person_whatever_their_address_becomes() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"participation_limit": {"kind": "once"}}));
    let ava = app.advocate("Ava");
    it.handed_in(&ava);
    app.admin().patch(&format!("/users/{}", ava.id), json!({"email": "ava@elsewhere.example"})).expect(200);
    it.hand_in(&ava).problem(409, "participation_limit_reached");
}
