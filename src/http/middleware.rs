//! What happens around every request: an id, a log line, metrics, problem bodies, `If-None-Match`,
//! and a 500 instead of a broken connection when a handler panics.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, web};
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
    let http = request.request().clone();
    let mut response = match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(Ok(response)) => response.map_into_boxed_body(),
        Ok(Err(error)) => ServiceResponse::from_err(error, http.clone()),
        Err(_) => ServiceResponse::from_err(Problem::internal("a handler panicked"), http.clone()),
    };
    write_problem(&mut response, request_id);
    answer_not_modified(&mut response);
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&request_id.to_string()) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !headers.contains_key(header::CACHE_CONTROL) {
        // A client may keep an answer but asks with its ETag before using it again.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    record(&http, &response, request_id, started.elapsed());
    Ok(response)
}

/// Writes the problem that an error left behind, or one for an answer that came without.
fn write_problem(response: &mut ServiceResponse<BoxBody>, request_id: RequestId) {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return;
    }
    let is_problem = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    if is_problem {
        return;
    }
    let pending = response.response_mut().extensions_mut().remove::<Pending>();
    let pending = pending.unwrap_or_else(|| Pending::from(&from_status(status)));
    if status.is_server_error() {
        tracing::error!(%request_id, code = pending.code().as_str(), cause = pending.cause.as_deref(), "request failed");
    }
    let body = serde_json::to_vec(&pending.body(request_id)).unwrap_or_default();
    let mut fresh = HttpResponse::new(status);
    std::mem::swap(fresh.headers_mut(), response.headers_mut());
    fresh.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    fresh.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    *response.response_mut() = fresh.set_body(BoxBody::new(body));
}

/// A GET whose ETag the client already has is answered with 304 and no body.
fn answer_not_modified(response: &mut ServiceResponse<BoxBody>) {
    let request = response.request();
    if request.method() != Method::GET || response.status() != StatusCode::OK {
        return;
    }
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let (Some(known), Some(etag)) = (known, response.headers().get(header::ETAG)) else { return };
    if known.split(',').any(|tag| tag.trim().trim_start_matches("W/").as_bytes() == etag.as_bytes() || tag.trim() == "*") {
        let etag = etag.clone();
        let mut not_modified = HttpResponse::new(StatusCode::NOT_MODIFIED);
        not_modified.headers_mut().insert(header::ETAG, etag);
        *response.response_mut() = not_modified;
    }
}

fn record(request: &actix_web::HttpRequest, response: &ServiceResponse<BoxBody>, request_id: RequestId, took: std::time::Duration) {
    let route = request.match_pattern().unwrap_or_else(|| "unmatched".into());
    let (method, status) = (request.method().as_str().to_owned(), response.status().as_u16());
    // The path without its query, which may hold a token or a name.
    tracing::info!(%request_id, %method, path = request.path(), status, micros = took.as_micros() as u64, "request");
    let labels = [("method", method), ("route", route), ("status", status.to_string())];
    metrics::histogram!("rapport_http_request_seconds", &labels).record(took.as_secs_f64());
}
