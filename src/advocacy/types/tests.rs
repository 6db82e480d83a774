//! Examples, schemas and rules of the nine types, each held against the others.

use serde_json::{Map, Value, json};

use super::model::{MissionDetails, MissionType, SubmissionContent};
use super::patch::{DetailPatch, SubmissionPatch};
use super::{Submitter, examples, schemas};
use crate::kernel::FieldError;
use crate::questions::answers::KnownFiles;

const PICTURE: &str = "file_01kfq8v6n2e9t8w4x3y5z7a1bd";
const FILM: &str = "file_01kfq8v6n2e9t8w4x3y5z7a1be";
const PAPER: &str = "file_01kfq8v6n2e9t8w4x3y5z7a1bf";
const SOMEBODYS: &str = "file_01kfq8v6n2e9t8w4x3y5z7a1bg";

fn fields(value: Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

fn details(kind: MissionType, value: Value) -> MissionDetails {
    MissionDetails::empty(kind).merged(&DetailPatch::read(vec![(kind, Some(fields(value)))])).expect("details that make sense")
}

fn codes(faults: &[FieldError]) -> Vec<(&str, &str)> {
    faults.iter().map(|fault| (fault.pointer.as_deref().unwrap_or_default(), fault.code.as_str())).collect()
}

/// Pointer and code of what is wrong with a submission, below the type's field.
fn faults(wanted: &MissionDetails, given: Value) -> Vec<(String, String)> {
    let kind = wanted.kind();
    let files = [(PICTURE, "image/png"), (FILM, "video/mp4"), (PAPER, "application/pdf")];
    let files: KnownFiles = files.into_iter().map(|(id, kind)| (id.to_owned(), kind.to_owned())).collect();
    let content = SubmissionContent::empty(kind).merged(&SubmissionPatch::read(None, vec![(kind, Some(fields(given)))])).expect("a shape");
    let by = Submitter { email: Some("Ana@People.example"), files: &files };
    let found = wanted.check_submission(content, &by, &wanted.patterns()).err().unwrap_or_default();
    let prefix = format!("/{kind}");
    found
        .into_iter()
        .map(|fault| (fault.pointer.unwrap_or_default().strip_prefix(&prefix).expect("below its field").to_owned(), fault.code))
        .collect()
}

fn example(kind: MissionType) -> (MissionDetails, Value) {
    let file = if kind == MissionType::RecordVideo { FILM } else { PICTURE };
    let given = examples::submission(kind).to_string().replace("file_01kfq8v6n2e9t8w4x3y5z7a1bc", file);
    (details(kind, examples::details(kind)), serde_json::from_str(&given).expect("JSON"))
}

/// An example with one field of it replaced, or taken out by null.
fn but(mut value: Value, name: &str, with: Value) -> Value {
    if with.is_null() {
        value.as_object_mut().expect("an object").remove(name);
    } else {
        value[name] = with;
    }
    value
}

#[test]
fn examples_fit_their_schemas_and_keep_their_rules() {
    for kind in MissionType::ALL.iter().copied() {
        let (details_schema, submission_schema) = (schemas::details(kind), schemas::submission(kind));
        for schema in [&details_schema, &submission_schema] {
            assert!(jsonschema::meta::is_valid(schema), "{kind}");
            assert!(!schema.to_string().contains("#/components"), "{kind}");
        }
        let is_valid = |schema: &Value, value: &Value| {
            jsonschema::draft202012::options().should_validate_formats(true).build(schema).expect("it compiles").is_valid(value)
        };
        assert!(is_valid(&details_schema, &examples::details(kind)), "{kind}");
        assert!(is_valid(&details_schema, &json!({})), "{kind}: a draft lacks everything");
        let (wanted, given) = example(kind);
        assert!(is_valid(&submission_schema, &given), "{kind}");
        assert_eq!(faults(&wanted, given.clone()), [], "{kind}");
        assert_eq!(wanted.launch_faults(), [], "{kind}");
        for schema in [details_schema, submission_schema] {
            assert!(
                !is_valid(&schema, &json!({"rating": 5})) && !is_valid(&schema, &json!([])) && !is_valid(&schema, &Value::Null),
                "{kind}"
            );
        }
    }
}

#[test]
fn what_the_rules_refuse_for_its_shape_the_schema_refuses_too() {
    for kind in MissionType::ALL.iter().copied() {
        let schema = schemas::submission(kind);
        let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).expect("it compiles");
        let (wanted, given) = example(kind);
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let without = but(given.clone(), name, Value::Null);
            assert!(!validator.is_valid(&without), "{kind} without {name}");
            assert!(!faults(&wanted, without).is_empty(), "{kind} without {name}");
            // What has to be agreed to is not agreed to by saying no; nothing is no entry.
            let empty = match &given[name] {
                Value::Bool(_) => json!(false),
                Value::Array(_) => json!([]),
                _ => continue,
            };
            let with = but(given.clone(), name, empty);
            assert!(!validator.is_valid(&with) && !faults(&wanted, with).is_empty(), "{kind} with nothing as {name}");
        }
        for (name, value) in given.as_object().expect("an object") {
            let wrong = if value.is_number() { json!("many") } else { json!(7) };
            assert!(!validator.is_valid(&but(given.clone(), name, wrong.clone())), "{kind} with {wrong} as {name}");
            let own = fields(json!({ name: wrong }));
            assert!(SubmissionContent::from_map(kind, own).is_err(), "{kind} with a number as {name}");
        }
    }
}

#[test]
fn a_draft_lacks_anything_and_a_launch_does_not() {
    for kind in MissionType::ALL.iter().copied() {
        let missing = MissionDetails::empty(kind).launch_faults();
        let wanted: Vec<String> = kind.required_at_launch().iter().map(|name| format!("/{kind}/{name}")).collect();
        assert_eq!(missing.iter().filter_map(|fault| fault.pointer.clone()).collect::<Vec<_>>(), wanted);
    }
    let survey = MissionDetails::empty(MissionType::CompleteSurvey).launch_faults();
    assert_eq!(codes(&survey), [("/complete_survey/questions", "survey_needs_question")]);
    let blank = details(MissionType::SendUpdate, json!({"body": "<p> <br></p>"}));
    assert_eq!(codes(&blank.launch_faults()), [("/send_update/body", "required")]);
}

#[test]
fn posts_are_on_the_network_that_they_name() {
    let (wanted, given) = example(MissionType::SocialPost);
    let faults = |name: &str, value: Value| faults(&wanted, but(given.clone(), name, value));
    for (name, value, at, code) in [
        ("network", Value::Null, "/network", "required"),
        ("network", json!("facebook"), "/network", "invalid_choice"),
        ("network", json!("x"), "/post_url", "wrong_host"),
        ("post_url", Value::Null, "/post_url", "required"),
        ("post_url", json!("https://linkedin.com.evil.example/p"), "/post_url", "wrong_host"),
        ("post_url", json!("http://linkedin.com/p"), "/post_url", "invalid_url"),
        ("post_url", json!("https://u@linkedin.com/p"), "/post_url", "invalid_url"),
        ("screenshot_file_id", json!(FILM), "/screenshot_file_id", "file_type"),
        ("screenshot_file_id", json!(SOMEBODYS), "/screenshot_file_id", "unknown_file"),
    ] {
        assert_eq!(faults(name, value.clone()), [(at.to_owned(), code.to_owned())], "{name} {value}");
    }
    for (proof, given, missing) in [
        ("screenshot", json!({"network": "x"}), Some("/screenshot_file_id")),
        ("screenshot", json!({"network": "x", "screenshot_file_id": PICTURE}), None),
        ("either", json!({"network": "x"}), Some("/post_url")),
        ("either", json!({"network": "x", "screenshot_file_id": PICTURE}), None),
        ("either", json!({"network": "x", "post_url": "https://x.com/a/status/1"}), None),
        ("url", json!({"network": "x", "screenshot_file_id": PICTURE}), Some("/post_url")),
    ] {
        let wanted = details(MissionType::SocialPost, json!({"networks": ["x"], "proof": proof}));
        let expected: Vec<_> = missing.map(|at| (at.to_owned(), "required".to_owned())).into_iter().collect();
        assert_eq!(super::tests::faults(&wanted, given.clone()), expected, "{proof} {given}");
    }
}

#[test]
fn reviews_are_on_the_site_that_they_name_and_no_rating_is_taken() {
    let (wanted, given) = example(MissionType::SubmitReview);
    for (name, value, at, code) in [
        ("site", json!("capterra"), "/site", "invalid_choice"),
        ("review_url", json!("https://g2.com.evil.example/r"), "/review_url", "wrong_host"),
        ("review_url", json!("https://evil.example/https://www.g2.com/"), "/review_url", "wrong_host"),
        ("review_url", json!("https://www.g2.com:8443/r"), "/review_url", "invalid_url"),
        ("review_url", Value::Null, "/review_url", "required"),
        ("disclosure_accepted", json!(false), "/disclosure_accepted", "consent_required"),
    ] {
        assert_eq!(faults(&wanted, but(given.clone(), name, value.clone())), [(at.to_owned(), code.to_owned())], "{name} {value}");
    }
    let pictured = but(but(given.clone(), "review_url", Value::Null), "screenshot_file_id", json!(PICTURE));
    assert_eq!(faults(&wanted, pictured), []);
    for field in ["rating", "stars", "min_rating", "score"] {
        assert!(SubmissionContent::from_map(MissionType::SubmitReview, fields(json!({field: 5}))).is_err(), "{field}");
        assert!(MissionDetails::from_map(MissionType::SubmitReview, fields(json!({field: 5}))).is_err(), "{field}");
    }
}

#[test]
fn media_and_videos_are_what_their_bytes_say_and_as_many_as_are_wanted() {
    let (wanted, given) = example(MissionType::SubmitMedia);
    let file = |id: &str| json!({"file_id": id});
    for (value, at, code) in [
        (json!([file(FILM)]), "/files/0/file_id", "file_type"),
        (json!([file(PICTURE), file(PICTURE)]), "/files/1/file_id", "not_unique"),
        (json!([file(SOMEBODYS)]), "/files/0/file_id", "unknown_file"),
        (json!([]), "/files", "too_few"),
    ] {
        assert_eq!(faults(&wanted, but(given.clone(), "files", value.clone())), [(at.to_owned(), code.to_owned())], "{value}");
    }
    let four = vec![file(PICTURE); 4];
    assert!(faults(&wanted, but(given.clone(), "files", json!(four))).contains(&("/files".to_owned(), "too_many".to_owned())));
    assert_eq!(
        faults(&wanted, but(given, "rights_accepted", Value::Null)),
        [("/rights_accepted".to_owned(), "consent_required".to_owned())]
    );
    let papers = details(MissionType::SubmitMedia, json!({"accepted_kinds": ["document"]}));
    assert_eq!(faults(&papers, json!({"files": [file(PAPER)], "rights_accepted": true})), []);
    let (wanted, given) = example(MissionType::RecordVideo);
    for (name, value, at, code) in [
        ("file_id", json!(PICTURE), "/file_id", "file_type"),
        ("file_id", json!(SOMEBODYS), "/file_id", "unknown_file"),
        ("file_id", Value::Null, "/file_id", "required"),
        ("video_url", json!("https://video.example/1"), "/video_url", "one_of"),
        ("seconds", json!(19), "/seconds", "out_of_range"),
        ("seconds", json!(91), "/seconds", "out_of_range"),
        ("seconds", Value::Null, "/seconds", "required"),
        ("release_accepted", json!(false), "/release_accepted", "consent_required"),
    ] {
        assert_eq!(faults(&wanted, but(given.clone(), name, value.clone())), [(at.to_owned(), code.to_owned())], "{name} {value}");
    }
    let linked = but(but(given, "file_id", Value::Null), "video_url", json!("https://video.example/1"));
    assert_eq!(faults(&wanted, linked.clone()), []);
    assert_eq!(
        faults(&wanted, but(linked, "video_url", json!("http://video.example/1"))),
        [("/video_url".to_owned(), "invalid_url".to_owned())]
    );
}

#[test]
fn answers_are_held_against_their_questions() {
    let (wanted, _) = example(MissionType::CompleteSurvey);
    for (answers, expected) in [
        (json!({}), vec![("/answers/nps", "required")]),
        (json!({"nps": 11}), vec![("/answers/nps", "out_of_range")]),
        (json!({"nps": 9, "why": "hidden"}), vec![("/answers/why", "hidden_question")]),
        (json!({"nps": 3, "why": "shown"}), vec![]),
        (json!({"nps": 9, "who": "?"}), vec![("/answers/who", "unknown_question")]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|(at, code)| (at.to_owned(), code.to_owned())).collect();
        assert_eq!(faults(&wanted, json!({"answers": answers})), expected, "{answers}");
    }
    let (task, given) = example(MissionType::CustomTask);
    assert_eq!(faults(&task, but(given.clone(), "fields", json!({}))), [("/fields/what".to_owned(), "required".to_owned())]);
    assert_eq!(faults(&task, but(given, "confirmed", json!(false))), [("/confirmed".to_owned(), "consent_required".to_owned())]);
    let upload = json!({"proof_fields": [{"id": "paper", "kind": "file", "label": "?", "file": {"media_types": ["application/pdf"]}}]});
    let task = details(MissionType::CustomTask, upload);
    let named = SubmissionContent::from_map(MissionType::CustomTask, fields(json!({"fields": {"paper": [PAPER]}}))).expect("a shape");
    assert_eq!(task.files_of(&named).iter().map(ToString::to_string).collect::<Vec<_>>(), [PAPER]);
    for (file, code) in [(PAPER, None), (PICTURE, Some("file_type")), (SOMEBODYS, Some("unknown_file"))] {
        let found = faults(&task, json!({"fields": {"paper": [file]}, "confirmed": true}));
        assert_eq!(found.first().map(|(_, code)| code.as_str()), code, "{file}");
    }
}

#[test]
fn nobody_refers_themselves_or_somebody_twice() {
    let (wanted, given) = example(MissionType::SubmitReferral);
    let entry = |email: &str| json!({"email": email, "relationship": "peer"});
    for (entries, expected) in [
        (json!([]), vec![("/referrals", "required")]),
        (json!([entry(" ana@people.EXAMPLE ")]), vec![("/referrals/0/email", "own_email")]),
        (json!([entry("kim@a.example"), entry("KIM@a.example")]), vec![("/referrals/1/email", "not_unique")]),
        (json!([entry("kim at a.example")]), vec![("/referrals/0/email", "format")]),
        (json!([{"email": "kim@a.example", "relationship": "prospect"}]), vec![("/referrals/0/relationship", "invalid_choice")]),
        (
            json!([{"email": "kim@a.example", "relationship": "peer", "fields": {"x": 1}}]),
            vec![("/referrals/0/fields/x", "unknown_question")],
        ),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|(at, code)| (at.to_owned(), code.to_owned())).collect();
        assert_eq!(faults(&wanted, but(given.clone(), "referrals", entries.clone())), expected, "{entries}");
    }
    assert_eq!(
        faults(&wanted, but(given, "consent_accepted", json!(false))),
        [("/consent_accepted".to_owned(), "consent_required".to_owned())]
    );
}

#[test]
fn references_choose_from_what_is_asked_and_updates_are_acknowledged_where_asked() {
    let (wanted, given) = example(MissionType::BeAReference);
    for (name, value, at, code) in [
        ("activities", json!([]), "/activities", "required"),
        ("activities", json!(["press"]), "/activities/0", "invalid_choice"),
        ("activities", json!(["quote", "quote"]), "/activities/1", "not_unique"),
        ("topics", json!(["Pricing"]), "/topics/0", "invalid_choice"),
        ("max_per_quarter", json!(3), "/max_per_quarter", "out_of_range"),
    ] {
        assert_eq!(faults(&wanted, but(given.clone(), name, value.clone())), [(at.to_owned(), code.to_owned())], "{name} {value}");
    }
    let (asked, _) = example(MissionType::SendUpdate);
    assert_eq!(faults(&asked, json!({})), [("/acknowledged".to_owned(), "consent_required".to_owned())]);
    assert_eq!(faults(&details(MissionType::SendUpdate, json!({"body": "<p>News</p>"})), json!({})), []);
}
