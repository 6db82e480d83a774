//! An organization in which something happens, and somebody outside who is told.

use rapport::kernel::Timestamp;

use crate::support::receivers::{ReceivedRequest, Receiver, Reply};
use crate::support::{Answer, Person, Programme, TestApp, Value, json};

pub struct Scene {
    pub app: TestApp,
    pub admin: Person,
    pub programme: Programme,
    pub receiver: Receiver,
}

impl Scene {
    /// What happened before is told already.
    pub fn new() -> Self {
        let app = TestApp::that_may_call_home();
        let (admin, programme) = (app.admin(), Programme::active(&app));
        app.work();
        Self { app, admin, programme, receiver: Receiver::start() }
    }

    /// An endpoint at this path that listens to these types of events.
    #[track_caller]
    pub fn endpoint(&self, path: &str, event_types: &[&str]) -> Answer {
        self.endpoint_at(&self.receiver.url(path), event_types)
    }

    #[track_caller]
    pub fn endpoint_at(&self, url: &str, event_types: &[&str]) -> Answer {
        self.admin.post("/webhook-endpoints", json!({"url": url, "event_types": event_types})).expect(201)
    }

    /// The same that is answered so, and the id of it.
    #[track_caller]
    pub fn answering(&self, path: &str, reply: Reply) -> String {
        self.receiver.answer(path, reply);
        self.endpoint(path, &["item.sent"]).id()
    }

    /// Has a task sent, which is one `item.sent`.
    #[track_caller]
    pub fn send(&self) -> String {
        let task = self.programme.task("Three situations");
        self.programme.send(&task);
        task
    }

    /// The same, and lets everything be told that can be.
    #[track_caller]
    pub fn tell(&self) -> String {
        let task = self.send();
        self.app.work();
        task
    }

    #[track_caller]
    pub fn show(&self, endpoint: &str) -> Answer {
        self.admin.get(&format!("/webhook-endpoints/{endpoint}")).expect(200)
    }

    #[track_caller]
    pub fn act(&self, endpoint: &str, verb: &str) -> Answer {
        self.admin.post(&format!("/webhook-endpoints/{endpoint}/{verb}"), ()).expect(200)
    }

    /// What is or was to reach a connection, newest first.
    #[track_caller]
    pub fn deliveries(&self, connection: &str) -> Vec<Value> {
        self.admin.get(&format!("/deliveries?limit=100&connection_id={connection}")).expect(200).data().to_vec()
    }

    /// The newest of these, with its attempts.
    #[track_caller]
    pub fn delivery(&self, connection: &str) -> Answer {
        let newest = self.deliveries(connection).first().cloned().expect("a delivery");
        self.admin.get(&format!("/deliveries/{}", newest["id"].as_str().unwrap())).expect(200)
    }

    /// Seconds from now until the newest delivery to a connection is tried again, in thousandths.
    #[track_caller]
    pub fn wait_of(&self, connection: &str) -> i64 {
        let due: Timestamp = self.delivery(connection).str("next_attempt_at").parse().unwrap();
        (due.micros() - self.app.now().micros()) / 1000
    }

    /// Lets the next attempt at the newest delivery to a connection be made.
    #[track_caller]
    pub fn next_attempt(&self, connection: &str) {
        self.app.advance(&format!("PT{}S", self.wait_of(connection) / 1000 + 1));
        self.app.work();
    }

    /// Notifications of a type and events of a type, for admins.
    pub fn told(&self, notification: &str) -> Vec<Value> {
        self.admin.get(&format!("/notifications?limit=100&type={notification}")).expect(200).data().to_vec()
    }
    pub fn logged(&self, event: &str) -> Vec<Value> {
        self.admin.get(&format!("/events?limit=100&type={event}")).expect(200).data().to_vec()
    }
}

/// The ids that requests came with.
pub fn ids(requests: &[ReceivedRequest]) -> Vec<String> {
    requests.iter().map(|request| request.header("webhook-id").to_owned()).collect()
}

/// State, attempts so far, and whether there will be another.
pub fn standing(delivery: &Value) -> (&str, i64, bool) {
    (delivery["state"].as_str().unwrap(), delivery["attempts"].as_i64().unwrap(), delivery["next_attempt_at"].is_string())
}

/// Outcome and status of each attempt.
pub fn outcomes(delivery: &Value) -> Vec<(String, Option<i64>)> {
    let log = delivery["log"].as_array().unwrap();
    log.iter().map(|attempt| (attempt["outcome"].as_str().unwrap().to_owned(), attempt["status"].as_i64())).collect()
}
