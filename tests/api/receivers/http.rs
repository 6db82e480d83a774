//! The receiver.

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;

use super::{Caller, get};
use crate::support::receivers::{ReceivedRequest, Receiver, Refusing, Reply};
use crate::support::{at_once, json};

#[test]
fn a_receiver_keeps_what_was_sent() {
    let receiver = Receiver::start();
    let begun = Instant::now();
    let mut caller = Caller::to(&receiver.url("/"));
    let sent = caller.http("POST /hooks?a=1 HTTP/1.1\r\nHost: x\r\nX-Signature: v1=abc \r\nContent-Length: 9\r\n\r\n{\"a\":[1]}");
    assert_eq!(sent, (200, vec!["content-length: 2".to_owned()], "ok".to_owned()));
    // Chunks, on the same connection; then another connection, which ends with its answer.
    let chunked = "PUT /hooks HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n4\r\nGr\u{fc}\r\n4;x=y\r\n\u{df}en\r\n0\r\nt: 1\r\n\r\n";
    assert_eq!(caller.http(chunked).0, 200);
    let mut other = Caller::to(&receiver.url("/"));
    assert_eq!(other.http("HEAD /other HTTP/1.1\r\nconnection: close\r\n\r\n").0, 200);
    assert!(other.is_closed());
    assert_eq!(Caller::to(&receiver.url("/")).http("EHLO app.example\r\n").0, 400);

    let hooks: Vec<ReceivedRequest> = receiver.wait_for("/hooks", 2);
    assert_eq!((hooks[0].method.as_str(), hooks[0].path.as_str(), hooks[0].query.as_str()), ("POST", "/hooks", "a=1"));
    assert_eq!((hooks[0].header("X-Signature"), hooks[0].header("absent"), hooks[0].json()), ("v1=abc", "", json!({"a": [1]})));
    assert_eq!((hooks[1].method.as_str(), hooks[1].text()), ("PUT", "Grüßen"));
    assert!(begun <= hooks[0].at && hooks[0].at <= hooks[1].at);
    assert_eq!(receiver.all().iter().map(|request| request.connection).collect::<Vec<_>>(), [0, 0, 1]);
    assert_eq!((receiver.requests("/other").len(), receiver.count("/hooks"), receiver.count("/nowhere")), (1, 2, 0));
}

#[test]
fn a_receiver_answers_by_script() {
    let receiver = Receiver::start();
    let slow = Reply::with(429, &[("retry-after", "7")], "slow down");
    receiver
        .answer("/hooks", Reply::Sequence(vec![Reply::Status(500), slow, Reply::Redirect("http://10.0.0.1/".into()), Reply::Status(410)]));
    receiver.answer("/slack", Reply::json(200, json!({"ok": true})));
    receiver.answer("/empty", Reply::Status(204));
    let mut caller = Caller::to(&receiver.url("/"));
    assert_eq!(caller.get("/hooks").0, 500);
    let (status, headers, body) = caller.get("/hooks");
    assert_eq!((status, headers[0].as_str(), body.as_str()), (429, "retry-after: 7", "slow down"));
    let (status, headers, _) = caller.get("/hooks");
    assert_eq!((status, headers[0].as_str()), (307, "location: http://10.0.0.1/"));
    assert_eq!((caller.get("/hooks").0, caller.get("/hooks").0), (410, 410));
    assert_eq!(caller.get("/slack").2, r#"{"ok":true}"#);
    assert_eq!((caller.get("/empty").0, caller.get("/elsewhere").0), (204, 200));
    receiver.answer("/hooks", Reply::Drop);
    assert_eq!(caller.get("/hooks").0, 0);
    assert!(caller.is_closed());
}

#[test]
fn a_receiver_holds_hundreds_until_it_is_released() {
    let receiver = Receiver::start();
    receiver.answer("/held", Reply::Hold);
    let mut held: Vec<Caller> = (0..300).map(|_| Caller::to(&receiver.url("/held"))).collect();
    for caller in &mut held {
        caller.write(&get("/held"));
    }
    assert_eq!(receiver.wait_for("/held", 300).len(), 300);
    drop(held.pop());
    receiver.wait_for_given_up("/held", 1);
    receiver.release("/held");
    assert!(held.iter_mut().all(|caller| caller.line() == "HTTP/1.1 200"));
    // What comes later waits for another release.
    held[0] = Caller::to(&receiver.url("/held"));
    held[0].write(&get("/held"));
    receiver.wait_for("/held", 301);
    receiver.release("/held");
    assert_eq!(held[0].line(), "HTTP/1.1 200");
}

#[test]
fn a_receiver_that_hangs_sees_its_client_leave() {
    let receiver = Receiver::start();
    receiver.answer("/hang", Reply::Hang);
    let mut caller = Caller::to(&receiver.url("/hang"));
    caller.write(&get("/hang"));
    receiver.wait_for("/hang", 1);
    drop(caller);
    receiver.wait_for_given_up("/hang", 1);
}

#[test]
fn a_drip_takes_a_second_for_each_byte() {
    let receiver = Receiver::start();
    receiver.answer("/drip", Reply::Drip);
    let begun = Instant::now();
    let mut caller = Caller::to(&receiver.url("/drip"));
    caller.write(&get("/drip"));
    let mut bytes = [0; 2];
    caller.0.read_exact(&mut bytes).unwrap();
    assert!(&bytes == b"HT" && begun.elapsed() >= Duration::from_secs(1));
    drop(caller);
    receiver.wait_for_given_up("/drip", 1);
}

#[test]
fn a_flood_counts_what_was_taken() {
    let receiver = Receiver::start();
    receiver.answer("/small", Reply::Flood(100_000));
    let mut caller = Caller::to(&receiver.url("/small"));
    assert_eq!(caller.get("/small").0, 200);
    let mut body = 0;
    loop {
        let size = usize::from_str_radix(&caller.line(), 16).unwrap();
        caller.0.read_exact(&mut vec![0; size + 2]).unwrap();
        body += size;
        if size == 0 {
            break;
        }
    }
    assert_eq!((body, receiver.flooded("/small")), (100_000, 100_000));

    receiver.answer("/flood", Reply::Flood(1 << 30));
    let mut caller = Caller::to(&receiver.url("/flood"));
    caller.write(&get("/flood"));
    caller.0.read_exact(&mut vec![0; 1 << 20]).unwrap();
    drop(caller);
    receiver.wait_for_given_up("/flood", 1);
    let taken = receiver.flooded("/flood");
    assert!(((1 << 20) - (64 << 10)..2 << 20).contains(&taken), "{taken}");
}

#[test]
fn a_bomb_is_small_until_it_is_unpacked() {
    let receiver = Receiver::start();
    receiver.answer("/bomb", Reply::GzipBomb);
    let mut caller = Caller::to(&receiver.url("/bomb"));
    caller.write(&get("/bomb"));
    let head: Vec<String> = std::iter::from_fn(|| Some(caller.line()).filter(|line| !line.is_empty())).collect();
    assert!(head.contains(&"content-encoding: gzip".to_owned()), "{head:?}");
    let mut unpacked = GzDecoder::new(caller.0).take(16 << 20);
    assert_eq!(std::io::copy(&mut unpacked, &mut std::io::sink()).unwrap(), 16 << 20);
    drop(unpacked);
    receiver.wait_for_given_up("/bomb", 1);
    assert!(receiver.flooded("/bomb") < 2 << 20);
}

#[test]
fn a_port_that_refuses_can_be_opened() {
    let refusing: Refusing = Receiver::refusing();
    let (url, address) = (refusing.url("/hooks"), refusing.url("").replace("http://", ""));
    assert_eq!(TcpStream::connect(&address).unwrap_err().kind(), ErrorKind::ConnectionRefused);
    let receiver = refusing.open();
    assert_eq!((receiver.url("/hooks"), Caller::to(&url).get("/hooks").0), (url.clone(), 200));
}

#[test]
fn many_clients_are_answered_side_by_side() {
    let receiver = Receiver::start();
    at_once(8, |_| {
        let mut caller = Caller::to(&receiver.url("/busy"));
        assert!((0..250).all(|_| caller.get("/busy").0 == 200));
    });
    assert_eq!(receiver.count("/busy"), 2000);
}
