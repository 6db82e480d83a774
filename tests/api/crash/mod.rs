//! The real binary: what it does when it is killed or asked to stop, and its commands.

mod backup;
mod broadcasts;
mod commands;
mod invoices;
mod kill;
mod log_lines;
mod logs;
mod messages;
mod stop;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use rapport::kernel::{Clock, Timestamp};

use crate::support::process::{Home, Server};
use crate::support::{Client, Value, json};

const ADMIN: &str = "ada@northwind.example";

/// A home with an admin, and a coach and a coachee for everybody's engagements.
struct Setting {
    home: Home,
    coach: String,
    coachee: String,
}

impl Setting {
    fn new() -> (Self, Server) {
        let home = Home::new();
        assert_eq!(home.create_admin(ADMIN).code, Some(0));
        let server = home.serve();
        let admin = server.log_in(ADMIN);
        let user = |name: &str, role: &str| {
            let email = format!("{name}@northwind.example");
            admin.post("/users", json!({"email": email, "name": name, "roles": [role]})).expect(201).id()
        };
        let (coach, coachee) = (user("Cora", "coach"), user("Emil", "coachee"));
        admin.post("/coach-assignments", json!({"coach_id": coach, "coachee_id": coachee})).expect(201);
        (Self { home, coach, coachee }, server)
    }

    fn engagement(&self, title: &str) -> Value {
        json!({"title": title, "coach_id": self.coach, "coachee_ids": [self.coachee]})
    }
}

/// What one client was told and may rely on.
#[derive(Debug, Default)]
struct Told {
    engagement: Option<String>,
    title: String,
    items: Vec<String>,
    scheduled: Vec<String>,
    is_active: bool,
}

/// What all clients were told.
#[derive(Default)]
struct Journal {
    told: Mutex<Vec<Told>>,
    stop: AtomicBool,
}

/// When what is scheduled now goes out.
fn soon() -> Timestamp {
    Clock::System.now().plus(TimeDelta::milliseconds(1500))
}

/// Makes engagements with scheduled items, one after the other, until the server is gone or nobody wants
/// any more; `on_answer` hears of each success.
fn keep_busy(setting: &Setting, client: &Client, name: &str, journal: &Journal, on_answer: &(dyn Fn() + Sync)) {
    for number in 0.. {
        if journal.stop.load(Ordering::Relaxed) {
            return;
        }
        let mut told = Told { title: format!("{name}-{number}"), ..Told::default() };
        let whole = make(setting, client, &mut told, on_answer).is_some();
        journal.told.lock().unwrap().push(told);
        if !whole {
            return;
        }
    }
}

/// One engagement with two scheduled items; `None` when the server went away in between.
fn make(setting: &Setting, client: &Client, told: &mut Told, on_answer: &(dyn Fn() + Sync)) -> Option<()> {
    let answer = client.post("/engagements", setting.engagement(&told.title)).key(&told.title).try_send().ok()?;
    assert_eq!(answer.status, 201, "{}", answer.text());
    on_answer();
    let id = answer.id();
    told.engagement = Some(id.clone());
    for title in ["One", "Two"] {
        let body = json!({"kind": "task", "title": title, "task": {}});
        let answer = client.post(&format!("/engagements/{id}/items"), body).try_send().ok()?;
        assert_eq!(answer.status, 201, "{}", answer.text());
        on_answer();
        let item = answer.id();
        told.items.push(item.clone());
        let answer = client.post(&format!("/items/{item}/schedule"), json!({"scheduled_at": soon()})).try_send().ok()?;
        assert_eq!(answer.status, 200, "{}", answer.text());
        on_answer();
        told.scheduled.push(item);
    }
    let answer = client.post(&format!("/engagements/{id}/activate"), json!({"catch_up": "send_now"})).try_send().ok()?;
    assert_eq!(answer.status, 200, "{}", answer.text());
    on_answer();
    told.is_active = true;
    Some(())
}

/// The whole history of an engagement: type and subject of each event.
fn timeline(client: &Client, engagement: &str) -> Vec<(String, String)> {
    let page = client.get(&format!("/engagements/{engagement}/timeline?limit=100")).expect(200);
    assert_eq!(page["has_more"], false);
    let text = |event: &Value, key: &str| event[key].as_str().unwrap().to_owned();
    page.data().iter().map(|event| (text(event, "type"), text(event, "subject_id"))).collect()
}

/// Every engagement there is.
fn every_engagement(client: &Client) -> Vec<Value> {
    let (mut all, mut path) = (Vec::new(), "/engagements?limit=100".to_owned());
    loop {
        let page = client.get(&path).expect(200);
        all.extend(page.data().iter().cloned());
        let Some(cursor) = page["next_cursor"].as_str() else { return all };
        path = format!("/engagements?limit=100&cursor={cursor}");
    }
}
