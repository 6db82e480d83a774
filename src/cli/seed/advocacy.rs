//! What the demo organization knows of its people, and a segment that follows it.

mod missions;

use std::collections::BTreeMap;

use serde_json::json;

use crate::advocacy::segments;
use crate::advocacy::segments::model::{CreateSegment, SegmentKind};
use crate::advocacy::segments::rules::RuleNode;
use crate::db::Tx;
use crate::identity::attributes::commands as attributes;
use crate::identity::attributes::model::CreateAttributeDefinition;
use crate::identity::attributes::types::{AttributeType, Operator};
use crate::identity::permissions::{Caller, Role};
use crate::identity::users::model::User;
use crate::kernel::Result;
use crate::kernel::ids::SegmentId;

pub use missions::seed as missions;

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
    let rule = RuleNode { field: Some("nps_score".into()), op: Some(Operator::Gte), value: Some(json!(9)), ..RuleNode::default() };
    // The documentation's id, so that its examples run.
    tx.plan_id(SegmentId::example());
    let promoters = CreateSegment {
        name: "Promoters".into(),
        description: Some("Those who would recommend us.".into()),
        kind: SegmentKind::Dynamic,
        rule: Some(rule),
    };
    segments::commands::create(tx, admin, promoters)?;
    Ok(())
}
