//! A rule as JSON: what is sent, kept and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::identity::attributes::types::AttributeOperator;
use crate::kernel::ids::SegmentId;

/// Levels of a rule, a single comparison being one.
pub const MAX_DEPTH: usize = 8;
/// Comparisons and segments in a rule.
pub const MAX_LEAVES: usize = 100;

/// What a comparison compares with.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = SegmentRuleValue)]
pub enum RuleValue {
    Text(String),
    Number(f64),
    Boolean(bool),
    List(Vec<RuleEntry>),
}

/// One of several values, or of two.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = SegmentRuleEntry)]
pub enum RuleEntry {
    Text(String),
    Number(f64),
}

/// A rule is one of: `all` (every one of these holds), `any` (at least one does), `not` (it does not), a
/// comparison (`field`, `op`, `value`), or `segment` (who is in that one). At most 8 levels and 100
/// comparisons. A comparison with a value that is not there is false, `ne` and `not_in` too.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = SegmentRule, example = json!({"field": "submissions_approved", "op": "gte", "value": 1}))]
pub struct RuleNode {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, min_items = 1, no_recursion)]
    pub all: Option<Vec<RuleNode>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, min_items = 1, no_recursion)]
    pub any: Option<Vec<RuleNode>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, no_recursion)]
    pub not: Option<Box<RuleNode>>,
    /// The name of an attribute.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "account.tier")]
    pub field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "in")]
    pub op: Option<AttributeOperator>,
    /// What the operator compares with: a value of the attribute's type, a list of them for `in`, `not_in`,
    /// `includes_any` and `includes_all`, two for `between`, a duration for `within_last`, and nothing for
    /// `is_set` and `is_not_set`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<RuleValue>)]
    pub value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub segment: Option<SegmentId>,
}
