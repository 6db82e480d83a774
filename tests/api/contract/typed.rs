//! What clients that are generated from the contract can tell about requests and answers.

use std::collections::BTreeSet;

use crate::support::Value;
use crate::support::spec::{DOCUMENT, operations};

/// Where anything may stand, because others say what.
const ANYTHING: [&str; 10] = [
    "Effect.data.*",
    "Event.data.*",
    "EventMessage.data.*",
    "get_openapi.200.*",
    // JSON Schemas, and what fits them.
    "MissionTypeInfo.details_schema.*",
    "MissionTypeInfo.example_details.*",
    "MissionTypeInfo.example_submission.*",
    "MissionTypeInfo.submission_schema.*",
    "list_hook_samples.200[].*",
    // What providers of mail and payments post.
    "report_bounces",
];
const POSTED_BY_OTHERS: [&str; 1] = ["report_stripe_event.*"];

/// Verbs that are words of some language itself.
const RESERVED: [&str; 9] = ["delete", "do", "export", "import", "new", "return", "select", "try", "void"];

/// Calls `see` for a schema and for each within it, with where that stands.
fn each(at: &str, schema: &Value, see: &mut dyn FnMut(&str, &Value)) {
    see(at, schema);
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        each(&format!("{at}.{name}"), property, see);
    }
    if schema["items"].is_object() {
        each(&format!("{at}[]"), &schema["items"], see);
    }
    if schema["additionalProperties"].is_object() {
        each(&format!("{at}.*"), &schema["additionalProperties"], see);
    }
    for word in ["oneOf", "anyOf", "allOf"] {
        schema[word].as_array().into_iter().flatten().for_each(|part| each(at, part, see));
    }
}

/// Every schema of the contract: those with names, and those that stand in operations.
fn every_schema(see: &mut dyn FnMut(&str, &Value)) {
    for (name, schema) in DOCUMENT["components"]["schemas"].as_object().unwrap() {
        each(name, schema, see);
    }
    for operation in operations() {
        let media = |body: &'static Value| body["content"].as_object().into_iter().flatten().map(|(_, media)| &media["schema"]);
        media(&operation.body["requestBody"]).for_each(|schema| each(operation.id(), schema, see));
        for (status, response) in operation.body["responses"].as_object().unwrap() {
            media(response).for_each(|schema| each(&format!("{}.{status}", operation.id()), schema, see));
        }
        for parameter in operation.body["parameters"].as_array().into_iter().flatten() {
            each(&format!("{}?{}", operation.id(), parameter["name"]), &parameter["schema"], see);
        }
    }
}

/// The schemas with names that these lead to.
fn reached<'a>(from: impl Iterator<Item = &'a Value>) -> BTreeSet<String> {
    fn names(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.iter().filter(|(key, _)| *key != "example").for_each(|(_, field)| names(field, found));
            }
            Value::Array(entries) => entries.iter().for_each(|entry| names(entry, found)),
            _ => {}
        }
    }
    let (mut found, mut ahead) = (BTreeSet::new(), Vec::new());
    from.for_each(|value| names(value, &mut ahead));
    while let Some(reference) = ahead.pop() {
        if found.insert(reference.clone()) {
            names(DOCUMENT.pointer(&reference[1..]).unwrap(), &mut ahead);
        }
    }
    found.into_iter().filter_map(|reference| reference.strip_prefix("#/components/schemas/").map(str::to_owned)).collect()
}

#[test]
fn every_operation_can_be_a_method() {
    for operation in operations() {
        let id = operation.id();
        assert!(!RESERVED.contains(&id) && id.split('_').all(|word| !word.is_empty()), "{id}");
        let camel: String = id.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
        let is_taken = DOCUMENT["components"]["schemas"].get(&camel).is_some() && operation.body["requestBody"].is_null();
        assert!(!is_taken, "{id} would have the name of a schema that it does not take");
    }
}

#[test]
fn whatever_is_asked_or_answered_has_a_type() {
    let (mut faults, mut free) = (Vec::new(), BTreeSet::new());
    every_schema(&mut |at, schema| {
        let says = ["type", "$ref", "oneOf", "anyOf", "allOf", "enum", "const"].iter().any(|word| schema.get(word).is_some());
        if !says {
            free.insert(at.to_owned());
        }
        let is_object = schema["type"] == "object" || schema["type"].as_array().is_some_and(|types| types.contains(&"object".into()));
        if is_object && schema.get("properties").is_none() && schema.get("additionalProperties").is_none() {
            faults.push(format!("{at} is an object of nothing"));
        }
        let is_list = schema["type"] == "array" || schema["type"].as_array().is_some_and(|types| types.contains(&"array".into()));
        if is_list && schema.get("items").is_none() {
            faults.push(format!("{at} is a list of nothing"));
        }
    });
    let known: BTreeSet<String> = ANYTHING.iter().chain(&POSTED_BY_OTHERS).map(|at| (*at).to_owned()).collect();
    faults.extend(free.difference(&known).map(|at| format!("{at} may be anything")));
    faults.extend(known.difference(&free).map(|at| format!("{at} is known to be anything, and is not")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_choice_between_shapes_has_a_name() {
    let mut faults = Vec::new();
    every_schema(&mut |at, schema| {
        let is_named = !at.contains(['.', '[', '?']) && DOCUMENT["components"]["schemas"].get(at).is_some();
        for word in ["oneOf", "anyOf"] {
            let shapes = schema[word].as_array().into_iter().flatten().filter(|shape| shape["type"] != "null");
            if shapes.count() > 1 && !is_named {
                faults.push(format!("{at} is one of several, without a name for them"));
            }
        }
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn answers_have_all_their_keys_and_requests_what_they_need() {
    let bodies: Vec<_> = operations().into_iter().map(|operation| &operation.body["requestBody"]).collect();
    let responses: Vec<_> = operations().into_iter().map(|operation| &operation.body["responses"]).collect();
    let (asked, answered) = (reached(bodies.into_iter()), reached(responses.into_iter()));
    let mut faults = Vec::new();
    for name in &answered {
        each(name, &DOCUMENT["components"]["schemas"][name], &mut |at, schema| {
            let required: Vec<_> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let missing = schema["properties"].as_object().into_iter().flatten().filter(|(key, _)| !required.contains(&key.as_str()));
            faults.extend(missing.map(|(key, _)| format!("{at}.{key}")));
        });
    }
    // A dry run's effects, what only some problems tell, and of a rule the keys of its kind.
    let partial = ["MaybeDryRun.", "Problem.", "SegmentRule."];
    faults.retain(|fault| !partial.iter().any(|name| fault.starts_with(name)));
    assert!(faults.is_empty(), "answers may leave out:\n{}", faults.join("\n"));

    let mixed: Vec<_> = asked.iter().filter(|name| name.ends_with("Output")).collect();
    assert!(mixed.is_empty(), "requests are described by answers: {mixed:?}");
    let lone = answered.iter().filter_map(|name| name.strip_suffix("Output")).find(|name| !asked.contains(*name));
    assert!(lone.is_none(), "{lone:?} is answered alone and needs no twin");
}

#[test]
fn an_act_takes_no_body_where_nothing_in_it_is_needed() {
    for operation in operations().into_iter().filter(|operation| operation.method == "post" && operation.takes_json()) {
        let body = &operation.body["requestBody"];
        let Some(reference) = body["content"]["application/json"]["schema"]["$ref"].as_str() else { continue };
        let needs = DOCUMENT.pointer(&reference[1..]).unwrap()["required"].as_array().is_some_and(|keys| !keys.is_empty());
        assert_eq!(body["required"].as_bool().unwrap_or_default(), needs, "{}", operation.id());
    }
}
