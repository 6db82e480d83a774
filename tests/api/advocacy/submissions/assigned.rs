//! Submissions that answer an assignment, because somebody entered a segment.

use diesel::prelude::*;
use rapport::db::schema::events;

use super::{Running, own, points, review};
use crate::support::{Person, TestApp, Value, json, wait};

/// A mission that waits for people to enter a segment, and a way into it.
struct Armed<'a> {
    it: Running<'a>,
    segment: String,
}

impl<'a> Armed<'a> {
    fn start(app: &'a TestApp, change: Value) -> Self {
        let staff = super::manager(&app.home());
        let segment = staff.post("/segments", json!({"name": "Friends", "kind": "static"})).expect(201).id();
        let mut body = json!({"trigger": {"kind": "segment", "segment_id": segment}});
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        Self { it: Running::of(app, staff, body), segment }
    }

    fn enters(&self, person: &Person) {
        self.it.staff.put(&format!("/segments/{}/members/{}", self.segment, person.id), ()).expect(200);
        self.it.app.work();
    }

    fn assignments(&self) -> Vec<String> {
        let all = self.it.staff.get(&format!("/missions/{}/assignments", self.it.id)).expect(200);
        all.data().iter().map(|one| one["state"].as_str().unwrap().to_owned()).collect()
    }

    /// How many automatic steps led to events of this type.
    fn depths(&self, name: &'static str) -> Vec<i32> {
        let of_type = move |conn: &mut rapport::db::Conn| {
            Ok(events::table.filter(events::event_type.eq(name)).order(events::sequence).select(events::depth).load(conn)?)
        };
        wait(self.it.app.db().read(of_type)).unwrap()
    }
}

#[test]
fn who_takes_part_has_done_what_they_were_assigned_as_long_as_it_counts() {
    let app = TestApp::start();
    let armed = Armed::start(&app, json!({"participation_limit": {"kind": "times", "max": 2}}));
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    armed.it.hand_in(&ava).problem(404, "not_found");
    armed.enters(&ava);
    armed.it.hand_in(&olga).problem(404, "not_found");
    assert_eq!(armed.assignments(), ["assigned"]);
    let first = armed.it.handed_in(&ava);
    assert_eq!(armed.assignments(), ["completed"]);
    review(&armed.it.staff, &first, "reject").expect(200);
    assert_eq!(armed.assignments(), ["assigned"]);
    let second = armed.it.handed_in(&ava);
    let third = armed.it.handed_in(&ava);
    own(&ava, &third, "withdraw").expect(200);
    assert_eq!(armed.assignments(), ["completed"], "another one still counts");
    let body = json!({"action": "reject", "submission_ids": [second], "reason": "Because."});
    armed.it.staff.post("/submissions/bulk-review", body).expect(200);
    assert_eq!(armed.assignments(), ["assigned"]);
}

#[test]
fn an_approval_by_itself_is_a_further_automatic_step_and_a_persons_review_is_none() {
    let app = TestApp::start();
    let armed = Armed::start(&app, json!({"auto_approve": true, "recognition": points(5)}));
    let ava = app.advocate("Ava");
    armed.enters(&ava);
    let id = armed.it.handed_in(&ava);
    let assigned = armed.depths("mission.assigned");
    assert_eq!(armed.depths("submission.submitted"), [0]);
    assert_eq!((armed.depths("submission.approved"), armed.depths("points.changed")), (vec![assigned[0] + 1], vec![assigned[0] + 1]));
    assert_eq!(armed.depths("mission.assignment_completed"), [0]);
    review(&armed.it.staff, &id, "revoke").expect(200);
    review(&armed.it.staff, &id, "approve").expect(200);
    assert_eq!(armed.depths("submission.approved"), [assigned[0] + 1, 0]);
}
