//! Asking a rule of one person.

use std::collections::HashSet;

use serde_json::Value;

use super::Rule;
use crate::identity::attributes::model::{Field, StoredValues};
use crate::identity::attributes::types::{AttributeType, BuiltIn};
use crate::identity::attributes::values::{AttributeValue, Date};
use crate::kernel::Timestamp;
use crate::kernel::ids::{SegmentId, UserId};

/// Whether somebody can be in a segment at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// An active advocate.
    Counts,
    /// Anybody else.
    Outside,
    /// Somebody who was deleted.
    Gone,
}

/// What is known of one person.
#[derive(Debug, Clone)]
pub struct Facts {
    pub user_id: UserId,
    pub standing: Standing,
    pub created_at: Timestamp,
    pub points: i64,
    pub submissions_approved: i64,
    pub values: StoredValues,
}

impl Facts {
    pub fn counts(&self) -> bool {
        self.standing == Standing::Counts
    }

    /// The value of a field, when there is one of its type.
    pub fn value(&self, field: Field, value_type: AttributeType) -> Option<AttributeValue> {
        match field {
            Field::BuiltIn(BuiltIn::CreatedAt) => Some(AttributeValue::Date(Date::Moment(self.created_at))),
            Field::BuiltIn(BuiltIn::Points) => Some(whole(self.points)),
            Field::BuiltIn(BuiltIn::SubmissionsApproved) => Some(whole(self.submissions_approved)),
            Field::Defined(id) => AttributeValue::read(value_type, self.values.get(&id)?).ok(),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53, and rules compare with less")]
fn whole(number: i64) -> AttributeValue {
    AttributeValue::Number(number as f64)
}

/// What was found out about a part of a rule.
pub struct Heard<'a> {
    /// Where the part stands in the rule.
    pub pointer: &'a str,
    pub part: &'a Rule,
    pub holds: bool,
    /// The value that was compared.
    pub actual: Option<Value>,
}

impl Rule {
    /// Whether it holds for somebody who is inside these segments.
    pub fn holds(&self, facts: &Facts, inside: &HashSet<SegmentId>, now: Timestamp) -> bool {
        match self {
            Rule::All(rules) => rules.iter().all(|rule| rule.holds(facts, inside, now)),
            Rule::Any(rules) => rules.iter().any(|rule| rule.holds(facts, inside, now)),
            Rule::Not(rule) => !rule.holds(facts, inside, now),
            Rule::Compare { field, value_type, comparison, .. } => comparison.holds(facts.value(*field, *value_type).as_ref(), now),
            Rule::Segment(id) => inside.contains(id),
        }
    }

    /// When it may next say something else of this person by time alone.
    pub fn next_change(&self, facts: &Facts, now: Timestamp) -> Option<Timestamp> {
        match self {
            Rule::All(rules) | Rule::Any(rules) => rules.iter().filter_map(|rule| rule.next_change(facts, now)).min(),
            Rule::Not(rule) => rule.next_change(facts, now),
            Rule::Compare { field, value_type, comparison, .. } => comparison.next_change(facts.value(*field, *value_type).as_ref(), now),
            Rule::Segment(_) => None,
        }
    }

    /// The same as [`Rule::holds`], telling of every part, the whole before its parts.
    pub fn explain(&self, facts: &Facts, inside: &HashSet<SegmentId>, now: Timestamp, tell: &mut impl FnMut(Heard<'_>)) -> bool {
        self.explain_at("", facts, inside, now, tell)
    }

    fn explain_at(
        &self,
        pointer: &str,
        facts: &Facts,
        inside: &HashSet<SegmentId>,
        now: Timestamp,
        tell: &mut impl FnMut(Heard<'_>),
    ) -> bool {
        let value = match self {
            Rule::Compare { field, value_type, .. } => facts.value(*field, *value_type).map(AttributeValue::into_json),
            _ => None,
        };
        let holds = self.holds(facts, inside, now);
        tell(Heard { pointer, part: self, holds, actual: value });
        match self {
            Rule::All(rules) | Rule::Any(rules) => {
                let word = if matches!(self, Rule::All(_)) { "all" } else { "any" };
                for (index, rule) in rules.iter().enumerate() {
                    rule.explain_at(&format!("{pointer}/{word}/{index}"), facts, inside, now, tell);
                }
            }
            Rule::Not(rule) => {
                rule.explain_at(&format!("{pointer}/not"), facts, inside, now, tell);
            }
            Rule::Compare { .. } | Rule::Segment(_) => {}
        }
        holds
    }
}
