//! What a mission will send: to whom, when, by what, and what would stop it.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Broadcast, BroadcastKind, BroadcastScope, BroadcastState, follow_up_offsets};
use super::{queries, store};
use crate::advocacy::missions;
use crate::advocacy::missions::model::{Mission, MissionState};
use crate::advocacy::missions::settings::TriggerKind;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{MissionId, UserId};
use crate::kernel::{Result, Timestamp};
use crate::messaging::connections::model::ConnectionKind;

/// Assignments that are told one by one; of those after them only how many there are.
const ONE_BY_ONE: i64 = 50;

/// Messages that a mission will send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MissionForecastEntry {
    #[serde(rename = "type")]
    #[schema(example = "mission_reminder")]
    pub notification_type: String,
    pub channel: ConnectionKind,
    /// Null where it waits for something without a date: the launch, or that somebody enters the segment.
    pub due_at: Option<Timestamp>,
    /// What it waits for besides the time: `launch`, `resume`, or `entry` into the segment.
    #[schema(example = "launch")]
    pub waits_for: Option<String>,
    /// Who gets it, where it is one person.
    pub recipient_id: Option<UserId>,
    /// How many messages it would be if it went out now.
    #[schema(example = 350)]
    pub messages: i64,
    /// What would keep it from going out, all of it or to those whom it concerns.
    #[schema(example = json!(["pause", "close", "expiry", "completion"]))]
    pub stopped_by: Vec<String>,
    /// What would stop it if it went out now; null when nothing would.
    #[schema(example = "mission_not_running")]
    pub reason: Option<String>,
}

/// What will be sent, the nearest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissionForecast {
    pub data: Vec<MissionForecastEntry>,
}

pub fn of_mission(conn: &mut Conn, caller: &Caller, id: MissionId, now: Timestamp) -> Result<MissionForecast> {
    let mission = missions::store::find(conn, caller.organization_id, id)?;
    let mut outlook = Outlook { mission: &mission, now, data: Vec::new() };
    if !mission.announced_by().is_empty() {
        if mission.state.is_in_preparation() {
            outlook.add_launch(conn)?;
        } else {
            outlook.add_rest(conn)?;
        }
    }
    outlook.add_waiting(conn)?;
    let mut data = outlook.data;
    data.sort_by_key(|entry| (entry.due_at.is_none(), entry.due_at));
    Ok(MissionForecast { data })
}

struct Outlook<'a> {
    mission: &'a Mission,
    now: Timestamp,
    data: Vec<MissionForecastEntry>,
}

impl Outlook<'_> {
    fn add(
        &mut self,
        notification_type: &str,
        channel: ConnectionKind,
        due_at: Option<Timestamp>,
        messages: i64,
    ) -> &mut MissionForecastEntry {
        let state = self.mission.state_at(self.now);
        let is_stopped = !state.is_running() && !state.is_in_preparation();
        // Who has taken part hears no more of it, whatever it is.
        let mut stopped_by = vec!["pause", "close"];
        stopped_by.extend(self.mission.expires_at.map(|_| "expiry"));
        if channel == ConnectionKind::Email || notification_type == "mission_reminder" {
            stopped_by.extend(["completion", "leaving_the_audience"]);
        }
        if notification_type == "mission_reminder" {
            stopped_by.push("follow_ups_off");
        }
        let index = self.data.len();
        self.data.push(MissionForecastEntry {
            notification_type: notification_type.to_owned(),
            channel,
            due_at,
            waits_for: (state == MissionState::Paused).then(|| "resume".to_owned()),
            recipient_id: None,
            messages,
            stopped_by: stopped_by.into_iter().map(str::to_owned).collect(),
            reason: is_stopped.then(|| "mission_not_running".to_owned()),
        });
        &mut self.data[index]
    }

    /// What a launch would bring about.
    fn add_launch(&mut self, conn: &mut Conn) -> Result<()> {
        // Where a segment triggers it those who are told have to enter it first.
        let by_entry = self.mission.trigger_kind == TriggerKind::Segment;
        let due_at = self.mission.launch_at.filter(|_| !by_entry);
        let waits_for = if by_entry { "entry" } else { "launch" };
        let messages = queries::messages(conn, self.mission)?;
        for line in &messages {
            self.add("mission_available", line.channel, due_at, line.messages).waits_for = Some(waits_for.to_owned());
        }
        let follow_ups = &self.mission.follow_ups.0;
        let offsets: Vec<IsoDuration> = if follow_ups.enabled { follow_ups.offsets.clone() } else { Vec::new() };
        for offset in offsets {
            for line in messages.iter().filter(|line| line.channel != ConnectionKind::Slack) {
                let at = due_at.map(|at| at.plus(offset.delta()));
                self.add("mission_reminder", line.channel, at, line.messages).waits_for = Some(waits_for.to_owned());
            }
        }
        Ok(())
    }

    /// What is still to come of a mission that was launched.
    fn add_rest(&mut self, conn: &mut Conn) -> Result<()> {
        let messages = queries::messages(conn, self.mission)?;
        let of = |channel: ConnectionKind| messages.iter().find(|line| line.channel == channel).map_or(0, |line| line.messages);
        let wanted = follow_up_offsets(self.mission);
        for row in store::of_mission(conn, self.mission.id)?.into_iter().filter(Broadcast::is_open) {
            match (row.kind, row.scope) {
                (BroadcastKind::Launch, _) => {
                    let left = (of(ConnectionKind::Email) - row.reached).max(0);
                    self.add("mission_available", ConnectionKind::Email, row.due_at.or(Some(self.now)), left);
                }
                _ if !wanted.contains(&row.offset_seconds) => {}
                (_, BroadcastScope::Audience) => self.add_reminder(conn, &row, &messages)?,
                (_, BroadcastScope::Assignments) => self.add_assigned(conn, &row)?,
            }
        }
        if let Some(gathering) = store::find_gathering(conn, self.mission.id)?
            && gathering.due_at.is_some()
        {
            self.add("mission_available", ConnectionKind::Slack, gathering.due_at, 1);
        }
        Ok(())
    }

    /// A reminder to everybody whom the mission is for and who has not taken part.
    fn add_reminder(&mut self, conn: &mut Conn, row: &Broadcast, messages: &[queries::ChannelReach]) -> Result<()> {
        let done = store::count_completed(conn, self.mission)?;
        for line in messages.iter().filter(|line| line.channel != ConnectionKind::Slack) {
            let is_mail = line.channel == ConnectionKind::Email;
            let is_told = row.state == BroadcastState::Running && !is_mail;
            let left = if is_mail { (line.messages - done - row.reached).max(0) } else { line.messages };
            if !is_told {
                self.add("mission_reminder", line.channel, row.due_at, left);
            }
        }
        Ok(())
    }

    /// Reminders to those who have been assigned it, each in their own time.
    fn add_assigned(&mut self, conn: &mut Conn, row: &Broadcast) -> Result<()> {
        let channel = self.mission.announced_by().iter().find(|channel| **channel != ConnectionKind::Slack);
        let Some(channel) = channel.copied() else { return Ok(()) };
        let next = store::assigned_next(conn, row, ONE_BY_ONE)?;
        let more = if next.len() as i64 == ONE_BY_ONE { store::count_next(conn, row)? - ONE_BY_ONE } else { 0 };
        for assigned in &next {
            let at = assigned.assigned_at.plus(row.offset().delta());
            self.add("mission_reminder", channel, Some(at), 1).recipient_id = Some(assigned.user_id);
        }
        if more > 0 {
            self.add("mission_reminder", channel, None, more);
        }
        if next.is_empty() {
            self.add("mission_reminder", channel, None, 0).waits_for = Some("entry".to_owned());
        }
        Ok(())
    }

    /// Mails that were made already and have not gone.
    fn add_waiting(&mut self, conn: &mut Conn) -> Result<()> {
        for (notification_type, count, first) in store::waiting(conn, self.mission.id)? {
            self.add(&notification_type, ConnectionKind::Email, first, count);
        }
        Ok(())
    }
}
