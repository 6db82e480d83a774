//! JSON Schemas of details and submissions, each whole: made from what OpenAPI publishes, with what is
//! referred to beside it.

use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::details::{
    BeAReferenceDetails, CompleteSurveyDetails, CustomTaskDetails, RecordVideoDetails, SendUpdateDetails, SocialPostDetails,
    SubmitMediaDetails, SubmitReferralDetails, SubmitReviewDetails,
};
use super::model::MissionType;
use super::submissions::{
    BeAReferenceSubmission, CompleteSurveySubmission, CustomTaskSubmission, RecordVideoSubmission, SendUpdateSubmission,
    SocialPostSubmission, SubmitMediaSubmission, SubmitReferralSubmission, SubmitReviewSubmission,
};

/// Where OpenAPI keeps what is referred to, and where JSON Schema does.
const COMPONENTS: &str = "#/components/schemas/";
const DEFINITIONS: &str = "#/$defs/";

/// Of a mission's details.
pub(super) fn details(kind: MissionType) -> Value {
    match kind {
        MissionType::SocialPost => whole::<SocialPostDetails>(),
        MissionType::SubmitMedia => whole::<SubmitMediaDetails>(),
        MissionType::SubmitReview => whole::<SubmitReviewDetails>(),
        MissionType::CompleteSurvey => whole::<CompleteSurveyDetails>(),
        MissionType::SubmitReferral => whole::<SubmitReferralDetails>(),
        MissionType::RecordVideo => whole::<RecordVideoDetails>(),
        MissionType::BeAReference => whole::<BeAReferenceDetails>(),
        MissionType::SendUpdate => whole::<SendUpdateDetails>(),
        MissionType::CustomTask => whole::<CustomTaskDetails>(),
    }
}

/// Of what is handed in. Requests may lack what drafts lack; this is the schema of what is whole.
pub(super) fn submission(kind: MissionType) -> Value {
    match kind {
        MissionType::SocialPost => strict(whole::<SocialPostSubmission>(), &["network"], &[]),
        MissionType::SubmitMedia => strict(whole::<SubmitMediaSubmission>(), &["files"], &["rights_accepted"]),
        MissionType::SubmitReview => strict(whole::<SubmitReviewSubmission>(), &["site"], &["disclosure_accepted"]),
        MissionType::CompleteSurvey => strict(whole::<CompleteSurveySubmission>(), &["answers"], &[]),
        MissionType::SubmitReferral => strict(whole::<SubmitReferralSubmission>(), &["referrals"], &[]),
        MissionType::RecordVideo => strict(whole::<RecordVideoSubmission>(), &[], &["release_accepted"]),
        MissionType::BeAReference => strict(whole::<BeAReferenceSubmission>(), &["activities"], &[]),
        MissionType::SendUpdate => whole::<SendUpdateSubmission>(),
        MissionType::CustomTask => strict(whole::<CustomTaskSubmission>(), &[], &["confirmed"]),
    }
}

fn whole<T: PartialSchema + ToSchema>() -> Value {
    let mut used: Vec<(String, RefOr<Schema>)> = Vec::new();
    T::schemas(&mut used);
    let definitions: Map<String, Value> =
        used.into_iter().map(|(name, schema)| (name, plain(serde_json::to_value(schema).unwrap_or_default()))).collect();
    let mut schema = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": T::name()});
    if let (Some(target), Value::Object(own)) = (schema.as_object_mut(), plain(serde_json::to_value(T::schema()).unwrap_or_default())) {
        target.extend(own);
        if !definitions.is_empty() {
            target.insert("$defs".into(), Value::Object(definitions));
        }
    }
    schema
}

/// In the words of JSON Schema: references and examples have other names there.
fn plain(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(fields.into_iter().map(word).collect()),
        Value::Array(entries) => Value::Array(entries.into_iter().map(plain).collect()),
        other => other,
    }
}

fn word((name, value): (String, Value)) -> (String, Value) {
    match (name.as_str(), value) {
        ("$ref", Value::String(target)) => (name, Value::String(target.replace(COMPONENTS, DEFINITIONS))),
        // A property may be called `example`; its schema is an object that has a type or a reference.
        ("example", value) if value.get("type").is_none() && value.get("$ref").is_none() => ("examples".into(), json!([value])),
        (_, value) => (name, plain(value)),
    }
}

/// What has to be there, and what has to be agreed to.
fn strict(mut schema: Value, required: &[&str], agreed: &[&str]) -> Value {
    for name in required {
        let property = &mut schema["properties"][*name];
        without_null(property);
        if property["type"] == "array" {
            property["minItems"] = json!(1);
        }
    }
    for name in agreed {
        schema["properties"][*name]["const"] = json!(true);
    }
    schema["required"] = json!([required, agreed].concat());
    schema
}

fn without_null(property: &mut Value) {
    if let Some(kinds) = property["type"].as_array().cloned() {
        let kinds: Vec<Value> = kinds.into_iter().filter(|kind| kind != "null").collect();
        property["type"] = if let [one] = kinds.as_slice() { one.clone() } else { Value::Array(kinds) };
    }
    if let Some(choices) = property.get_mut("oneOf").and_then(Value::as_array_mut) {
        choices.retain(|choice| choice["type"] != "null");
    }
}
