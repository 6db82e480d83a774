//! From events to what leaves. One transaction takes the next events of the log, writes a row for each
//! recipient and subscriber, and how far it has come: each event is heard once, whatever breaks.

use std::collections::{HashMap, HashSet};

use super::catalogue::{self, NotificationType};
use super::model::{Channel, Notification, NotificationState, Reason};
use super::rules::{self, Rule};
use super::subject::{self, Subject};
use super::verdict::{self, Reservations};
use super::wording::{self, Wording};
use super::{audience, facts, store};
use crate::db::{Conn, Effect, Tx};
use crate::identity::organizations::model::Settings;
use crate::identity::people::Person;
use crate::kernel::ids::{ConnectionId, NotificationId, OrganizationId};
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
    let mut queued = subscribed(tx, &events, &enabled);
    let mut notifications = Vec::new();
    let now = tx.now();
    for event in &events {
        for plan in plans(tx.conn(), event, now)? {
            write_down(tx, messaging, event, plan, &enabled, &mut notifications, &mut queued);
        }
    }
    store::insert_new(tx.conn(), &notifications)?;
    deliveries::store::insert_new(tx.conn(), &queued)?;
    Ok(events.len())
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
        let hearing = listeners.filter(|connection| connection.hears(&event.event_type));
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
    let wording = wording::of(conn, entry, &subject)?;
    let people = audience::of(conn, rule.audience, &subject)?;
    let known = Reservations::of(conn, &subject, entry, &people)?;
    let is_late = event.occurred_at.plus(subject.settings.max_lateness.delta()) < now;
    let channels: &[Channel] = if entry.in_app { &[Channel::Email, Channel::InApp] } else { &[Channel::Email] };
    let mut planned = Vec::with_capacity(people.len() * channels.len());
    for person in people {
        // Only who can log in has a list to look into.
        for channel in channels.iter().filter(|channel| **channel != Channel::InApp || person.user().is_some()) {
            let verdict = verdict::of_person(entry, &wording, &subject, &person, *channel, &known);
            let reason = verdict.or(is_late.then_some(Reason::TooLate));
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

/// Makes rows of a plan.
fn write_down(
    tx: &Tx<'_>,
    messaging: &Messaging,
    event: &EventRow,
    plan: Plan,
    enabled: &[Connection],
    notifications: &mut Vec<Notification>,
    queued: &mut Vec<Delivery>,
) {
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
            queued.push(mail_of(tx, event, id, planned.due_at, sender));
        }
        notifications.push(Notification {
            id,
            organization_id: event.organization_id,
            intent: format!("{}/{}/{}/{}", event.id, planned.entry.key, planned.person.key(), planned.channel),
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
        });
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

/// What a dry run tells: whom its events would reach, by what, when, or why not. Reads what the command
/// has just written, which is then taken back.
pub fn foresee(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.now();
    let events: Vec<EventRow> = tx.announced().iter().map(EventRow::announced).collect();
    let mut effects = Vec::new();
    let enabled = match events.first() {
        Some(event) => connections::store::enabled_of(tx.conn(), &[event.organization_id])?,
        None => Vec::new(),
    };
    for event in &events {
        for plan in plans(tx.conn(), event, now)? {
            effects.extend(plan.people.iter().map(effect));
        }
        effects.extend(enabled.iter().filter(|connection| connection.hears(&event.event_type)).map(|connection| Effect {
            kind: "delivery".into(),
            name: event.event_type.clone(),
            subject_id: connection.id.to_string(),
            data: serde_json::json!({ "channel": connection.kind, "due_at": now, "reason": null }),
        }));
    }
    tx.note_effects(effects);
    Ok(())
}

fn effect(planned: &Planned) -> Effect {
    Effect {
        kind: "notification".into(),
        name: planned.entry.key.into(),
        subject_id: planned.person.key(),
        data: serde_json::json!({ "channel": planned.channel, "due_at": planned.due_at, "reason": planned.reason }),
    }
}
