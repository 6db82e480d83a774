//! Files in requests: `multipart/form-data` with one part named `file`, taken in as it arrives.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use tokio::time::timeout;

use super::access::authorize;
use super::command::{Command, Conditions};
use crate::app::App;
use crate::files::model::StoredBytes;
use crate::files::storage::Incoming;
use crate::identity::permissions::{Caller, Permission};
use crate::kernel::ids::OrganizationId;
use crate::kernel::{Code, FieldError, Problem, Result};

const MEDIA_TYPE: &str = "multipart/form-data";
const FIELD: &str = "file";
/// What boundaries and headers may add to the file.
const FRAME: usize = 16 << 10;
/// How long the next piece may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request with a file in it, by somebody who holds the permission `P`.
pub struct Upload<P> {
    pub app: Arc<App>,
    pub caller: Caller,
    request: HttpRequest,
    payload: Payload,
    permission: PhantomData<P>,
}

impl<P: Permission> FromRequest for Upload<P> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = App::of(&request)?;
            let caller = authorize::<P>(&app, &request).await?;
            Ok(Self { app, caller, request, payload, permission: PhantomData })
        })
    }
}

impl<P: Permission> Upload<P> {
    /// Takes the file in. What comes back is a command whose body are the stored bytes; a repeat of it is
    /// told by their name and hash.
    pub async fn receive(self) -> Result<Command<P, StoredBytes>> {
        let Self { app, caller, request, payload, .. } = self;
        // Before anything is stored: what they say may not be readable.
        Conditions::of(&request, &caller, b"")?;
        let stored = receive(&app, caller.organization_id, &request, payload).await?;
        let conditions = Conditions::of(&request, &caller, stored.fingerprint().as_bytes())?;
        Ok(Command::new(app, caller, stored, conditions))
    }
}

async fn receive(app: &App, organization_id: OrganizationId, request: &HttpRequest, payload: Payload) -> Result<StoredBytes> {
    if !request.content_type().eq_ignore_ascii_case(MEDIA_TYPE) {
        return Err(Problem::new(Code::UnsupportedMediaType).detail(format!("Send {MEDIA_TYPE}.")));
    }
    let limit = app.storage.limit() + FRAME;
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > limit) {
        return Err(Problem::new(Code::PayloadTooLarge).detail(format!("A file has at most {} bytes.", app.storage.limit())));
    }
    let mut parts = Multipart::new(request.headers(), payload);
    let mut found: Option<(String, Incoming)> = None;
    let mut faults = Vec::new();
    let read = read(app, organization_id, &mut parts, &mut found, &mut faults).await;
    if read.is_ok() && found.is_none() {
        faults.push(FieldError::at("/file", "required", "is required"));
    }
    match (read, found) {
        (Ok(()), Some((name, incoming))) if faults.is_empty() => incoming.finish(&name).await,
        (read, found) => {
            if let Some((_, incoming)) = found {
                incoming.give_up().await;
            }
            Err(read.err().unwrap_or_else(|| Problem::invalid(faults)))
        }
    }
}

/// Reads every part: the file goes where it is kept, others are faults.
async fn read(
    app: &App,
    organization_id: OrganizationId,
    parts: &mut Multipart,
    found: &mut Option<(String, Incoming)>,
    faults: &mut Vec<FieldError>,
) -> Result<()> {
    let mut budget = app.storage.limit() + FRAME;
    while let Some(field) = next(parts).await? {
        let mut field = field;
        let name = field.name().unwrap_or_default().to_owned();
        let incoming = match (name.as_str(), &found) {
            (FIELD, None) => {
                let file_name = field.content_disposition().and_then(|disposition| disposition.get_filename()).unwrap_or_default();
                let (_, incoming) = found.insert((file_name.to_owned(), app.storage.receive(organization_id).await?));
                Some(incoming)
            }
            (FIELD, Some(_)) => {
                faults.push(FieldError::at("/file", "too_many", "must be one file"));
                None
            }
            _ => {
                let name: String = name.replace('~', "~0").replace('/', "~1").chars().take(100).collect();
                faults.push(FieldError::at(format!("/{name}"), "unknown_field", "is not a field here"));
                None
            }
        };
        drain(&mut field, incoming, &mut budget).await?;
    }
    Ok(())
}

/// Reads one part to its end.
async fn drain(field: &mut Field, mut incoming: Option<&mut Incoming>, budget: &mut usize) -> Result<()> {
    while let Some(chunk) = next(field).await? {
        *budget = budget.checked_sub(chunk.len()).ok_or_else(|| Problem::new(Code::PayloadTooLarge))?;
        if let Some(incoming) = &mut incoming {
            incoming.write(&chunk).await?;
        }
    }
    Ok(())
}

async fn next<T, S>(stream: &mut S) -> Result<Option<T>>
where
    S: futures_util::Stream<Item = std::result::Result<T, MultipartError>> + Unpin,
{
    let waited = timeout(PATIENCE, stream.next()).await.map_err(|_| Problem::new(Code::RequestTimeout))?;
    waited.transpose().map_err(|error| Problem::new(Code::MalformedMultipart).caused_by(error))
}
