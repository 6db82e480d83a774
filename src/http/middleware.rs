//! What happens around every request: an id, a log line, metrics, problem bodies, `If-None-Match`,
//! and a 500 instead of a broken connection when a handler panics.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError as _, web};
use futures_util::FutureExt;

use super::problem::{Pending, from_status};
use crate::app::App;
use crate::kernel::Problem;
use crate::kernel::ids::RequestId;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(super) async fn around<B: MessageBody + 'static>(
    app: web::Data<App>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let request_id: RequestId = app.db.ids().next(app.db.clock().now());
    let started = tokio::time::Instant::now();
    // The request is not kept here: the router takes it for itself alone.
    let mut response = match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(Ok(response)) => response.map_into_boxed_body(),
        Ok(Err(error)) => return Err(unrouted(error.error_response(), request_id)),
        Err(_) => {
            metrics::counter!("rapport_http_panics_total").increment(1);
            return Err(unrouted(Problem::internal("a handler panicked").error_response(), request_id));
        }
    };
    answer_not_modified(&mut response);
    finish(response.response_mut(), request_id);
    record(&response, request_id, started.elapsed());
    Ok(response)
}

/// An answer to a request that went down with its handler.
fn unrouted(mut response: HttpResponse, request_id: RequestId) -> actix_web::Error {
    finish(&mut response, request_id);
    InternalError::from_response("no answer came from the routes", response).into()
}

/// What every answer has.
fn finish(response: &mut HttpResponse, request_id: RequestId) {
    write_problem(response, request_id);
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&request_id.to_string()) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !headers.contains_key(header::CACHE_CONTROL) {
        // A client may keep an answer but asks with its ETag before using it again.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
}

/// Writes the problem that an error left behind, or one for an answer that came without.
fn write_problem(response: &mut HttpResponse, request_id: RequestId) {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return;
    }
    let is_problem = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    if is_problem {
        return;
    }
    let pending = response.extensions_mut().remove::<Pending>();
    let pending = pending.unwrap_or_else(|| Pending::from(&from_status(status)));
    if status.is_server_error() {
        tracing::error!(%request_id, code = pending.code().as_str(), cause = pending.cause.as_deref(), "request failed");
    }
    let body = serde_json::to_vec(&pending.body(request_id)).unwrap_or_default();
    let mut fresh = HttpResponse::new(status);
    std::mem::swap(fresh.headers_mut(), response.headers_mut());
    fresh.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    fresh.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    *response = fresh.set_body(BoxBody::new(body));
}

/// A GET whose `ETag` the client already has is answered with 304 and no body.
fn answer_not_modified(response: &mut ServiceResponse<BoxBody>) {
    let request = response.request();
    if request.method() != Method::GET || response.status() != StatusCode::OK {
        return;
    }
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let (Some(known), Some(etag)) = (known, response.headers().get(header::ETAG)) else { return };
    if known.split(',').any(|tag| tag.trim().trim_start_matches("W/").as_bytes() == etag.as_bytes() || tag.trim() == "*") {
        let mut not_modified = HttpResponse::new(StatusCode::NOT_MODIFIED);
        // The others stay: browsers of other origins need theirs here too.
        std::mem::swap(not_modified.headers_mut(), response.headers_mut());
        not_modified.headers_mut().remove(header::CONTENT_TYPE);
        *response.response_mut() = not_modified;
    }
}

fn record(response: &ServiceResponse<BoxBody>, request_id: RequestId, took: std::time::Duration) {
    let request = response.request();
    let route = request.match_pattern().unwrap_or_else(|| "unmatched".into());
    let (method, status) = (request.method().as_str().to_owned(), response.status().as_u16());
    // The path without its query, which may hold a token or a name; public links hold a token in the path.
    let path = if request.path().contains("/public/") { route.as_str() } else { request.path() };
    tracing::info!(%request_id, %method, path, status, micros = took.as_micros() as u64, "request");
    let labels = [("method", method), ("route", route), ("status", status.to_string())];
    metrics::histogram!("rapport_http_request_seconds", &labels).record(took.as_secs_f64());
}
