//! The nine types as they are published.

use crate::support::{TestApp, Value, json};

const TYPES: [&str; 9] = [
    "social_post",
    "submit_media",
    "submit_review",
    "complete_survey",
    "submit_referral",
    "record_video",
    "be_a_reference",
    "send_update",
    "custom_task",
];

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap()
}

#[test]
fn a10_there_are_nine_types_with_schemas_that_forms_are_built_from() {
    let app = TestApp::start();
    let admin = app.admin();
    let list = admin.get("/mission-types").expect(200);
    assert_eq!(list.data().iter().map(|entry| entry["type"].as_str().unwrap()).collect::<Vec<_>>(), TYPES);
    for entry in list.data() {
        let kind = entry["type"].as_str().unwrap();
        assert!(!entry["label"].as_str().unwrap().is_empty() && !entry["description"].as_str().unwrap().is_empty());
        for schema in [&entry["details_schema"], &entry["submission_schema"]] {
            jsonschema::meta::validate(schema).unwrap();
            assert_eq!((&schema["type"], &schema["additionalProperties"]), (&json!("object"), &json!(false)), "{kind}");
            assert!(!schema["properties"].as_object().unwrap().is_empty(), "{kind}");
        }
        let (details, submission) = (validator(&entry["details_schema"]), validator(&entry["submission_schema"]));
        assert!(details.is_valid(&entry["example_details"]) && submission.is_valid(&entry["example_submission"]), "{kind}");
        let made = admin.post("/mission-templates", json!({"type": kind, "name": "A", kind: entry["example_details"]})).expect(201);
        assert!(details.is_valid(&made[kind]), "{kind}: what comes back fits as well: {}", made[kind]);
        let one = admin.get(&format!("/mission-types/{kind}")).expect(200);
        assert_eq!(one.body, *entry);
    }
    admin.get("/mission-types/review").problem(404, "not_found");
}

#[test]
fn a10_what_a_schema_refuses_is_refused_when_it_is_sent() {
    let app = TestApp::start();
    let admin = app.admin();
    for entry in admin.get("/mission-types").expect(200).data() {
        let kind = entry["type"].as_str().unwrap();
        let details = validator(&entry["details_schema"]);
        for (name, value) in entry["example_details"].as_object().unwrap() {
            for wrong in [json!(7.5), json!({"a": 1}), json!(["a", 1])] {
                let mut changed = entry["example_details"].clone();
                changed[name] = wrong.clone();
                assert!(!details.is_valid(&changed), "{kind}.{name} = {wrong} instead of {value}");
                let refused =
                    admin.post("/mission-templates", json!({"type": kind, "name": "A", kind: changed})).problem(422, "validation_failed");
                assert!(refused.faults().iter().all(|(at, _)| at.starts_with(&format!("/{kind}/{name}"))), "{:?}", refused.faults());
            }
        }
    }
}

#[test]
fn advocates_do_not_see_the_types_and_managers_do() {
    let app = TestApp::start();
    app.advocate("Avi").get("/mission-types").problem(403, "forbidden");
    app.home().person("Max", &[rapport::identity::permissions::Role::Manager]).get("/mission-types").expect(200);
    app.guest().get("/mission-types").problem(401, "unauthenticated");
}

#[test]
fn a_review_has_no_field_for_a_rating() {
    let app = TestApp::start();
    let admin = app.admin();
    let review = admin.get("/mission-types/submit_review").expect(200);
    for schema in ["details_schema", "submission_schema"] {
        let names = review[schema]["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert!(!names.iter().any(|name| name.contains("rating") || name.contains("star") || name.contains("score")), "{names:?}");
    }
    let rated = json!({"type": "submit_review", "name": "A", "submit_review": {"min_rating": 4}});
    let refused = admin.post("/mission-templates", rated).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/submit_review/min_rating".to_owned(), "unknown_field".to_owned())]);
}
