//! The demo's assessment, its form, and a goal, each with the ids that the documentation shows.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::coaching::forms;
use crate::coaching::forms::model::CreateForm;
use crate::coaching::goals::feedback::model::CreateFeedbackRequest;
use crate::coaching::goals::milestones::model::CreateMilestone;
use crate::coaching::goals::model::CreateGoal;
use crate::coaching::goals::{self, feedback, milestones};
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, FeedbackRequestId, FormId, FormResponseId, GoalId, MilestoneId};
use crate::kernel::{Problem, Result};

/// A published assessment, and a published form.
pub(super) fn forms(tx: &mut Tx<'_>, admin: &Caller) -> Result<(FormId, FormId)> {
    let agree = |id: &str, label: &str, reversed: bool| {
        json!({
            "id": id, "kind": "scale", "label": label, "section_id": "leading", "required": true, "score": {"reversed": reversed},
            "scale": {"min": 1, "max": 5, "min_label": "Not at all", "max_label": "Very much"}
        })
    };
    let assessment = json!({
        "kind": "assessment", "title": "Where do you stand?", "description": "Answer for the last four weeks.",
        "sections": [{"id": "leading", "title": "Leading"}, {"id": "outlook", "title": "Outlook"}],
        "questions": [
            agree("clear", "My team knows what I expect.", false),
            agree("avoids", "I put off difficult conversations.", true),
            {"id": "next", "kind": "long_text", "label": "Which conversation comes next?", "section_id": "outlook",
             "show_if": {"any": [{"question_id": "avoids", "op": "gte", "value": 3}]}}
        ],
        "bands": [{"min_percent": 0, "label": "Finding your feet"}, {"min_percent": 50, "label": "On the way"}, {"min_percent": 80, "label": "Steady"}]
    });
    let form = json!({
        "kind": "form", "title": "How is it going?",
        "questions": [
            {"id": "recommend", "kind": "nps", "label": "How likely are you to recommend coaching to a colleague?", "required": true},
            {"id": "helped", "kind": "multi_choice", "label": "What helps you?", "multi_choice": {"other": true, "choices": [
                {"value": "sessions", "label": "The sessions"}, {"value": "tasks", "label": "The tasks"}, {"value": "reading", "label": "The reading"}]}},
            {"id": "wish", "kind": "long_text", "label": "What do you wish for?"}
        ]
    });
    tx.plan_id(FormId::example());
    Ok((published(tx, admin, assessment)?, published(tx, admin, form)?))
}

fn published(tx: &mut Tx<'_>, admin: &Caller, form: Value) -> Result<FormId> {
    let id = forms::commands::create(tx, admin, read::<CreateForm>(form)?.read()?)?.summary.id;
    forms::commands::publish(tx, admin, id)?;
    Ok(id)
}

fn read<T: serde::de::DeserializeOwned>(body: Value) -> Result<T> {
    serde_json::from_value(body).map_err(Problem::internal)
}

/// The next response is the one that the documentation shows.
pub(super) fn plan_response(tx: &mut Tx<'_>) {
    tx.plan_id(FormResponseId::example());
}

/// A goal with a milestone, about which somebody is asked.
pub(super) fn goal(tx: &mut Tx<'_>, coach: &Caller, engagement_id: EngagementId, is_documented: bool) -> Result<()> {
    if is_documented {
        tx.plan_id(GoalId::example());
        tx.plan_id(MilestoneId::example());
        tx.plan_id(FeedbackRequestId::example());
    }
    let new: CreateGoal = read(json!({"name": "Speak up in meetings", "description": "Be heard in the weekly meeting."}))?;
    let id = goals::commands::create(tx, coach, engagement_id, new)?.id;
    let due_at = tx.now().plus(TimeDelta::weeks(4));
    let milestone: CreateMilestone = read(json!({"title": "Ask one question in every meeting", "due_at": due_at}))?;
    milestones::commands::create(tx, coach, id, milestone)?;
    let request: CreateFeedbackRequest =
        read(json!({"email": "erik@partner.example", "name": "Erik Eng", "message": "You sit in the same meetings."}))?;
    feedback::commands::create(tx, coach, id, request).map(|_| ())
}
