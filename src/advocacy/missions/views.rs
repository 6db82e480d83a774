//! Missions as staff see them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Mission, MissionState, MissionStats};
use super::settings::{AudienceKind, ExistingMembers, MissionVisibility, NotifyMode, OnExit, ParticipationLimit, Reentry, TriggerKind};
use crate::advocacy::recognition::Recognition;
use crate::advocacy::types::MissionType;
use crate::advocacy::types::views::DetailViews;
use crate::files::links::FileLinks;
use crate::files::model::{File, PictureView};
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{MissionId, MissionTemplateId, SegmentId};
use crate::kernel::page::{Page, list_schema};
use crate::kernel::{Resource, Result, Timestamp};
use crate::messaging::connections::model::ConnectionKind;

/// A picture, with a link to its bytes once somebody reads it.
#[derive(Debug, Clone, Default)]
pub struct Picture(pub Option<File>);

impl Picture {
    pub fn linked(self, links: &FileLinks) -> Result<Option<PictureView>> {
        self.0.map(|file| PictureView::new(file, links)).transpose()
    }
}

/// What lets people take part.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissionTrigger {
    pub kind: TriggerKind,
    pub segment_id: Option<SegmentId>,
    pub existing_members: ExistingMembers,
    pub on_exit: OnExit,
    pub reentry: Reentry,
}

/// Whom it is for.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissionAudience {
    pub kind: AudienceKind,
    pub segment_ids: Vec<SegmentId>,
}

/// Who is told of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissionNotify {
    pub mode: Option<NotifyMode>,
    pub channels: Vec<ConnectionKind>,
}

/// Reminders to those who have not taken part.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissionFollowUps {
    pub enabled: bool,
    #[schema(example = json!(["P3D", "P7D"]))]
    pub offsets: Vec<IsoDuration>,
    /// Since when they are on; what was due before is not made up for.
    pub enabled_at: Option<Timestamp>,
}

/// A mission in a list, without its description and details.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MissionSummary)]
pub struct MissionSummaryView {
    pub id: MissionId,
    #[serde(rename = "type")]
    pub mission_type: MissionType,
    pub status: MissionState,
    #[schema(example = "Tell us what you think")]
    pub title: Option<String>,
    pub summary: Option<String>,
    #[serde(skip)]
    pub picture: Picture,
    /// The card's picture, with a link to its bytes.
    pub image: Option<PictureView>,
    /// `Anyone`, `All Users`, or the names of the segments that it is for.
    #[schema(example = "All Users")]
    pub segment_label: String,
    pub visibility: MissionVisibility,
    pub trigger: MissionTrigger,
    pub audience: MissionAudience,
    pub notify: MissionNotify,
    pub recognition: Recognition,
    pub auto_approve: bool,
    pub follow_ups: MissionFollowUps,
    pub participation_limit: Option<ParticipationLimit>,
    pub total_cap: Option<i64>,
    pub expires_at: Option<Timestamp>,
    /// When it launches by itself; null once it has.
    pub launch_at: Option<Timestamp>,
    /// When it was launched first.
    pub launched_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub stats: MissionStats,
    pub template_id: Option<MissionTemplateId>,
    /// The user or API key that made it.
    pub created_by: Option<String>,
    /// What can be done with it now.
    #[schema(example = json!(["pause", "close"]))]
    pub allowed_actions: Vec<&'static str>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

list_schema!(MissionList of MissionSummaryView);

/// A mission.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Mission)]
pub struct MissionView {
    #[serde(flatten)]
    pub summary: MissionSummaryView,
    /// Rich text, as it was made safe on its way in.
    #[schema(example = "<p>Your answers shape what we build next.</p>")]
    pub description: Option<String>,
    #[serde(flatten)]
    pub details: DetailViews,
}

/// The magic link of a mission.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MissionLink)]
pub struct MissionLinkView {
    #[schema(format = "uri", example = "https://app.northwind.example/missions/qvN0mO1Yt3k8uJ0Jm6s6c2f6q0a2n1kQpZr7bTn8xYw")]
    pub url: String,
    #[schema(example = "qvN0mO1Yt3k8uJ0Jm6s6c2f6q0a2n1kQpZr7bTn8xYw")]
    pub token: String,
    /// Whether the mission is in nobody's list, so that the link is the only way to it.
    pub is_only_way: bool,
    /// Since when this is the link.
    pub created_at: Timestamp,
}

/// What segments are called together.
#[derive(Debug, Default)]
pub struct Segments {
    pub ids: Vec<SegmentId>,
    pub names: Vec<String>,
}

impl Segments {
    fn label(&self, audience: AudienceKind) -> String {
        match audience {
            AudienceKind::Anyone => ANYONE.into(),
            AudienceKind::Registered => ALL_USERS.into(),
            AudienceKind::Segment => self.names.join(", "),
        }
    }
}

pub const ANYONE: &str = "Anyone";
pub const ALL_USERS: &str = "All Users";

impl MissionSummaryView {
    pub fn new(mission: Mission, segments: Segments, picture: Picture, now: Timestamp) -> Self {
        let status = mission.state_at(now);
        let (visibility, stats) = (mission.visibility(), MissionStats::from(&mission));
        Self {
            id: mission.id,
            mission_type: mission.mission_type,
            status,
            title: Some(mission.title).filter(|title| !title.is_empty()),
            summary: mission.summary,
            picture,
            image: None,
            segment_label: segments.label(mission.audience_kind),
            visibility,
            trigger: MissionTrigger {
                kind: mission.trigger_kind,
                segment_id: mission.trigger_segment_id,
                existing_members: mission.existing_members,
                on_exit: mission.on_exit,
                reentry: mission.reentry,
            },
            audience: MissionAudience { kind: mission.audience_kind, segment_ids: segments.ids },
            notify: MissionNotify { mode: mission.notify_mode, channels: mission.notify_channels.0 },
            recognition: mission.recognition.0,
            auto_approve: mission.auto_approve,
            follow_ups: MissionFollowUps {
                enabled: mission.follow_ups.0.enabled,
                offsets: mission.follow_ups.0.offsets,
                enabled_at: mission.follow_ups.0.enabled_at,
            },
            participation_limit: mission.participation_limit.map(|limit| limit.0),
            total_cap: mission.total_cap,
            expires_at: mission.expires_at,
            launch_at: mission.launch_at,
            launched_at: mission.launched_at,
            closed_at: mission.closed_at,
            stats,
            template_id: mission.template_id,
            created_by: mission.created_by,
            allowed_actions: allowed_actions(status),
            version: mission.version,
            created_at: mission.created_at,
            updated_at: mission.updated_at,
        }
    }

    /// With a link to its picture, for whoever reads it.
    pub fn linked(mut self, links: &FileLinks) -> Result<Self> {
        self.image = std::mem::take(&mut self.picture).linked(links)?;
        Ok(self)
    }
}

/// Moves of the state machine, and what can always be done.
fn allowed_actions(status: MissionState) -> Vec<&'static str> {
    let mut actions = status.allowed_actions();
    actions.extend(["update", "duplicate", "save_as_template", "rotate_link"]);
    actions
}

impl MissionView {
    pub fn new(mission: Mission, segments: Segments, picture: Picture, now: Timestamp) -> Self {
        let (description, details) = (mission.description_html.clone(), mission.details.0.clone());
        Self { summary: MissionSummaryView::new(mission, segments, picture, now), description, details: details.into() }
    }

    pub fn linked(self, links: &FileLinks) -> Result<Self> {
        Ok(Self { summary: self.summary.linked(links)?, ..self })
    }
}

/// Links to the pictures of a page.
pub fn linked(page: Page<MissionSummaryView>, links: &FileLinks) -> Result<Page<MissionSummaryView>> {
    page.try_map(|mission| mission.linked(links))
}

impl Resource for MissionView {
    fn path(&self) -> String {
        format!("/missions/{}", self.summary.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.summary.version)
    }
}
