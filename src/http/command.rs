//! A change by somebody who may make it. Idempotency keys, dry runs and `If-Match` live here once, for
//! every feature.

use std::future::{Future, Ready, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::Value;

use super::access::authorize;
use super::body::{self, NoBody, RequestBody};
use super::idempotency::{Key, StoredAnswer};
use super::reply::{self, Answer, Reply};
use crate::app::App;
use crate::db::{Conn, Effect, Intent, Tx};
use crate::identity::permissions::{Caller, Permission};
use crate::kernel::ids::{Id, Kind};
use crate::kernel::{Problem, Result};
use crate::messaging::notifications::foresight;

/// A request to change something, with the permission `P` and the body `B`.
pub struct Command<P, B = NoBody> {
    pub app: Arc<App>,
    pub caller: Caller,
    pub body: B,
    conditions: Conditions,
    permission: PhantomData<P>,
}

/// What the request asks of the transaction, apart from what it is about.
pub(super) struct Conditions {
    if_match: Option<i64>,
    dry_run: bool,
    idempotency: Option<Key>,
}

impl Conditions {
    pub(super) fn of(request: &HttpRequest, caller: &Caller, body: &[u8]) -> Result<Self> {
        Ok(Self { if_match: if_match(request)?, dry_run: dry_run(request)?, idempotency: Key::of(request, caller, body)? })
    }
}

impl<P, B> Command<P, B> {
    pub(super) fn new(app: Arc<App>, caller: Caller, body: B, conditions: Conditions) -> Self {
        Self { app, caller, body, conditions, permission: PhantomData }
    }
}

impl<P: Permission, B: RequestBody> FromRequest for Command<P, B> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = App::of(&request)?;
            let caller = authorize::<P>(&app, &request).await?;
            let bytes = body::read(&app, &request, payload, B::MEDIA_TYPES).await?;
            let conditions = Conditions::of(&request, &caller, &bytes)?;
            Ok(Self::new(app, caller, B::parse(&bytes)?, conditions))
        })
    }
}

fn if_match(request: &HttpRequest) -> Result<Option<i64>> {
    let Some(value) = request.headers().get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|number| number.parse().ok());
    version.map(Some).ok_or_else(|| Problem::parameter("If-Match", "must be the ETag of an earlier answer"))
}

fn dry_run(request: &HttpRequest) -> Result<bool> {
    #[derive(serde::Deserialize, Default)]
    #[serde(default, deny_unknown_fields)]
    struct Query {
        dry_run: bool,
    }
    super::params::parse::<Query>(request.query_string()).map(|query| query.dry_run)
}

/// What comes out of the transaction.
enum Outcome<T> {
    Fresh(Reply<T>),
    Replayed(StoredAnswer),
}

impl<P, B: Send + 'static> Command<P, B> {
    /// Does with the body what takes too long for a transaction, before there is one.
    pub async fn prepare<C: Send + 'static>(self, work: impl FnOnce(B) -> Result<C> + Send + 'static) -> Result<Command<P, C>> {
        let Self { app, caller, body, conditions, .. } = self;
        let body = tokio::task::spawn_blocking(move || work(body)).await.map_err(Problem::internal)??;
        Ok(Command::new(app, caller, body, conditions))
    }

    /// Runs the change in one transaction and answers after it is committed.
    pub async fn run<T, F>(self, change: F) -> Answer
    where
        T: Serialize + Send + 'static,
        F: FnOnce(&mut Tx<'_>, &Caller, B) -> Result<Reply<T>> + Send + 'static,
    {
        let Self { app, caller, body, conditions: Conditions { if_match, dry_run, idempotency }, .. } = self;
        let shared = app.clone();
        let intent = Intent { actor: caller.actor(), if_match, dry_run };
        let (outcome, effects) = app
            .db
            .write_with_effects(intent, move |tx| {
                if dry_run {
                    let reply = change(tx, &caller, body)?;
                    foresight::foresee(tx)?;
                    return Ok(Outcome::Fresh(reply));
                }
                let Some(key) = idempotency else {
                    return change(tx, &caller, body).map(Outcome::Fresh);
                };
                if let Some(earlier) = key.claim(tx, &shared.messaging.vault)? {
                    return Ok(Outcome::Replayed(earlier));
                }
                let reply = change(tx, &caller, body)?;
                key.keep(tx, &shared.messaging.vault, &StoredAnswer::of(&reply)?)?;
                Ok(Outcome::Fresh(reply))
            })
            .await?;
        match outcome {
            Outcome::Fresh(reply) if dry_run => preview(reply, effects),
            Outcome::Fresh(reply) => respond(reply),
            Outcome::Replayed(answer) => answer.respond(),
        }
    }
}

impl<P, B: Send + 'static> Command<P, B> {
    /// Answers a question that has a body: from a snapshot, off the async threads, changing nothing. There is
    /// nothing to replay, nor to try first.
    pub async fn ask<T, F>(self, query: F) -> Answer
    where
        T: Serialize + Send + 'static,
        F: FnOnce(&mut Conn, &Caller, B) -> Result<T> + Send + 'static,
    {
        let Self { app, caller, body, conditions: Conditions { dry_run, .. }, .. } = self;
        let answer = app.db.scan(move |conn| query(conn, &caller, body)).await?;
        if dry_run { preview(Reply::plain(answer), Vec::new()) } else { respond(Reply::plain(answer)) }
    }
}

fn respond<T: Serialize>(reply: Reply<T>) -> Answer {
    let mut response = match &reply.body {
        Some(body) => reply::json(reply.status, body)?,
        None => HttpResponse::new(reply.status),
    };
    if let Some(location) = reply.location {
        response.headers_mut().insert(header::LOCATION, HeaderValue::from_str(&location).map_err(Problem::internal)?);
    }
    if let Some(version) = reply.version {
        response.headers_mut().insert(header::ETAG, reply::etag(version)?);
    }
    Ok(response)
}

/// What would be answered, and `effects` beside it. The status is 200, for nothing was created.
fn preview<T: Serialize>(reply: Reply<T>, effects: Vec<Effect>) -> Answer {
    let mut body = match reply.body {
        Some(body) => serde_json::to_value(body).map_err(Problem::internal)?,
        None => Value::Object(serde_json::Map::new()),
    };
    if let Value::Object(fields) = &mut body {
        fields.insert("effects".into(), serde_json::to_value(effects).map_err(Problem::internal)?);
    }
    reply::json(actix_web::http::StatusCode::OK, &body)
}

/// The id in a path. One that cannot be an id becomes one that nothing has, so that it is answered
/// like any other unknown id.
#[derive(Debug, Clone, Copy)]
pub struct Target<T>(pub T);

trait PathId {
    fn read(request: &HttpRequest) -> Self;
}

fn segment<K: Kind>(request: &HttpRequest, name: &str) -> Id<K> {
    let text = request.match_info().get(name).unwrap_or_default();
    Id::from_str(text).unwrap_or(Id::nil())
}

impl<K: Kind> PathId for Id<K> {
    fn read(request: &HttpRequest) -> Self {
        segment(request, "id")
    }
}

impl<K: Kind, L: Kind> PathId for (Id<K>, Id<L>) {
    fn read(request: &HttpRequest) -> Self {
        (segment(request, "id"), segment(request, "child_id"))
    }
}

impl<T: PathId> FromRequest for Target<T> {
    type Error = Problem;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Target(T::read(request))))
    }
}
