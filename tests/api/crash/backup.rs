//! A copy that is made while the database is in use.

use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::{ADMIN, Journal, Setting, every_engagement, keep_busy, timeline};
use crate::support::database::is_postgres;

#[test]
fn a_backup_under_load_restores() {
    let (setting, server) = Setting::new();
    let copy = setting.home.folder.join("copy.db");
    let arguments = ["backup", "--to", copy.to_str().unwrap()];
    if is_postgres() {
        let told = setting.home.run(&arguments);
        assert!(told.code == Some(1) && told.err.contains("pg_dump"), "{told:?}");
        return;
    }
    let (client, journal, (answered, answers)) = (server.log_in(ADMIN), Journal::default(), mpsc::channel());
    let before = client.post("/engagements", setting.engagement("Before")).expect(201).id();
    thread::scope(|scope| {
        for number in 0..3 {
            let (setting, journal, client, answered) = (&setting, &journal, client.clone(), answered.clone());
            scope.spawn(move || {
                keep_busy(setting, &client, &format!("{number}"), journal, &move || answered.send(()).unwrap_or_default());
            });
        }
        for _ in 0..30 {
            answers.recv_timeout(Duration::from_secs(20)).unwrap();
        }
        let made = setting.home.run(&arguments);
        assert_eq!(made.code, Some(0), "{made:?}");
        journal.stop.store(true, Ordering::Relaxed);
    });
    assert_eq!(setting.home.run(&arguments).code, Some(1), "a backup overwrites nothing");
    drop(server);

    let home = setting.home.with("DATABASE_URL", &format!("sqlite://{}", copy.display()));
    let doctor = home.run(&["doctor"]);
    assert!(doctor.code == Some(0) && doctor.out.contains("integrity: no faults"), "{doctor:?}");
    let restored = home.serve();
    let admin = restored.log_in(ADMIN);
    admin.get(&format!("/engagements/{before}")).expect(200);
    let all = every_engagement(&admin);
    assert!(all.len() > 1);
    for engagement in all {
        let history = timeline(&admin, engagement["id"].as_str().unwrap());
        assert_eq!(history[0].0, "engagement.created");
    }
    admin.post("/users", serde_json::json!({"email": "new@northwind.example", "name": "New", "roles": ["coach"]})).expect(201);
}
