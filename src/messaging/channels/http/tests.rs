//! How answers of every kind are read.

use std::io::Write;

use super::*;
use crate::messaging::channels::support::{drip, end, http, read_request, serve, serve_with, to_this_machine};

const SECOND: Duration = Duration::from_secs(1);

async fn post(answer: impl Into<Vec<u8>>) -> Attempt {
    let (url, server) = serve(answer);
    let attempt = to_this_machine(5 * SECOND).post(&format!("{url}/secret-path?token=secret"), Vec::new(), b"body".to_vec()).await;
    assert!(end(server).await.ends_with("\r\n\r\nbody"));
    assert!(!format!("{attempt:?}").contains("secret"), "{attempt:?}");
    attempt
}

#[tokio::test]
async fn the_status_decides_the_outcome() {
    for (status, outcome) in [
        ("200 OK", Outcome::Delivered),
        ("204 No Content", Outcome::Delivered),
        ("302 Found", Outcome::Failed),
        ("400 Bad Request", Outcome::Failed),
        ("404 Not Found", Outcome::Failed),
        ("410 Gone", Outcome::Gone),
        ("429 Too Many Requests", Outcome::Failed),
        ("500 Internal Server Error", Outcome::Failed),
    ] {
        let attempt = post(http(status, "location: http://127.0.0.1:1/\r\n", "")).await;
        assert_eq!((attempt.outcome, attempt.status.map(|code| code.to_string())), (outcome, status.get(..3).map(str::to_owned)));
        assert_eq!(attempt.error.is_none(), outcome == Outcome::Delivered, "{attempt:?}");
        assert!(attempt.latency > Duration::ZERO);
    }
}

#[tokio::test]
async fn retry_after_is_seconds_or_a_date_by_the_receivers_clock() {
    for (headers, expected) in [
        ("retry-after: 120\r\n", Some(120)),
        ("date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: Sun, 06 Nov 1994 08:50:37 GMT\r\n", Some(60)),
        ("date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: Sun, 06 Nov 1994 08:00:00 GMT\r\n", Some(0)),
        ("retry-after: Sun, 06 Nov 1994 08:50:37 GMT\r\n", None),
        ("retry-after: 99999999999999\r\n", Some(30 * 24 * 3600)),
        ("retry-after: soon\r\n", None),
        ("", None),
    ] {
        assert_eq!(post(http("429 Too Many Requests", headers, "")).await.retry_after.map(|wait| wait.as_secs()), expected, "{headers}");
    }
}

#[tokio::test]
async fn of_a_gigabyte_only_the_beginning_is_read() {
    let (url, server) = serve_with(|stream| {
        read_request(stream);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n").expect("it listens");
        let written = (0..1000).take_while(|_| stream.write_all(&vec![b'x'; 1_000_000]).is_ok()).count();
        written.to_string()
    });
    let attempt = to_this_machine(10 * SECOND).post(&url, Vec::new(), Vec::new()).await;
    assert_eq!((attempt.outcome, attempt.answer.len()), (Outcome::Delivered, 4096));
    let megabytes: usize = end(server).await.parse().expect("a number");
    assert!(megabytes < 50, "{megabytes} MB were taken");
}

#[tokio::test]
async fn an_answer_that_drips_ends_with_the_time() {
    let (url, server) = serve_with(|stream| {
        read_request(stream);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4000\r\n\r\n").expect("it listens");
        drip(stream).to_string()
    });
    let attempt = to_this_machine(SECOND / 2).post(&url, Vec::new(), Vec::new()).await;
    assert_eq!((attempt.outcome, attempt.status), (Outcome::Failed, Some(200)));
    assert!(attempt.latency < 5 * SECOND && attempt.answer.starts_with('x'), "{attempt:?}");
    assert_eq!(attempt.error.as_deref(), Some("no complete answer within 500 ms"));
    assert!(end(server).await.parse::<usize>().expect("a number") < 500);
}

#[tokio::test]
async fn headers_that_drip_and_silence_end_with_the_time_too() {
    for beginning in ["", "HTTP/1.1 200 OK\r\nx: "] {
        let (url, server) = serve_with(move |stream| {
            read_request(stream);
            stream.write_all(beginning.as_bytes()).expect("it listens");
            if beginning.is_empty() { read_request(stream) } else { drip(stream).to_string() }
        });
        let attempt = to_this_machine(SECOND / 2).post(&url, Vec::new(), Vec::new()).await;
        assert_eq!((attempt.outcome, attempt.status), (Outcome::Failed, None));
        assert!(attempt.latency < 5 * SECOND);
        end(server).await;
    }
}

#[tokio::test]
async fn an_answer_is_not_unpacked() {
    let attempt = post(http("200 OK", "content-encoding: gzip\r\n", "not gzip")).await;
    assert_eq!((attempt.outcome, attempt.answer.as_str()), (Outcome::Delivered, "not gzip"));
}

#[tokio::test]
async fn what_breaks_off_or_is_not_there_is_tried_again() {
    let cut = post("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf").await;
    assert_eq!((cut.outcome, cut.answer.as_str()), (Outcome::Failed, "half"));
    assert_eq!(post("no http").await.outcome, Outcome::Failed);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("a free port");
    let attempt = to_this_machine(SECOND).post(&format!("http://{closed}/secret"), Vec::new(), Vec::new()).await;
    let error = attempt.error.expect("why not");
    assert!(attempt.outcome == Outcome::Failed && error.starts_with("no connection") && !error.contains("secret"), "{error}");
}

#[tokio::test]
async fn a_header_with_a_line_break_is_never_sent() {
    let headers = vec![("authorization".to_owned(), "Bearer a\r\nx: y".to_owned())];
    let attempt = to_this_machine(SECOND).post("http://127.0.0.1:1/", headers, Vec::new()).await;
    assert_eq!(attempt.outcome, Outcome::Rejected);
    assert_eq!(attempt.error.as_deref(), Some(r#"the header "authorization" is not valid"#));
}
