//! HTTP interfaces of providers, and the bounces they report.

use std::time::Duration;

use serde_json::{Value, json};

use super::bounces::{Bounce, BounceKind, parse};
use super::*;
use crate::messaging::channels::Outcome;
use crate::messaging::channels::support::{end, http, serve, to_this_machine};

fn transport(provider: &str, base_url: String) -> Transport {
    let key = || SecretString::from("key-secret".to_owned());
    match provider {
        "resend" => Transport::Resend { api_key: key(), base_url },
        "postmark" => Transport::Postmark { server_token: key(), base_url },
        _ => Transport::SendGrid { api_key: key(), base_url },
    }
}

async fn sent(provider: &str, answer: String) -> (Attempt, String, Value) {
    let (url, server) = serve(answer);
    let attempt = transport(provider, format!("{url}/")).deliver(&to_this_machine(Duration::from_secs(5)), &mail()).await;
    assert!(!format!("{attempt:?}").contains("key-secret"));
    let asked = end(server).await;
    let (head, body) = asked.split_once("\r\n\r\n").unwrap();
    (attempt, head.to_lowercase(), serde_json::from_str(body).unwrap())
}

#[tokio::test]
async fn resend_gets_a_mail_in_its_words() {
    let (attempt, head, body) = sent("resend", http("200 OK", "", r#"{"id":"1"}"#)).await;
    assert!(attempt.is_delivered() && head.starts_with("post /emails http"));
    assert!(head.contains("authorization: bearer key-secret") && head.contains("idempotency-key: ntf_01@rapport.example"), "{head}");
    assert_eq!(body["from"], r#""Rapport, für Ünternehmen" <no-reply@rapport.example>"#);
    assert_eq!(body["to"], json!([r#""Zoë \"Z\" Müller" <zoe@example.com>"#]));
    assert_eq!((&body["reply_to"], &body["subject"]), (&json!("coach@example.com"), &json!(mail().subject)));
    assert_eq!(body["headers"]["Message-ID"], "<ntf_01@rapport.example>");
    assert_eq!(body["headers"]["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
    assert_eq!(
        body["attachments"][0],
        json!({"filename": "Übersicht 2026.pdf", "content": "YQpiDQr/AA==", "content_type": "application/pdf"})
    );
    assert_eq!(body["attachments"][1]["content_type"], "text/calendar; method=REQUEST; charset=utf-8");
}

#[tokio::test]
async fn postmark_gets_a_mail_in_its_words() {
    let (attempt, head, body) = sent("postmark", http("200 OK", "", "{}")).await;
    assert!(attempt.is_delivered() && head.starts_with("post /email http") && head.contains("x-postmark-server-token: key-secret"));
    assert_eq!(
        (&body["ReplyTo"], &body["TextBody"], &body["HtmlBody"]),
        (&json!("coach@example.com"), &json!(mail().text), &json!(mail().html))
    );
    let headers = body["Headers"].as_array().unwrap();
    assert!(headers.contains(&json!({"Name": "Message-ID", "Value": "<ntf_01@rapport.example>"})));
    assert!(headers.contains(&json!({"Name": "X-PM-KeepID", "Value": "true"})));
    assert_eq!(body["Attachments"][1]["Name"], "invite.ics");
}

#[tokio::test]
async fn sendgrid_gets_a_mail_in_its_words() {
    let (attempt, head, body) = sent("sendgrid", http("202 Accepted", "", "")).await;
    assert!(attempt.is_delivered() && head.starts_with("post /v3/mail/send http") && head.contains("authorization: bearer key-secret"));
    assert_eq!(body["personalizations"][0]["to"], json!([{"email": "zoe@example.com", "name": "Zoë \"Z\" Müller"}]));
    assert_eq!(body["reply_to"], json!({"email": "coach@example.com"}));
    assert_eq!(body["content"][1], json!({"type": "text/html", "value": "<p>Hallo <b>Zoë</b></p>"}));
    assert_eq!(body["headers"]["Message-ID"], "<ntf_01@rapport.example>");
    assert_eq!(body["attachments"][1]["type"], "text/calendar");
}

#[tokio::test]
async fn only_what_is_wrong_with_the_mail_rejects_it() {
    for provider in ["resend", "postmark", "sendgrid"] {
        for (status, outcome) in [
            ("400 Bad Request", Outcome::Rejected),
            ("422 Unprocessable Entity", Outcome::Rejected),
            ("401 Unauthorized", Outcome::Failed),
            ("403 Forbidden", Outcome::Failed),
            ("404 Not Found", Outcome::Failed),
            ("410 Gone", Outcome::Failed),
            ("429 Too Many Requests", Outcome::Failed),
            ("500 Internal Server Error", Outcome::Failed),
        ] {
            let (attempt, ..) = sent(provider, http(status, "retry-after: 9\r\n", "no")).await;
            assert_eq!((attempt.outcome, attempt.retry_after), (outcome, Some(Duration::from_secs(9))), "{provider} {status}");
            assert!(attempt.error.is_some());
        }
    }
}

#[tokio::test]
async fn a_provider_that_is_misconfigured_loses_no_mail() {
    let strict = Outbound::new(crate::messaging::channels::guard::TargetGuard::new(Vec::new()), Duration::from_secs(5)).unwrap();
    for base_url in ["http://127.0.0.1:1", "no url"] {
        assert_eq!(transport("resend", base_url.to_owned()).deliver(&strict, &mail()).await.outcome, Outcome::Failed);
    }
}

fn bounced(email: &str, kind: BounceKind, detail: &str) -> Bounce {
    Bounce { email: email.to_owned(), kind, detail: detail.to_owned() }
}

#[test]
fn every_providers_bounces_are_understood() {
    let plain = json!([{"email": "a@example.com", "kind": "hard", "detail": "gone"}, {"email": "b@example.com", "kind": "Complaint"}]);
    assert_eq!(parse(&plain), [bounced("a@example.com", BounceKind::Hard, "gone"), bounced("b@example.com", BounceKind::Complaint, "")]);
    let postmark =
        |kind: &str| json!({"RecordType": "Bounce", "Type": kind, "Email": "a@example.com", "Description": "d", "Details": "x\r\ny"});
    assert_eq!(parse(&postmark("HardBounce")), [bounced("a@example.com", BounceKind::Hard, "x  y")]);
    assert_eq!(parse(&postmark("Transient"))[0].kind, BounceKind::Soft);
    assert_eq!(parse(&json!({"RecordType": "SpamComplaint", "Email": "a@example.com"}))[0].kind, BounceKind::Complaint);
    let sendgrid = json!([
        {"event": "bounce", "type": "bounce", "email": "a@example.com", "reason": "550"},
        {"event": "bounce", "type": "blocked", "email": "b@example.com"},
        {"event": "delivered", "email": "c@example.com"},
        {"event": "spamreport", "email": "d@example.com"},
        {"event": "dropped", "email": "e@example.com", "reason": "Bounced Address"},
    ]);
    let kinds: Vec<_> = parse(&sendgrid).into_iter().map(|bounce| (bounce.email[..1].to_owned(), bounce.kind)).collect();
    let expected = [("a", BounceKind::Hard), ("b", BounceKind::Soft), ("d", BounceKind::Complaint), ("e", BounceKind::Hard)];
    assert_eq!(kinds, expected.map(|(name, kind)| (name.to_owned(), kind)));
    let resend = json!({"type": "email.bounced", "data": {"to": ["Ana <a@example.com>"], "bounce": {"type": "Permanent", "message": "m"}}});
    assert_eq!(parse(&resend), [bounced("a@example.com", BounceKind::Hard, "m")]);
    assert_eq!(parse(&json!({"type": "email.complained", "data": {"to": ["a@example.com"]}}))[0].kind, BounceKind::Complaint);
}

#[test]
fn what_tells_of_no_bounce_yields_none() {
    for other in [
        json!(null),
        json!([]),
        json!("text"),
        json!([[1], null]),
        json!({"email": "a@example.com"}),
        json!({"email": "a@example.com", "kind": "maybe"}),
        json!({"email": "no address", "kind": "hard"}),
        json!({"RecordType": "Open", "Email": "a@example.com"}),
        json!({"RecordType": "Bounce", "Type": "AutoResponder", "Email": "a@example.com"}),
        json!({"type": "email.delivered", "data": {"to": ["a@example.com"]}}),
        json!({"type": "email.bounced", "data": null}),
    ] {
        assert!(parse(&other).is_empty(), "{other}");
    }
}
