//! Health, metrics, the contract and its page, the catalogue of problems, and what answers where there
//! is no route.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::Problems;
use super::access::Public;
use super::reply::Answer;
use super::router::document;
use crate::kernel::{Code, Problem};

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.service(get_liveness).service(get_readiness).service(get_metrics).service(get_openapi);
}

pub(super) fn catalogue(cfg: &mut ServiceConfig) {
    cfg.service(list_problems);
}

/// A one-word state.
#[derive(Serialize, ToSchema)]
struct Health {
    #[schema(example = "ok")]
    status: &'static str,
}

/// Whether the process runs
///
/// Touches nothing, so that an orchestrator does not restart a process because its database is away.
#[utoipa::path(tag = "system", responses((status = 200, description = "It runs.", body = Health), Problems), security())]
#[get("/livez")]
async fn get_liveness(public: Public) -> Answer {
    public.ok(&Health { status: "ok" })
}

/// Whether requests can be served
///
/// Asks the database and checks that its schema is up to date.
#[utoipa::path(tag = "system", responses((status = 200, description = "It serves.", body = Health), Problems), security())]
#[get("/readyz")]
async fn get_readiness(public: Public) -> Answer {
    if public.app.db.is_ready().await? {
        public.ok(&Health { status: "ok" })
    } else {
        Err(Problem::new(Code::DatabaseUnavailable).detail("Migrations are pending."))
    }
}

/// Metrics for Prometheus
#[utoipa::path(tag = "system", responses((status = 200, description = "Prometheus text format.", body = String, content_type = "text/plain"), Problems), security())]
#[get("/metrics")]
async fn get_metrics(public: Public) -> Answer {
    let text = public.app.metrics.as_ref().map(metrics_exporter_prometheus::PrometheusHandle::render).unwrap_or_default();
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text))
}

/// This contract
#[utoipa::path(tag = "system", responses((status = 200, description = "OpenAPI 3.1.", body = HashMap<String, Value>), Problems), security())]
#[get("/openapi.json")]
async fn get_openapi(public: Public) -> Answer {
    public.ok(document())
}

/// One kind of problem.
#[derive(Serialize, ToSchema)]
struct ProblemKind {
    #[schema(example = "validation_failed")]
    code: &'static str,
    #[schema(example = 422)]
    status: u16,
    #[schema(example = "The request is not valid")]
    title: &'static str,
    #[serde(rename = "type")]
    #[schema(example = "/problems/validation-failed")]
    kind: String,
}

/// The catalogue of problems.
#[derive(Serialize, ToSchema)]
struct ProblemList {
    data: Vec<ProblemKind>,
}

/// Every kind of problem that this API answers with
#[utoipa::path(tag = "system", responses((status = 200, description = "The catalogue.", body = ProblemList), Problems), security())]
#[get("")]
async fn list_problems(public: Public) -> Answer {
    let data =
        Code::ALL.iter().map(|code| ProblemKind { code: code.as_str(), status: code.status(), title: code.title(), kind: code.type_uri() });
    public.ok(&ProblemList { data: data.collect() })
}

/// Where there is no route: 405 with `Allow` when the address answers other methods, else 404.
pub(super) async fn no_route(request: HttpRequest) -> HttpResponse {
    use actix_web::ResponseError;
    let allowed = allowed_methods(request.path());
    if allowed.is_empty() {
        return Problem::not_found().error_response();
    }
    let allowed = allowed.join(", ");
    let mut response = Problem::new(Code::MethodNotAllowed).detail(format!("Allowed: {allowed}.")).error_response();
    if let Ok(value) = HeaderValue::from_str(&allowed) {
        response.headers_mut().insert(header::ALLOW, value);
    }
    response
}

fn allowed_methods(path: &str) -> Vec<&'static str> {
    let fits = |template: &str| {
        let (mut given, mut wanted) = (path.split('/'), template.split('/'));
        loop {
            match (given.next(), wanted.next()) {
                (None, None) => return true,
                (Some(part), Some(slot)) if slot == part || (slot.starts_with('{') && !part.is_empty()) => {}
                _ => return false,
            }
        }
    };
    let mut methods = Vec::new();
    for (_, item) in document().paths.paths.iter().filter(|(template, _)| fits(template)) {
        let known = [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("PATCH", &item.patch), ("DELETE", &item.delete)];
        methods.extend(known.iter().filter(|(_, operation)| operation.is_some()).map(|(method, _)| *method));
    }
    methods
}
