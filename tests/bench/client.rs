//! A client that costs little: one thread, keep-alive connections, each of which sends its next request
//! as soon as the answer to the last one is complete.

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use serde_json::Value;

/// Writes the next request.
pub type Requests<'a> = &'a mut dyn FnMut(&mut Vec<u8>);

/// What a run of requests showed.
#[derive(Clone, Default)]
pub struct Load {
    pub seconds: f64,
    /// Microseconds that each answer took, sorted.
    micros: Vec<u32>,
}

impl Load {
    pub fn requests(&self) -> usize {
        self.micros.len()
    }

    pub fn per_second(&self) -> f64 {
        self.micros.len() as f64 / self.seconds
    }

    /// The latency that this share of requests did not exceed.
    pub fn percentile(&self, share: f64) -> u32 {
        let last = self.micros.len().saturating_sub(1);
        self.micros.get((last as f64 * share) as usize).copied().unwrap_or(0)
    }
}

struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    answer: Vec<u8>,
    filled: usize,
    /// Length of the answer, once its head was read.
    expected: Option<usize>,
    sent: Instant,
}

/// Keeps so many connections busy for that long.
pub fn run(address: SocketAddr, connections: usize, length: Duration, requests: Requests<'_>) -> Load {
    let mut poll = Poll::new().expect("epoll");
    let mut clients: Vec<Connection> = (0..connections)
        .map(|index| {
            let stream = std::net::TcpStream::connect(address).expect("the server accepts");
            stream.set_nodelay(true).and_then(|()| stream.set_nonblocking(true)).expect("a socket can be set up");
            let mut stream = TcpStream::from_std(stream);
            poll.registry().register(&mut stream, Token(index), Interest::READABLE).expect("epoll takes a socket");
            Connection { stream, request: Vec::new(), answer: vec![0; 256 << 10], filled: 0, expected: None, sent: Instant::now() }
        })
        .collect();
    let started = Instant::now();
    let mut load = Load::default();
    for client in &mut clients {
        client.send(requests);
    }
    let mut events = Events::with_capacity(connections);
    while started.elapsed() < length {
        poll.poll(&mut events, Some(Duration::from_millis(100))).expect("epoll waits");
        for event in &events {
            let client = &mut clients[event.token().0];
            if client.receive() {
                load.micros.push(client.sent.elapsed().as_micros() as u32);
                client.send(requests);
            }
        }
    }
    load.seconds = started.elapsed().as_secs_f64();
    load.micros.sort_unstable();
    load
}

impl Connection {
    fn send(&mut self, requests: Requests<'_>) {
        self.request.clear();
        requests(&mut self.request);
        (self.filled, self.expected, self.sent) = (0, None, Instant::now());
        self.stream.write_all(&self.request).expect("a request fits into the socket's buffer");
    }

    /// Reads what there is; tells whether the answer is complete. A short read means that there is no
    /// more, and epoll tells when there is.
    fn receive(&mut self) -> bool {
        loop {
            let room = self.answer.len() - self.filled;
            let count = match self.stream.read(&mut self.answer[self.filled..]) {
                Ok(0) => panic!("the server hung up"),
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
                Err(error) => panic!("{error}"),
            };
            self.filled += count;
            if self.expected.is_none() {
                self.expected = length(&self.answer[..self.filled]);
            }
            if self.expected.is_some_and(|expected| self.filled >= expected) {
                return true;
            }
            if count < room {
                return false;
            }
        }
    }
}

/// Head and body together, once the head is there. Anything but 200 and 201 ends the bench.
fn length(answer: &[u8]) -> Option<usize> {
    let end = head_end(answer)?;
    let head = std::str::from_utf8(&answer[..end]).expect("a head is text");
    assert!(is_good(answer), "neither 200 nor 201: {}", String::from_utf8_lossy(answer));
    let body = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().expect("a length is a number"))
    });
    Some(end + body.expect("an answer tells its length"))
}

/// Where the body begins, once the head is there.
fn head_end(answer: &[u8]) -> Option<usize> {
    Some(answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4)
}

fn is_good(answer: &[u8]) -> bool {
    answer.starts_with(b"HTTP/1.1 200") || answer.starts_with(b"HTTP/1.1 201")
}

/// One change on a connection of its own: what was answered, and how long that took.
pub fn ask(address: SocketAddr, path: &str, token: &str, body: &Value) -> (Value, Duration) {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let request = format!(
        "POST /api/v1{path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = std::net::TcpStream::connect(address).expect("the server accepts");
    let (mut answer, started) = (Vec::new(), Instant::now());
    stream.write_all(request.as_bytes()).expect("the request is sent");
    stream.read_to_end(&mut answer).expect("the answer is read");
    let took = started.elapsed();
    assert!(is_good(&answer), "neither 200 nor 201: {}", String::from_utf8_lossy(&answer));
    let body = &answer[head_end(&answer).expect("an answer has a head")..];
    (serde_json::from_slice(body).expect("an answer is JSON"), took)
}

/// One answer that is streamed.
#[derive(Clone, Copy)]
pub struct Download {
    pub first_byte: Duration,
    pub whole: Duration,
    pub bytes: usize,
}

/// Reads one answer to its end and forgets it.
pub fn download(address: SocketAddr, request: &[u8]) -> Download {
    let mut stream = std::net::TcpStream::connect(address).expect("the server accepts");
    let mut buffer = vec![0; 256 << 10];
    let started = Instant::now();
    stream.write_all(request).expect("the request is sent");
    let (mut bytes, mut first_byte) = (0, None);
    loop {
        let count = stream.read(&mut buffer).expect("the answer is read");
        if count == 0 {
            break;
        }
        if first_byte.is_none() {
            assert!(buffer.starts_with(b"HTTP/1.1 200"), "not 200: {}", String::from_utf8_lossy(&buffer[..count]));
            first_byte = Some(started.elapsed());
        }
        bytes += count;
    }
    Download { first_byte: first_byte.expect("an answer"), whole: started.elapsed(), bytes }
}
