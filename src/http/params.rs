//! Query parameters.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;

use crate::kernel::{Problem, Result};

/// The query string, read into `T`. A name that `T` does not have, a name given twice or a value that
/// cannot be read is answered with 400 `invalid_parameter`.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Params<T> {
    type Error = Problem;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string()).map(Params))
    }
}

pub(super) fn parse<T: DeserializeOwned>(query: &str) -> Result<T> {
    ensure_storable(query)?;
    let deserializer = serde_html_form::Deserializer::from_bytes(query.as_bytes());
    serde_path_to_error::deserialize(deserializer).map_err(|error| explain(&error.path().to_string(), &error.inner().to_string()))
}

/// U+0000 is refused here as it is in bodies. A cursor is text of ours, and says itself what is wrong with it.
fn ensure_storable(query: &str) -> Result<()> {
    let holds_nul = |text: &str| text.contains('\0');
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    match pairs.find(|(name, value)| name != "cursor" && (holds_nul(name) || holds_nul(value))) {
        Some((name, _)) => Err(Problem::parameter(&name.replace('\0', ""), "must not hold U+0000")),
        None => Ok(()),
    }
}

/// The library tells what was wrong in its message only, and repeats the value in it; of that nothing
/// but what was expected goes to the caller.
fn explain(name: &str, message: &str) -> Problem {
    if let Some((unknown, _)) = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')) {
        return Problem::parameter(unknown, "is not a parameter here");
    }
    if message.starts_with("must be") {
        return Problem::parameter(name, message);
    }
    match message.split_once(", expected one of ") {
        Some((_, choices)) => Problem::parameter(name, format!("must be one of: {}", choices.replace('`', ""))),
        None => Problem::parameter(name, "cannot be read"),
    }
}
