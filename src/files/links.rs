//! Links to a file's bytes: signed and short-lived, so that a browser can follow one without a token,
//! and one that has leaked soon opens nothing.

use chrono::TimeDelta;

use crate::kernel::ids::FileId;
use crate::kernel::{Clock, Code, Problem, Result, Timestamp, Vault};

/// How long a link works.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);
const PURPOSE: &str = "file";

/// Makes links and tells whether they are ours.
#[derive(Clone)]
pub struct FileLinks {
    vault: Vault,
    base_url: String,
    clock: Clock,
}

/// A link and its end.
#[derive(Debug, Clone)]
pub struct FileLink {
    pub url: String,
    pub expires_at: Timestamp,
}

impl FileLinks {
    pub fn new(vault: Vault, base_url: String, clock: Clock) -> Self {
        Self { vault, base_url, clock }
    }

    pub fn make(&self, id: FileId) -> Result<FileLink> {
        let expires = self.clock.now().plus(LIFETIME).micros() / 1_000_000;
        let expires_at = Timestamp::from_micros(expires * 1_000_000).ok_or_else(|| Problem::internal("the clock is out of range"))?;
        let signature = self.vault.token(PURPOSE, &signed(id, expires))?;
        let url = format!("{}/api/v1/files/{id}/content?expires={expires}&signature={signature}", self.base_url);
        Ok(FileLink { url, expires_at })
    }

    /// A signature that is not ours is a link that nobody made: 404. One whose time is over: 410.
    pub fn ensure_valid(&self, id: FileId, expires: i64, signature: &str) -> Result<()> {
        if !self.vault.is_ours(PURPOSE, &signed(id, expires), signature) {
            return Err(Problem::not_found());
        }
        if self.clock.now().micros() / 1_000_000 >= expires { Err(Problem::new(Code::TokenExpired)) } else { Ok(()) }
    }
}

fn signed(id: FileId, expires: i64) -> String {
    format!("{id}.{expires}")
}
