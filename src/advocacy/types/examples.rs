//! One mission and one submission of each type, as examples. Tests hold them against the schemas and rules.

use serde_json::{Value, json};

use super::model::MissionType;

const FILE: &str = "file_01kfq8v6n2e9t8w4x3y5z7a1bc";

/// A mission that could be launched.
pub(super) fn details(kind: MissionType) -> Value {
    match kind {
        MissionType::SocialPost => json!({
            "networks": ["linkedin", "x"],
            "suggested_posts": [{"network": "linkedin", "text": "Ninety days in, and our team talks differently."}],
            "share_url": "https://northwind.example/spring", "hashtags": ["growth"], "proof": "url"
        }),
        MissionType::SubmitMedia => json!({
            "instructions": "<p>A picture of your team at work.</p>", "accepted_kinds": ["image"], "min_files": 1, "max_files": 3,
            "usage_rights_text": "You may show these pictures on your website."
        }),
        MissionType::SubmitReview => json!({
            "sites": [{"key": "g2", "label": "G2", "url": "https://www.g2.com/products/northwind/reviews"}],
            "proof": "either", "disclosure_text": "Say that you were offered points for writing a review."
        }),
        MissionType::CompleteSurvey => json!({
            "introduction": "<p>Two questions, one minute.</p>",
            "questions": [
                {"id": "nps", "kind": "nps", "label": "How likely are you to recommend us?", "required": true},
                {"id": "why", "kind": "long_text", "label": "What is the main reason?",
                 "show_if": {"all": [{"question_id": "nps", "op": "lte", "value": 8}]}}
            ],
            "thank_you": "<p>Thank you.</p>"
        }),
        MissionType::SubmitReferral => json!({
            "form_fields": [{"id": "need", "kind": "short_text", "label": "What do they need?"}],
            "relationships": ["peer", "colleague"], "consent_text": "They know that I give you their address."
        }),
        MissionType::RecordVideo => json!({
            "prompts": ["What was hard before?", "What changed?"], "min_seconds": 20, "max_seconds": 90,
            "release_text": "You may publish this video."
        }),
        MissionType::BeAReference => json!({
            "activities": ["reference_call", "quote"], "topics": ["Onboarding"], "max_per_quarter": 2
        }),
        MissionType::SendUpdate => json!({
            "body": "<p>We opened a second office.</p>",
            "call_to_action": {"label": "Read more", "url": "https://northwind.example/news"}, "requires_ack": true
        }),
        MissionType::CustomTask => json!({
            "instructions": "<p>Try the beta and tell us what breaks.</p>",
            "proof_fields": [{"id": "what", "kind": "short_text", "label": "What broke?", "required": true}]
        }),
    }
}

/// What could be handed in for it.
pub(super) fn submission(kind: MissionType) -> Value {
    match kind {
        MissionType::SocialPost => {
            json!({"network": "linkedin", "post_url": "https://www.linkedin.com/posts/ana_growth-activity-7170"})
        }
        MissionType::SubmitMedia => json!({"files": [{"file_id": FILE, "caption": "Our team in May"}], "rights_accepted": true}),
        MissionType::SubmitReview => json!({
            "site": "g2", "review_url": "https://www.g2.com/products/northwind/reviews/northwind-review-1", "disclosure_accepted": true
        }),
        MissionType::CompleteSurvey => json!({"answers": {"nps": 9}}),
        MissionType::SubmitReferral => json!({
            "referrals": [{
                "email": "kim@fabrikam.example", "name": "Kim Ahn", "company": "Fabrikam", "relationship": "peer",
                "fields": {"need": "Better meetings"}
            }],
            "consent_accepted": true
        }),
        MissionType::RecordVideo => json!({"file_id": FILE, "seconds": 45, "release_accepted": true}),
        MissionType::BeAReference => json!({
            "activities": ["reference_call"], "topics": ["Onboarding"], "max_per_quarter": 1, "availability": "Tuesdays after 14:00 CET"
        }),
        MissionType::SendUpdate => json!({"acknowledged": true}),
        MissionType::CustomTask => json!({"fields": {"what": "The export of 10,000 rows."}, "confirmed": true}),
    }
}
