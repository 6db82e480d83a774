//! Points, rewards, and who gets which.

mod cost;
mod grants;
mod histories;
mod ledger;
mod plans;
mod races;
mod recognition;
mod rewards;

use rapport::advocacy::recognition as worth;
use rapport::advocacy::recognition::{Approval, Recipient, Recognition, RecognitionKind};
use rapport::db::Intent;
use rapport::kernel::ids::{MissionId, SubmissionId};

use crate::support::{Person, TestApp, Value, json, wait};

/// A reward for so many points, of which there are so many.
#[track_caller]
pub fn reward(staff: &Person, cost_points: i64, stock: impl Into<Value>) -> String {
    let stock: Value = stock.into();
    staff.post("/rewards", json!({"name": "Coffee", "kind": "gift_card", "cost_points": cost_points, "stock": stock})).expect(201).id()
}

/// Points that staff give by hand.
#[track_caller]
pub fn gift(staff: &Person, advocate: &Person, amount: i64) {
    let path = format!("/users/{}/points/entries", advocate.id);
    staff.post(&path, json!({"amount": amount, "reason": "Helped us"})).expect(201);
}

#[track_caller]
pub fn balance(advocate: &Person) -> i64 {
    advocate.get("/me/points").expect(200)["balance"].as_i64().unwrap()
}

#[track_caller]
pub fn redeem(advocate: &Person, reward: &str) -> String {
    advocate.post(&format!("/rewards/{reward}/redeem"), ()).expect(201).id()
}

/// An approval of a submission, past the API.
pub fn approval(app: &TestApp, advocate: &Person, submission_id: SubmissionId, round: i32) -> Approval {
    Approval {
        organization_id: app.org,
        recipient: Recipient::User(advocate.id.parse().unwrap()),
        mission_id: MissionId::example(),
        submission_id,
        round,
    }
}

pub fn points(amount: i64) -> Recognition {
    Recognition { kind: RecognitionKind::Points, points: Some(amount), reward_id: None }
}

pub fn a_reward(id: &str) -> Recognition {
    Recognition { kind: RecognitionKind::Reward, points: None, reward_id: Some(id.parse().unwrap()) }
}

/// Whether this approval gave something.
pub fn give(app: &TestApp, approval: Approval, recognition: Recognition) -> rapport::kernel::Result<bool> {
    wait(app.db().write(Intent::system(), move |tx| worth::give(tx, &approval, &recognition)))
}

/// Whether there was something to take back.
pub fn take_back(app: &TestApp, submission_id: SubmissionId, round: i32) -> rapport::kernel::Result<bool> {
    let org = app.org;
    wait(app.db().write(Intent::system(), move |tx| worth::take_back(tx, org, submission_id, round)))
}

pub fn submission(app: &TestApp) -> SubmissionId {
    app.db().ids().next(app.now())
}
