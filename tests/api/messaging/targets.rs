//! Whoever may name an address must not reach what only this machine can.

use super::scene::outcomes;
use crate::support::receivers::Receiver;
use crate::support::{Client, Person, Programme, TestApp, Value, json};

/// Addresses of this machine, its network and what clouds keep there; `PORT` is where somebody listens.
#[rustfmt::skip]
const BAD: &[&str] = &[
    "http://127.0.0.1:PORT/", "http://127.0.0.1.:PORT/", "http://127.1:PORT/", "http://127.0.1:PORT/", "http://127.0.0.2:PORT/",
    "http://127.255.255.254:PORT/", "http://2130706433:PORT/", "http://017700000001:PORT/", "http://0177.0.0.1:PORT/",
    "http://0177.1:PORT/", "http://0x7f.1:PORT/", "http://0x7f000001:PORT/", "http://0X7F.0.0.1:PORT/", "http://127.0x1:PORT/",
    "http://１２７.０.０.１:PORT/", "http://①②⑦.⓪.⓪.①:PORT/", "http://127。0。0。1:PORT/", "http://%31%32%37.0.0.1:PORT/",
    "http://127%2e0%2e0%2e1:PORT/", "http://12\u{ad}7.0.0.1:PORT/", "http:127.0.0.1:PORT/", "http:///127.0.0.1:PORT/",
    "http:\\\\127.0.0.1:PORT\\", "http://127.0.0.1:PORT\\@example.com/", "http://127.0.0.1:PORT#@example.com/",
    "http://127.0.0.1:PORT?@example.com/", "http://example.com@127.0.0.1:PORT/", "http://user:secret@127.0.0.1:PORT/",
    "http://localhost:PORT/", "http://localhost.:PORT/", "http://LOCALHOST:PORT/", "http://foo.localhost:PORT/",
    "http://loc%61lhost:PORT/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/", "http://localhost../", "http://0:PORT/", "http://0.0.0.0:PORT/",
    "http://0x0:PORT/", "http://[::1]:PORT/", "http://[::]:PORT/", "http://[0:0:0:0:0:0:0:1]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/", "http://[::ffff:7f00:1]:PORT/", "http://[::127.0.0.1]:PORT/",
    "http://[::ffff:0:127.0.0.1]:PORT/", "http://[64:ff9b::7f00:1]:PORT/", "http://[64:ff9b:1::7f00:1]:PORT/",
    "http://[2002:7f00:1::]:PORT/", "http://[::1%25lo]:PORT/", "http://[fe80::1]/", "http://[fc00::1]/", "http://[fd00:ec2::254]/",
    "http://10.0.0.1/", "http://012.1/", "http://172.16.0.1/", "http://172.31.255.254/", "http://192.168.0.1/", "http://3232235777/",
    "http://169.254.169.254/latest/meta-data/", "http://2852039166/", "http://0xa9fea9fe/", "http://0251.0376.0251.0376/",
    "http://[::ffff:169.254.169.254]/", "http://169.254.170.2/v2/credentials", "http://100.100.100.200/", "http://168.63.129.16/",
    "http://100.64.0.1/", "http://192.0.2.1/", "http://198.18.0.1/", "http://224.0.0.1/", "http://255.255.255.255/",
    "http://[ff02::1]/", "http://[2001:db8::1]/", "ftp://example.com/", "file:///etc/passwd", "gopher://127.0.0.1:PORT/_x",
    "unix:/var/run/docker.sock", "javascript:alert(1)", "//127.0.0.1:PORT/", "127.0.0.1:PORT", "http://", "https://", "http://:PORT/",
    "", " http://127.0.0.1:PORT/", "http://127.0.0.1:PORT\t/", "http://example.com/\r\nHost:127.0.0.1", "http://256.256.256.256/",
];

/// Names that lead here, or nowhere: only a resolver knows.
const NAMES: &[&str] = &["http://vm:PORT/", "http://runsc:PORT/", "http://ip6-localhost:PORT/", "http://nowhere.invalid:PORT/"];

/// Nothing private is allowed here, and somebody listens all the same.
struct Fortress {
    app: TestApp,
    admin: Person,
    canary: Receiver,
}

impl Fortress {
    fn new() -> Self {
        let app = TestApp::start();
        Self { admin: app.admin(), canary: Receiver::start(), app }
    }

    fn targets(&self, list: &[&str]) -> Vec<String> {
        let url = self.canary.url("");
        let port = url.rsplit(':').next().unwrap();
        list.iter().map(|target| target.replace("PORT", port)).collect()
    }
}

/// Refused for where it leads, or because it is no web address at all; tells the former.
#[track_caller]
fn is_refused(client: &Client, path: &str, body: Value, pointer: &str) -> bool {
    let refused = client.post(path, body.clone()).expect(422);
    let code = refused.str("code");
    assert!(code == "target_refused" || code == "invalid_url", "{body}: {}", refused.text());
    assert_eq!(refused.faults(), [(pointer.to_owned(), code.clone())], "{body}");
    code == "target_refused"
}

#[test]
fn no_address_inside_is_taken_as_a_target() {
    let it = Fortress::new();
    let targets = it.targets(BAD);
    let mut inside = 0;
    for target in &targets {
        inside += usize::from(is_refused(&it.admin, "/webhook-endpoints", json!({"url": target}), "/url"));
        let hook = json!({"target_url": target, "event_type": "item.sent"});
        is_refused(&it.admin, "/hooks", hook, "/target_url");
        let slack = json!({"kind": "slack", "name": "Team", "slack": {"webhook_url": target}});
        is_refused(&it.admin, "/channel-connections", slack, "/slack/webhook_url");
    }
    assert!(inside >= 60, "{inside} of {}", targets.len());
    let programme = Programme::active(&it.app);
    programme.send(&programme.task("Write"));
    it.app.work();
    assert!(it.admin.ids("/webhook-endpoints").is_empty() && it.admin.ids("/channel-connections").is_empty());
    assert_eq!(it.canary.all().len(), 0);
}

#[test]
fn an_endpoint_is_not_moved_inside() {
    let it = Fortress::new();
    let made = it.admin.post("/webhook-endpoints", json!({"url": "https://crm.northwind.example/hook"})).expect(201);
    let path = format!("/webhook-endpoints/{}", made.id());
    for target in it.targets(&BAD[..20]) {
        let refused = it.admin.patch(&path, json!({"url": target})).problem(422, "target_refused");
        assert_eq!(refused.faults(), [("/url".to_owned(), "target_refused".to_owned())], "{target}");
    }
    let seen = it.admin.get(&path).expect(200);
    assert_eq!((&seen["url"], &seen["version"]), (&made["url"], &made["version"]));
    let slack = json!({"bot_token": "xoxb-1", "channel": "C1", "api_base": it.canary.url("/api")});
    it.admin.post("/channel-connections", json!({"kind": "slack", "name": "Team", "slack": slack})).problem(422, "target_refused");
}

#[test]
fn a_name_that_leads_inside_is_refused_when_it_is_called() {
    let it = Fortress::new();
    let endpoints: Vec<_> =
        it.targets(NAMES).iter().map(|target| it.admin.post("/webhook-endpoints", json!({"url": target})).expect(201).id()).collect();
    for endpoint in &endpoints {
        it.admin.post(&format!("/webhook-endpoints/{endpoint}/test"), ()).expect(200);
    }
    it.app.work();
    for endpoint in &endpoints {
        let list = it.admin.get(&format!("/deliveries?connection_id={endpoint}")).expect(200);
        let tests = list.data().iter().filter(|delivery| delivery["event_type"] == "test");
        let [test] = tests.collect::<Vec<_>>().try_into().unwrap();
        let shown = it.admin.get(&format!("/deliveries/{}", test["id"].as_str().unwrap())).expect(200);
        let (outcome, status) = outcomes(&shown.body).remove(0);
        assert!(outcome == "rejected" || outcome == "failed", "{}", shown.text());
        assert_eq!(status, None);
        assert!(!shown.str("last_error").contains("127."), "it tells nothing of the inside: {}", shown["last_error"]);
    }
    assert_eq!(it.canary.all().len(), 0);
}
