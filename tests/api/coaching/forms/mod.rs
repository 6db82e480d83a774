//! Forms and assessments.

mod answering;
mod cost;
mod items;
mod outside;
mod races;
mod records;
mod scores;
mod seeing;
mod uploads;
mod writing;

use crate::support::{Person, Programme, Value, json};

/// Two questions: whether somebody leads, and then whom.
pub fn questions() -> Value {
    json!([
        {"id": "leads", "kind": "consent", "label": "Do you lead a team?"},
        {"id": "size", "kind": "number", "label": "How large is it?", "required": true, "number": {"min": 1, "max": 500},
         "show_if": {"all": [{"question_id": "leads", "op": "eq", "value": true}]}},
        {"id": "hope", "kind": "short_text", "label": "What do you hope for?", "required": true, "short_text": {"min_length": 3}}
    ])
}

/// A form that can be sent; its id.
#[track_caller]
pub fn published(by: &Person, form: Value) -> String {
    let id = by.post("/forms", form).expect(201).id();
    by.post(&format!("/forms/{id}/publish"), ()).expect(200);
    id
}

#[track_caller]
pub fn published_form(by: &Person) -> String {
    published(by, json!({"kind": "form", "title": "Before we begin", "questions": questions()}))
}

#[track_caller]
pub fn published_assessment(by: &Person) -> String {
    published(
        by,
        json!({
            "kind": "assessment", "title": "Where do you stand?",
            "sections": [{"id": "energy", "title": "Energy"}, {"id": "focus", "title": "Focus"}],
            "questions": [
                {"id": "rested", "kind": "scale", "label": "I am rested.", "section_id": "energy", "required": true, "score": {}},
                {"id": "tired", "kind": "scale", "label": "I am tired.", "section_id": "energy", "required": true, "score": {"reversed": true}},
                {"id": "focus", "kind": "single_choice", "label": "I can focus.", "section_id": "focus", "score": {"weight": 2},
                 "single_choice": {"choices": [
                    {"value": "never", "label": "Never", "points": 0}, {"value": "often", "label": "Often", "points": 3}]}}
            ],
            "bands": [{"min_percent": 0, "label": "Low"}, {"min_percent": 50, "label": "Steady"}]
        }),
    )
}

impl Programme {
    /// An item with this form, sent; its id.
    #[track_caller]
    pub fn ask(&self, kind: &str, form: &str) -> String {
        let item = self.item(json!({"kind": kind, "title": "Please answer", kind: {"form_id": form, "instructions": "Take your time."}}));
        self.send(&item);
        item
    }
}

/// What this person has to answer for an item.
#[track_caller]
pub fn response(by: &Person, item: &str) -> String {
    let found = by.ids(&format!("/form-responses?item_id={item}"));
    assert_eq!(found.len(), 1);
    format!("/form-responses/{}", found[0])
}
