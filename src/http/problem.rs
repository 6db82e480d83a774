//! Problems on the wire: `application/problem+json` (RFC 9457).

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::kernel::ids::RequestId;
use crate::kernel::{Code, FieldError, Problem};

/// The body of every answer of 400 and above.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// A relative address that names the kind of problem; `GET /api/v1/problems` lists them all.
    #[serde(rename = "type")]
    #[schema(example = "/problems/validation-failed")]
    pub kind: String,
    #[schema(example = "The request is not valid")]
    pub title: String,
    #[schema(example = 422)]
    pub status: u16,
    /// What happened this time.
    #[schema(example = "2 fields are not valid.")]
    pub detail: String,
    /// Names this occurrence; quote it when you ask for help.
    #[schema(example = "urn:request:req_01kfq8v6n2e9t8w4x3y5z7a1bc")]
    pub instance: String,
    /// The stable word to switch on.
    #[schema(example = "validation_failed")]
    pub code: String,
    pub request_id: RequestId,
    /// The faults of single fields and parameters, all at once. Empty where no field is to blame.
    pub errors: Vec<FieldError>,
    /// Further keys that some codes have, such as `allowed_actions`.
    #[serde(flatten)]
    #[schema(ignore)]
    pub extra: Map<String, Value>,
}

/// What an error leaves in a response until the middleware, which knows the request, writes the body.
#[derive(Clone)]
pub(super) struct Pending {
    code: Code,
    detail: String,
    errors: Vec<FieldError>,
    extra: Map<String, Value>,
    pub cause: Option<String>,
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        if let Some(seconds) = self.retry_after_seconds() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.code().status() == 401 {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(Pending::from(self));
        response
    }
}

impl From<&Problem> for Pending {
    fn from(problem: &Problem) -> Self {
        Self {
            code: problem.code(),
            detail: problem.sentence().to_owned(),
            errors: problem.errors().to_vec(),
            extra: problem.extra().clone(),
            cause: problem.cause().map(str::to_owned),
        }
    }
}

impl Pending {
    pub fn code(&self) -> Code {
        self.code
    }

    pub fn body(self, request_id: RequestId) -> ProblemBody {
        ProblemBody {
            kind: self.code.type_uri(),
            title: self.code.title().to_owned(),
            status: self.code.status(),
            detail: self.detail,
            instance: format!("urn:request:{request_id}"),
            code: self.code.as_str().to_owned(),
            request_id,
            errors: self.errors,
            extra: self.extra,
        }
    }
}

/// The problem for an answer that the framework made without one.
pub(super) fn from_status(status: StatusCode) -> Problem {
    Problem::new(match status.as_u16() {
        401 => Code::Unauthenticated,
        403 => Code::Forbidden,
        404 => Code::NotFound,
        405 => Code::MethodNotAllowed,
        408 => Code::RequestTimeout,
        413 => Code::PayloadTooLarge,
        415 => Code::UnsupportedMediaType,
        400 => Code::InvalidParameter,
        429 => Code::RateLimited,
        503 => Code::Overloaded,
        _ => Code::Internal,
    })
}
