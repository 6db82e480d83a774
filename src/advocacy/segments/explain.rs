//! Why somebody is in a segment or is not: what every part of its rule says of them now.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::model::SegmentKind;
use super::rules::{Compiled, Facts, Heard, Rule, RuleNode};
use super::{membership, queries, store};
use crate::db::Conn;
use crate::identity::attributes::model::AttributeJson;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{OrganizationId, SegmentId, UserId};
use crate::kernel::{Problem, Result, Timestamp, text_enum};

text_enum! {
    /// What a part of a rule is.
    pub enum RulePart {
        All = "all",
        Any = "any",
        Not = "not",
        Comparison = "comparison",
        Segment = "segment",
    }
}

/// Why somebody is in a segment, or is not.
#[derive(Debug, Serialize, ToSchema)]
pub struct SegmentExplanation {
    pub segment_id: SegmentId,
    pub user_id: UserId,
    /// Whether they are inside.
    pub is_member: bool,
    /// Nobody else is in segments.
    pub is_active_advocate: bool,
    /// Whether they stand on its list; null for a dynamic segment.
    pub is_listed: Option<bool>,
    /// Whether its rule holds for them now; null for a static segment. What changed a moment ago counts
    /// here before it counts for who is inside.
    pub holds: Option<bool>,
    pub rule: Option<RuleNode>,
    /// Every part of the rule, the whole before its parts.
    pub parts: Vec<ExplainedPart>,
}

/// What a part of a rule says.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExplainedPart {
    /// JSON pointer into `rule`.
    #[schema(example = "/all/0")]
    pub pointer: String,
    pub kind: RulePart,
    pub holds: bool,
    /// What is compared; null for other parts.
    #[schema(example = "points")]
    pub field: Option<String>,
    /// The person's own value; null where there is none.
    #[schema(value_type = AttributeJson)]
    pub actual: Option<Value>,
    /// The segment that the part refers to; null for other parts.
    pub segment_id: Option<SegmentId>,
}

impl ExplainedPart {
    fn new(heard: Heard<'_>) -> Self {
        let (kind, field, segment_id) = match heard.part {
            Rule::All(_) => (RulePart::All, None, None),
            Rule::Any(_) => (RulePart::Any, None, None),
            Rule::Not(_) => (RulePart::Not, None, None),
            Rule::Compare { name, .. } => (RulePart::Comparison, Some(name.clone()), None),
            Rule::Segment(id) => (RulePart::Segment, None, Some(*id)),
        };
        Self { pointer: heard.pointer.to_owned(), kind, holds: heard.holds, field, actual: heard.actual, segment_id }
    }
}

pub fn of_person(conn: &mut Conn, caller: &Caller, id: SegmentId, user_id: UserId, now: Timestamp) -> Result<SegmentExplanation> {
    let organization_id = caller.organization_id;
    let segment = store::find(conn, organization_id, id)?;
    let facts = membership::facts::load(conn, organization_id, &[user_id])?.remove(&user_id).ok_or_else(Problem::not_found)?;
    let is_listed = match segment.kind {
        SegmentKind::Static => Some(!membership::store::entries(conn, organization_id, &[id], &[user_id])?.is_empty()),
        SegmentKind::Dynamic => None,
    };
    let rule = segment.rule.map(|rule| rule.0);
    let mut parts = Vec::new();
    let holds = match &rule {
        Some(rule) => {
            let compiled = queries::compiled(conn, organization_id, rule)?;
            let inside = inside(conn, organization_id, &compiled, &facts)?;
            Some(compiled.rule.explain(&facts, &inside, now, &mut |heard| parts.push(ExplainedPart::new(heard))))
        }
        None => None,
    };
    let is_member = queries::is_member(conn, organization_id, user_id, &[id])?;
    Ok(SegmentExplanation { segment_id: id, user_id, is_member, is_active_advocate: facts.counts(), is_listed, holds, rule, parts })
}

fn inside(conn: &mut Conn, organization_id: OrganizationId, compiled: &Compiled, facts: &Facts) -> Result<HashSet<SegmentId>> {
    let ids: Vec<SegmentId> = compiled.references.iter().map(|one| one.segment_id).collect();
    let found = membership::store::memberships(conn, organization_id, &ids, &[facts.user_id])?;
    Ok(found.into_iter().map(|(segment_id, _)| segment_id).collect())
}
