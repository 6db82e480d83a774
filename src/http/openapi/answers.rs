//! What answers hold. They always carry all their keys, and the contract says so, also of what a request
//! may leave out: where a schema stands in both, answers get one of their own, with `Output` behind its name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, Components, Schema, SchemaType, Type};
use utoipa::openapi::{OpenApi, Ref, RefOr, Response};

type Names = BTreeSet<String>;

const SCHEMAS: &str = "#/components/schemas/";

/// Schemas whose keys are not always there: a dry run's effects, what some problems tell, and of a rule the
/// keys of its kind.
const PARTIAL: [&str; 3] = ["MaybeDryRun", "Problem", "SegmentRule"];

pub(super) fn complete(api: &mut OpenApi) {
    let Some(components) = &mut api.components else { return };
    let (mut asked, mut answered) = (Names::new(), Names::new());
    let mut operations: Vec<&mut Operation> = api.paths.paths.values_mut().flat_map(operations_of).collect();
    for operation in &mut operations {
        each_in_request(operation, &mut |reference| asked.extend(name(reference)));
        each_in_responses(operation, &mut |reference| answered.extend(name(reference)));
    }
    components.responses.values_mut().for_each(|response| each_in_response(response, &mut |reference| answered.extend(name(reference))));

    components.schemas.values_mut().for_each(drop_null_defaults);
    let parts: BTreeMap<String, Names> = components.schemas.iter_mut().map(|(name, schema)| (name.clone(), names_in(schema))).collect();
    let (asked, answered) = (reached(asked, &parts), reached(answered, &parts));
    let split = differing(asked.intersection(&answered).cloned().collect(), components, &parts);

    let rename = |reference: &mut Ref| {
        if name(reference).is_some_and(|name| split.contains(&name)) {
            reference.ref_location.push_str("Output");
        }
    };
    for name in answered.iter().filter(|name| !asked.contains(*name) && !PARTIAL.contains(&name.as_str())) {
        if let Some(schema) = components.schemas.get_mut(name) {
            complete_schema(schema, rename);
        }
    }
    for name in &split {
        if let Some(mut schema) = components.schemas.get(name).cloned() {
            complete_schema(&mut schema, rename);
            components.schemas.insert(format!("{name}Output"), schema);
        }
    }
    for operation in operations {
        each_in_responses(operation, &mut { rename });
    }
}

/// Of the schemas that requests and answers share, those that say something else in an answer: some key
/// may be left out of a request, or something within may.
fn differing(shared: Names, components: &Components, parts: &BTreeMap<String, Names>) -> Names {
    let mut found: Names = shared
        .iter()
        .filter(|name| !PARTIAL.contains(&name.as_str()) && components.schemas.get(*name).is_some_and(leaves_out))
        .cloned()
        .collect();
    loop {
        let holds = |name: &&String| parts.get(*name).is_some_and(|parts| !parts.is_disjoint(&found));
        let further: Names = shared.difference(&found).filter(holds).cloned().collect();
        if further.is_empty() {
            return found;
        }
        found.extend(further);
    }
}

fn leaves_out(schema: &RefOr<Schema>) -> bool {
    match schema {
        RefOr::T(Schema::AllOf(parts)) => parts.items.iter().any(leaves_out),
        RefOr::T(Schema::Object(object)) => object.properties.keys().any(|key| !object.required.contains(key)),
        _ => false,
    }
}

/// All keys are there, further ones may come, and what it holds is an answer's as well.
fn complete_schema(schema: &mut RefOr<Schema>, mut rename: impl FnMut(&mut Ref)) {
    require_every_key(schema);
    each_reference(schema, &mut rename);
}

fn require_every_key(schema: &mut RefOr<Schema>) {
    let object = match schema {
        RefOr::T(Schema::AllOf(parts)) => return parts.items.iter_mut().for_each(require_every_key),
        RefOr::T(Schema::Object(object)) if matches!(&object.schema_type, SchemaType::Type(Type::Object)) => object,
        _ => return,
    };
    object.required = object.properties.keys().cloned().collect();
    object.properties.values_mut().filter_map(default_of).for_each(|default| *default = None);
    if matches!(object.additional_properties.as_deref(), Some(AdditionalProperties::FreeForm(false))) {
        object.additional_properties = None;
        // It shows a request.
        object.example = None;
    }
}

/// What is null when it is absent needs no default; generated clients ask for whatever has one.
fn drop_null_defaults(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::AllOf(parts)) => parts.items.iter_mut().for_each(drop_null_defaults),
        RefOr::T(Schema::Object(object)) => {
            let defaults = object.properties.values_mut().filter_map(default_of);
            defaults.filter(|default| **default == Some(Value::Null)).for_each(|default| *default = None);
        }
        _ => {}
    }
}

fn default_of(schema: &mut RefOr<Schema>) -> Option<&mut Option<Value>> {
    match schema {
        RefOr::T(Schema::Object(object)) => Some(&mut object.default),
        RefOr::T(Schema::Array(array)) => Some(&mut array.default),
        RefOr::T(Schema::OneOf(choice)) => Some(&mut choice.default),
        RefOr::T(Schema::AnyOf(choice)) => Some(&mut choice.default),
        RefOr::T(Schema::AllOf(parts)) => Some(&mut parts.default),
        RefOr::T(_) | RefOr::Ref(_) => None,
    }
}

/// The schemas that these lead to, themselves among them.
fn reached(from: Names, parts: &BTreeMap<String, Names>) -> Names {
    let (mut found, mut ahead) = (Names::new(), Vec::from_iter(from));
    while let Some(name) = ahead.pop() {
        ahead.extend(parts.get(&name).into_iter().flatten().filter(|part| !found.contains(*part)).cloned());
        found.insert(name);
    }
    found
}

fn name(reference: &Ref) -> Option<String> {
    reference.ref_location.strip_prefix(SCHEMAS).map(str::to_owned)
}

fn names_in(schema: &mut RefOr<Schema>) -> Names {
    let mut names = Names::new();
    each_reference(schema, &mut |reference| names.extend(name(reference)));
    names
}

fn operations_of(item: &mut utoipa::openapi::PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.patch, &mut item.put, &mut item.delete].into_iter().flatten()
}

fn each_in_request(operation: &mut Operation, see: &mut dyn FnMut(&mut Ref)) {
    let Some(RefOr::T(body)) = &mut operation.request_body else { return };
    for content in body.content.values_mut() {
        if let RefOr::T(content) = content {
            content.schema.iter_mut().for_each(|schema| each_reference(schema, see));
        }
    }
}

fn each_in_responses(operation: &mut Operation, see: &mut dyn FnMut(&mut Ref)) {
    operation.responses.responses.values_mut().for_each(|response| each_in_response(response, see));
}

fn each_in_response(response: &mut RefOr<Response>, see: &mut dyn FnMut(&mut Ref)) {
    let RefOr::T(response) = response else { return };
    for content in response.content.values_mut() {
        if let RefOr::T(content) = content {
            content.schema.iter_mut().for_each(|schema| each_reference(schema, see));
        }
    }
}

fn each_reference(schema: &mut RefOr<Schema>, see: &mut dyn FnMut(&mut Ref)) {
    match schema {
        RefOr::Ref(reference) => see(reference),
        RefOr::T(Schema::Array(array)) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                each_reference(items, see);
            }
        }
        RefOr::T(Schema::Object(object)) => {
            object.properties.values_mut().for_each(|property| each_reference(property, see));
            if let Some(AdditionalProperties::RefOr(values)) = object.additional_properties.as_deref_mut() {
                each_reference(values, see);
            }
        }
        RefOr::T(Schema::OneOf(choice)) => choice.items.iter_mut().for_each(|item| each_reference(item, see)),
        RefOr::T(Schema::AnyOf(choice)) => choice.items.iter_mut().for_each(|item| each_reference(item, see)),
        RefOr::T(Schema::AllOf(parts)) => parts.items.iter_mut().for_each(|item| each_reference(item, see)),
        RefOr::T(_) => {}
    }
}
