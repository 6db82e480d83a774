//! Whom a mission reaches, by what, and whether there is a reason to tell somebody of it.

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::model::Skip;
use super::store;
use crate::advocacy::missions::audience;
use crate::advocacy::missions::model::Mission;
use crate::advocacy::missions::settings::{ExistingMembers, TriggerKind};
use crate::advocacy::submissions;
use crate::db::Conn;
use crate::kernel::ids::UserId;
use crate::kernel::{Code, FieldError, Result};
use crate::messaging::connections;
use crate::messaging::connections::model::{Connection, ConnectionKind};
use crate::messaging::notifications::{catalogue, wording};

/// What goes out by one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChannelReach {
    pub channel: ConnectionKind,
    /// A mail for each person who takes it, a post for each connection with Slack, a call for each endpoint and
    /// Zap that listens.
    #[schema(example = 350)]
    pub messages: i64,
}

/// What a launch of the mission would send now, by each of the channels that it names.
pub fn messages(conn: &mut Conn, mission: &Mission) -> Result<Vec<ChannelReach>> {
    let announced = mission.announced_by();
    if announced.is_empty() {
        return Ok(Vec::new());
    }
    let enabled = connections::store::enabled_of(conn, &[mission.organization_id])?;
    // Where a segment triggers it nobody is told of the launch but those who are in it already, if they count.
    let people = match (mission.trigger_kind, mission.existing_members) {
        (TriggerKind::Segment, ExistingMembers::Ignore) => 0,
        _ => store::count_at_launch(conn, mission)?,
    };
    let without = if people > 0 && announced.contains(&ConnectionKind::Email) { store::count_without_mail(conn, mission)? } else { 0 };
    let is_mailed = is_switched_on(conn, mission)?;
    let line = |channel: &ConnectionKind| {
        let listening = listeners(&enabled, *channel, mission.trigger_kind);
        let of_event = if mission.trigger_kind == TriggerKind::Instant { 1 } else { people };
        let messages = match channel {
            ConnectionKind::Email => {
                if is_mailed {
                    people - without
                } else {
                    0
                }
            }
            ConnectionKind::Slack => listening * i64::from(people > 0 || mission.trigger_kind == TriggerKind::Instant),
            ConnectionKind::Zapier | ConnectionKind::Webhook => listening * of_event,
        };
        ChannelReach { channel: *channel, messages }
    };
    Ok(announced.iter().map(line).collect())
}

/// Connections of a kind that hear of a launch or, where a segment triggers it, of who enters.
fn listeners(enabled: &[Connection], channel: ConnectionKind, trigger: TriggerKind) -> i64 {
    let event = match (trigger, channel) {
        (TriggerKind::Instant, _) => "mission.available",
        (TriggerKind::Segment, ConnectionKind::Slack) => "mission.entries_gathered",
        (TriggerKind::Segment, _) => "mission.assigned",
    };
    let data = json!({ "channels": [channel] });
    let hears = |connection: &&Connection| connection.kind == channel && connection.hears(event, &data);
    enabled.iter().filter(hears).count() as i64
}

/// Whether the organization has not switched this kind of mail off.
fn is_switched_on(conn: &mut Conn, mission: &Mission) -> Result<bool> {
    let entry = catalogue::find("mission_available")?;
    wording::is_enabled(conn, mission.organization_id, entry)
}

/// A fault for each channel by which nothing could leave: no connection of its kind is switched on and hears of
/// missions. Mail has the server's own.
pub fn channel_faults(conn: &mut Conn, mission: &Mission) -> Result<Vec<FieldError>> {
    let channels = mission.announced_by();
    if channels.iter().all(|channel| *channel == ConnectionKind::Email) {
        return Ok(Vec::new());
    }
    let enabled = connections::store::enabled_of(conn, &[mission.organization_id])?;
    let is_deaf = |channel: ConnectionKind| channel != ConnectionKind::Email && listeners(&enabled, channel, mission.trigger_kind) == 0;
    let code = Code::ChannelNotConfigured;
    let fault = |(index, _): (usize, &ConnectionKind)| FieldError::at(format!("/notify/channels/{index}"), code.as_str(), code.title());
    Ok(channels.iter().enumerate().filter(|(_, channel)| is_deaf(**channel)).map(fault).collect())
}

/// Why somebody is not told of a mission that runs; `None` when they are.
pub fn against(conn: &mut Conn, mission: &Mission, user_id: UserId) -> Result<Option<Skip>> {
    if !audience::is_eligible(conn, mission, user_id)? {
        return Ok(Some(Skip::NotEligible));
    }
    let has_completed = match mission.trigger_kind {
        // Who has it once more may take part once more.
        TriggerKind::Segment => !store::has_open_assignment(conn, mission.id, user_id)?,
        TriggerKind::Instant => !submissions::queries::completed_among(conn, mission.id, &[user_id])?.is_empty(),
    };
    Ok(has_completed.then_some(Skip::AlreadyCompleted))
}
