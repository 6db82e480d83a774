//! Limits and escapes of messages, and what Slack's answers mean.

use std::time::Duration;

use super::*;
use crate::messaging::channels::support::{end, http, serve, to_this_machine};

fn message() -> SlackMessage {
    SlackMessage {
        text: "New mission <!channel>".to_owned(),
        title: "Share & win".to_owned(),
        lines: vec!["<https://evil.example|click> & <@U123> <!here>".to_owned(), "   ".to_owned(), "second".to_owned()],
        link: Some(("Open <it>".to_owned(), "https://app.example.com/missions/1?a=b&c=d".to_owned())),
        context: vec!["Acme > Sales".to_owned()],
    }
}

fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => {
            found.extend(fields.get("text").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| texts(value, found));
        }
        _ => {}
    }
}

#[test]
fn users_text_makes_no_link_no_mention_and_no_entity() {
    let blocks = blocks(&message());
    let mut found = Vec::new();
    texts(&blocks, &mut found);
    assert_eq!(
        found,
        [
            "Share &amp; win",
            "&lt;https://evil.example|click&gt; &amp; &lt;@U123&gt; &lt;!here&gt;\nsecond",
            "Open &lt;it&gt;",
            "Acme &gt; Sales"
        ]
    );
    assert_eq!(blocks[1]["text"]["verbatim"], true);
    assert_eq!(blocks[2]["elements"][0]["url"], "https://app.example.com/missions/1?a=b&c=d");
}

#[test]
fn a_message_of_any_size_stays_within_the_limits() {
    let long = "&<>😀".repeat(5000);
    let huge = SlackMessage {
        text: long.clone(),
        title: long.clone(),
        lines: vec![long.clone(); 200],
        link: Some((long.clone(), "https://example.com/".to_owned())),
        context: vec![long.clone(); 30],
    };
    let blocks = blocks(&huge);
    let limit = |kind: &str| match kind {
        "header" => TITLE,
        "section" => TEXT,
        "actions" => LABEL,
        _ => CONTEXT,
    };
    let list = blocks.as_array().unwrap();
    assert_eq!(list.len(), BLOCKS);
    for block in list {
        let mut found = Vec::new();
        texts(block, &mut found);
        for text in found {
            assert!(width(&text) <= limit(block["type"].as_str().unwrap()) && text.ends_with('…'), "{text}");
            let rest = text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "");
            assert!(!rest.contains(['&', '<', '>', ';']), "an entity was cut: {rest}");
        }
    }
    assert!(list.iter().filter(|block| block["type"] == "context").all(|block| block["elements"].as_array().unwrap().len() <= CONTEXTS));
}

#[test]
fn text_that_fits_exactly_is_not_cut() {
    assert_eq!(fit(&"x".repeat(10), 10).unwrap(), "x".repeat(10));
    assert_eq!(fit(&"x".repeat(11), 10).unwrap(), format!("{}…", "x".repeat(9)));
    assert_eq!(fit("&&&", 10).unwrap(), "&amp;…");
    assert_eq!(fit("a\u{0}\r b\n", 10).unwrap(), "a   b");
    assert_eq!(fit(" \n ", 10), None);
}

#[test]
fn what_slack_would_refuse_is_left_out() {
    let mut bare = SlackMessage { text: "only".to_owned(), ..SlackMessage::default() };
    assert_eq!(blocks(&bare), json!([]));
    bare.link = Some(("Run".to_owned(), "javascript:alert(1)".to_owned()));
    assert_eq!(blocks(&bare), json!([]));
    bare.link = Some(("Run".to_owned(), format!("https://example.com/{}", "x".repeat(3000))));
    assert_eq!(blocks(&bare), json!([]));
}

async fn sent(answer: String, is_bot: bool) -> (Attempt, String) {
    let (url, server) = serve(answer);
    let target = if is_bot {
        SlackTarget::Bot { token: "xoxb-secret".to_owned(), channel: "C1".to_owned(), api_base: format!("{url}/api/") }
    } else {
        SlackTarget::Webhook { url: format!("{url}/services/secret") }
    };
    let attempt = send(&to_this_machine(Duration::from_secs(5)), &target, &message()).await;
    assert!(!format!("{attempt:?}").contains("secret"));
    (attempt, end(server).await)
}

#[tokio::test]
async fn a_webhooks_status_says_what_to_do() {
    for (status, outcome) in [
        ("200 OK", Outcome::Delivered),
        ("400 Bad Request", Outcome::Rejected),
        ("403 Forbidden", Outcome::Gone),
        ("404 Not Found", Outcome::Gone),
        ("410 Gone", Outcome::Gone),
        ("429 Too Many Requests", Outcome::Failed),
        ("500 Internal Server Error", Outcome::Failed),
    ] {
        let (attempt, asked) = sent(http(status, "retry-after: 30\r\n", "no"), false).await;
        assert_eq!((attempt.outcome, attempt.retry_after), (outcome, Some(Duration::from_secs(30))), "{status}");
        assert!(asked.starts_with("POST /services/secret ") && asked.contains(r#""text":"New mission &lt;!channel&gt;""#), "{asked}");
    }
}

#[tokio::test]
async fn a_bots_answer_is_read_from_its_body() {
    let long = format!(r#"{{"ok":true,"message":"{}"}}"#, "x".repeat(9000));
    for (status, body, outcome) in [
        ("200 OK", r#"{"ok":true,"ts":"1"}"#, Outcome::Delivered),
        ("200 OK", long.as_str(), Outcome::Delivered),
        ("200 OK", r#"{"ok":false,"error":"token_revoked"}"#, Outcome::Gone),
        ("200 OK", r#"{"ok":false,"error":"is_archived"}"#, Outcome::Gone),
        ("200 OK", r#"{"ok":false,"error":"not_in_channel"}"#, Outcome::Gone),
        ("200 OK", r#"{"ok":false,"error":"invalid_blocks"}"#, Outcome::Rejected),
        ("200 OK", r#"{"ok":false,"error":"ratelimited"}"#, Outcome::Failed),
        ("200 OK", r#"{"ok":false,"error":"fatal_error"}"#, Outcome::Failed),
        ("200 OK", "<html>", Outcome::Failed),
        ("410 Gone", "", Outcome::Failed),
        ("429 Too Many Requests", "", Outcome::Failed),
    ] {
        let (attempt, asked) = sent(http(status, "retry-after: 7\r\n", body), true).await;
        assert_eq!((attempt.outcome, attempt.retry_after), (outcome, Some(Duration::from_secs(7))), "{body}");
        assert!(asked.starts_with("POST /api/chat.postMessage ") && asked.contains(r#""channel":"C1""#));
        assert!(asked.to_lowercase().contains("authorization: bearer xoxb-secret"));
    }
}
