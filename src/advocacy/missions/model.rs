//! A mission as it is kept, and what follows from its columns alone.

use diesel::prelude::*;
use serde::Serialize;

use super::settings::{
    AudienceKind, ExistingMembers, FollowUps, MissionVisibility, NotifyMode, OnExit, ParticipationLimit, Reentry, TriggerKind,
};
pub use super::state::{Action, MissionState};
use crate::advocacy::recognition::Recognition;
use crate::advocacy::types::{MissionDetails, MissionType};
use crate::db::schema::{mission_segments, missions};
use crate::db::{Json, MultiBackend};
use crate::kernel::Timestamp;
use crate::kernel::ids::{FileId, MissionId, MissionTemplateId, OrganizationId, RewardId, SegmentId};
use crate::kernel::text::fold;
use crate::messaging::connections::model::ConnectionKind;

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = missions, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Mission {
    pub id: MissionId,
    pub organization_id: OrganizationId,
    pub mission_type: MissionType,
    /// What was written down; [`Mission::state_at`] tells how it stands.
    pub state: MissionState,
    /// Empty while there is none.
    pub title: String,
    pub search_text: String,
    pub summary: Option<String>,
    pub description_html: Option<String>,
    pub image_file_id: Option<FileId>,
    pub details: Json<MissionDetails>,
    pub trigger_kind: TriggerKind,
    pub trigger_segment_id: Option<SegmentId>,
    pub existing_members: ExistingMembers,
    pub on_exit: OnExit,
    pub reentry: Reentry,
    pub audience_kind: AudienceKind,
    pub notify_mode: Option<NotifyMode>,
    pub notify_channels: Json<Vec<ConnectionKind>>,
    pub recognition: Json<Recognition>,
    pub reward_id: Option<RewardId>,
    pub auto_approve: bool,
    pub follow_ups: Json<FollowUps>,
    pub participation_limit: Option<Json<ParticipationLimit>>,
    pub total_cap: Option<i64>,
    pub taken: i64,
    pub expires_at: Option<Timestamp>,
    pub expiry_due_at: Option<Timestamp>,
    pub launch_at: Option<Timestamp>,
    pub launched_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub listed_at: Option<Timestamp>,
    pub terms_version: i32,
    pub link_nonce: i32,
    pub template_id: Option<MissionTemplateId>,
    /// The user or API key that made it.
    pub created_by: Option<String>,
    pub viewed_count: i64,
    pub started_count: i64,
    pub submitted_count: i64,
    pub approved_count: i64,
    pub assigned_count: i64,
    pub notified_count: i64,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A segment that a mission is for.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = mission_segments, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct MissionSegment {
    pub mission_id: MissionId,
    pub segment_id: SegmentId,
    pub organization_id: OrganizationId,
    pub position: i32,
    pub listed_at: Option<Timestamp>,
}

impl Mission {
    /// How it stands at this moment: what has passed its date has expired, also before a worker notes it.
    pub fn state_at(&self, now: Timestamp) -> MissionState {
        let is_over = self.state.can_expire() && self.expires_at.is_some_and(|at| at <= now);
        if is_over { MissionState::Expired } else { self.state }
    }

    pub fn set_title(&mut self, title: Option<&str>) {
        title.unwrap_or_default().trim().clone_into(&mut self.title);
    }

    /// Whether it is in nobody's list, though every advocate who has the link may take part.
    pub fn is_hidden(&self) -> bool {
        self.notify_mode == Some(NotifyMode::LinkOnly) && self.audience_kind == AudienceKind::Registered
    }

    /// Whether people without an account can see it.
    pub fn visibility(&self) -> MissionVisibility {
        if self.audience_kind == AudienceKind::Anyone { MissionVisibility::Public } else { MissionVisibility::Private }
    }

    /// The channels that it is announced by: none where nobody is told.
    pub fn announced_by(&self) -> &[ConnectionKind] {
        if self.notify_mode == Some(NotifyMode::Send) { &self.notify_channels.0 } else { &[] }
    }

    /// Whether whoever takes part is promised and asked for the same: a submission keeps what it was made under.
    pub fn has_the_terms_of(&self, other: &Mission) -> bool {
        self.details == other.details
            && self.recognition == other.recognition
            && self.auto_approve == other.auto_approve
            && self.participation_limit == other.participation_limit
    }

    /// Takes over into columns what queries and workers look for.
    pub fn derive(&mut self) {
        self.search_text = fold(&format!("{} {}", self.title, self.summary.as_deref().unwrap_or_default()));
        self.reward_id = self.recognition.0.reward_id;
        self.expiry_due_at = self.expires_at.filter(|_| self.state.can_expire());
        let is_listed = self.state == MissionState::Live && !self.is_hidden();
        self.listed_at = self.launched_at.filter(|_| is_listed);
    }
}

/// What a mission has led to, as it is kept with each step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MissionStats {
    /// Advocates who have looked at it.
    #[schema(example = 120)]
    pub viewed: i64,
    /// Submissions that were begun.
    #[schema(example = 48)]
    pub started: i64,
    /// Submissions that were handed in.
    #[schema(example = 40)]
    pub submitted: i64,
    #[schema(example = 31)]
    pub approved: i64,
    /// Times that somebody was assigned by entering its segment.
    #[schema(example = 0)]
    pub assigned: i64,
    /// People who were told of it.
    #[schema(example = 350)]
    pub notified: i64,
    /// Places that count against the total cap.
    #[schema(example = 38)]
    pub taken: i64,
    pub total_cap: Option<i64>,
}

impl From<&Mission> for MissionStats {
    fn from(mission: &Mission) -> Self {
        Self {
            viewed: mission.viewed_count,
            started: mission.started_count,
            submitted: mission.submitted_count,
            approved: mission.approved_count,
            assigned: mission.assigned_count,
            notified: mission.notified_count,
            taken: mission.taken,
            total_cap: mission.total_cap,
        }
    }
}
