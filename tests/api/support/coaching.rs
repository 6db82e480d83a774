//! Engagements to begin a test with.

use serde_json::{Value, json};

use super::actors::Person;
use super::app::TestApp;
use super::client::{Answer, Request};

/// Half an hour, a day and two days after every test begins.
pub const SOON: &str = "2026-03-01T09:30:00.000000Z";
pub const TOMORROW: &str = "2026-03-02T09:00:00.000000Z";
pub const DAY_AFTER: &str = "2026-03-03T09:00:00.000000Z";

/// An engagement of one coach and one coachee.
pub struct Programme {
    pub coach: Person,
    pub coachee: Person,
    pub id: String,
}

impl Programme {
    pub fn draft(app: &TestApp) -> Self {
        let (coach, coachee) = app.coach_and_coachee();
        let made = coach.post("/engagements", json!({"title": "Leading a first team", "coachee_ids": [coachee.id]})).expect(201);
        Self { id: made.id(), coach, coachee }
    }

    pub fn active(app: &TestApp) -> Self {
        let programme = Self::draft(app);
        programme.act("activate");
        programme
    }

    pub fn shared(app: &TestApp) -> Self {
        let programme = Self::active(app);
        programme.act("share");
        programme
    }

    /// An address below the engagement's: `path("/items")`.
    pub fn path(&self, rest: &str) -> String {
        format!("/engagements/{}{rest}", self.id)
    }

    pub fn show(&self) -> Answer {
        self.coach.get(&self.path("")).expect(200)
    }

    #[track_caller]
    pub fn act(&self, verb: &str) -> Answer {
        self.coach.post(&self.path(&format!("/{verb}")), ()).expect(200)
    }

    pub fn add(&self, item: Value) -> Request {
        self.coach.post(&self.path("/items"), item)
    }

    /// A new item; its id.
    #[track_caller]
    pub fn item(&self, item: Value) -> String {
        self.add(item).expect(201).id()
    }
    #[track_caller]
    pub fn task(&self, title: &str) -> String {
        self.item(json!({"kind": "task", "title": title}))
    }
    #[track_caller]
    pub fn session(&self, title: &str) -> String {
        self.item(json!({"kind": "session", "title": title, "session": {"location": "Room 7"}}))
    }

    /// A form that is sent once another item is completed.
    #[track_caller]
    pub fn form_after(&self, prior: &str, delay: Option<&str>) -> String {
        self.item(json!({"kind": "form", "title": "How was it?", "after_item_id": prior, "after_delay": delay}))
    }

    /// An act of the coach on an item.
    pub fn on(&self, item: &str, verb: &str, body: impl Into<super::client::Body>) -> Request {
        self.coach.post(&format!("/items/{item}/{verb}"), body)
    }

    #[track_caller]
    pub fn schedule(&self, item: &str, at: &str) -> Answer {
        self.on(item, "schedule", json!({"scheduled_at": at})).expect(200)
    }
    #[track_caller]
    pub fn send(&self, item: &str) -> Answer {
        self.on(item, "send", ()).expect(200)
    }
    #[track_caller]
    pub fn complete(&self, item: &str) -> Answer {
        self.on(item, "complete", ()).expect(200)
    }

    /// The item as its coach sees it.
    #[track_caller]
    pub fn seen(&self, item: &str) -> Answer {
        self.coach.get(&format!("/items/{item}")).expect(200)
    }

    /// Ids of the items in their order.
    pub fn order(&self) -> Vec<String> {
        self.coach.ids(&self.path("/items"))
    }

    /// What happened so far, oldest first.
    pub fn timeline(&self) -> Vec<Value> {
        self.coach.get(&self.path("/timeline?limit=100")).expect(200).data().to_vec()
    }

    /// The types of what happened so far.
    pub fn events(&self) -> Vec<String> {
        self.timeline().iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
    }

    /// Total, unscheduled, scheduled, completed.
    pub fn progress(&self) -> [i64; 4] {
        progress(&self.show()["progress"])
    }
}

pub fn progress(progress: &Value) -> [i64; 4] {
    ["total", "unscheduled", "scheduled", "completed"].map(|key| progress[key].as_i64().unwrap())
}

impl TestApp {
    /// An application in which a login lasts for weeks, for tests that move the clock.
    pub fn for_weeks() -> Self {
        Self::with(|config| config.access_token_minutes = 60 * 24 * 60)
    }

    /// An application that may reach receivers on this machine.
    pub fn that_may_call_home() -> Self {
        Self::with(|config| config.private_targets = vec!["127.0.0.0/8".parse().unwrap()])
    }
}
