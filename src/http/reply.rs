//! Answers.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::kernel::page::Page;
use crate::kernel::{Problem, Resource, Result};

/// What a handler returns.
pub type Answer = Result<HttpResponse>;

/// What a command answers, before it is known whether it will be kept.
pub struct Reply<T> {
    pub(super) status: StatusCode,
    pub(super) location: Option<String>,
    pub(super) version: Option<i64>,
    pub(super) body: Option<T>,
}

impl<T: Resource> Reply<T> {
    /// 201, with its address and its version.
    pub fn created(resource: T) -> Self {
        Self {
            status: StatusCode::CREATED,
            location: Some(format!("/api/v1{}", resource.path())),
            version: resource.version(),
            body: Some(resource),
        }
    }

    /// 200, with its version.
    pub fn ok(resource: T) -> Self {
        Self { status: StatusCode::OK, location: None, version: resource.version(), body: Some(resource) }
    }

    /// 202: the work goes on; the address tells how far it is.
    pub fn accepted(resource: T) -> Self {
        Self { status: StatusCode::ACCEPTED, ..Self::created(resource) }
    }
}

impl<T: Serialize> Reply<T> {
    /// 200 with something that has no address of its own.
    pub fn plain(body: T) -> Self {
        Self { status: StatusCode::OK, location: None, version: None, body: Some(body) }
    }

    /// 201 with something that has no address of its own.
    pub fn plain_created(body: T) -> Self {
        Self { status: StatusCode::CREATED, ..Self::plain(body) }
    }
}

impl Reply<()> {
    /// 204.
    pub fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, location: None, version: None, body: None }
    }
}

/// 200 with a thing that was read, and its `ETag`.
pub(super) fn resource<T: Resource>(resource: &T) -> Answer {
    let mut response = json(StatusCode::OK, resource)?;
    if let Some(version) = resource.version() {
        response.headers_mut().insert(header::ETAG, etag(version)?);
    }
    Ok(response)
}

/// 200 with a page of a list, and the address of the next.
pub(super) fn page<T: Serialize>(request: &HttpRequest, page: &Page<T>) -> Answer {
    let mut response = json(StatusCode::OK, page)?;
    if let Some(cursor) = &page.next_cursor {
        let others = request.query_string().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
        let query = others.map(str::to_owned).chain([format!("cursor={cursor}")]).collect::<Vec<_>>().join("&");
        let link = format!("<{}?{query}>; rel=\"next\"", request.path());
        if let Ok(link) = HeaderValue::from_str(&link) {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    Ok(response)
}

pub(super) fn json(status: StatusCode, body: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(body).map_err(Problem::internal)?;
    Ok(HttpResponse::build(status).content_type("application/json").body(body))
}

pub(super) fn etag(version: i64) -> Result<HeaderValue> {
    HeaderValue::from_str(&format!("\"{version}\"")).map_err(Problem::internal)
}
