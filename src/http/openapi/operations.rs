//! What every operation understands and answers, because `Command` and `Read` do.

use std::collections::BTreeMap;

use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Components, ContentBuilder, Ref, RefOr, Required, Response, ResponseBuilder};

use crate::identity::permissions;
use crate::kernel::page::{DEFAULT_LIMIT, MAX_LIMIT};

pub(super) fn complete(path: &str, item: &mut PathItem) {
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
        describe_limit(operation);
        describe_roles(operation);
    }
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
    if path.contains("{id}") {
        add("If-Match", ParameterIn::Header, "The ETag that you have seen; another version is answered with 412.", Type::String);
    }
    describe_dry_run(operation);
}

/// A body that needs to say nothing may be left out of an act, which reads none as `{}`.
pub(super) fn describe_body(act: &mut Operation, components: &Components) {
    let Some(RefOr::T(body)) = &mut act.request_body else { return };
    let Some(RefOr::T(content)) = body.content.get("application/json") else { return };
    let Some(RefOr::Ref(reference)) = &content.schema else { return };
    let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
    if let Some(RefOr::T(Schema::Object(object))) = components.schemas.get(name) {
        body.required = Some(if object.required.is_empty() { Required::False } else { Required::True });
    }
}

/// A dry run answers 200, also where the change answers 201, 202 or 204: with the keys of the change's
/// answer, and its effects.
fn describe_dry_run(operation: &mut Operation) {
    let responses = &mut operation.responses.responses;
    if let Some(response) = responses.get_mut("200") {
        if let Some(schema) = json_schema(response) {
            *schema = both(schema.clone(), "MaybeDryRun");
        }
        return;
    }
    let made = ["201", "202"].iter().find_map(|status| responses.get_mut(*status).and_then(json_schema).cloned());
    let schema = made.map_or_else(|| Ref::from_schema_name("DryRun").into(), |made| both(made, "DryRun"));
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let response = ResponseBuilder::new().description("The result of a dry run.").content("application/json", content).build();
    responses.insert("200".into(), response.into());
}

fn json_schema(response: &mut RefOr<Response>) -> Option<&mut RefOr<Schema>> {
    let RefOr::T(response) = response else { return None };
    let RefOr::T(content) = response.content.get_mut("application/json")? else { return None };
    content.schema.as_mut()
}

fn both(schema: RefOr<Schema>, other: &str) -> RefOr<Schema> {
    RefOr::T(Schema::AllOf(AllOfBuilder::new().item(schema).item(Ref::from_schema_name(other)).build()))
}

/// Pages are as long everywhere.
fn describe_limit(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && parameter.name == "limit"
            && let Some(RefOr::T(Schema::Object(limit))) = &mut parameter.schema
        {
            limit.minimum = Some(1.into());
            limit.maximum = Some(MAX_LIMIT.into());
            limit.default = Some(DEFAULT_LIMIT.into());
        }
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
