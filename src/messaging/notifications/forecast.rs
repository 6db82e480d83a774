//! What an engagement will send: to whom, when, by what, and what would stop it.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::catalogue::{self, NotificationType};
use super::model::{Channel, NotificationState, Reason};
use super::store::{self, Wanted};
use super::subject::{self, Around, Subject};
use super::templates::model::Template;
use super::verdict::{self, Reservations};
use super::{rules, templates, wording};
use crate::coaching::engagements;
use crate::coaching::items::model::{Item, ItemStatus};
use crate::coaching::items::{self, recipients};
use crate::db::Conn;
use crate::identity::people::Person;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, ItemId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

const SESSION_REMINDER: &str = "session_reminder";
const ITEM_REMINDER: &str = "item_reminder";
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
        let runs = engagement.is_active();
        let mut items = items::store::of_engagement(conn, id)?;
        items.retain(|item| item.status != ItemStatus::Completed);
        let mut outlook = Outlook::of(conn, caller, id, &items)?;
        for item in items {
            outlook.add_item(item, runs, now, &mut data)?;
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

/// Everything that the messages of an engagement depend on, read for all of its items at once.
struct Outlook {
    subject: Subject,
    layers: Vec<Template>,
    recipients: HashMap<ItemId, Vec<(Person, bool)>>,
    /// By the kind of notification, for those that people can switch off; the others share one.
    reservations: HashMap<&'static str, Reservations>,
}

impl Outlook {
    fn of(conn: &mut Conn, caller: &Caller, id: EngagementId, items: &[Item]) -> Result<Self> {
        let around = Around { engagement_id: Some(id), ..Around::default() };
        let subject = subject::of(conn, caller.organization_id, &id.to_string(), around)?;
        let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
        let mut scopes = wording::scopes(&subject);
        scopes.extend(ids.iter().map(ToString::to_string));
        let layers = templates::store::of_any_type(conn, caller.organization_id, &scopes)?;
        let recipients = recipients::store::people_of(conn, &ids)?;
        let mut people: Vec<Person> = recipients.values().flatten().map(|(person, _)| person.clone()).collect();
        people.sort_by_key(Person::key);
        people.dedup_by_key(|person| person.key());
        let mut reservations = HashMap::new();
        for key in ["task_sent", SESSION_REMINDER, ITEM_REMINDER] {
            reservations.insert(key, Reservations::of(conn, &subject, catalogue::find(key)?, &people)?);
        }
        Ok(Self { subject, layers, recipients, reservations })
    }

    fn add_item(&mut self, item: Item, runs: bool, now: Timestamp, data: &mut Vec<ForecastEntry>) -> Result<()> {
        let activation = (!runs).then_some("activation");
        // What was released and did not go, because its date was cleared or missed, waits for nothing any more.
        let waits = item.after_item_id.is_some() && item.released_at.is_none();
        let is_to_go = !item.is_session() && !item.is_sent() && (item.scheduled_at.is_some() || waits);
        let is_to_announce = item.is_session() && item.scheduled_at.is_some() && !runs;
        let reminders: Vec<Timestamp> = item.reminder_times().into_iter().filter(|at| *at > now).collect();
        let reminder = catalogue::find(if item.is_session() { SESSION_REMINDER } else { ITEM_REMINDER })?;
        let sent = rules::of_item_kind(item.kind.as_str()).and_then(catalogue::find_opt).filter(|_| is_to_go || is_to_announce);
        let prior = (item.scheduled_at.is_none() && item.after_item_id.is_some()).then_some("prior_item");
        let due_at = item.scheduled_at.filter(|_| !is_to_announce);
        let only_open = !item.is_session();
        self.subject.item = Some(item);
        if let Some(entry) = sent {
            self.add(entry, false, due_at, activation.or(prior), data);
        }
        for at in reminders {
            self.add(reminder, only_open, Some(at), activation, data);
        }
        Ok(())
    }

    /// One entry for each recipient of the present item and each channel.
    fn add(
        &self,
        entry: &'static NotificationType,
        only_open: bool,
        due_at: Option<Timestamp>,
        waits_for: Option<&str>,
        data: &mut Vec<ForecastEntry>,
    ) {
        let item_id = self.subject.item.as_ref().map(|item| item.id);
        let wording = wording::layered(entry, &self.subject, &self.layers);
        let key = if entry.optional { entry.key } else { "task_sent" };
        let Some(known) = self.reservations.get(key) else { return };
        let recipients = item_id.and_then(|id| self.recipients.get(&id)).into_iter().flatten();
        for (person, _) in recipients.filter(|(_, is_done)| !only_open || !is_done) {
            let channels = [Channel::Email, Channel::InApp];
            for channel in channels.into_iter().filter(|channel| *channel != Channel::InApp || person.user().is_some()) {
                data.push(ForecastEntry {
                    notification_type: entry.key.to_owned(),
                    item_id,
                    recipient_id: person.user_id(),
                    address: person.email().to_owned(),
                    channel,
                    due_at,
                    waits_for: waits_for.map(str::to_owned),
                    reason: verdict::of_person(entry, &wording, &self.subject, person, channel, known),
                });
            }
        }
    }
}
