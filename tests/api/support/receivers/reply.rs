//! How a receiver answers.

use std::collections::VecDeque;
use std::fmt::Write;
use std::future::pending;
use std::io;
use std::time::Duration;

use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::sync::watch;

use super::bomb::gzip_bomb;
use super::server::{Wire, gone};

/// How much of a flood is sent at a time.
static PIECE: [u8; 16 << 10] = [b'.'; 16 << 10];
/// What a bomb grows to.
const BOMB_MEBIBYTES: usize = 1 << 10;

#[derive(Clone, Debug)]
pub enum Reply {
    /// With an empty body, or `ok` when the status is 200.
    Status(u16),
    StatusWith(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// One after the other; the last is repeated.
    Sequence(Vec<Reply>),
    /// 200 after the path was released.
    Hold,
    /// The same with another status.
    HoldThen(u16),
    /// Nothing, until the client goes away.
    Hang,
    /// One byte a second, from the first of the status line; it never ends.
    Drip,
    /// 307, which asks to send the same there.
    Redirect(String),
    /// A body of that many bytes whose length is not announced.
    Flood(u64),
    /// Hangs up in place of an answer.
    Drop,
    /// A mebibyte that is a gibibyte when it is unpacked.
    GzipBomb,
}

impl Reply {
    pub fn with(status: u16, headers: &[(&'static str, &str)], body: impl Into<Vec<u8>>) -> Self {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self::StatusWith(status, headers, body.into())
    }

    pub fn json(status: u16, body: Value) -> Self {
        Self::with(status, &[("content-type", "application/json")], body.to_string())
    }

    /// Without sequences.
    pub(super) fn flatten(self) -> VecDeque<Self> {
        match self {
            Self::Sequence(replies) => replies.into_iter().flat_map(Self::flatten).collect(),
            single => VecDeque::from([single]),
        }
    }
}

/// What an answer needs to know beside what it is.
pub struct Sending<'a> {
    pub wire: &'a mut Wire,
    pub released: watch::Receiver<()>,
    /// Counts bytes of a body that were taken.
    pub taken: &'a (dyn Fn(usize) + Send + Sync),
    pub without_body: bool,
}

impl Sending<'_> {
    /// Sends an answer; false when the connection ends with it, and an error when the client did not wait for it.
    pub async fn send(mut self, reply: Reply) -> io::Result<bool> {
        match reply {
            Reply::Status(status) => self.whole(status, &[], if status == 200 { b"ok" } else { b"" }).await?,
            Reply::StatusWith(status, headers, body) => self.whole(status, &headers, &body).await?,
            Reply::Redirect(url) => self.whole(307, &[("location", url)], b"").await?,
            Reply::Hold => self.hold(200).await?,
            Reply::HoldThen(status) => self.hold(status).await?,
            Reply::Hang => return Err(gone(self.wire).await),
            Reply::Drip => return self.drip().await,
            Reply::Flood(bytes) => self.flood(bytes).await?,
            Reply::GzipBomb => self.bomb().await?,
            Reply::Drop => return Ok(false),
            Reply::Sequence(_) => unreachable!("sequences were flattened"),
        }
        Ok(true)
    }

    async fn whole(&mut self, status: u16, headers: &[(&str, String)], body: &[u8]) -> io::Result<()> {
        let mut answer = format!("HTTP/1.1 {status} \r\n");
        for (name, value) in headers {
            let _ = write!(answer, "{name}: {value}\r\n");
        }
        if status == 204 || status == 304 {
            answer.push_str("\r\n");
            return self.wire.write_all(answer.as_bytes()).await;
        }
        let _ = write!(answer, "content-length: {}\r\n\r\n", body.len());
        let mut answer = answer.into_bytes();
        if !self.without_body {
            answer.extend_from_slice(body);
        }
        self.wire.write_all(&answer).await
    }

    async fn hold(mut self, status: u16) -> io::Result<()> {
        tokio::select! {
            _ = self.released.changed() => (),
            left = gone(self.wire) => return Err(left),
        }
        self.whole(status, &[], if status == 200 { b"ok" } else { b"" }).await
    }

    async fn drip(&mut self) -> io::Result<bool> {
        let head = b"HTTP/1.1 200 \r\ncontent-length: 1000000\r\n\r\n".iter().copied();
        let mut ticks = tokio::time::interval(Duration::from_secs(1));
        for byte in head.chain(std::iter::repeat(b'.')) {
            tokio::select! {
                _ = ticks.tick() => self.wire.write_all(&[byte]).await?,
                left = gone(self.wire) => return Err(left),
            }
        }
        pending().await
    }

    async fn flood(&mut self, mut bytes: u64) -> io::Result<()> {
        self.wire.write_all(b"HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n\r\n").await?;
        while bytes > 0 {
            let size = bytes.min(PIECE.len() as u64) as usize;
            self.wire.write_all(format!("{size:x}\r\n").as_bytes()).await?;
            self.wire.write_all(&PIECE[..size]).await?;
            self.wire.write_all(b"\r\n").await?;
            (self.taken)(size);
            bytes -= size as u64;
        }
        self.wire.write_all(b"0\r\n\r\n").await
    }

    async fn bomb(&mut self) -> io::Result<()> {
        let bomb = gzip_bomb(BOMB_MEBIBYTES);
        let head = format!("HTTP/1.1 200 \r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", bomb.len());
        self.wire.write_all(head.as_bytes()).await?;
        for piece in bomb.chunks(PIECE.len()) {
            self.wire.write_all(piece).await?;
            (self.taken)(piece.len());
        }
        Ok(())
    }
}
