//! A programme of missions: somebody who runs it, a picture, and missions that lack nothing.

use std::ops::Deref;

use rapport::identity::permissions::Role;
use serde_json::{Value, json};

use super::actors::Person;
use super::app::TestApp;
use super::client::Answer;
use super::files::png;

/// An application with somebody who runs missions.
pub struct Campaign {
    pub app: TestApp,
    pub manager: Person,
    /// An uploaded picture of the size that is recommended.
    pub image: String,
}

impl Deref for Campaign {
    type Target = TestApp;
    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl Campaign {
    pub fn start() -> Self {
        Self::of(TestApp::start())
    }

    pub fn of(app: TestApp) -> Self {
        let manager = app.home().person("Mona", &[Role::Manager]);
        let image = manager.uploaded("card.png", &png(1200, 630));
        Self { app, manager, image }
    }

    /// What a mission that lacks nothing says, and then `change`.
    pub fn whole(&self, change: Value) -> Value {
        let mut body = json!({
            "type": "custom_task",
            "title": "Say a word",
            "image_file_id": self.image,
            "notify": {"mode": "send", "channels": ["email"]},
            "participation_limit": {"kind": "once"},
        });
        for (name, value) in change.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    }

    /// The id of a draft that lacks nothing.
    #[track_caller]
    pub fn draft(&self, change: Value) -> String {
        self.manager.post("/missions", self.whole(change)).expect(201).id()
    }

    /// The id of one that was launched.
    #[track_caller]
    pub fn launched(&self, change: Value) -> String {
        let id = self.draft(change);
        self.act(&id, "launch");
        id
    }

    /// Moves a mission on.
    #[track_caller]
    pub fn act(&self, id: &str, action: &str) -> Answer {
        self.manager.post(&format!("/missions/{id}/{action}"), ()).expect(200)
    }

    /// A mission as staff see it.
    #[track_caller]
    pub fn mission(&self, id: &str) -> Answer {
        self.manager.get(&format!("/missions/{id}")).expect(200)
    }

    /// The token of its link.
    #[track_caller]
    pub fn token(&self, id: &str) -> String {
        self.manager.get(&format!("/missions/{id}/link")).expect(200).str("token")
    }

    /// A list of people as a segment.
    #[track_caller]
    pub fn segment(&self, name: &str, members: &[&Person]) -> String {
        let id = self.manager.post("/segments", json!({"name": name, "kind": "static"})).expect(201).id();
        for member in members {
            self.enter(&id, member);
        }
        id
    }

    #[track_caller]
    pub fn enter(&self, segment: &str, person: &Person) {
        self.manager.put(&format!("/segments/{segment}/members/{}", person.id), ()).expect(200);
        self.app.work();
    }

    #[track_caller]
    pub fn leave(&self, segment: &str, person: &Person) {
        self.manager.delete(&format!("/segments/{segment}/members/{}", person.id)).send();
        self.app.work();
    }

    /// The assignments of a mission: person and state, oldest first.
    #[track_caller]
    pub fn assigned(&self, id: &str) -> Vec<(String, String)> {
        let page = self.manager.get(&format!("/missions/{id}/assignments?limit=100")).expect(200);
        let word = |entry: &Value, key: &str| entry[key].as_str().expect("a text").to_owned();
        page.data().iter().map(|entry| (word(entry, "user_name"), word(entry, "state"))).collect()
    }
}
