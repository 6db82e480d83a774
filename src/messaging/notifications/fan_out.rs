//! From events to what leaves. One transaction takes the next events of the log, writes a row for each
//! recipient and subscriber, and how far it has come: each event is heard once, whatever breaks.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::catalogue::{self, NotificationType};
use super::model::{Channel, Notification, NotificationState, Reason};
use super::rules::{self, Rule};
use super::subject::{self, Subject};
use super::verdict::{self, Reservations};
use super::wording::{self, Wording};
use super::{audience, facts, store};
use crate::advocacy::notices;
use crate::db::{Conn, Tx};
use crate::identity::organizations::model::Settings;
use crate::identity::people::Person;
use crate::kernel::ids::{ConnectionId, MissionId, NotificationId, OrganizationId};
use crate::kernel::{Result, Timestamp};
use crate::messaging::connections::model::{Connection, ConnectionKind};
use crate::messaging::deliveries::model::Delivery;
use crate::messaging::events::{EventRow, reader};
use crate::messaging::{Messaging, connections, deliveries};

/// The name under which the log is followed.
pub const FOLLOWER: &str = "messages";

/// Somebody who hears of something, or does not.
#[derive(Debug)]
pub struct Planned {
    pub entry: &'static NotificationType,
    pub person: Person,
    pub channel: Channel,
    pub due_at: Timestamp,
    /// Why they do not hear of it.
    pub reason: Option<Reason>,
}

/// What one rule means for one event.
pub struct Plan {
    pub subject: Subject,
    pub wording: Wording,
    pub people: Vec<Planned>,
}

/// Makes messages of the next events; how many events those were.
pub fn take(tx: &mut Tx<'_>, messaging: &Messaging, limit: i64) -> Result<usize> {
    let events = reader::take(tx, FOLLOWER, limit)?;
    let mut organizations: Vec<OrganizationId> = events.iter().map(|event| event.organization_id).collect();
    organizations.sort();
    organizations.dedup();
    let enabled = connections::store::enabled_of(tx.conn(), &organizations)?;
    let mut queue = Queue { deliveries: subscribed(tx, &events, &enabled), ..Queue::default() };
    let now = tx.now();
    for event in &events {
        for plan in plans(tx.conn(), event, now)? {
            queue.add(tx, messaging, event, plan, &enabled);
        }
    }
    let told = queue.told_of_missions();
    queue.write(tx)?;
    notices::commands::told(tx, &told)?;
    Ok(events.len())
}

pub(super) fn intent(event: &EventRow, entry: &NotificationType, person: &Person, channel: Channel) -> String {
    format!("{}/{}/{}/{channel}", event.id, entry.key, person.key())
}

/// A delivery for each connection that hears of an event.
fn subscribed(tx: &Tx<'_>, events: &[EventRow], enabled: &[Connection]) -> Vec<Delivery> {
    let mut by_organization: HashMap<OrganizationId, Vec<&Connection>> = HashMap::new();
    for connection in enabled {
        by_organization.entry(connection.organization_id).or_default().push(connection);
    }
    let mut queued = Vec::new();
    for event in events {
        let listeners = by_organization.get(&event.organization_id).into_iter().flatten();
        let hearing = listeners.filter(|connection| connection.hears(&event.event_type, &event.data.0));
        queued.extend(hearing.map(|connection| deliveries::commands::of_event(tx, connection, event)));
    }
    queued
}

/// What each rule that an event meets means. Only reads.
pub fn plans(conn: &mut Conn, event: &EventRow, now: Timestamp) -> Result<Vec<Plan>> {
    let met: Vec<&'static Rule> = rules::of(&event.event_type, &event.data.0).collect();
    let mut plans = met.into_iter().map(|rule| plan(conn, event, rule, now)).collect::<Result<Vec<Plan>>>()?;
    // Who is reached by two rules, a coach who attends their own session, hears it once.
    let mut heard = HashSet::new();
    for plan in &mut plans {
        plan.people.retain(|planned| heard.insert((planned.entry.key, planned.person.key(), planned.channel)));
    }
    Ok(plans)
}

fn plan(conn: &mut Conn, event: &EventRow, rule: &Rule, now: Timestamp) -> Result<Plan> {
    let entry = catalogue::find(rule.notification)?;
    let subject = subject::of_event(conn, event)?;
    let people = audience::of(conn, rule.audience, &subject)?.into_iter().map(|person| (person, None)).collect();
    plan_for(conn, entry, subject, people, event.occurred_at, now)
}

/// What these people hear, and by what; some come with a reason against it.
pub(super) fn plan_for(
    conn: &mut Conn,
    entry: &'static NotificationType,
    subject: Subject,
    people: Vec<(Person, Option<Reason>)>,
    since: Timestamp,
    now: Timestamp,
) -> Result<Plan> {
    let wording = wording::of(conn, entry, &subject)?;
    let (people, reasons): (Vec<Person>, Vec<Option<Reason>>) = people.into_iter().unzip();
    let known = Reservations::of(conn, &subject, entry, &people)?;
    let is_late = since.plus(subject.settings.max_lateness.delta()) < now;
    let channels: &[Channel] = if entry.in_app { &[Channel::Email, Channel::InApp] } else { &[Channel::Email] };
    let mut planned = Vec::with_capacity(people.len() * channels.len());
    for (person, against) in people.into_iter().zip(reasons) {
        // Only who can log in has a list to look into; what nobody hears is written down once.
        let has_list = person.user().is_some() && against.is_none();
        for channel in channels.iter().filter(|channel| **channel != Channel::InApp || has_list) {
            let verdict = verdict::of_person(entry, &wording, &subject, &person, *channel, &known);
            let reason = against.or(verdict).or(is_late.then_some(Reason::TooLate));
            let due_at =
                if entry.can_wait && *channel == Channel::Email { after_quiet_hours(&subject.settings, &person, now) } else { now };
            planned.push(Planned { entry, person: person.clone(), channel: *channel, due_at, reason });
        }
    }
    Ok(Plan { subject, wording, people: planned })
}

/// The moment itself, or the end of the recipient's quiet hours that it falls into.
fn after_quiet_hours(settings: &Settings, person: &Person, at: Timestamp) -> Timestamp {
    settings.quiet_hours.as_ref().map_or(at, |hours| hours.end_after(at, person.zone(&settings.time_zone)))
}

/// Rows that are to be written.
#[derive(Default)]
pub(super) struct Queue {
    notifications: Vec<Notification>,
    deliveries: Vec<Delivery>,
}

impl Queue {
    /// Makes rows of a plan.
    pub(super) fn add(&mut self, tx: &Tx<'_>, messaging: &Messaging, event: &EventRow, plan: Plan, enabled: &[Connection]) {
        let sender = sender(enabled, event.organization_id);
        for planned in plan.people {
            let id: NotificationId = tx.new_id();
            let state = match (planned.reason, planned.channel) {
                (Some(Reason::TooLate), _) => NotificationState::Missed,
                (Some(_), _) => NotificationState::Suppressed,
                (None, Channel::InApp) => NotificationState::Sent,
                (None, Channel::Email) => NotificationState::Pending,
            };
            let shown = (state == NotificationState::Sent)
                .then(|| wording::render(&plan.wording, &facts::of(messaging, &plan.subject, &planned.person, None)));
            if state == NotificationState::Pending {
                self.deliveries.push(mail_of(tx, event, id, planned.due_at, sender));
            }
            self.notifications.push(Notification {
                id,
                organization_id: event.organization_id,
                intent: intent(event, planned.entry, &planned.person, planned.channel),
                notification_type: planned.entry.key.to_owned(),
                channel: planned.channel,
                event_id: event.id,
                event_type: event.event_type.clone(),
                subject_id: event.subject_id.clone(),
                engagement_id: plan.subject.engagement.as_ref().map(|engagement| engagement.id),
                recipient_id: planned.person.user_id(),
                recipient_name: planned.person.outside_name(),
                address: planned.person.email().to_owned(),
                state,
                reason: planned.reason.map(|reason| reason.to_string()),
                title: shown.as_ref().map(|shown| shown.title.clone()),
                body: shown.map(|shown| shown.text),
                due_at: planned.due_at,
                sent_at: (state == NotificationState::Sent).then(|| tx.now()),
                read_at: None,
                created_at: tx.now(),
                mission_id: event.mission_id,
            });
        }
    }

    /// How many hear that they can take part in a mission, by mission.
    fn told_of_missions(&self) -> BTreeMap<MissionId, i64> {
        let mut told = BTreeMap::new();
        let is_told = |row: &&Notification| row.notification_type == "mission_available" && row.state == NotificationState::Pending;
        for id in self.notifications.iter().filter(is_told).filter_map(|row| row.mission_id) {
            *told.entry(id).or_default() += 1;
        }
        told
    }

    /// Whoever is told of it already is not told again.
    pub(super) fn write(self, tx: &mut Tx<'_>) -> Result<()> {
        store::insert_new(tx.conn(), &self.notifications)?;
        deliveries::store::insert_new(tx.conn(), &self.deliveries)?;
        Ok(())
    }
}

/// The organization's own mail connection, the newest that is switched on.
fn sender(enabled: &[Connection], organization_id: OrganizationId) -> Option<ConnectionId> {
    let own = |connection: &&Connection| connection.organization_id == organization_id && connection.kind == ConnectionKind::Email;
    enabled.iter().rev().find(own).map(|connection| connection.id)
}

fn mail_of(tx: &Tx<'_>, event: &EventRow, id: NotificationId, due_at: Timestamp, sender: Option<ConnectionId>) -> Delivery {
    let delivery = Delivery::due(tx.new_id(), event.organization_id, ConnectionKind::Email, id.to_string(), tx.now());
    Delivery {
        target_id: sender.map_or_else(|| event.organization_id.to_string(), |id| id.to_string()),
        connection_id: sender,
        notification_id: Some(id),
        event_id: Some(event.id),
        event_type: event.event_type.clone(),
        due_at: Some(due_at),
        ..delivery
    }
}
