//! What a mission needs to be launched, and what would happen if it were: everything that is missing at once,
//! what is allowed and yet worth a thought, and how many people would hear of it.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Mission;
use super::settings::{AudienceKind, ExistingMembers, NotifyMode, TriggerKind};
use super::{audience, store};
use crate::advocacy::notices::queries::ChannelReach;
use crate::advocacy::{notices, recognition, segments};
use crate::db::Conn;
use crate::files;
use crate::kernel::ids::SegmentId;
use crate::kernel::{Code, FieldError, Result, Timestamp};

/// The size that cards are made for; others are shown as well.
const CARD: (i32, i32) = (1200, 630);

/// Whether a mission can be launched, and what would follow.
#[derive(Debug, Serialize, ToSchema)]
pub struct LaunchCheck {
    pub can_launch: bool,
    /// Everything that keeps it from being launched; the same that a launch would answer.
    pub errors: Vec<FieldError>,
    /// What is allowed and worth a thought.
    pub warnings: Vec<FieldError>,
    /// Advocates who could take part right after a launch.
    #[schema(example = 350)]
    pub eligible_now: i64,
    /// Of its audience, who is in the trigger segment already; null where nothing but the launch triggers it.
    pub inside_now: Option<i64>,
    /// What a launch would send, by channel; empty where nobody is told.
    pub channels: Vec<ChannelReach>,
}

fn fault(code: Code, pointer: &str) -> FieldError {
    FieldError::at(pointer, code.as_str(), code.title())
}

/// What is missing in the mission itself. These hold for as long as it runs.
pub(super) fn missing(mission: &Mission, segments: &[SegmentId]) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let mut need = |is_there: bool, code: Code, pointer: &str| {
        if !is_there {
            faults.push(fault(code, pointer));
        }
    };
    need(!mission.title.is_empty(), Code::TitleRequired, "/title");
    need(mission.image_file_id.is_some(), Code::FeaturedImageRequired, "/image_file_id");
    let is_instant = mission.trigger_kind == TriggerKind::Instant;
    need(is_instant || mission.trigger_segment_id.is_some(), Code::TriggerSegmentRequired, "/trigger/segment_id");
    let needs_segments = mission.audience_kind == AudienceKind::Segment;
    need(!needs_segments || !segments.is_empty(), Code::AudienceSegmentsRequired, "/audience/segment_ids");
    need(mission.notify_mode.is_some(), Code::NotifyModeRequired, "/notify/mode");
    let needs_channels = mission.notify_mode == Some(NotifyMode::Send);
    need(!needs_channels || !mission.notify_channels.0.is_empty(), Code::ChannelsRequired, "/notify/channels");
    need(mission.participation_limit.is_some(), Code::ParticipationLimitRequired, "/participation_limit");
    faults.extend(mission.recognition.0.missing("/recognition"));
    faults.extend(mission.details.0.launch_faults());
    faults
}

/// Everything that keeps it from being launched at this moment.
pub(super) fn faults(conn: &mut Conn, mission: &Mission, segments: &[SegmentId], at: Timestamp) -> Result<Vec<FieldError>> {
    let mut faults = missing(mission, segments);
    if mission.expires_at.is_some_and(|end| end <= at) {
        faults.push(fault(Code::ExpiryInPast, "/expires_at"));
    }
    faults.extend(unknown_segments(conn, mission, segments)?);
    faults.extend(notices::queries::channel_faults(conn, mission)?);
    if mission.recognition.0.missing("/recognition").is_empty() {
        faults.extend(recognition::launch_faults(conn, mission.organization_id, &mission.recognition.0, "/recognition")?);
    }
    Ok(faults)
}

/// Segments that were deleted while the mission had ended.
fn unknown_segments(conn: &mut Conn, mission: &Mission, audience: &[SegmentId]) -> Result<Vec<FieldError>> {
    let mut named: Vec<(String, SegmentId)> =
        audience.iter().enumerate().map(|(index, id)| (format!("/audience/segment_ids/{index}"), *id)).collect();
    named.extend(mission.trigger_segment_id.map(|id| ("/trigger/segment_id".to_owned(), id)));
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<SegmentId> = named.iter().map(|(_, id)| *id).collect();
    let known = segments::queries::names(conn, mission.organization_id, &ids)?;
    Ok(named.iter().filter(|(_, id)| !known.contains_key(id)).map(|(pointer, _)| fault(Code::UnknownSegment, pointer)).collect())
}

/// What a launch would answer and bring about. Changes nothing.
pub(super) fn check(conn: &mut Conn, mission: &Mission, now: Timestamp) -> Result<LaunchCheck> {
    let segments = store::segments(conn, mission.id)?;
    let errors = faults(conn, mission, &segments, now)?;
    let inside_now = match mission.trigger_segment_id {
        Some(id) => Some(audience::count_inside(conn, mission, id)?),
        None => None,
    };
    let eligible_now = eligible_at_launch(conn, mission, inside_now)?;
    let warnings = warnings(conn, mission, eligible_now)?;
    let channels = notices::queries::messages(conn, mission)?;
    Ok(LaunchCheck { can_launch: errors.is_empty(), errors, warnings, eligible_now, inside_now, channels })
}

/// Those whom the launch itself lets take part: before it nobody has been assigned anything.
fn eligible_at_launch(conn: &mut Conn, mission: &Mission, inside_now: Option<i64>) -> Result<i64> {
    match (mission.trigger_kind, mission.existing_members) {
        (TriggerKind::Instant, _) => audience::count_eligible(conn, mission),
        (TriggerKind::Segment, _) if mission.launched_at.is_some() => audience::count_eligible(conn, mission),
        (TriggerKind::Segment, ExistingMembers::Include) => Ok(inside_now.unwrap_or(0)),
        (TriggerKind::Segment, ExistingMembers::Ignore) => Ok(0),
    }
}

fn warnings(conn: &mut Conn, mission: &Mission, eligible_now: i64) -> Result<Vec<FieldError>> {
    let mut warnings = Vec::new();
    let mut warn = |pointer: &str, code: &str, detail: &str| warnings.push(FieldError::at(pointer, code, detail));
    if mission.audience_kind == AudienceKind::Anyone && mission.trigger_kind == TriggerKind::Segment {
        warn("/audience/kind", "public_link_bypasses_trigger", "whoever has the link takes part without entering the segment");
    }
    if mission.trigger_kind == TriggerKind::Instant && eligible_now == 0 && mission.audience_kind != AudienceKind::Anyone {
        warn("/audience", "nobody_eligible", "nobody could take part at present");
    }
    if let Some(id) = mission.image_file_id {
        let image = files::queries::find(conn, mission.organization_id, id)?;
        if image.width.zip(image.height) != Some(CARD) {
            warn("/image_file_id", "image_size_not_recommended", "1200 × 630 pixels look best");
        }
    }
    Ok(warnings)
}
