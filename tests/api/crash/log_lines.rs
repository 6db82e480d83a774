//! What people send stands in the log as text, and never makes a line or moves a cursor.

use super::ADMIN;
use crate::support::process::Home;
use crate::support::receivers::{Receiver, Reply};
use crate::support::{Value, json};

const HOSTILE: &str =
    "x\r\n2026-01-01T00:00:00.000000Z ERROR forged: all is lost\u{1b}[2J\u{9b}31m\",\"level\":\"ERROR\"}\n{\"forged\":true}";

/// Does everything by which a hostile value may come into the log.
fn provoke(home: &Home, receiver: &Receiver) {
    let server = home.serve();
    let (guest, admin) = (server.guest(), server.log_in(ADMIN));
    for path in
        ["/%0d%0aERROR%20forged", "/users/%1b%5b2J", "/items/%0a%7b%22forged%22:true%7d", "//%e2%80%a8forged", "/users?q=%0d%0aforged"]
    {
        admin.get(path).send();
        guest.get(path).send();
    }
    guest.with_header("x-forwarded-for", "1.2.3.4, \u{9}forged").with_header("user-agent", "\u{9}[2J").get("//livez").expect(200);
    guest.post("/auth/login", json!({"email": HOSTILE, "password": HOSTILE})).send();
    admin.post("/users", json!({"email": format!("{HOSTILE}@people.example"), "name": HOSTILE, "roles": ["coachee"]})).send();
    admin.post("/users", json!({"email": "ina@people.example", "name": HOSTILE, "roles": ["coachee"]})).send();
    admin.patch("/organization", json!({"name": HOSTILE})).send();
    guest.post("/auth/login", HOSTILE).send();
    receiver.answer("/hook", Reply::with(500, &[], HOSTILE));
    admin.post("/webhook-endpoints", json!({"url": receiver.url("/hook"), "event_types": ["organization.updated"]})).expect(201);
    admin.patch("/organization", json!({"name": "Northwind"})).expect(200);
    receiver.wait_for("/hook", 1);
    admin.upload(HOSTILE.split('\r').next().unwrap(), b"hello").send();
    server.terminate();
    assert_eq!(server.ended(), Some(0));
}

fn ensure_no_control(log: &str) {
    let acting = |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'));
    let line = log.lines().find(|line| line.contains(acting));
    assert!(line.is_none(), "{line:?}");
}

#[test]
fn nothing_that_is_sent_makes_a_line_of_a_log() {
    for format in ["text", "json"] {
        let home = Home::new()
            .with("RAPPORT_LOG_LEVEL", "debug")
            .with("RAPPORT_LOG_FORMAT", format)
            .with("RAPPORT_PRIVATE_TARGETS", "127.0.0.0/8");
        home.create_admin(ADMIN);
        let receiver = Receiver::start();
        provoke(&home, &receiver);
        let log = home.log();
        assert!(log.lines().count() > 10);
        ensure_no_control(&log);
        for line in log.lines() {
            let is_ours = if format == "json" {
                let entry: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
                entry["timestamp"].is_string() && entry["level"].is_string() && entry["target"].is_string() && entry["forged"].is_null()
            } else {
                let begins = line.get(..27).is_some_and(|stamp| stamp.as_bytes()[10] == b'T' && stamp.ends_with('Z'));
                begins && !line.contains("ERROR forged: all is lost\n")
            };
            assert!(is_ours, "{line}");
        }
        let forged = log.lines().filter(|line| line.starts_with("2026-01-01T00:00:00.000000Z"));
        assert_eq!(forged.count(), 0);
    }
}
