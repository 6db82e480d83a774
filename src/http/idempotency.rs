//! `Idempotency-Key`: the key, a fingerprint of the request and the answer are stored in the same
//! transaction as the effect, so that a repeated request finds either both or neither.

use actix_web::http::header::{ETAG, HeaderName, HeaderValue, LOCATION};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::reply::{self, Answer, Reply};
use crate::db::Tx;
use crate::db::dialect::idempotency::{self as store, Claim};
use crate::identity::permissions::Caller;
use crate::kernel::ids::OrganizationId;
use crate::kernel::{Code, Problem, Result, Vault};

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
const HEADER: &str = "idempotency-key";

/// The key of one request.
#[expect(clippy::struct_field_names, reason = "`key` is what the header is called")]
pub(super) struct Key {
    organization_id: OrganizationId,
    actor_id: String,
    key: String,
    fingerprint: String,
}

/// An answer as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct StoredAnswer {
    status: u16,
    location: Option<String>,
    version: Option<i64>,
    body: Option<String>,
}

impl Key {
    pub fn of(request: &HttpRequest, caller: &Caller, body: &[u8]) -> Result<Option<Self>> {
        let Some(value) = request.headers().get(HEADER) else { return Ok(None) };
        if !matches!(*request.method(), Method::POST | Method::PATCH) {
            return Ok(None);
        }
        let key = value.to_str().unwrap_or_default();
        if key.is_empty() || key.len() > 255 || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Problem::parameter("Idempotency-Key", "must be 1 to 255 visible characters"));
        }
        let mut hash = Sha256::new();
        for part in [request.method().as_str().as_bytes(), request.uri().to_string().as_bytes(), body] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Ok(Some(Self {
            organization_id: caller.organization_id,
            actor_id: caller.actor().id().unwrap_or_default(),
            key: key.to_owned(),
            fingerprint: crate::kernel::secrets::hex(&hash.finalize()),
        }))
    }

    /// Takes the key for this transaction. Gives the earlier answer when there is one; waits for a
    /// twin that is under way.
    pub fn claim(&self, tx: &mut Tx<'_>, vault: &Vault) -> Result<Option<StoredAnswer>> {
        let expires_at = tx.now().plus(KEPT);
        let now = tx.now();
        match store::claim(tx.conn(), self.organization_id, &self.actor_id, &self.key, &self.fingerprint, now, expires_at)? {
            Claim::Taken => Ok(None),
            Claim::Earlier { fingerprint, .. } if fingerprint != self.fingerprint => Err(Problem::new(Code::IdempotencyKeyReused)),
            Claim::Earlier { answer, .. } => self.open(vault, answer).map(Some),
        }
    }

    fn open(&self, vault: &Vault, answer: serde_json::Value) -> Result<StoredAnswer> {
        let mut answer: StoredAnswer = serde_json::from_value(answer).map_err(Problem::internal)?;
        answer.body = answer.body.map(|sealed| vault.open(&self.fingerprint, &sealed)).transpose()?;
        Ok(answer)
    }

    /// Stores the answer beside the effect. Encrypted, for it may hold a secret that is shown this once.
    pub fn keep(&self, tx: &mut Tx<'_>, vault: &Vault, answer: &StoredAnswer) -> Result<()> {
        let mut answer = answer.clone();
        answer.body = answer.body.map(|body| vault.seal(&self.fingerprint, &body)).transpose()?;
        let answer = serde_json::to_value(answer).map_err(Problem::internal)?;
        Ok(store::keep(tx.conn(), self.organization_id, &self.actor_id, &self.key, answer)?)
    }
}

impl StoredAnswer {
    pub fn of<T: Serialize>(reply: &Reply<T>) -> Result<Self> {
        let body = reply.body.as_ref().map(serde_json::to_string).transpose().map_err(Problem::internal)?;
        Ok(Self { status: reply.status.as_u16(), location: reply.location.clone(), version: reply.version, body })
    }

    pub fn respond(self) -> Answer {
        let mut response = HttpResponse::build(StatusCode::from_u16(self.status).map_err(Problem::internal)?);
        response.insert_header((HeaderName::from_static("idempotent-replayed"), HeaderValue::from_static("true")));
        if let Some(location) = self.location {
            response.insert_header((LOCATION, location));
        }
        if let Some(version) = self.version {
            response.insert_header((ETAG, reply::etag(version)?));
        }
        Ok(match self.body {
            Some(body) => response.content_type("application/json").body(body),
            None => response.finish(),
        })
    }
}
