//! Missions as those see them whom they are for: advocates and guests. A preview for staff is the same.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::assignments::model::{Assignment, AssignmentState};
use super::model::{Mission, MissionState};
use super::settings::{ParticipationLimit, TriggerKind};
use super::views::Picture;
use crate::advocacy::recognition::Recognition;
use crate::advocacy::types::MissionType;
use crate::advocacy::types::views::DetailViews;
use crate::files::links::FileLinks;
use crate::files::model::PictureView;
use crate::kernel::ids::{MissionAssignmentId, MissionId};
use crate::kernel::page::{Page, list_schema};
use crate::kernel::{Resource, Result, Timestamp, text_enum};

text_enum! {
    /// Through whose eyes a mission is looked at.
    pub enum PreviewAs {
        /// An advocate whom it is for.
        Advocate = "advocate",
        /// Somebody without an account who has the link.
        Guest = "guest",
    }
}

/// Through whose eyes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PreviewParams {
    /// `advocate` when absent.
    #[serde(rename = "as")]
    #[param(rename = "as", inline)]
    pub eyes: Option<PreviewAs>,
}

/// That somebody was assigned a mission by entering its segment.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OwnAssignment)]
pub struct OwnAssignmentView {
    pub id: MissionAssignmentId,
    pub state: AssignmentState,
    pub assigned_at: Timestamp,
}

impl From<Assignment> for OwnAssignmentView {
    fn from(assignment: Assignment) -> Self {
        Self { id: assignment.id, state: assignment.state, assigned_at: assignment.assigned_at }
    }
}

/// What a mission is shown with to those whom it is for.
pub struct Beside {
    pub organization_name: String,
    pub picture: Picture,
    pub reward_name: Option<String>,
    /// Their own.
    pub assignment: Option<Assignment>,
}

/// A mission in the list of somebody whom it is for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MissionCard)]
pub struct MissionCardView {
    pub id: MissionId,
    #[schema(example = "Northwind Coaching")]
    pub organization_name: String,
    #[serde(rename = "type")]
    pub mission_type: MissionType,
    /// `live`, `armed` or `paused`.
    pub status: MissionState,
    #[schema(example = "Tell us what you think")]
    pub title: Option<String>,
    #[schema(example = "Five questions, two minutes.")]
    pub summary: Option<String>,
    #[serde(skip)]
    pub picture: Picture,
    /// With a link to its bytes.
    pub image: Option<PictureView>,
    /// What an approved submission is worth.
    pub recognition: Recognition,
    /// What the reward is called, where it is one.
    #[schema(example = "Gift card of 25 euros")]
    pub reward_name: Option<String>,
    /// How often one person may take part.
    pub participation_limit: Option<ParticipationLimit>,
    pub expires_at: Option<Timestamp>,
    /// Since when it is there for this person: its launch, or their assignment.
    pub available_since: Option<Timestamp>,
    /// How they came to it; null where everybody did by the launch.
    pub assignment: Option<OwnAssignmentView>,
    /// What they can do with it now.
    #[schema(example = json!(["submit"]))]
    pub allowed_actions: Vec<&'static str>,
}

list_schema!(MissionCardList of MissionCardView);

/// A mission, for somebody whom it is for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ParticipantMission)]
pub struct ParticipantMissionView {
    #[serde(flatten)]
    pub card: MissionCardView,
    /// Rich text, as it was made safe on its way in.
    pub description: Option<String>,
    #[serde(flatten)]
    pub details: DetailViews,
}

impl MissionCardView {
    pub fn new(mission: Mission, beside: Beside, now: Timestamp) -> Self {
        let Beside { organization_name, picture, reward_name, assignment } = beside;
        let status = mission.state_at(now);
        let since = if mission.trigger_kind == TriggerKind::Segment { assignment.as_ref().map(|own| own.assigned_at) } else { None };
        Self {
            id: mission.id,
            organization_name,
            mission_type: mission.mission_type,
            status,
            title: Some(mission.title).filter(|title| !title.is_empty()),
            summary: mission.summary,
            picture,
            image: None,
            recognition: mission.recognition.0,
            reward_name,
            participation_limit: mission.participation_limit.map(|limit| limit.0),
            expires_at: mission.expires_at,
            available_since: since.or(mission.launched_at),
            assignment: assignment.map(Into::into),
            allowed_actions: if status.is_running() { vec!["submit"] } else { Vec::new() },
        }
    }

    fn linked(mut self, links: &FileLinks) -> Result<Self> {
        self.image = std::mem::take(&mut self.picture).linked(links)?;
        Ok(self)
    }
}

impl ParticipantMissionView {
    pub fn new(mission: Mission, beside: Beside, now: Timestamp) -> Self {
        let (description, details) = (mission.description_html.clone(), mission.details.0.clone());
        let card = MissionCardView::new(mission, beside, now);
        Self { card, description, details: details.into() }
    }

    /// With a link to its picture, for whoever reads it.
    pub fn linked(self, links: &FileLinks) -> Result<Self> {
        Ok(Self { card: self.card.linked(links)?, ..self })
    }
}

/// Links to the pictures of a page.
pub fn linked(page: Page<MissionCardView>, links: &FileLinks) -> Result<Page<MissionCardView>> {
    page.try_map(|card| card.linked(links))
}

impl Resource for ParticipantMissionView {
    fn path(&self) -> String {
        format!("/me/missions/{}", self.card.id)
    }
    fn version(&self) -> Option<i64> {
        None
    }
}
