//! Reading a request body: at most so large, JSON, and as its schema says.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::schema;
use crate::app::App;
use crate::kernel::{Code, FieldError, Problem, Result, nul};

/// What a request may carry. Whatever has a schema and can be read as JSON is one; [`NoBody`] is what a request
/// has that carries nothing.
pub trait RequestBody: Sized + Send + 'static {
    /// What it may be sent as, the usual one first; another is answered with 415. Anything where there are none.
    const MEDIA_TYPES: &'static [&'static str];
    /// Reads the whole body, which is within the limit. Every fault that its schema finds is told at once.
    fn parse(bytes: &[u8]) -> Result<Self>;
}

/// The body of a request that has none.
pub struct NoBody;

impl RequestBody for NoBody {
    const MEDIA_TYPES: &'static [&'static str] = &[];
    fn parse(bytes: &[u8]) -> Result<Self> {
        match bytes.trim_ascii() {
            b"" | b"{}" => Ok(NoBody),
            _ => Err(Problem::invalid(vec![FieldError::at("", "unknown_field", "this request takes no body")])),
        }
    }
}

impl<T> RequestBody for T
where
    T: DeserializeOwned + ToSchema + Validate + Send + 'static,
{
    const MEDIA_TYPES: &'static [&'static str] = &["application/json", "application/merge-patch+json"];

    fn parse(bytes: &[u8]) -> Result<Self> {
        let bytes = if bytes.trim_ascii().is_empty() { b"{}" } else { bytes };
        let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|error| {
            Problem::new(Code::MalformedJson).detail(format!("The JSON breaks off at line {}, column {}.", error.line(), error.column()))
        })?;
        let mut faults = schema::faults::<T>(&value)?;
        faults.extend(nul::faults(&value));
        if !faults.is_empty() {
            return Err(refusal(faults));
        }
        let parsed: T = serde_path_to_error::deserialize(value).map_err(|error| {
            let pointer = error.path().iter().fold(String::new(), |pointer, segment| format!("{pointer}/{segment}"));
            Problem::invalid(vec![FieldError::at(pointer, "invalid", "cannot be read")])
        })?;
        parsed.validate().map_err(|errors| {
            let mut faults = Vec::new();
            flatten(&errors, "", &mut faults);
            Problem::invalid(faults)
        })?;
        Ok(parsed)
    }
}

/// Addresses have a code of their own when they are all that is wrong.
fn refusal(faults: Vec<FieldError>) -> Problem {
    if faults.iter().all(|fault| fault.code == Code::InvalidUrl.as_str()) {
        Problem::new(Code::InvalidUrl).with_errors(faults)
    } else {
        Problem::invalid(faults)
    }
}

/// Turns the validator's tree of errors into a list with pointers.
fn flatten(errors: &ValidationErrors, at: &str, faults: &mut Vec<FieldError>) {
    for (field, kind) in errors.errors() {
        // Rules about several fields together point at the object that holds them.
        let pointer = if field == "__all__" { at.to_owned() } else { format!("{at}/{field}") };
        match kind {
            ValidationErrorsKind::Field(all) => faults.extend(all.iter().map(|error| {
                let detail = error.message.as_deref().unwrap_or("is not valid");
                FieldError::at(pointer.clone(), error.code.as_ref(), detail)
            })),
            ValidationErrorsKind::Struct(inner) => flatten(inner, &pointer, faults),
            ValidationErrorsKind::List(entries) => {
                for (index, inner) in entries {
                    flatten(inner, &format!("{pointer}/{index}"), faults);
                }
            }
        }
    }
}

/// A JSON body whose shape others decide, such as what a mail provider posts.
pub struct JsonValue(pub serde_json::Value);

impl FromRequest for JsonValue {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = App::of(&request)?;
            let bytes = read(&app, &request, payload, &["application/json"]).await?;
            let value = serde_json::from_slice(&bytes).map_err(|error| Problem::new(Code::MalformedJson).caused_by(error))?;
            let faults = nul::faults(&value);
            if faults.is_empty() { Ok(JsonValue(value)) } else { Err(Problem::invalid(faults)) }
        })
    }
}

/// A JSON body as it came, for who has to check its signature.
pub struct RawBody(pub web::Bytes);

impl FromRequest for RawBody {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = App::of(&request)?;
            read(&app, &request, payload, &["application/json"]).await.map(RawBody)
        })
    }
}

/// Reads the whole body; refuses it as soon as it grows over the limit.
pub(super) async fn read(app: &App, request: &HttpRequest, mut payload: Payload, media_types: &[&str]) -> Result<web::Bytes> {
    let limit = app.config.body_limit_bytes;
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > limit) {
        return Err(too_large(limit));
    }
    let mut bytes = web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| Problem::new(Code::MalformedJson).caused_by(error))?;
        if bytes.len() + chunk.len() > limit {
            return Err(too_large(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    let empty = bytes.is_empty();
    if !empty && !media_types.is_empty() && !media_types.contains(&request.content_type()) {
        return Err(Problem::new(Code::UnsupportedMediaType).detail(format!("Send {}.", media_types[0])));
    }
    Ok(bytes.freeze())
}

fn too_large(limit: usize) -> Problem {
    Problem::new(Code::PayloadTooLarge).detail(format!("At most {limit} bytes are read."))
}

/// The body of a public route; routes with a permission take it through `Command`.
pub struct Body<T>(pub T);

impl<T: RequestBody> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = App::of(&request)?;
            let bytes = read(&app, &request, payload, T::MEDIA_TYPES).await?;
            T::parse(&bytes).map(Body)
        })
    }
}
