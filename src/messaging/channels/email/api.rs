//! What the providers' HTTP interfaces have in common.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::Mail;
use super::compose::{CALENDAR_FILE, calendar_type};
use crate::messaging::channels::http::Outbound;
use crate::messaging::channels::{Attempt, Outcome};

/// A file as every provider wants it, each under keys of its own.
pub(super) struct File {
    pub(super) name: String,
    pub(super) media_type: String,
    pub(super) base64: String,
}

/// The attachments, and the calendar as one more: these interfaces know no further alternatives.
pub(super) fn files(mail: &Mail) -> Result<Vec<File>, String> {
    let attached = mail.attachments.iter();
    let mut files: Vec<File> = attached.map(|file| self::file(&file.filename, file.media_type.clone(), &file.bytes)).collect();
    if let Some(calendar) = &mail.calendar {
        files.push(file(CALENDAR_FILE, calendar_type(&calendar.method)?, calendar.ics.as_bytes()));
    }
    Ok(files)
}

fn file(name: &str, media_type: String, bytes: &[u8]) -> File {
    File { name: name.to_owned(), media_type, base64: STANDARD.encode(bytes) }
}

/// Posts a mail to `path` below `base_url`, when it could be put into the provider's words.
pub(super) async fn post(
    outbound: &Outbound,
    base_url: &str,
    path: &str,
    headers: Vec<(&str, String)>,
    body: Result<Value, String>,
) -> Attempt {
    let body = match body {
        Ok(body) => body.to_string().into_bytes(),
        Err(why) => return Attempt::rejected(why),
    };
    let mut headers: Vec<_> = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    headers.push(("content-type".to_owned(), "application/json".to_owned()));
    headers.push(("accept".to_owned(), "application/json".to_owned()));
    read(outbound.post(&format!("{}{path}", base_url.trim_end_matches('/')), headers, body).await)
}

/// 400 and 422 are about the mail; everything else is about the provider or the account.
fn read(attempt: Attempt) -> Attempt {
    let said = |what: &str| Some(format!("the mail provider {what}"));
    match attempt.status {
        None => {
            let why = attempt.error.clone().unwrap_or_default();
            attempt.read_as(Outcome::Failed, said(&format!("was not reached: {why}")))
        }
        Some(status @ (400 | 413 | 422)) => attempt.read_as(Outcome::Rejected, said(&format!("does not take this mail ({status})"))),
        Some(status @ (401 | 403)) => attempt.read_as(Outcome::Failed, said(&format!("does not accept our key ({status})"))),
        Some(429) => attempt.read_as(Outcome::Failed, said("asks to send less often (429)")),
        Some(_) if attempt.outcome == Outcome::Gone => attempt.read_as(Outcome::Failed, said("answered 410")),
        Some(_) => attempt,
    }
}
