//! A segment, as it is kept and as it is asked for.

use diesel::prelude::*;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::rules::RuleNode;
use crate::db::schema::segments;
use crate::db::{Json, MultiBackend};
use crate::kernel::ids::{OrganizationId, SegmentId, UserId};
use crate::kernel::patch::clearable;
use crate::kernel::text::fold;
use crate::kernel::{Timestamp, text_enum};

text_enum! {
    /// What decides who is inside.
    pub enum SegmentKind {
        /// A rule.
        Dynamic = "dynamic",
        /// A list.
        Static = "static",
    }
}

text_enum! {
    /// Whether what is kept is in line with the rule.
    pub enum SegmentState {
        /// A new rule is being applied to everybody.
        Building = "building",
        Ready = "ready",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = segments, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Segment {
    pub id: SegmentId,
    pub organization_id: OrganizationId,
    pub name: String,
    pub search_name: String,
    pub description: Option<String>,
    pub kind: SegmentKind,
    pub rule: Option<Json<RuleNode>>,
    /// What counts for those whom the building has not come to.
    pub previous_rule: Option<Json<RuleNode>>,
    pub nesting: i32,
    pub member_count: i64,
    pub is_building: bool,
    pub built_until_at: Option<Timestamp>,
    pub built_until_id: Option<UserId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Segment {
    pub fn set_name(&mut self, name: &str) {
        name.trim().clone_into(&mut self.name);
        self.search_name = fold(&self.name);
    }

    pub fn state(&self) -> SegmentState {
        if self.is_building { SegmentState::Building } else { SegmentState::Ready }
    }

    /// How far the building has come, in the order of people's creation.
    pub fn built_until(&self) -> Option<(Timestamp, UserId)> {
        self.built_until_at.zip(self.built_until_id)
    }

    /// Takes a new rule on, to be applied to one after the other. Until it is somebody's turn the rule
    /// before counts for them, so that what they do meanwhile is told from what the edit does. An edit
    /// during a building leaves no one rule that counted before.
    pub fn rebuild_by(&mut self, rule: RuleNode) {
        let before = self.rule.replace(Json(rule));
        self.previous_rule = if self.is_building { None } else { before };
        self.is_building = true;
        (self.built_until_at, self.built_until_id) = (None, None);
    }
}

/// A new segment. A dynamic one has a rule, a static one a list that begins empty.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Promoters", "kind": "dynamic",
    "rule": {"all": [{"field": "submissions_approved", "op": "gte", "value": 1}, {"field": "created_at", "op": "within_last", "value": "P365D"}]}
}))]
pub struct CreateSegment {
    #[schema(min_length = 1, max_length = 200, example = "Promoters")]
    pub name: String,
    #[schema(max_length = 2_000)]
    pub description: Option<String>,
    pub kind: SegmentKind,
    /// Who is inside; for a dynamic segment only.
    pub rule: Option<RuleNode>,
}

/// A change of a segment; what is absent stays, null clears.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"description": "Those who would recommend us."}))]
pub struct UpdateSegment {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 2_000)]
    pub description: Option<Option<String>>,
    /// Who is inside from now on. It is applied to one after the other, and triggers no mission.
    #[schema(nullable = false)]
    pub rule: Option<RuleNode>,
}

/// A rule to try.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"rule": {"field": "points", "op": "gte", "value": 100}}))]
pub struct PreviewSegment {
    pub rule: RuleNode,
}
