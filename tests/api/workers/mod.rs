//! What turns by itself.

mod housekeeping;
mod log;
mod schedule;
mod waking;

use crate::support::{Client, Person, TestApp, json};

/// An active engagement of a coach with a coachee.
fn active(app: &TestApp, coach: &Person, coachee: &Person) -> String {
    let admin = app.admin();
    let body = json!({"title": "Growing", "coach_id": coach.id, "coachee_ids": [coachee.id]});
    let id = admin.post("/engagements", body).expect(201).id();
    admin.post(&format!("/engagements/{id}/activate"), json!({})).expect(200);
    id
}

/// A task that is scheduled for this moment.
fn scheduled(client: &Client, engagement: &str, title: &str, at: &str) -> String {
    let item =
        client.post(&format!("/engagements/{engagement}/items"), json!({"kind": "task", "title": title, "task": {}})).expect(201).id();
    client.post(&format!("/items/{item}/schedule"), json!({"scheduled_at": at})).expect(200);
    item
}

/// The items that were sent, in the order in which that was announced.
fn sent(client: &Client, engagement: &str) -> Vec<String> {
    let page = client.get(&format!("/engagements/{engagement}/timeline?limit=100")).expect(200);
    let sent = page.data().iter().filter(|event| event["type"] == "item.sent");
    sent.map(|event| event["subject_id"].as_str().unwrap().to_owned()).collect()
}
