//! Slack, by an incoming webhook or as a bot.

use super::scene::{Scene, outcomes, standing};
use crate::support::receivers::Reply;
use crate::support::{Answer, Value, json};

const HOOK: &str = "/services/T0AAA/B0BBB/s3cr3tpath";
const TOKEN: &str = "xoxb-17653672481-s3cr3t";
const POST: &str = "/api/chat.postMessage";

impl Scene {
    fn slack(&self, access: &Value) -> Answer {
        let new = json!({"kind": "slack", "name": "Coaching team", "event_types": ["item.sent"], "slack": access});
        self.admin.post("/channel-connections", new).expect(201)
    }

    /// A connection by webhook that is answered so.
    fn by_webhook(&self, reply: Reply) -> String {
        self.receiver.answer(HOOK, reply);
        self.slack(&json!({"webhook_url": self.receiver.url(HOOK)})).id()
    }

    fn bot(&self, reply: Reply) -> String {
        self.receiver.answer(POST, reply);
        self.slack(&json!({"bot_token": TOKEN, "channel": "C024BE91L", "api_base": self.receiver.url("/api")})).id()
    }

    fn connection(&self, id: &str) -> Answer {
        self.admin.get(&format!("/channel-connections/{id}")).expect(200)
    }
}

#[test]
fn an_event_arrives_as_blocks_in_which_text_is_only_text() {
    let it = Scene::new();
    it.by_webhook(Reply::Status(200));
    let task = it.programme.task("R&D <!channel> <https://evil.example|click> a > b");
    it.programme.send(&task);
    it.app.work();
    let [received] = it.receiver.requests(HOOK).try_into().unwrap();
    let (body, text) = (received.json(), received.text());
    assert!(text.contains("R&amp;D &lt;!channel&gt; &lt;https://evil.example|click&gt; a &gt; b"), "{text}");
    assert!(!text.contains("<!") && !text.contains("<h"), "{text}");
    let kinds: Vec<_> = body["blocks"].as_array().unwrap().iter().map(|block| block["type"].as_str().unwrap()).collect();
    assert!(kinds.starts_with(&["header", "section"]) && kinds.ends_with(&["context"]), "{kinds:?}");
    assert!(!body["text"].as_str().unwrap().is_empty(), "what a notification shows");
    assert!(received.header("content-type").starts_with("application/json"));
    assert_eq!(received.header("authorization"), "");
}

#[test]
fn the_longest_title_fits_into_what_slack_takes() {
    let it = Scene::new();
    it.by_webhook(Reply::Status(200));
    let task = it.programme.task(&"<&>".repeat(60));
    it.programme.send(&task);
    it.app.work();
    let body = it.receiver.requests(HOOK)[0].json();
    for block in body["blocks"].as_array().unwrap() {
        let length = block["text"]["text"].as_str().map_or(0, |text| text.encode_utf16().count());
        assert!(length <= if block["type"] == "header" { 150 } else { 3000 }, "{block}");
    }
}

#[test]
fn a_bot_posts_to_its_channel_with_its_token() {
    let it = Scene::new();
    let connection = it.bot(Reply::json(200, json!({"ok": true, "ts": "1"})));
    it.tell();
    let [received] = it.receiver.requests(POST).try_into().unwrap();
    assert_eq!(received.header("authorization"), format!("Bearer {TOKEN}"));
    assert_eq!((&received.json()["channel"], received.json()["blocks"].is_array()), (&json!("C024BE91L"), true));
    assert_eq!(standing(&it.delivery(&connection).body), ("delivered", 1, false));
}

#[test]
fn a_test_arrives_in_slack() {
    let it = Scene::new();
    let connection = it.by_webhook(Reply::Status(200));
    it.admin.post(&format!("/channel-connections/{connection}/test"), ()).expect(200);
    it.app.work();
    assert!(it.receiver.requests(HOOK)[0].text().contains("This is a test."));
    assert_eq!(it.delivery(&connection)["event_type"], "test");
}

#[test]
fn what_slack_knows_us_by_is_not_shown() {
    let it = Scene::new();
    let (hook, bot) = (it.by_webhook(Reply::Status(500)), it.bot(Reply::Status(500)));
    let made = it.slack(&json!({"webhook_url": it.receiver.url(HOOK)}));
    it.tell();
    let mut shown = vec![made.text()];
    let one = |id: &str| format!("/channel-connections/{id}");
    for path in [one(&hook), one(&bot), "/channel-connections".into(), "/events?limit=100".into(), "/deliveries?limit=100".into()] {
        shown.push(it.admin.get(&path).expect(200).text());
    }
    shown.extend([&hook, &bot].map(|id| it.delivery(id).text()));
    shown.push(it.admin.patch(&one(&bot), json!({"name": "Everybody"})).expect(200).text());
    assert!(shown.iter().all(|text| !text.contains("s3cr3t")), "{shown:#?}");
    assert_eq!(it.connection(&bot)["slack"], json!({"channel": "C024BE91L", "api_base": it.receiver.url("/api")}));
}

#[test]
fn slack_is_given_the_time_it_asks_for() {
    let it = Scene::new();
    let slow = Reply::with(429, &[("retry-after", "9")], "");
    let connections = [it.by_webhook(slow.clone()), it.bot(slow)];
    it.tell();
    for connection in &connections {
        assert_eq!((it.wait_of(connection), it.delivery(connection)["last_status"].as_i64()), (9000, Some(429)));
    }
    it.receiver.answer(HOOK, Reply::Status(200));
    it.receiver.answer(POST, Reply::json(200, json!({"ok": true})));
    it.app.advance("PT9S");
    it.app.work();
    assert!(connections.iter().all(|connection| standing(&it.delivery(connection).body) == ("delivered", 2, false)));
}

#[test]
fn a_workspace_that_is_closed_to_us_disables_the_connection() {
    let it = Scene::new();
    let refused = |error: &str| Reply::json(200, json!({"ok": false, "error": error}));
    for (number, reply) in (1..).zip([Reply::Status(404), Reply::Status(403), Reply::Status(410)]) {
        let connection = it.by_webhook(reply);
        it.tell();
        let seen = it.connection(&connection);
        assert_eq!((&seen["state"], seen["disabled_reason"].is_string()), (&json!("disabled"), true));
        assert_eq!(outcomes(&it.delivery(&connection).body)[0].0, "gone");
        assert_eq!(it.receiver.count(HOOK), number, "those before are disabled");
    }
    for error in ["token_revoked", "channel_not_found", "is_archived"] {
        let connection = it.bot(refused(error));
        it.tell();
        assert_eq!(it.connection(&connection)["state"], "disabled", "{error}");
    }
    it.app.work();
    assert_eq!(it.logged("connection.disabled").len(), 6);
    assert!(!it.told("connection_disabled").is_empty());
}

#[test]
fn a_message_that_slack_does_not_take_is_not_sent_again() {
    let it = Scene::new();
    let connections = [it.by_webhook(Reply::Status(400)), it.bot(Reply::json(200, json!({"ok": false, "error": "invalid_blocks"})))];
    it.tell();
    for connection in &connections {
        assert_eq!(standing(&it.delivery(connection).body), ("failed", 1, false));
        let seen = it.connection(connection);
        assert_eq!((&seen["state"], &seen["failing_since"]), (&json!("enabled"), &Value::Null));
    }
}

#[test]
fn a_connection_needs_either_way_into_slack() {
    let it = Scene::new();
    let both = json!({"webhook_url": it.receiver.url(HOOK), "bot_token": TOKEN, "channel": "C1"});
    for access in [json!({}), json!({"bot_token": TOKEN}), json!({"channel": "C1"}), both] {
        let new = json!({"kind": "slack", "name": "Team", "slack": access});
        let refused = it.admin.post("/channel-connections", new).problem(422, "validation_failed");
        assert_eq!(refused.faults(), [("/slack".to_owned(), "required".to_owned())]);
    }
    for kind in ["zapier", "webhook"] {
        it.admin.post("/channel-connections", json!({"kind": kind, "name": "Team"})).problem(422, "validation_failed");
    }
}
