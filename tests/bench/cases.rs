//! What is asked for: the same requests for both servers.

use std::io::Write;

use super::rows::{ITEMS_EACH, Rows};
use super::sql::ids;

/// One kind of request.
#[derive(Clone, Copy, PartialEq)]
pub enum Case {
    Engagement,
    Page,
    Update,
}

impl Case {
    pub const ALL: [Case; 3] = [Case::Engagement, Case::Page, Case::Update];

    pub fn name(self) -> &'static str {
        match self {
            Case::Engagement => "engagement with items",
            Case::Page => "filtered page of 50",
            Case::Update => "item update + event",
        }
    }

    /// Requests of this kind, spread over all of the data.
    pub fn requests(self, rows: Rows, token: &str) -> impl FnMut(&mut Vec<u8>) + use<> {
        let head = format!("Host: bench\r\nAuthorization: Bearer {token}\r\n");
        let mut count: usize = 0;
        move |out| {
            count += 1;
            // A step that has no factor in common with the number of engagements passes all of them.
            let n = (count * 7_919) % rows.engagements;
            let written = match self {
                Case::Engagement => write!(out, "GET /api/v1/engagements/{} HTTP/1.1\r\n{head}\r\n", ids::engagement(n)),
                Case::Page => {
                    let coach = rows.coach_id(n);
                    write!(out, "GET /api/v1/engagements?coach_id={coach}&status=active&limit=50 HTTP/1.1\r\n{head}\r\n")
                }
                Case::Update => {
                    let item = ids::item(open(n, rows), count % ITEMS_EACH);
                    let body = format!(r#"{{"title":"Session, take {count}"}}"#);
                    write!(
                        out,
                        "PATCH /api/v1/items/{item} HTTP/1.1\r\n{head}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                        body.len()
                    )
                }
            };
            written.expect("memory takes everything");
        }
    }
}

/// The next engagement from here on whose items may still change.
fn open(from: usize, rows: Rows) -> usize {
    (0..rows.engagements).map(|step| (from + step) % rows.engagements).find(|n| Rows::is_open(*n)).expect("some are open")
}

/// A request for the file of everything.
pub fn export(token: &str) -> Vec<u8> {
    format!("GET /api/v1/engagements/export.csv HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n")
        .into_bytes()
}
