//! Segments and their members, as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Segment, SegmentKind, SegmentState};
use super::rules::RuleNode;
use crate::advocacy::missions::model::MissionState;
use crate::kernel::ids::{MissionId, SegmentId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::{Resource, Timestamp};

list_schema!(SegmentList of SegmentView);
list_schema!(SegmentMemberList of SegmentMemberView);

/// A segment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Segment)]
pub struct SegmentView {
    pub id: SegmentId,
    #[schema(example = "Promoters")]
    pub name: String,
    pub description: Option<String>,
    pub kind: SegmentKind,
    /// Who is inside; null for a static segment.
    pub rule: Option<RuleNode>,
    /// How many are inside.
    #[schema(example = 42)]
    pub member_count: i64,
    /// `building` while a new rule is applied to one after the other.
    pub state: SegmentState,
    /// Of its name, description and rule; give it as `If-Match`. Who is inside changes without it.
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl From<Segment> for SegmentView {
    fn from(row: Segment) -> Self {
        Self {
            state: row.state(),
            id: row.id,
            name: row.name,
            description: row.description,
            kind: row.kind,
            rule: row.rule.map(|rule| rule.0),
            member_count: row.member_count,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl Resource for SegmentView {
    fn path(&self) -> String {
        format!("/segments/{}", self.id)
    }
    /// Members come and go without a new version, so an answer cannot be told to be current by it.
    fn version(&self) -> Option<i64> {
        None
    }
}

/// Somebody in a segment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SegmentMember)]
pub struct SegmentMemberView {
    pub user_id: UserId,
    #[schema(example = "Avi Advocate")]
    pub name: String,
    #[schema(example = "avi@northwind.example")]
    pub email: String,
    /// Since when they are inside; null while somebody on a list is no active advocate.
    pub entered_at: Option<Timestamp>,
}

/// Another segment whose rule refers to this one.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferringSegment {
    pub id: SegmentId,
    #[schema(example = "Promoters with a gold account")]
    pub name: String,
}

/// What needs a segment: of each kind the first hundred.
#[derive(Debug, Serialize, ToSchema)]
pub struct SegmentUsage {
    /// Whether anything does; then it cannot be deleted.
    pub is_used: bool,
    pub segments: Vec<ReferringSegment>,
    /// Missions that have not ended.
    pub missions: Vec<MissionUse>,
}

/// A mission that needs a segment.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissionUse {
    pub id: MissionId,
    /// Null while it has none.
    #[schema(example = "Tell us what you think")]
    pub title: Option<String>,
    pub status: MissionState,
    /// Whether entering the segment sets it off.
    pub is_trigger: bool,
    /// Whether it is for the people in the segment.
    pub is_audience: bool,
}

/// Whom a rule would find.
#[derive(Debug, Serialize, ToSchema)]
pub struct SegmentPreview {
    /// How many it holds for.
    #[schema(example = 42)]
    pub count: i64,
    /// Of how many active advocates.
    #[schema(example = 300)]
    pub advocates: i64,
    /// The first ten.
    pub sample: Vec<PreviewedMember>,
}

/// Somebody whom a rule holds for.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewedMember {
    pub user_id: UserId,
    #[schema(example = "Avi Advocate")]
    pub name: String,
    #[schema(example = "avi@northwind.example")]
    pub email: String,
}
