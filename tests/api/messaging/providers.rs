//! Mail by a provider's HTTP interface, from an organization's connection to what the provider receives.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::support::coaching::TOMORROW;
use crate::support::files::PDF;
use crate::support::receivers::{ReceivedRequest, Receiver, Reply};
use crate::support::{Programme, TestApp, Value, json};

/// A provider: its name, where it takes mail, the header with the key, and where things stand in a body.
struct Provider {
    name: &'static str,
    path: &'static str,
    key: (&'static str, &'static str),
    to: &'static str,
    subject: &'static str,
    text: &'static str,
    files: (&'static str, &'static str, &'static str),
}

const ALL: [Provider; 3] = [
    Provider {
        name: "resend",
        path: "/emails",
        key: ("authorization", "Bearer the-key"),
        to: "/to/0",
        subject: "/subject",
        text: "/text",
        files: ("/attachments", "filename", "content"),
    },
    Provider {
        name: "postmark",
        path: "/email",
        key: ("x-postmark-server-token", "the-key"),
        to: "/To",
        subject: "/Subject",
        text: "/TextBody",
        files: ("/Attachments", "Name", "Content"),
    },
    Provider {
        name: "sendgrid",
        path: "/v3/mail/send",
        key: ("authorization", "Bearer the-key"),
        to: "/personalizations/0/to/0/email",
        subject: "/subject",
        text: "/content/0/value",
        files: ("/attachments", "filename", "content"),
    },
];

/// An application whose organization sends by this provider.
fn connected(provider: &Provider, receiver: &Receiver) -> (TestApp, Programme) {
    let app = TestApp::that_may_call_home();
    let email = json!({
        "provider": provider.name, "secret": "the-key", "api_base": receiver.url(""),
        "from_email": "coaching@northwind.example", "from_name": "Northwind",
    });
    let made = app.admin().post("/channel-connections", json!({"kind": "email", "name": "Our mail", "email": email})).expect(201);
    assert!(!made.text().contains("the-key"));
    let it = Programme::active(&app);
    (app, it)
}

fn at<'a>(body: &'a Value, pointer: &str) -> &'a str {
    body.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("nothing at {pointer} of {body}"))
}

/// What tells one mail from another: the same at each attempt.
fn message_id(request: &ReceivedRequest) -> String {
    let text = request.text();
    let start = text.find("<ntf_").expect("a Message-ID");
    text[start..].split('>').next().unwrap().to_owned()
}

#[test]
fn each_provider_is_given_the_mail_in_its_own_words() {
    for provider in &ALL {
        let receiver = Receiver::start();
        let (app, it) = connected(provider, &receiver);
        let session = it.session("First session");
        let agenda = it.coach.uploaded("agenda.pdf", PDF);
        it.coach.put(&format!("/items/{session}/attachments"), json!({"file_ids": [agenda]})).expect(200);
        it.schedule(&session, TOMORROW);
        app.work();
        let [request] = receiver.requests(provider.path).try_into().unwrap();
        let (header, value) = provider.key;
        assert_eq!((request.method.as_str(), request.header(header)), ("POST", value), "{}", provider.name);
        assert_eq!(request.header("content-type"), "application/json");
        let body = request.json();
        assert!(at(&body, provider.to).contains(&it.coachee.email), "{body}");
        assert!(at(&body, provider.subject).starts_with("First session: Monday, 2 March 2026"), "{body}");
        assert!(at(&body, provider.text).contains("Room 7"), "{body}");
        assert!(message_id(&request).ends_with("@rapport.example") && request.text().contains("coaching@northwind.example"));
        let (files, name, content) = provider.files;
        let file = body.pointer(files).unwrap().as_array().unwrap().iter().find(|file| file[name] == "agenda.pdf").unwrap();
        assert_eq!(STANDARD.decode(file[content].as_str().unwrap()).unwrap(), PDF, "{}", provider.name);
        assert_eq!(app.told("type=session_scheduled"), ["session_scheduled sent"]);
    }
}

#[test]
fn what_a_provider_does_not_take_is_not_sent_again() {
    for provider in &ALL {
        let receiver = Receiver::start();
        receiver.answer(provider.path, Reply::json(422, json!({"message": "The address does not exist."})));
        let (app, it) = connected(provider, &receiver);
        it.send(&it.task("Write"));
        app.work();
        app.advance("P2D");
        app.work();
        assert_eq!(receiver.requests(provider.path).len(), 1, "{}", provider.name);
        let told = app.told("type=task_sent");
        assert!(told.len() == 1 && told[0].starts_with("task_sent failed"), "{told:?}");
    }
}

#[test]
fn what_a_provider_refuses_for_now_goes_later_as_the_same_mail() {
    for provider in &ALL {
        let receiver = Receiver::start();
        let busy = Reply::with(429, &[("retry-after", "5")], "");
        receiver.answer(provider.path, Reply::Sequence(vec![busy, Reply::Status(500), Reply::Status(200)]));
        let (app, it) = connected(provider, &receiver);
        it.send(&it.task("Write"));
        app.work();
        assert_eq!(app.told("type=task_sent"), ["task_sent pending"], "{}", provider.name);
        for _ in 0..6 {
            app.advance("PT10M");
            app.work();
        }
        let requests = receiver.requests(provider.path);
        assert_eq!((requests.len(), app.told("type=task_sent")), (3, vec!["task_sent sent".to_owned()]), "{}", provider.name);
        assert!(requests.iter().all(|request| message_id(request) == message_id(&requests[0])));
        assert!(requests.iter().all(|request| request.body == requests[0].body));
    }
}

#[test]
fn a_key_that_is_not_accepted_keeps_the_mail_until_it_is() {
    for provider in &ALL {
        let receiver = Receiver::start();
        receiver.answer(provider.path, Reply::Sequence(vec![Reply::Status(401), Reply::Status(200)]));
        let (app, it) = connected(provider, &receiver);
        it.send(&it.task("Write"));
        app.work();
        app.advance("PT10M");
        app.work();
        assert_eq!(app.told("type=task_sent"), ["task_sent sent"], "{}", provider.name);
    }
}
