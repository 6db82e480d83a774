//! Servers for the tests of this folder: one answer each, on this machine.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use super::guard::TargetGuard;
use super::http::Outbound;

/// Reaches this machine and nothing else that is not public.
pub(super) fn to_this_machine(timeout: Duration) -> Outbound {
    Outbound::new(TargetGuard::new(vec!["127.0.0.0/8".parse().expect("a network")]), timeout).expect("a client")
}

/// A server for one request. It says what it was asked, and is gone.
pub(super) fn serve(answer: impl Into<Vec<u8>>) -> (String, JoinHandle<String>) {
    let answer = answer.into();
    serve_with(move |stream| {
        let asked = read_request(stream);
        let _ = stream.write_all(&answer);
        asked
    })
}

pub(super) fn serve_with(talk: impl FnOnce(&mut TcpStream) -> String + Send + 'static) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("it listens"));
    let server = std::thread::spawn(move || {
        let mut stream = listener.accept().expect("somebody comes").0;
        // A test that goes wrong fails and does not hang.
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("longer than nothing");
        stream.set_write_timeout(Some(Duration::from_secs(20))).expect("longer than nothing");
        talk(&mut stream)
    });
    (url, server)
}

/// What the server has to say in the end. Waits beside the runtime, which has connections to close.
pub(super) async fn end(server: JoinHandle<String>) -> String {
    tokio::task::spawn_blocking(move || server.join().expect("it talks to its end")).await.expect("it is waited for")
}

/// An answer with a body as HTTP has it.
pub(super) fn http(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
}

/// Head and body of a request, whose length it says itself.
pub(super) fn read_request(stream: &mut TcpStream) -> String {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut chunk).unwrap_or(0);
        bytes.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&bytes);
        let length = |head: &str| head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        let is_whole = text.split_once("\r\n\r\n").is_some_and(|(head, _)| bytes.len() >= head.len() + 4 + length(head).unwrap_or(0));
        if is_whole || count == 0 {
            return text.into_owned();
        }
    }
}

/// Writes a byte now and then until the other side has had enough, and tells how many it took.
pub(super) fn drip(stream: &mut TcpStream) -> usize {
    stream.set_read_timeout(Some(Duration::from_millis(20))).expect("longer than nothing");
    for count in 0..1000 {
        if stream.write_all(b"x").is_err() {
            return count;
        }
        match stream.read(&mut [0]) {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            _ => return count,
        }
    }
    1000
}
