//! An application whose mail is received, and what it says of it.

use serde_json::{Value, json};

use super::actors::Person;
use super::app::TestApp;
use super::coaching::Programme;
use super::receivers::Inbox;

impl TestApp {
    /// An application that sends its mail there.
    pub fn with_inbox(inbox: &Inbox) -> Self {
        Self::with(|config| {
            config.mail_url = Some(inbox.url().into());
            config.private_targets = vec!["127.0.0.0/8".parse().unwrap()];
        })
    }

    /// Changes settings of the organization.
    #[track_caller]
    pub fn set(&self, settings: &Value) {
        self.admin().patch("/organization", json!({"settings": settings})).expect(200);
    }

    /// Notifications by a query, oldest first.
    #[track_caller]
    pub fn notifications(&self, query: &str) -> Vec<Value> {
        let mut all = self.admin().get(&format!("/notifications?limit=100&{query}")).expect(200).data().to_vec();
        all.reverse();
        all
    }

    /// Type, state and reason of the mails by a query, oldest first.
    #[track_caller]
    pub fn told(&self, query: &str) -> Vec<String> {
        let word = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let all = self.notifications(&format!("channel=email&{query}"));
        let line = |entry: &Value| format!("{} {} {}", word(entry, "type"), word(entry, "state"), word(entry, "reason"));
        all.iter().map(|entry| line(entry).trim_end().to_owned()).collect()
    }

    /// Somebody whom nobody has invited; their id and address.
    pub fn record(&self, name: &str) -> (String, String) {
        let email = format!("{}@records.example", name.to_lowercase());
        let made = self.admin().post("/users", json!({"email": email, "name": name, "roles": ["coachee"]})).expect(201);
        (made.id(), email)
    }
}

impl Programme {
    /// Somebody more hears of an item.
    #[track_caller]
    pub fn also_for(&self, item: &str, user_id: &str) {
        self.on(item, "recipients", json!({"user_id": user_id})).expect(201);
    }

    /// One item of each kind that is sent.
    pub fn one_of_each(&self) -> Vec<String> {
        let items = [
            json!({"kind": "assessment", "title": "Where you stand"}),
            json!({"kind": "form", "title": "How it went"}),
            json!({"kind": "file", "title": "Workbook", "file": {"name": "workbook.pdf", "url": "https://files.example/workbook.pdf"}}),
            json!({"kind": "link", "title": "On feedback", "link": {"url": "https://reading.example/feedback"}}),
            json!({"kind": "task", "title": "Three situations"}),
        ];
        items.into_iter().map(|item| self.item(item)).collect()
    }
}

impl Inbox {
    /// Subjects of the mails to somebody.
    pub fn subjects(&self, person: &Person) -> Vec<String> {
        self.subjects_to(&person.email)
    }
    pub fn subjects_to(&self, address: &str) -> Vec<String> {
        self.mails_to(address).into_iter().map(|mail| mail.subject).collect()
    }
}
