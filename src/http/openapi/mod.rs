//! The contract: what every operation has in common is written here once, not at each handler.

mod answers;
mod operations;

use std::collections::BTreeMap;

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Header, HeaderBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, Modify};

use super::problem::ProblemBody;
use crate::db::Effect;
use crate::kernel::FieldError;

/// Stands in a handler's `responses(…)` for every problem that any operation can answer with.
pub struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        SHARED.iter().map(|(status, name, _)| ((*status).to_owned(), Ref::from_response_name(*name).into())).collect()
    }
}

/// Status, name and description of each shared problem answer.
const SHARED: &[(&str, &str, &str)] = &[
    ("400", "BadRequest", "The JSON, a query parameter or a header cannot be read."),
    ("401", "Unauthenticated", "No credentials, or they are not valid (any more)."),
    ("403", "Forbidden", "The role or the API key's scopes do not allow this."),
    ("404", "NotFound", "Unknown, or not visible to the caller; the two look the same."),
    ("409", "Conflict", "The state of things does not allow this; `code` says which rule."),
    ("410", "Gone", "It was there, and its time is over."),
    ("412", "PreconditionFailed", "`If-Match` names an older version."),
    ("413", "PayloadTooLarge", "The body is too large."),
    ("415", "UnsupportedMediaType", "The body is not JSON."),
    ("422", "UnprocessableContent", "Fields are not valid; `errors` names all of them."),
    ("429", "TooManyRequests", "Slow down; `Retry-After` says for how long."),
    ("500", "InternalServerError", "Our fault; quote `request_id`."),
    ("503", "ServiceUnavailable", "Overloaded or without a database; try again after `Retry-After` seconds."),
];

/// What a dry run answers besides the keys that the change would have answered.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes an answer in OpenAPI; never made")]
struct DryRun {
    effects: Vec<Effect>,
}

/// What a dry run answers besides the keys that the change would have answered; not there otherwise.
#[derive(utoipa::ToSchema)]
#[schema(as = MaybeDryRun)]
#[expect(dead_code, reason = "describes an answer in OpenAPI; never made")]
struct MaybeDryRun {
    #[schema(nullable = false)]
    effects: Option<Vec<Effect>>,
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Rapport",
        description = "A headless backend for engagement: coaching programmes for coachees, missions for advocates.\n\n\
            **Log in** with `POST /api/v1/auth/login`, press *Authorize* and paste the `access_token`. Machines send an API key as `X-Api-Key`.\n\n\
            **Ids** are TypeIDs: a prefix that tells the kind and a sortable suffix. **Times** are RFC 3339 in UTC with six fractional digits.\n\n\
            **Lists** take `limit` (1–100) and `cursor`, and answer `data`, `has_more`, `next_cursor` and a `Link` header.\n\n\
            **Writes** take `Idempotency-Key`, `If-Match` and `?dry_run=true`, which runs everything, tells the `effects` and keeps nothing.\n\n\
            **Problems** are `application/problem+json` (RFC 9457); `GET /api/v1/problems` lists every `code`. Enums are open: expect new values.",
        license(name = "MIT OR Apache-2.0", url = "https://spdx.org/licenses/MIT.html"),
    ),
    servers((url = "/", description = "This server")),
    components(schemas(ProblemBody, FieldError, DryRun, MaybeDryRun, Effect)),
    modifiers(&Shared),
    tags(
        (name = "system", description = "Health, metrics and the catalogue of problems."),
        (name = "auth", description = "Logging in and staying logged in."),
        (name = "me", description = "The caller's own things."),
        (name = "organization", description = "The organization and its settings."),
        (name = "users", description = "People: internal records, invited, active or deactivated."),
        (name = "attributes", description = "What an organization knows of its people: definitions with a type."),
        (name = "segments", description = "Advocates who have something in common, by a rule or by a list."),
        (name = "coach assignments", description = "Which coach may serve which coachee."),
        (name = "invitations", description = "Pages behind the links that invited people get."),
        (name = "api keys", description = "Credentials for machines."),
        (name = "program templates", description = "Reusable programmes that engagements are made from."),
        (name = "engagements", description = "Coaching programmes of coachees."),
        (name = "items", description = "The steps of an engagement: sessions, assessments, forms, files, links, tasks."),
        (name = "resources", description = "Files and links that everybody in an engagement sees."),
        (name = "invoices", description = "Invoices, their documents, and the payment provider."),
        (name = "notes", description = "Session notes, private or shared."),
        (name = "forms", description = "Forms and assessments: their questions, published versions and what people answered."),
        (name = "goals", description = "Goals of engagements, their milestones, and what others think of them."),
        (name = "notifications", description = "What people hear, in which words, and why or why not."),
        (name = "events", description = "The log of everything that happened, as a list and as a stream."),
        (name = "webhooks", description = "Endpoints that are told of events, and what was delivered to them."),
        (name = "channels", description = "Connections to Slack and mail servers; Zapier's are listed here too."),
        (name = "zapier", description = "REST hooks."),
        (name = "public", description = "Pages behind links in mails, and where mail providers report bounces."),
        (name = "files", description = "Uploads, and short-lived links to their bytes."),
        (name = "matches", description = "Coachees choose a coach: lists of coaches, interviews, selections."),
        (name = "sessions", description = "Appointments: sessions of engagements and interviews, as they stand in calendars."),
        (name = "calendar", description = "When coaches can be booked, and calendars for other programs to subscribe to."),
        (name = "mission types", description = "What missions can ask for, with schemas that forms are built from."),
        (name = "mission templates", description = "Missions to begin with: built in, and an organization's own."),
        (name = "referrals", description = "People whom advocates have referred, and what became of them."),
        (name = "references", description = "People who speak for the organization when asked, and how often they were."),
        (name = "rewards", description = "Points as a ledger, the catalogue of rewards, and who got which."),
        (name = "missions", description = "What advocates are asked to do: drafts, launches, audiences, links, assignments."),
        (name = "submissions", description = "What people hand in for missions, and its review."),
        (name = "exports", description = "CSV and JSON Lines, streamed or made in the background."),
    )
)]
pub(super) struct Base;

struct Shared;

impl Modify for Shared {
    fn modify(&self, api: &mut OpenApi) {
        let components = api.components.get_or_insert_with(Default::default);
        let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
        components.add_security_scheme(
            "session",
            SecurityScheme::Http(http.description(Some("The `access_token` of `POST /auth/login`.")).build()),
        );
        let key = ApiKeyValue::with_description("X-Api-Key", "A key made with `POST /api-keys`.");
        components.add_security_scheme("api_key", SecurityScheme::ApiKey(ApiKey::Header(key)));
        for (status, name, description) in SHARED {
            let mut response = ResponseBuilder::new()
                .description(*description)
                .content("application/problem+json", ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build());
            if matches!(*status, "429" | "503") {
                response = response.header("Retry-After", integer_header("Seconds after which to try again."));
            }
            components.responses.insert((*name).to_owned(), response.build().into());
        }
    }
}

/// Adds what can only be added once every route is known.
pub(super) fn complete(mut api: OpenApi) -> OpenApi {
    for (path, item) in &mut api.paths.paths {
        operations::complete(path, item);
        if let (Some(act), Some(components)) = (&mut item.post, &api.components) {
            operations::describe_body(act, components);
        }
    }
    answers::complete(&mut api);
    api
}

fn integer_header(description: &str) -> Header {
    HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::Integer).build())).description(Some(description)).build()
}
