//! The contract, as a client sees it: which operations there are and what they may answer.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Value, json};

use super::client::Answer;

/// The published document.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(rapport::http::document()).unwrap());

/// The document's schemas, closed: an answer holds nothing that is not published.
static COMPONENTS: LazyLock<Value> = LazyLock::new(|| {
    let mut components = DOCUMENT["components"].clone();
    let schemas = components["schemas"].as_object_mut().unwrap();
    // A schema that others are put together from has to leave room for the rest of them.
    let parts: Vec<String> = schemas
        .values()
        .flat_map(|schema| schema["allOf"].as_array().into_iter().flatten())
        .filter_map(|part| part["$ref"].as_str()?.rsplit('/').next().map(str::to_owned))
        .collect();
    for (name, schema) in schemas {
        if schema.get("allOf").is_some() {
            schema["unevaluatedProperties"] = json!(false);
        } else if name != "Problem"
            && !parts.contains(name)
            && schema.get("properties").is_some()
            && schema.get("additionalProperties").is_none()
        {
            schema["additionalProperties"] = json!(false);
        }
    }
    components
});

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// One operation.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    pub method: &'static str,
    pub path: &'static str,
    pub body: &'static Value,
}

impl Operation {
    pub fn id(&self) -> &'static str {
        self.body["operationId"].as_str().expect("an operationId")
    }
    pub fn is_guarded(&self) -> bool {
        self.body["security"].as_array().is_some_and(|security| !security.is_empty())
    }
    pub fn roles(&self) -> Vec<&'static str> {
        self.body["x-roles"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }
    pub fn scope(&self) -> &'static str {
        self.body["x-scope"].as_str().unwrap_or_default()
    }
    pub fn allows_keys(&self) -> bool {
        self.body["security"].as_array().into_iter().flatten().any(|way| way.get("api_key").is_some())
    }
    pub fn takes_json(&self) -> bool {
        !self.body["requestBody"]["content"]["application/json"].is_null()
    }

    pub fn takes_file(&self) -> bool {
        !self.body["requestBody"]["content"]["multipart/form-data"].is_null()
    }

    fn fits(&self, path: &str) -> bool {
        let (given, slots): (Vec<_>, Vec<_>) = (path.split('/').collect(), self.path.split('/').collect());
        given.len() == slots.len() && given.iter().zip(slots).all(|(part, slot)| *part == slot || (slot.contains('{') && !part.is_empty()))
    }
}

/// Every operation of the contract.
pub fn operations() -> Vec<Operation> {
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let methods = ["get", "post", "put", "patch", "delete"];
    let all = paths.iter().flat_map(|(path, item)| methods.iter().map(move |method| (*method, path.as_str(), &item[*method])));
    all.filter(|(_, _, body)| !body.is_null()).map(|(method, path, body)| Operation { method, path, body }).collect()
}

fn find(method: &Method, path: &str) -> Option<Operation> {
    static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(operations);
    let fitting = OPERATIONS.iter().filter(|operation| operation.method.eq_ignore_ascii_case(method.as_str()) && operation.fits(path));
    fitting.min_by_key(|operation| operation.path.matches('{').count()).copied()
}

/// Fails unless the answer is one that the contract declares.
#[track_caller]
pub fn check(method: &Method, target: &str, answer: &Answer) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let what = format!("{method} {target} → {}: {}", answer.status, answer.text());
    let Some(operation) = find(method, path) else {
        let is_page = path.starts_with("/docs") || *method == Method::OPTIONS;
        assert!(is_page || matches!(answer.status, 404 | 405), "not in the contract: {what}");
        return;
    };
    // Nobody on the way keeps what a link opens.
    let is_kept = operation.path.contains("{token}") && answer.header("cache-control") != "no-store";
    assert!(!is_kept, "cache-control {}: {what}", answer.header("cache-control"));
    let is_dry_run = query.split('&').any(|pair| pair == "dry_run=true") && answer.status == 200;
    let response = resolve(&operation, answer.status).unwrap_or_else(|| panic!("this status is not declared: {what}"));
    let kind = answer.header("content-type").split(';').next().unwrap_or_default();
    let Some(content) = response["content"].as_object() else {
        assert!(answer.bytes.is_empty(), "a body where none is declared: {what}");
        return;
    };
    let media = content.get(kind).or(content.get("*/*")).unwrap_or_else(|| panic!("the content type {kind} is not declared: {what}"));
    if !kind.ends_with("json") {
        return;
    }
    let mut body = answer.body.clone();
    let (schema, dry_run) = without_effects(&media["schema"]);
    if is_dry_run {
        assert!(dry_run, "what a dry run answers is not declared: {what}");
        let effects = body.as_object_mut().and_then(|fields| fields.remove("effects")).unwrap_or_default();
        let list = json!({"type": "array", "items": {"$ref": "#/components/schemas/Effect"}});
        fits("effects", &list, &effects, &what);
    }
    fits(&format!("{method} {} {}", operation.path, answer.status), &schema, &body, &what);
}

#[track_caller]
fn fits(name: &str, schema: &Value, body: &Value, what: &str) {
    let validator = validator(name, schema);
    let faults: Vec<_> = validator.iter_errors(body).map(|fault| format!("{} at {}", fault, fault.instance_path())).collect();
    assert!(faults.is_empty(), "not as declared: {faults:#?}\n{what}");
}

/// The schema of an answer without what a dry run adds to it, and whether it tells that.
fn without_effects(schema: &Value) -> (Value, bool) {
    let adds = |schema: &Value| {
        let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
        matches!(name, Some("DryRun" | "MaybeDryRun"))
    };
    match schema["allOf"].as_array().map(Vec::as_slice) {
        Some([of_change, of_dry_run]) if adds(of_dry_run) => (of_change.clone(), true),
        _ if adds(schema) => (json!({"type": "object", "additionalProperties": false}), true),
        _ => (schema.clone(), false),
    }
}

/// What the operation declares for a status.
fn resolve(operation: &Operation, status: u16) -> Option<&'static Value> {
    let found = operation.body["responses"].get(status.to_string())?;
    match found["$ref"].as_str() {
        Some(reference) => DOCUMENT.pointer(reference.strip_prefix('#')?),
        None => Some(found),
    }
}

fn validator(name: &str, schema: &Value) -> Arc<Validator> {
    let mut known = VALIDATORS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let make = || {
        let whole = json!({"components": *COMPONENTS, "allOf": [schema]});
        Arc::new(jsonschema::options().should_validate_formats(true).build(&whole).unwrap())
    };
    known.entry(name.to_owned()).or_insert_with(make).clone()
}
