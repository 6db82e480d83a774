//! `kill -9` under load: what was acknowledged is there, whole, and what is due goes out once.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::{ADMIN, Journal, Setting, Told, every_engagement, keep_busy, timeline};
use crate::support::process::Server;
use crate::support::{Client, Value};

const ROUNDS: usize = 3;
const CLIENTS: usize = 4;
/// Answers after which the server is killed.
const ANSWERS: usize = 70;

#[test]
fn what_was_acknowledged_outlives_kill_9_and_what_is_due_fires_once() {
    let (setting, mut server) = Setting::new();
    let journal = Journal::default();
    for round in 0..ROUNDS {
        kill_under_load(&setting, server, &journal, round);
        server = setting.home.serve();
    }
    let admin = server.log_in(ADMIN);
    let journal = journal.told.into_inner().unwrap();
    assert!(journal.len() >= ROUNDS * CLIENTS);
    retry_what_had_no_answer(&setting, &admin, &journal);
    for told in &journal {
        nothing_is_missing(&admin, told);
    }
    wait_until_all_is_sent(&admin, &journal);
    let all = every_engagement(&admin);
    for engagement in &all {
        nothing_is_half_done(&admin, engagement);
    }
    let mut titles: Vec<_> = all.iter().map(|engagement| engagement["title"].as_str().unwrap()).collect();
    titles.sort_unstable();
    let count = titles.len();
    titles.dedup();
    assert_eq!((titles.len(), journal.len()), (count, count), "everything once");
}

fn kill_under_load(setting: &Setting, server: Server, journal: &Journal, round: usize) {
    let (client, (answered, answers)) = (server.log_in(ADMIN), mpsc::channel());
    thread::scope(|scope| {
        for number in 0..CLIENTS {
            let (client, answered) = (client.clone(), answered.clone());
            scope.spawn(move || {
                let tell = move || answered.send(()).unwrap_or_default();
                keep_busy(setting, &client, &format!("{round}-{number}"), journal, &tell);
            });
        }
        for _ in 0..ANSWERS {
            answers.recv_timeout(Duration::from_secs(20)).unwrap();
        }
        server.kill();
    });
}

/// The key finds what was committed before the answer was lost.
fn retry_what_had_no_answer(setting: &Setting, client: &Client, journal: &[Told]) {
    for told in journal.iter().filter(|told| told.engagement.is_none()) {
        client.post("/engagements", setting.engagement(&told.title)).key(&told.title).expect(201);
    }
}

fn nothing_is_missing(client: &Client, told: &Told) {
    let Some(id) = &told.engagement else { return };
    let engagement = client.get(&format!("/engagements/{id}")).expect(200);
    assert!(!told.is_active || engagement["status"] == "active", "{told:?}");
    let items = engagement["items"].as_array().unwrap();
    for item in &told.items {
        let item = items.iter().find(|other| other["id"] == *item).unwrap_or_else(|| panic!("{item} is lost"));
        assert!(item["status"] == "scheduled" || !told.scheduled.contains(&item["id"].as_str().unwrap().to_owned()), "{item}");
    }
}

/// Each change has its event, the counters are the items', and no item went out twice.
fn nothing_is_half_done(client: &Client, summary: &Value) {
    let id = summary["id"].as_str().unwrap();
    let engagement = client.get(&format!("/engagements/{id}")).expect(200);
    let items = engagement["items"].as_array().unwrap();
    let history = timeline(client, id);
    let count = |name: &str, subject: &str| history.iter().filter(|(kind, of)| kind == name && of == subject).count();
    assert_eq!(count("engagement.created", id), 1);
    assert_eq!(count("engagement.activated", id), usize::from(engagement["status"] == "active"));
    for item in items {
        let item_id = item["id"].as_str().unwrap();
        assert_eq!(count("item.created", item_id), 1, "{item}");
        assert_eq!(count("item.sent", item_id), usize::from(item["sent_at"].is_string()), "{item}");
        // A date that was held in the draft is announced once more when it counts. One that was over by then
        // is not: the item was sent in its place, and the date taken away.
        let (is_scheduled, is_active) = (item["status"] == "scheduled", engagement["status"] == "active");
        let announced = usize::from(is_scheduled) + usize::from(is_scheduled && is_active && item["scheduled_at"].is_string());
        assert_eq!(count("item.scheduled", item_id), announced, "{item}");
    }
    let created = history.iter().filter(|(kind, _)| kind == "item.created").count();
    assert_eq!(created, items.len(), "no event without its item");
    for status in ["unscheduled", "scheduled", "completed"] {
        assert_eq!(engagement["progress"][status], items.iter().filter(|item| item["status"] == status).count());
    }
}

fn wait_until_all_is_sent(client: &Client, journal: &[Told]) {
    let deadline = Instant::now() + Duration::from_secs(20);
    for told in journal.iter().filter(|told| told.is_active) {
        let path = format!("/engagements/{}/items", told.engagement.as_ref().unwrap());
        while client.get(&path).expect(200).data().iter().any(|item| !item["sent_at"].is_string()) {
            assert!(Instant::now() < deadline, "{told:?} was not sent");
        }
    }
}
