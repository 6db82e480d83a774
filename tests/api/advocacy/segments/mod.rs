//! Segments: their rules, who is in them and why.

mod building;
mod cost;
mod lists;
mod managing;
mod membership;
mod naive;
mod nested;
mod property;
mod rules;
mod time;

use std::collections::BTreeSet;

use crate::support::{Person, TestApp, Value, json};

/// Staff, and what is known of people.
pub struct Scene<'a> {
    pub app: &'a TestApp,
    pub admin: Person,
}

impl<'a> Scene<'a> {
    pub fn of(app: &'a TestApp) -> Self {
        let admin = app.admin();
        let names =
            [("account.tier", "text"), ("nps_score", "number"), ("is_customer", "boolean"), ("renewal_on", "date"), ("topics", "list")];
        for (name, kind) in names {
            admin.post("/attribute-definitions", json!({"name": name, "type": kind})).expect(201);
        }
        Self { app, admin }
    }

    /// The same later, when whoever was logged in is so no more.
    pub fn after(self, time: &str) -> Self {
        self.app.advance(time);
        Self { admin: self.app.admin(), ..self }
    }

    /// An active advocate of whom this is known.
    pub fn advocate(&self, name: &str, attributes: Value) -> Person {
        let person = self.app.advocate(name);
        self.know(&person, attributes);
        person
    }

    pub fn know(&self, person: &Person, attributes: Value) {
        self.admin.patch(&format!("/users/{}/attributes", person.id), json!({"attributes": attributes})).expect(200);
    }

    /// A dynamic segment; who is inside is known.
    pub fn segment(&self, name: &str, rule: Value) -> String {
        let id = self.admin.post("/segments", json!({"name": name, "kind": "dynamic", "rule": rule})).expect(201).id();
        self.app.run_workers_until_idle();
        id
    }

    pub fn list(&self, name: &str) -> String {
        self.admin.post("/segments", json!({"name": name, "kind": "static"})).expect(201).id()
    }

    /// The ids of who is inside, once everything is followed.
    pub fn inside(&self, segment: &str) -> BTreeSet<String> {
        self.app.run_workers_until_idle();
        let page = self.admin.get(&format!("/segments/{segment}/members?limit=100")).expect(200);
        let ids: BTreeSet<String> = page.data().iter().map(|one| one["user_id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(self.admin.get(&format!("/segments/{segment}")).expect(200)["member_count"], ids.len());
        ids
    }

    #[track_caller]
    pub fn holds(&self, segment: &str, people: &[&Person]) {
        assert_eq!(self.inside(segment), people.iter().map(|person| person.id.clone()).collect());
    }

    /// Who came and went, in order: name of the event, person, cause.
    pub fn moves(&self, segment: &str) -> Vec<(String, String, String)> {
        self.app.run_workers_until_idle();
        let events = self.admin.get("/events?limit=100&type=segment.entered,segment.exited").expect(200);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let of_it = events.data().iter().filter(|event| event["data"]["segment_id"] == segment);
        of_it.map(|event| (text(&event["type"]), text(&event["data"]["user_id"]), text(&event["data"]["cause"]))).collect()
    }
}

/// A move as it is told.
pub fn told(what: &str, who: &Person, cause: &str) -> (String, String, String) {
    (format!("segment.{what}"), who.id.clone(), cause.to_owned())
}
