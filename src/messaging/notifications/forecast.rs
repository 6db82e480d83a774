//! What an engagement will send: to whom, when, by what, and what would stop it.

use serde::Serialize;
use utoipa::ToSchema;

use super::audience;
use super::catalogue::{self, NotificationType};
use super::model::{Channel, NotificationState, Reason};
use super::rules::{self, Audience};
use super::store::{self, Wanted};
use super::subject::{self, Subject};
use super::verdict::{self, Reservations};
use super::wording;
use crate::coaching::engagements;
use crate::coaching::items;
use crate::coaching::items::model::{Item, ItemStatus};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, ItemId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

/// Messages that wait already, at most.
const WAITING: i64 = 500;

/// A message that will go out.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastEntry {
    #[serde(rename = "type")]
    #[schema(example = "task_sent")]
    pub notification_type: String,
    pub item_id: Option<ItemId>,
    pub recipient_id: Option<UserId>,
    #[schema(example = "ana@northwind.example")]
    pub address: String,
    pub channel: Channel,
    /// Null where it waits for something without a date: another item, or the engagement's start.
    pub due_at: Option<Timestamp>,
    /// What it waits for besides the time: `activation` of a draft, or completion of the `prior_item`.
    pub waits_for: Option<String>,
    /// What would stop it if it went out now; null when nothing would.
    pub reason: Option<Reason>,
}

/// What will be sent, the nearest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Forecast {
    pub data: Vec<ForecastEntry>,
}

pub fn of_engagement(conn: &mut Conn, caller: &Caller, id: EngagementId, now: Timestamp) -> Result<Forecast> {
    let engagement = engagements::store::find(conn, caller.organization_id, id)?;
    if !engagements::queries::manages(caller, &engagement) {
        return Err(Problem::not_found());
    }
    let mut data = waiting(conn, caller, id)?;
    if engagement.is_open() {
        let all = items::store::of_engagement(conn, id)?;
        for item in all.into_iter().filter(|item| item.status != ItemStatus::Completed) {
            of_item(conn, item, engagement.is_active(), now, &mut data)?;
        }
    }
    data.sort_by_key(|entry| (entry.due_at.is_none(), entry.due_at));
    Ok(Forecast { data })
}

/// What was queued and has not gone yet.
fn waiting(conn: &mut Conn, caller: &Caller, id: EngagementId) -> Result<Vec<ForecastEntry>> {
    let wanted = Wanted { engagement_id: Some(id), states: Some(vec![NotificationState::Pending]), ..Wanted::default() };
    let rows = store::list(conn, caller.organization_id, wanted, None, WAITING)?;
    let entry = |row: super::model::Notification| ForecastEntry {
        notification_type: row.notification_type,
        item_id: row.subject_id.parse().ok(),
        recipient_id: row.recipient_id,
        address: row.address,
        channel: row.channel,
        due_at: Some(row.due_at),
        waits_for: None,
        reason: None,
    };
    Ok(rows.into_iter().map(entry).collect())
}

fn of_item(conn: &mut Conn, item: Item, runs: bool, now: Timestamp, data: &mut Vec<ForecastEntry>) -> Result<()> {
    let activation = (!runs).then(|| "activation".to_owned());
    // What was released and did not go, because its date was cleared or missed, waits for nothing any more.
    let waits = item.after_item_id.is_some() && item.released_at.is_none();
    let is_to_go = !item.is_session() && !item.is_sent() && (item.scheduled_at.is_some() || waits);
    let is_to_announce = item.is_session() && item.scheduled_at.is_some() && !runs;
    let reminders: Vec<Timestamp> = item.reminder_times().into_iter().filter(|at| *at > now).collect();
    if !is_to_go && !is_to_announce && reminders.is_empty() {
        return Ok(());
    }
    let subject = subject::of(conn, item.organization_id, &item.id.to_string(), Some(item.engagement_id))?;
    if (is_to_go || is_to_announce)
        && let Some(entry) = rules::of_item_kind(item.kind.as_str()).and_then(catalogue::find_opt)
    {
        let prior = (item.scheduled_at.is_none() && item.after_item_id.is_some()).then(|| "prior_item".to_owned());
        let due_at = if is_to_announce { None } else { item.scheduled_at };
        add(conn, &subject, entry, Audience::Recipients, due_at, activation.clone().or(prior), data)?;
    }
    let (key, audience) =
        if item.is_session() { ("session_reminder", Audience::Recipients) } else { ("item_reminder", Audience::OpenRecipients) };
    for at in reminders {
        add(conn, &subject, catalogue::find(key)?, audience, Some(at), activation.clone(), data)?;
    }
    Ok(())
}

fn add(
    conn: &mut Conn,
    subject: &Subject,
    entry: &'static NotificationType,
    audience: Audience,
    due_at: Option<Timestamp>,
    waits_for: Option<String>,
    data: &mut Vec<ForecastEntry>,
) -> Result<()> {
    let wording = wording::of(conn, entry, subject)?;
    let users = audience::of(conn, audience, subject)?;
    let known = Reservations::of(conn, subject, entry, &users)?;
    for user in &users {
        for channel in [Channel::Email, Channel::InApp] {
            data.push(ForecastEntry {
                notification_type: entry.key.to_owned(),
                item_id: subject.item.as_ref().map(|item| item.id),
                recipient_id: Some(user.id),
                address: user.email.clone(),
                channel,
                due_at,
                waits_for: waits_for.clone(),
                reason: verdict::of_person(entry, &wording, subject, user, channel, &known),
            });
        }
    }
    Ok(())
}
