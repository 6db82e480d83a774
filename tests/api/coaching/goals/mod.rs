//! Goals of engagements.

mod anonymity;
mod cost;
mod feedback;
mod lifecycle;
mod milestones;

use crate::support::{Programme, Value, json};

impl Programme {
    /// A new goal; its path.
    #[track_caller]
    pub fn goal(&self, name: &str) -> String {
        let made = self.coach.post(&self.path("/goals"), json!({"name": name, "description": "Be heard in the weekly meeting."}));
        format!("/goals/{}", made.expect(201).id())
    }

    /// A new milestone of a goal; its path.
    #[track_caller]
    pub fn milestone(&self, goal: &str, body: Value) -> String {
        format!("/milestones/{}", self.coach.post(&format!("{goal}/milestones"), body).expect(201).id())
    }
}
