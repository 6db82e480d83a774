//! Server-sent events, read as they come.

use std::time::Duration;

use serde_json::Value;

use super::app::wait;
use super::client::Request;

/// Longer than anything takes that is not stuck.
const DEADLINE: Duration = Duration::from_secs(30);

/// A stream under way.
pub struct EventStream {
    response: reqwest::Response,
    buffer: String,
}

/// One event of a stream.
#[derive(Debug)]
pub struct StreamedEvent {
    pub id: String,
    pub name: String,
    pub data: Value,
}

impl EventStream {
    /// Connects, and waits for the first thing that the server says.
    #[track_caller]
    pub fn open(request: Request) -> Self {
        let response = request.open();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut stream = Self { response, buffer: String::new() };
        assert_eq!(stream.block().as_deref(), Some(": connected"));
        stream
    }

    /// The next event; comments are passed over. Nothing when the stream has ended.
    pub fn next(&mut self) -> Option<StreamedEvent> {
        loop {
            let block = self.block()?;
            let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).map(str::to_owned);
            let (Some(id), Some(name), Some(data)) = (field("id"), field("event"), field("data")) else { continue };
            return Some(StreamedEvent { id, name, data: serde_json::from_str(&data).unwrap() });
        }
    }

    /// Lines up to an empty one.
    fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.buffer.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.buffer = rest;
                return Some(block);
            }
            let chunk = wait(async { tokio::time::timeout(DEADLINE, self.response.chunk()).await });
            let chunk = chunk.expect("something in time").expect("a stream that does not break")?;
            self.buffer.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}
