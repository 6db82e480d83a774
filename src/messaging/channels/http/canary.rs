//! A listener on this machine that must not hear anything, whatever this machine is called.

use std::io::ErrorKind;
use std::net::TcpListener;

use super::*;

#[rustfmt::skip]
const LOOPBACK: &[&str] = &[
    "127.0.0.1", "127.1", "127.0.1", "127.0.0.1.", "127.000.000.001", "0x7f.1", "0x7f.0.0.1", "0x7f000001", "0X7F000001",
    "2130706433", "2130706433.", "017700000001", "0177.1", "0177.0.0.1", "0177.0x0.0.01", "00000177.1", "127.0x1", "0", "0x0",
    "0.0.0.0", "00", "１２７.０.０.１", "１２７．１", "①②⑦.⓪.⓪.①", "127。0。0。1", "𝟏𝟐𝟕.𝟎.𝟎.𝟏", "%31%32%37.0.0.1", "127%2e0%2e0%2e1",
    "127.0.0.%31", "12\u{ad}7.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]",
    "[::127.0.0.1]", "[::]", "[::ffff:0.0.0.0]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "localhost", "localhost.", "LOCALHOST",
    "loc%61lhost", "ｌｏｃａｌｈｏｓｔ", "a.localhost", "user@127.0.0.1", "example.com@127.0.0.1", "127.0.0.1\\@example.com",
    "localhost..", "127.0.0.1..",
];

fn heard(canary: &TcpListener) -> bool {
    match canary.accept() {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::WouldBlock);
            false
        }
    }
}

fn canary(address: &str) -> Option<TcpListener> {
    let listener = TcpListener::bind(address).ok()?;
    listener.set_nonblocking(true).expect("it need not wait");
    Some(listener)
}

#[tokio::test]
async fn nothing_that_means_this_machine_is_connected_to() {
    let four = canary("127.0.0.1:0").expect("a free port");
    let port = four.local_addr().expect("it listens").port();
    let six = canary(&format!("[::1]:{port}"));
    let outbound = Outbound::new(TargetGuard::new(Vec::new()), Duration::from_secs(2)).expect("a client");
    for host in LOOPBACK {
        let attempt = outbound.post(&format!("http://{host}:{port}/hook"), Vec::new(), b"{}".to_vec()).await;
        assert!(!attempt.is_delivered() && attempt.status.is_none(), "{host}: {attempt:?}");
        // Two trailing dots are a name that no resolver knows, and everything else is known for what it is.
        assert!(attempt.outcome == Outcome::Rejected || host.ends_with(".."), "{host}: {attempt:?}");
        assert!(!heard(&four) && !six.as_ref().is_some_and(heard), "{host} was connected to");
    }
}

#[tokio::test]
async fn a_name_that_leads_here_is_refused_by_the_resolver_and_not_connected_to() {
    let canary = canary("127.0.0.1:0").expect("a free port");
    let outbound = Outbound::new(TargetGuard::new(Vec::new()), Duration::from_secs(2)).expect("a client");
    let url = Url::parse(&format!("http://localhost:{}/", canary.local_addr().expect("it listens").port())).expect("an address");
    // Past the check of the text, as a name would be that nobody suspects.
    let attempt = outbound.exchange(url, HeaderMap::new(), Vec::new(), Instant::now(), ANSWER_LIMIT).await;
    assert_eq!(attempt.outcome, Outcome::Rejected);
    assert_eq!(attempt.error.as_deref(), Some("the target's name leads to an address that is not public"));
    assert!(!heard(&canary));
}

#[tokio::test]
async fn the_canary_hears_who_is_allowed_to_come() {
    let canary = canary("127.0.0.1:0").expect("a free port");
    let outbound =
        Outbound::new(TargetGuard::new(vec!["127.0.0.0/8".parse().expect("a network")]), Duration::from_millis(200)).expect("a client");
    let port = canary.local_addr().expect("it listens").port();
    for host in ["127.0.0.1", "localhost", "0x7f.1"] {
        assert_eq!(outbound.post(&format!("http://{host}:{port}/"), Vec::new(), Vec::new()).await.outcome, Outcome::Failed);
        assert!(heard(&canary), "{host}");
    }
}
