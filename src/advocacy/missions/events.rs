//! What missions announce.

use serde::Serialize;

use super::assignments::model::Assignment;
use super::model::Mission;
use super::settings::{AudienceKind, NotifyMode, TriggerKind};
use super::state::MissionState;
use crate::advocacy::types::MissionType;
use crate::kernel::FieldError;
use crate::kernel::ids::{MissionAssignmentId, MissionId, OrganizationId, SegmentId, UserId};
use crate::messaging::connections::model::ConnectionKind;
use crate::messaging::events::event;

/// Something that happened to a mission, with where it stands afterwards.
#[derive(Serialize)]
pub struct MissionEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    mission_id: MissionId,
    #[serde(rename = "type")]
    mission_type: MissionType,
    title: String,
    status: MissionState,
    trigger_kind: TriggerKind,
    trigger_segment_id: Option<SegmentId>,
    audience_kind: AudienceKind,
    notify_mode: Option<NotifyMode>,
    notify_channels: Vec<ConnectionKind>,
    /// Why it did not launch, where that is what happened.
    errors: Option<Vec<FieldError>>,
}

impl MissionEvent {
    pub fn new(name: &'static str, mission: &Mission) -> Self {
        Self {
            name,
            organization_id: mission.organization_id,
            mission_id: mission.id,
            mission_type: mission.mission_type,
            title: mission.title.clone(),
            status: mission.state,
            trigger_kind: mission.trigger_kind,
            trigger_segment_id: mission.trigger_segment_id,
            audience_kind: mission.audience_kind,
            notify_mode: mission.notify_mode,
            notify_channels: mission.notify_channels.0.clone(),
            errors: None,
        }
    }

    #[must_use]
    pub fn because(self, errors: Vec<FieldError>) -> Self {
        Self { errors: Some(errors), ..self }
    }
}

event!(MissionEvent { name: name, subject: mission_id, mission: mission_id });

/// Something that happened to somebody's assignment.
#[derive(Serialize)]
pub struct AssignmentEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    assignment_id: MissionAssignmentId,
    mission_id: MissionId,
    user_id: UserId,
    segment_id: SegmentId,
    entry_no: i32,
    title: String,
    #[serde(rename = "type")]
    mission_type: MissionType,
    /// By what means it is told; none where the mission tells nobody.
    channels: Vec<ConnectionKind>,
}

impl AssignmentEvent {
    pub fn new(name: &'static str, assignment: &Assignment, mission: &Mission) -> Self {
        Self {
            name,
            organization_id: assignment.organization_id,
            assignment_id: assignment.id,
            mission_id: assignment.mission_id,
            user_id: assignment.user_id,
            segment_id: assignment.segment_id,
            entry_no: assignment.entry_no,
            title: mission.title.clone(),
            mission_type: mission.mission_type,
            channels: mission.announced_by().to_vec(),
        }
    }
}

event!(AssignmentEvent { name: name, subject: assignment_id, mission: mission_id });

/// An advocate looked at a mission for the first time.
#[derive(Serialize)]
pub struct ViewedEvent {
    #[serde(skip)]
    pub organization_id: OrganizationId,
    pub mission_id: MissionId,
    pub user_id: UserId,
}

event!(ViewedEvent { name: "mission.viewed", subject: mission_id, mission: mission_id });

/// Automations set each other off again and again, and this one was not done.
#[derive(Serialize)]
pub struct StoppedEvent {
    #[serde(skip)]
    pub organization_id: OrganizationId,
    pub mission_id: MissionId,
    pub user_id: UserId,
    /// How many automatic steps led here.
    pub depth: i32,
}

event!(StoppedEvent { name: "automation.stopped", subject: mission_id, mission: mission_id });
