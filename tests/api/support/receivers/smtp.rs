//! The dialogue that a mail comes in. It is strict in what a strict server refuses: bare line ends, long
//! lines, commands out of turn, 8-bit addresses that were not announced.

use std::io;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt};

use super::inbox::{Fate, Log};
use super::mail::{Envelope, ReceivedMail};
use super::server::{Wire, gone};
use super::watched::Watched;

/// Without its line end (RFC 5321).
const LONGEST_LINE: usize = 998;

const EXTENSIONS: &str = "250-inbox\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN\r\n";

struct Session {
    wire: Wire,
    log: Arc<Watched<Log>>,
    login: Option<String>,
    /// Who the mail under way comes from and goes to.
    from: Option<String>,
    to: Vec<String>,
    /// Whether its addresses may be more than ASCII.
    utf8: bool,
}

pub async fn serve(wire: Wire, log: Arc<Watched<Log>>) -> io::Result<()> {
    let mut session = Session { wire, log, login: None, from: None, to: Vec::new(), utf8: false };
    session.say("220 inbox ESMTP").await?;
    while let Some(line) = session.line().await? {
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
        match (verb.to_ascii_uppercase().as_str(), rest) {
            ("EHLO", _) => {
                session.reset();
                session.wire.write_all(EXTENSIONS.as_bytes()).await?;
            }
            ("HELO" | "RSET", _) => {
                session.reset();
                session.say("250 OK").await?;
            }
            ("NOOP", _) => session.say("250 OK").await?,
            ("AUTH", mechanism) => session.log_in(mechanism).await?,
            ("MAIL", rest) => session.mail(rest).await?,
            ("RCPT", rest) => session.rcpt(rest).await?,
            ("DATA", "") if session.to.is_empty() => session.say("503 no recipient").await?,
            ("DATA", "") => {
                if !session.data().await? {
                    break;
                }
            }
            ("QUIT", _) => {
                session.say("221 bye").await?;
                break;
            }
            _ => session.say("502 not known here").await?,
        }
    }
    Ok(())
}

impl Session {
    async fn say(&mut self, answer: &str) -> io::Result<()> {
        self.wire.write_all(format!("{answer}\r\n").as_bytes()).await
    }

    /// A line with its end, or nothing when the client has gone.
    async fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        self.wire.read_until(b'\n', &mut line).await?;
        Ok(line.ends_with(b"\n").then_some(line))
    }

    fn reset(&mut self) {
        self.from = None;
        self.to.clear();
    }

    /// Any password will do.
    async fn log_in(&mut self, mechanism: &str) -> io::Result<()> {
        let (mechanism, given) = mechanism.split_once(' ').unwrap_or((mechanism, ""));
        let login = match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" => {
                let response = if given.is_empty() { self.ask("").await? } else { decode(given) };
                response.split('\0').nth(1).map(str::to_owned)
            }
            "LOGIN" => {
                let name = if given.is_empty() { self.ask("Username:").await? } else { decode(given) };
                self.ask("Password:").await?;
                Some(name)
            }
            _ => return self.say("504 PLAIN or LOGIN").await,
        };
        let Some(login) = login else { return self.say("535 no name").await };
        self.login = Some(login);
        self.say("235 welcome").await
    }

    async fn ask(&mut self, what: &str) -> io::Result<String> {
        self.say(&format!("334 {}", STANDARD.encode(what))).await?;
        let line = self.line().await?.ok_or(io::ErrorKind::UnexpectedEof)?;
        Ok(decode(&String::from_utf8_lossy(&line)))
    }

    async fn mail(&mut self, rest: &str) -> io::Result<()> {
        let Some((from, parameters)) = address(rest, "FROM:") else { return self.say("501 MAIL FROM:<address>").await };
        if self.from.is_some() {
            return self.say("503 one mail at a time").await;
        }
        self.utf8 = parameters.to_ascii_uppercase().contains("SMTPUTF8");
        if !from.is_ascii() && !self.utf8 {
            return self.say("553 SMTPUTF8 was not announced").await;
        }
        self.from = Some(from.to_owned());
        self.say("250 OK").await
    }

    async fn rcpt(&mut self, rest: &str) -> io::Result<()> {
        let Some((to, _)) = address(rest, "TO:").filter(|(to, _)| to.contains('@')) else {
            return self.say("501 RCPT TO:<address>").await;
        };
        if self.from.is_none() {
            return self.say("503 MAIL first").await;
        }
        if !to.is_ascii() && !self.utf8 {
            return self.say("553 SMTPUTF8 was not announced").await;
        }
        if let Some(code) = self.log.read(|log| log.rejected.get(&to.to_lowercase()).copied()) {
            return self.say(&format!("{code} not this one")).await;
        }
        self.to.push(to.to_owned());
        self.say("250 OK").await
    }

    /// Takes a message; false when that ends the connection.
    async fn data(&mut self) -> io::Result<bool> {
        self.say("354 go on").await?;
        let (mut raw, mut fault) = (Vec::new(), None);
        loop {
            let line = self.line().await?.ok_or(io::ErrorKind::UnexpectedEof)?;
            // After a bare line feed a dot does not end the message, so that nothing is smuggled in.
            if line == b".\r\n" && (raw.is_empty() || raw.ends_with(b"\r\n")) {
                break;
            }
            fault = fault.or_else(|| what_is_wrong(&line));
            raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
        let envelope = Envelope { login: self.login.clone(), from: self.from.take().unwrap_or_default(), to: std::mem::take(&mut self.to) };
        let parsed = if fault.is_none() { ReceivedMail::parse(envelope, raw) } else { None };
        let Some(mail) = parsed else {
            self.say(&format!("554 {}", fault.unwrap_or("no mail"))).await?;
            return Ok(true);
        };
        match self.log.change(|log| log.fates.pop_front()) {
            Some(Fate::Fail(code)) => {
                self.say(&format!("{code} not now")).await?;
                return Ok(code != 421);
            }
            Some(Fate::Hang) if !self.released().await => return Ok(false),
            Some(Fate::Vanish) => {
                self.log.change(|log| log.mails.push(mail));
                return Ok(false);
            }
            Some(Fate::Hang) | None => self.log.change(|log| log.mails.push(mail)),
        }
        self.say("250 kept").await?;
        Ok(true)
    }

    /// Waits for the test; false when the client gave up first.
    async fn released(&mut self) -> bool {
        let mut released = self.log.change(|log| {
            log.hanging += 1;
            log.released.subscribe()
        });
        let released = tokio::select! {
            changed = released.changed() => changed.is_ok(),
            _ = gone(&mut self.wire) => false,
        };
        self.log.change(|log| {
            log.hanging -= 1;
            log.given_up += usize::from(!released);
        });
        released
    }
}

fn decode(given: &str) -> String {
    String::from_utf8_lossy(&STANDARD.decode(given.trim()).unwrap_or_default()).into_owned()
}

/// The address between angle brackets, and what follows it.
fn address<'a>(rest: &'a str, keyword: &str) -> Option<(&'a str, &'a str)> {
    let rest = rest.get(keyword.len()..).filter(|_| rest[..keyword.len()].eq_ignore_ascii_case(keyword))?;
    rest.trim_start().strip_prefix('<')?.split_once('>')
}

fn what_is_wrong(line: &[u8]) -> Option<&'static str> {
    let Some(line) = line.strip_suffix(b"\r\n") else { return Some("a line feed of its own") };
    if line.contains(&b'\r') {
        return Some("a carriage return of its own");
    }
    (line.len() > LONGEST_LINE).then_some("a line that is too long")
}
