//! A request as it was received.

use std::io;
use std::time::Instant;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};

use super::server::Wire;

#[derive(Clone, Debug)]
pub struct ReceivedRequest {
    pub method: String,
    /// Without its query.
    pub path: String,
    pub query: String,
    /// In their order, with names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// When all of it had come.
    pub at: Instant,
    /// Which connection it came by; they count from 0.
    pub connection: usize,
}

impl ReceivedRequest {
    /// A header, empty when it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a text")
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{} {}: {error}", self.method, self.path))
    }

    /// Whether the client wants nothing after it.
    pub fn is_last(&self) -> bool {
        self.header("connection").eq_ignore_ascii_case("close")
    }
}

/// The next request of a connection, or nothing at its end.
pub async fn read(wire: &mut Wire, connection: usize) -> io::Result<Option<ReceivedRequest>> {
    let mut line = String::new();
    if wire.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let mut words = line.split_ascii_whitespace();
    let (Some(method), Some(target), Some("HTTP/1.1")) = (words.next(), words.next(), words.next()) else {
        return Err(fault(&line));
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (method, path, query) = (method.to_owned(), path.to_owned(), query.to_owned());
    let headers = headers(wire, &mut line).await?;
    let mut request = ReceivedRequest { method, path, query, headers, body: Vec::new(), at: Instant::now(), connection };
    if request.header("expect").eq_ignore_ascii_case("100-continue") {
        wire.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
    }
    request.body = body(wire, &request).await?;
    request.at = Instant::now();
    Ok(Some(request))
}

async fn headers(wire: &mut Wire, line: &mut String) -> io::Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    loop {
        line.clear();
        wire.read_line(line).await?;
        let Some(header) = line.strip_suffix("\r\n") else { return Err(fault(line)) };
        if header.is_empty() {
            return Ok(headers);
        }
        let (name, value) = header.split_once(':').ok_or_else(|| fault(header))?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

async fn body(wire: &mut Wire, request: &ReceivedRequest) -> io::Result<Vec<u8>> {
    if request.header("transfer-encoding").eq_ignore_ascii_case("chunked") {
        return chunks(wire).await;
    }
    let length = match request.header("content-length") {
        "" => 0,
        given => given.parse().map_err(|_| fault(given))?,
    };
    let mut body = vec![0; length];
    wire.read_exact(&mut body).await?;
    Ok(body)
}

async fn chunks(wire: &mut Wire) -> io::Result<Vec<u8>> {
    let (mut body, mut line) = (Vec::new(), String::new());
    loop {
        line.clear();
        wire.read_line(&mut line).await?;
        let size = line.trim_end().split(';').next().unwrap_or_default();
        let size = usize::from_str_radix(size, 16).map_err(|_| fault(&line))?;
        if size == 0 {
            headers(wire, &mut line).await?;
            return Ok(body);
        }
        let start = body.len();
        body.resize(start + size, 0);
        wire.read_exact(&mut body[start..]).await?;
        wire.read_exact(&mut [0; 2]).await?;
    }
}

fn fault(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("not HTTP/1.1: {what:?}"))
}
