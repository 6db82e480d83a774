//! The contract: what every operation has in common is written here once, not at each handler.

use std::collections::BTreeMap;

use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Header, HeaderBuilder, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder};
use utoipa::{IntoResponses, Modify};

use super::problem::ProblemBody;
use crate::db::Effect;
use crate::identity::permissions;
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

/// What a dry run answers: the keys that the change would have answered, and its effects.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes an answer in OpenAPI; never made")]
struct DryRun {
    effects: Vec<Effect>,
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
    components(schemas(ProblemBody, FieldError, DryRun, Effect)),
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
        let writes = [("POST", &mut item.post), ("PATCH", &mut item.patch), ("PUT", &mut item.put), ("DELETE", &mut item.delete)];
        for (method, operation) in writes {
            if let Some(operation) = operation.as_mut().filter(|operation| is_guarded(operation)) {
                describe_write(method, path, operation);
            }
        }
        if let Some(operation) = item.get.as_mut().filter(|operation| is_guarded(operation)) {
            describe_conditional_read(operation);
        }
        for operation in [&mut item.get, &mut item.post, &mut item.patch, &mut item.put, &mut item.delete].into_iter().flatten() {
            describe_roles(operation);
        }
    }
    if let Some(components) = &mut api.components {
        components.schemas.values_mut().for_each(require_every_key);
    }
    api
}

fn is_guarded(operation: &Operation) -> bool {
    operation.security.as_ref().is_some_and(|security| !security.is_empty())
}

/// The headers and the query parameter that `Command` understands.
fn describe_write(method: &str, path: &str, operation: &mut Operation) {
    let mut add = |name: &str, place, description: &str, kind: Type| {
        let schema = ObjectBuilder::new().schema_type(kind).build();
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(place)
            .required(Required::False)
            .description(Some(description))
            .schema(Some(schema));
        operation.parameters.get_or_insert_with(Vec::new).push(parameter.build().into());
    };
    add("dry_run", ParameterIn::Query, "Run everything, answer 200 with the result and its `effects`, keep nothing.", Type::Boolean);
    if matches!(method, "POST" | "PATCH") {
        add(
            "Idempotency-Key",
            ParameterIn::Header,
            "1–255 visible characters. A repeat within 24 hours gets the first answer again.",
            Type::String,
        );
    }
    // Where a change answers 201, 202 or 204, its dry run answers 200.
    operation.responses.responses.entry("200".into()).or_insert_with(|| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("DryRun"))).build();
        ResponseBuilder::new().description("The result of a dry run.").content("application/json", content).build().into()
    });
    if path.contains("{id}") {
        add("If-Match", ParameterIn::Header, "The ETag that you have seen; another version is answered with 412.", Type::String);
    }
}

/// A read may be asked only for what is new; the middleware answers that for every read.
fn describe_conditional_read(operation: &mut Operation) {
    let schema = ObjectBuilder::new().schema_type(Type::String).build();
    let parameter = ParameterBuilder::new()
        .name("If-None-Match")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The ETag of the answer that you have; while it is current, the answer is 304 without a body."))
        .schema(Some(schema));
    operation.parameters.get_or_insert_with(Vec::new).push(parameter.build().into());
    let response = ResponseBuilder::new().description("What you have is current.").build();
    operation.responses.responses.insert("304".into(), response.into());
}

/// Names the roles that hold the operation's permission, from the one table of permissions. Handlers
/// give the scope where OAuth would have it; it is published as `x-scope`, because neither scheme here
/// is OAuth.
fn describe_roles(operation: &mut Operation) {
    let requirements: Vec<(String, Vec<String>)> = operation
        .security
        .iter()
        .flatten()
        .filter_map(|requirement| serde_json::to_value(requirement).ok())
        .filter_map(|value| serde_json::from_value::<BTreeMap<String, Vec<String>>>(value).ok())
        .flatten()
        .collect();
    let scope = requirements.iter().find_map(|(_, scopes)| scopes.first());
    let text = match scope.and_then(|scope| permissions::TABLE.iter().find(|entry| entry.scope == scope)) {
        None => "Open to everybody.".to_owned(),
        Some(permission) => {
            let roles = permission.roles.iter().map(|role| role.as_str()).collect::<Vec<_>>();
            let keys =
                if permission.for_keys { format!("Scope for API keys: `{}`.", permission.scope) } else { "Not for API keys.".into() };
            let text = format!("Roles: {}. {keys}", roles.join(", "));
            operation.extensions = Some(ExtensionsBuilder::new().add("x-roles", roles).add("x-scope", permission.scope).build());
            operation.security =
                Some(requirements.iter().map(|(scheme, _)| SecurityRequirement::new::<_, [&str; 0], &str>(scheme.as_str(), [])).collect());
            text
        }
    };
    operation.description = Some(match operation.description.take() {
        Some(description) if !description.is_empty() => format!("{description}\n\n{text}"),
        _ => text,
    });
}

/// Answers always carry all their keys. Requests are told apart by refusing unknown fields.
fn require_every_key(schema: &mut RefOr<Schema>) {
    let object = match schema {
        RefOr::T(Schema::AllOf(parts)) => return parts.items.iter_mut().for_each(require_every_key),
        RefOr::T(Schema::Object(object)) => object,
        _ => return,
    };
    let is_request = object.additional_properties.is_some();
    if is_request || !matches!(&object.schema_type, SchemaType::Type(Type::Object)) || object.properties.contains_key("request_id") {
        return;
    }
    object.required = object.properties.keys().cloned().collect();
}

fn integer_header(description: &str) -> Header {
    HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::Integer).build())).description(Some(description)).build()
}
