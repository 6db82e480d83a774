//! The contract as a document.

use std::collections::HashSet;

use crate::support::Value;
use crate::support::spec::{DOCUMENT, operations};

#[test]
fn every_operation_is_named_verb_resource_and_once() {
    const VERBS: &[&str] = &[
        "accept",
        "achieve",
        "activate",
        "archive",
        "add",
        "cancel",
        "complete",
        "confirm",
        "create",
        "deactivate",
        "delete",
        "disable",
        "download",
        "drop",
        "duplicate",
        "enable",
        "erase",
        "explain",
        "export",
        "forecast",
        "fulfil",
        "get",
        "import",
        "invite",
        "issue",
        "list",
        "log",
        "lose",
        "mark",
        "pause",
        "preview",
        "publish",
        "put",
        "qualify",
        "reactivate",
        "recover",
        "redeem",
        "refresh",
        "remind",
        "remove",
        "reopen",
        "reorder",
        "replace",
        "report",
        "approve",
        "decline",
        "propose",
        "start",
        "reject",
        "request",
        "select",
        "reschedule",
        "resend",
        "restore",
        "resubmit",
        "resume",
        "retry",
        "review",
        "revoke",
        "rotate",
        "save",
        "schedule",
        "send",
        "share",
        "stream",
        "submit",
        "test",
        "unschedule",
        "unshare",
        "unsubscribe",
        "update",
        "upload",
        "void",
        "view",
        "withdraw",
        "check",
        "close",
        "launch",
        "pause",
        "resume",
        "win",
    ];
    let mut seen = HashSet::new();
    for operation in operations() {
        let id = operation.id();
        assert!(seen.insert(id), "{id} is there twice");
        let verb = id.split('_').next().unwrap_or_default();
        assert!(VERBS.contains(&verb), "{id} does not begin with a verb that is known here");
        assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{id} is not snake_case");
    }
}

#[test]
fn every_operation_is_described_and_belongs_to_a_known_group() {
    let groups: HashSet<_> = DOCUMENT["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    for operation in operations() {
        let id = operation.id();
        assert!(operation.body["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{id} has no summary");
        let tags = operation.body["tags"].as_array().unwrap();
        assert!(tags.len() == 1 && groups.contains(tags[0].as_str().unwrap()), "{id}: {tags:?}");
        if operation.is_guarded() {
            assert!(!operation.roles().is_empty() && operation.scope().contains(':'), "{id} does not say who may use it");
        }
    }
}

#[test]
fn urls_are_plural_kebab_case_nouns_without_a_slash_at_the_end() {
    for operation in operations() {
        let path = operation.path;
        assert!(!path.ends_with('/'), "{path}");
        let fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-./{}_".contains(&byte);
        assert!(path.bytes().all(fine), "{path}");
        let literal_underscore = path.split('/').any(|part| !part.starts_with('{') && part.contains('_'));
        assert!(!literal_underscore, "{path}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(value: &Value, missing: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                let reference = fields.get("$ref").and_then(Value::as_str);
                missing.extend(reference.filter(|to| DOCUMENT.pointer(to.trim_start_matches('#')).is_none()).map(str::to_owned));
                fields.values().for_each(|field| walk(field, missing));
            }
            Value::Array(entries) => entries.iter().for_each(|entry| walk(entry, missing)),
            _ => {}
        }
    }
    let mut missing = Vec::new();
    walk(&DOCUMENT, &mut missing);
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn names_on_the_wire_are_snake_case() {
    for (name, schema) in DOCUMENT["components"]["schemas"].as_object().unwrap() {
        for field in schema["properties"].as_object().into_iter().flatten().map(|(field, _)| field) {
            let fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            assert!(field.bytes().all(fine), "{name}.{field}");
        }
        for value in schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-';
            assert!(value.bytes().all(fine), "{name} has the value {value}");
        }
    }
}
