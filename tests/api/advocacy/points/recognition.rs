//! What missions promise for an approval, and when it is given.

use super::{balance, reward};
use crate::advocacy::submissions::{Running, review};
use crate::support::files::png;
use crate::support::{Person, TestApp, Value, at_once, json, racing};

/// Why a mission with this recognition is not launched.
fn faults(staff: &Person, recognition: &Value) -> Vec<(String, String)> {
    let image = staff.uploaded("card.png", &png(1200, 630));
    let mission = json!({
        "type": "custom_task", "title": "Help us", "image_file_id": image, "notify": {"mode": "send", "channels": ["email"]},
        "custom_task": {"instructions": "<p>Do it.</p>"},
        "audience": {"kind": "registered"}, "participation_limit": {"kind": "once"}, "recognition": recognition,
    });
    let made = staff.post("/missions", mission).send();
    if made.status != 201 {
        return made.faults();
    }
    staff.post(&format!("/missions/{}/launch", made.id()), ()).send().faults()
}

#[test]
fn a73_a74_a75_a_mission_promises_nothing_points_or_a_reward_of_the_catalogue() {
    let app = TestApp::start();
    let admin = app.admin();
    let fault = |field: &str, code: &str| vec![(format!("/recognition/{field}"), code.to_owned())];
    assert!(faults(&admin, &json!({"kind": "none"})).is_empty());
    assert!(faults(&admin, &json!({"kind": "points", "points": 1})).is_empty());
    assert_eq!(faults(&admin, &json!({"kind": "points"})), fault("points", "points_required"));
    assert_eq!(faults(&admin, &json!({"kind": "points", "points": 0})), fault("points", "points_required"));
    assert_eq!(faults(&admin, &json!({"kind": "points", "points": 1.5})), fault("points", "type"));
    assert_eq!(faults(&admin, &json!({"kind": "none", "points": 5})), fault("points", "kind_mismatch"));
    let (coffee, gone) = (reward(&admin, 10, 5), reward(&admin, 10, 5));
    admin.post(&format!("/rewards/{gone}/archive"), ()).expect(200);
    let foreign = reward(&app.other_org().admin(), 10, 5);
    assert!(faults(&admin, &json!({"kind": "reward", "reward_id": coffee})).is_empty());
    assert_eq!(faults(&admin, &json!({"kind": "reward"})), fault("reward_id", "reward_required"));
    for id in [&gone, &foreign] {
        assert_eq!(faults(&admin, &json!({"kind": "reward", "reward_id": id})), fault("reward_id", "reward_required"));
    }
    // A reward that a mission promises stays.
    admin.delete(&format!("/rewards/{coffee}")).problem(409, "reward_in_use");
}

#[test]
fn a76_recognition_is_given_at_approval_and_never_before() {
    let app = TestApp::start();
    let advocate = app.advocate("Avi");
    let mission = Running::start(&app, json!({"recognition": {"kind": "points", "points": 70}}));
    let coffee = reward(&mission.staff, 10, 5);
    let other = Running::of(&app, app.admin(), json!({"recognition": {"kind": "reward", "reward_id": coffee}}));
    let (one, two) = (mission.handed_in(&advocate), other.handed_in(&advocate));
    assert_eq!((balance(&advocate), advocate.ids("/reward-grants").len()), (0, 0));
    review(&mission.staff, &one, "request-changes").expect(200);
    assert_eq!(balance(&advocate), 0);
    review(&mission.staff, &two, "approve").expect(200);
    advocate.post(&format!("/submissions/{one}/resubmit"), ()).expect(200);
    review(&mission.staff, &one, "approve").expect(200);
    assert_eq!((balance(&advocate), advocate.ids("/reward-grants?source=mission").len()), (70, 1));
    assert_eq!(advocate.get("/me/points").expect(200)["submissions_approved"], 2);
}

#[test]
fn a77_an_approved_submission_is_recognised_once_whatever_races() {
    let app = racing();
    let advocate = app.advocate("Avi");
    let mission = Running::start(&app, json!({"recognition": {"kind": "points", "points": 70}}));
    let one = mission.handed_in(&advocate);
    let reviewers: Vec<Person> = (0..8).map(|_| app.admin()).collect();
    let decide = |action: &str| {
        let statuses = at_once(16, |index| review(&reviewers[index % 8], &one, action).send().status);
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{action}: {statuses:?}");
    };
    decide("approve");
    assert_eq!(balance(&advocate), 70);
    decide("revoke");
    assert_eq!(balance(&advocate), 0);
    let kinds: Vec<Value> = advocate.get("/me/points/entries").expect(200).data().iter().map(|entry| entry["kind"].clone()).collect();
    assert_eq!(kinds, [json!("reversal"), json!("award")]);
    assert_eq!(advocate.get("/me/points").expect(200)["submissions_approved"], 0);
}

#[test]
fn an_approval_whose_reward_is_out_of_stock_changes_nothing_until_there_is_one() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let coffee = reward(&admin, 10, 0);
    let mission = Running::of(&app, admin, json!({"recognition": {"kind": "reward", "reward_id": coffee}}));
    let one = mission.handed_in(&advocate);
    review(&mission.staff, &one, "approve").problem(409, "out_of_stock");
    let seen = mission.staff.get(&format!("/submissions/{one}")).expect(200);
    assert_eq!((&seen["state"], advocate.ids("/reward-grants").len()), (&json!("pending_review"), 0));
    mission.staff.patch(&format!("/rewards/{coffee}"), json!({"stock": 1})).expect(200);
    review(&mission.staff, &one, "approve").expect(200);
    assert_eq!(advocate.ids("/reward-grants?state=pending").len(), 1);
}
