//! Requests that meet.

use std::sync::Barrier;
use std::thread;

use crate::support::{Answer, TestApp, json};

/// Sends the same request from many at once.
fn at_once(count: usize, send: impl Fn(usize) -> Answer + Sync) -> Vec<Answer> {
    let barrier = Barrier::new(count);
    thread::scope(|scope| {
        let all: Vec<_> = (0..count)
            .map(|index| {
                let (barrier, send) = (&barrier, &send);
                scope.spawn(move || {
                    barrier.wait();
                    send(index)
                })
            })
            .collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

fn racing() -> TestApp {
    TestApp::with(|config| {
        config.http_threads = 2;
        config.database_pool_size = 16;
    })
}

#[test]
fn fifty_requests_with_one_key_have_one_effect() {
    let app = racing();
    let admin = app.admin();
    let send = |_| admin.post("/users", json!({"email": "ana@people.example", "name": "Ana", "roles": ["coachee"]})).key("k").send();
    let answers = at_once(50, send);
    let done: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!((answer.status, &answer["code"]), (409, &json!("idempotency_in_progress")));
        assert_eq!(answer.header("retry-after"), "1");
    }
    assert_eq!(done.iter().filter(|answer| answer.header("idempotent-replayed").is_empty()).count(), 1);
    assert!(done.iter().all(|answer| answer.bytes == done[0].bytes));
    assert_eq!(admin.ids("/users").len(), 2);
}

#[test]
fn twenty_writes_that_saw_one_version_have_one_winner() {
    let app = racing();
    let (admin, coach) = (app.admin(), app.coach("Cora"));
    let path = format!("/users/{}", coach.id);
    let version = admin.get(&path).expect(200)["version"].as_i64().unwrap();
    let answers = at_once(20, |index| admin.patch(&path, json!({"name": format!("Cora {index}")})).if_match(version).send());
    let winners: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(winners.len(), 1);
    assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 412)));
    assert_eq!(admin.get(&path).expect(200)["name"], winners[0]["name"]);
}

#[test]
fn an_invitation_that_is_accepted_twenty_times_at_once_is_accepted_once() {
    let app = racing();
    let admin = app.admin();
    let user = admin.post("/users", json!({"email": "ina@people.example", "name": "Ina", "roles": ["coachee"]})).expect(201);
    let token = admin.post(&format!("/users/{}/invitation", user.id()), ()).expect(201).str("token");
    let guest = app.guest();
    let accept = |_| guest.post(&format!("/public/invitations/{token}/accept"), json!({"password": "a password of mine"})).send();
    let mut statuses: Vec<_> = at_once(20, accept).iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [vec![200], vec![410; 19]].concat());
}

#[test]
fn a_refresh_token_that_is_used_ten_times_at_once_ends_the_login() {
    let app = racing();
    let (coach, guest) = (app.coach("Cora"), app.guest());
    let refresh = |_| guest.post("/auth/refresh", json!({"refresh_token": coach.refresh_token})).send();
    let answers = at_once(10, refresh);
    let renewed: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(renewed.len(), 1);
    guest.with_token(&renewed[0].str("access_token")).get("/me").problem(401, "invalid_token");
}

#[test]
fn one_email_is_given_once_however_many_ask() {
    let app = racing();
    let admin = app.admin();
    let new = json!({"email": "x@people.example", "name": "X", "roles": ["coachee"]});
    let mut statuses: Vec<_> = at_once(20, |_| admin.post("/users", new.clone()).send()).iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [vec![201], vec![409; 19]].concat());
}
