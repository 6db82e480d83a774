//! What the demo organization knows of its people, and a segment that follows it.

mod missions;
mod recognition;
mod submissions;

use std::collections::BTreeMap;

use serde_json::json;

use crate::advocacy::segments;
use crate::advocacy::segments::model::{CreateSegment, SegmentKind};
use crate::advocacy::segments::rules::RuleNode;
use crate::advocacy::templates;
use crate::advocacy::templates::requests::CreateMissionTemplate;
use crate::app::App;
use crate::db::Tx;
use crate::identity::attributes::commands as attributes;
use crate::identity::attributes::model::CreateAttributeDefinition;
use crate::identity::attributes::types::{AttributeOperator, AttributeType};
use crate::identity::permissions::{Caller, Role};
use crate::identity::users::model::User;
use crate::kernel::ids::{MissionTemplateId, SegmentId};
use crate::kernel::{Problem, Result};

/// Missions, and what an advocate has handed in for one.
pub async fn missions(app: &App, manager: Caller, advocate: Option<Caller>) -> Result<()> {
    missions::seed(app, manager).await?;
    match advocate {
        Some(advocate) => submissions::seed(app, advocate).await,
        None => Ok(()),
    }
}

pub fn seed(tx: &mut Tx<'_>, admin: &Caller, people: &[User]) -> Result<()> {
    let new = |name: &str, value_type, label: &str| CreateAttributeDefinition {
        name: name.to_owned(),
        value_type,
        label: Some(label.to_owned()),
        description: None,
    };
    attributes::define(tx, admin, new("nps_score", AttributeType::Number, "Net promoter score"))?;
    attributes::define(tx, admin, new("account.tier", AttributeType::Text, "Account tier"))?;
    for advocate in people.iter().filter(|user| user.has(Role::Advocate)) {
        let known = BTreeMap::from([("nps_score".to_owned(), json!(9)), ("account.tier".to_owned(), json!("gold"))]);
        attributes::put(tx, admin, advocate.id, &known)?;
    }
    let rule = RuleNode { field: Some("nps_score".into()), op: Some(AttributeOperator::Gte), value: Some(json!(9)), ..RuleNode::default() };
    // The documentation's id, so that its examples run.
    tx.plan_id(SegmentId::example());
    let promoters = CreateSegment {
        name: "Promoters".into(),
        description: Some("Those who would recommend us.".into()),
        kind: SegmentKind::Dynamic,
        rule: Some(rule),
    };
    segments::commands::create(tx, admin, promoters)?;
    template(tx, admin)?;
    match people.iter().find(|user| user.has(Role::Advocate)) {
        Some(advocate) => recognition::seed(tx, admin, advocate),
        None => Ok(()),
    }
}

/// A template of the organization's own, under the documentation's id.
fn template(tx: &mut Tx<'_>, admin: &Caller) -> Result<()> {
    let body = json!({
        "type": "complete_survey", "name": "NPS, our way", "about": "Once a quarter, to everybody.",
        "title": "How likely are you to recommend us?", "summary": "Two questions, one minute.",
        "participation_limit": {"kind": "once"}, "follow_ups": {"enabled": true},
        "complete_survey": {"questions": [
            {"id": "nps", "kind": "nps", "label": "How likely are you to recommend us?", "required": true},
            {"id": "why", "kind": "long_text", "label": "What is the main reason?"}
        ]}
    });
    let new: CreateMissionTemplate = serde_json::from_value(body).map_err(Problem::internal)?;
    tx.plan_id(MissionTemplateId::example());
    templates::commands::create(tx, admin, new.read()).map(|_| ())
}
