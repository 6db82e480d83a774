//! What is handed in for missions, by whom, how often, and what becomes of it.

mod assigned;
mod bulk;
mod drafts;
mod files;
mod guests;
mod joining;
mod limits;
mod periods;
mod plans;
mod races;
mod review;
mod states;
mod taking_part;
mod terms;
mod types;
mod visibility;

use rapport::identity::permissions::Role;

use crate::support::files::png;
use crate::support::{Answer, Org, Person, Request, TestApp, Value, json};

/// Somebody who runs programmes.
pub fn manager(org: &Org<'_>) -> Person {
    org.person("Mona", &[Role::Manager])
}

/// A mission that runs, and who runs it.
pub struct Running<'a> {
    pub app: &'a TestApp,
    pub staff: Person,
    pub id: String,
}

/// A task for every advocate, without limits or recognition, and with what is said otherwise.
fn body(staff: &Person, change: &Value) -> Value {
    let mut body = json!({
        "type": "custom_task",
        "title": "Try the beta",
        "image_file_id": staff.uploaded("card.png", &png(1200, 630)),
        "audience": {"kind": "registered"},
        "notify": {"mode": "send", "channels": ["email"]},
        "participation_limit": {"kind": "unlimited"},
    });
    for (name, value) in change.as_object().unwrap() {
        body[name] = value.clone();
    }
    if body["type"] == "custom_task" && body["custom_task"].is_null() {
        body["custom_task"] = json!({"instructions": "<p>Try it and tell us what breaks.</p>"});
    }
    body
}

impl<'a> Running<'a> {
    #[track_caller]
    pub fn start(app: &'a TestApp, change: Value) -> Self {
        Self::of(app, manager(&app.home()), change)
    }

    #[track_caller]
    pub fn of(app: &'a TestApp, staff: Person, change: Value) -> Self {
        let id = staff.post("/missions", body(&staff, &change)).expect(201).id();
        staff.post(&format!("/missions/{id}/launch"), ()).expect(200);
        Self { app, staff, id }
    }

    /// One that anybody with the link takes part in.
    #[track_caller]
    pub fn public(app: &'a TestApp, change: Value) -> Self {
        let mut open = json!({"audience": {"kind": "anyone"}, "notify": {"mode": "link_only", "channels": []}});
        for (name, value) in change.as_object().unwrap() {
            open[name] = value.clone();
        }
        Self::start(app, open)
    }

    /// Hands something in that is as it should be.
    pub fn hand_in(&self, by: &Person) -> Request {
        self.hand(by, done())
    }

    pub fn hand(&self, by: &Person, body: Value) -> Request {
        by.post(&format!("/missions/{}/submissions", self.id), body)
    }

    /// The id of what was handed in.
    #[track_caller]
    pub fn handed_in(&self, by: &Person) -> String {
        self.hand_in(by).expect(201).id()
    }

    #[track_caller]
    pub fn draft(&self, by: &Person) -> String {
        let mut body = done();
        body["draft"] = json!(true);
        self.hand(by, body).expect(201).id()
    }

    /// What staff do with the mission.
    #[track_caller]
    pub fn now(&self, action: &str) {
        self.staff.post(&format!("/missions/{}/{action}", self.id), ()).expect(200);
    }

    #[track_caller]
    pub fn change(&self, change: Value) {
        self.staff.patch(&format!("/missions/{}", self.id), change).expect(200);
    }

    /// Counters of the mission: started, submitted, approved, and places taken.
    #[track_caller]
    pub fn counted(&self) -> [i64; 4] {
        let stats = self.staff.get(&format!("/missions/{}/stats", self.id)).expect(200);
        ["started", "submitted", "approved", "taken"].map(|name| stats[name].as_i64().unwrap())
    }

    /// The path of its magic link.
    #[track_caller]
    pub fn link(&self) -> String {
        let url = self.staff.get(&format!("/missions/{}/link", self.id)).expect(200).str("url");
        let start = url.find("/public/missions/").unwrap_or_else(|| panic!("a link to us: {url}"));
        url[start..].to_owned()
    }

    /// Names of what happened to it, oldest first.
    #[track_caller]
    pub fn events(&self) -> Vec<String> {
        let timeline = self.staff.get(&format!("/missions/{}/timeline?limit=100", self.id)).expect(200);
        timeline.data().iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
    }
}

/// A task that was done.
pub fn done() -> Value {
    json!({"custom_task": {"confirmed": true}})
}

pub fn points(count: i64) -> Value {
    json!({"kind": "points", "points": count})
}

pub fn review(by: &Person, id: &str, action: &str) -> Request {
    let body = if action == "approve" { json!({}) } else { json!({"reason": "Because."}) };
    by.post(&format!("/submissions/{id}/{action}"), body)
}

pub fn own(by: &Person, id: &str, action: &str) -> Request {
    by.post(&format!("/submissions/{id}/{action}"), ())
}

#[track_caller]
pub fn state(by: &Person, id: &str) -> String {
    by.get(&format!("/submissions/{id}")).expect(200).str("state")
}

#[track_caller]
pub fn balance(advocate: &Person) -> i64 {
    advocate.get("/me/points").expect(200)["balance"].as_i64().unwrap()
}

/// How many answers have this status.
pub fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

/// The code of a problem.
pub fn code(answer: &Answer) -> &str {
    answer["code"].as_str().unwrap_or_default()
}
