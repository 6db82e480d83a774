//! Taking a broadcast further, a batch at a time: who is in the batch, how far it has come and what they are
//! told are written in one transaction, so that a crash neither loses anybody nor tells anybody twice.

use std::collections::{BTreeMap, HashSet};

use super::events as notices;
use super::model::{Broadcast, BroadcastKind, BroadcastScope, BroadcastState, Skip};
use super::{follow_ups, store};
use crate::advocacy::missions::model::Mission;
use crate::advocacy::missions::{self, audience};
use crate::advocacy::submissions;
use crate::db::Tx;
use crate::identity::organizations;
use crate::identity::people::Person;
use crate::identity::users;
use crate::identity::users::model::User;
use crate::kernel::ids::{EventId, UserId};
use crate::kernel::{Problem, Result, Timestamp};
use crate::messaging::connections::model::ConnectionKind;
use crate::messaging::events::{Event, EventRow, reader};
use crate::messaging::notifications::batches::{self, Telling};
use crate::messaging::notifications::catalogue;
use crate::messaging::notifications::model::Reason;
use crate::messaging::{Messaging, events};

/// People in a batch.
const BATCH: i64 = 500;
/// Assignments in a batch: their people are named in one event, which has to stay small.
const ASSIGNED: i64 = 400;

/// Takes the next one that is due further, and tells whether there was one.
pub fn take(tx: &mut Tx<'_>, messaging: &Messaging) -> Result<usize> {
    let now = tx.now();
    let Some(next) = store::next_due(tx.conn(), now)? else { return Ok(0) };
    // Under the mission's lock, like every change of it: once a pause is answered no batch goes out any more.
    let mission = missions::store::find_for_update(tx.conn(), next.organization_id, next.mission_id)?;
    let Some(mut row) = store::find_due(tx.conn(), next.id, now)? else { return Ok(1) };
    let runs = mission.state_at(now).is_running();
    match (row.kind, row.scope) {
        (BroadcastKind::Launch, _) if runs => announce(tx, messaging, &mission, &mut row)?,
        (BroadcastKind::Launch, _) => (row.state, row.due_at) = (BroadcastState::Stopped, None),
        (BroadcastKind::FollowUp, _) if !runs => follow_ups::pass_over(tx, &mission, &mut row, Skip::MissionNotRunning)?,
        (BroadcastKind::FollowUp, BroadcastScope::Audience) => remind_audience(tx, messaging, &mission, &mut row)?,
        (BroadcastKind::FollowUp, BroadcastScope::Assignments) => remind_assigned(tx, messaging, &mission, &mut row)?,
    }
    store::update(tx.conn(), &row)?;
    Ok(1)
}

/// The next of those whom a mission that was launched is for.
fn announce(tx: &mut Tx<'_>, messaging: &Messaging, mission: &Mission, row: &mut Broadcast) -> Result<()> {
    let event = event_of(tx, row)?;
    let since = row.resumed_at.unwrap_or(event.occurred_at);
    let telling = Telling { event: &event, entry: catalogue::find("mission_available")?, since };
    let users = audience::eligible_after(tx.conn(), mission, after(row), BATCH)?;
    let last = users.last().map(|user| user.id);
    let is_last = (users.len() as i64) < BATCH;
    let mut people: Vec<Person> = users.into_iter().map(Person::from).collect();
    if row.resumed_at.is_some() {
        let told = telling.told_already(tx.conn(), &people)?;
        let (known, new): (Vec<Person>, Vec<Person>) = people.into_iter().partition(|person| told.contains(&person.key()));
        telling.revive(tx, &known, Reason::MissionNotRunning)?;
        // Where everybody had been told nobody new is: they came later.
        people = if row.finished_at.is_none() { new } else { Vec::new() };
    }
    let people: Vec<_> = people.into_iter().map(|person| (person, None)).collect();
    tell(tx, messaging, mission, row, &telling, people)?;
    move_on(row, last, is_last, tx.now());
    Ok(())
}

/// The next of those who are, or were at the launch, among those whom the mission is for.
fn remind_audience(tx: &mut Tx<'_>, messaging: &Messaging, mission: &Mission, row: &mut Broadcast) -> Result<()> {
    let now = tx.now();
    let planned_at = mission.launched_at.map_or(now, |at| at.plus(row.offset().delta()));
    if row.event_id.is_none() {
        if planned_at < oldest_in_time(tx, mission)? {
            return follow_ups::pass_over(tx, mission, row, Skip::TooLate);
        }
        row.event_id = Some(emit(tx, &notices::reminder_due(mission, row.offset(), None))?);
        row.state = BroadcastState::Running;
    }
    if !mission.announced_by().contains(&ConnectionKind::Email) {
        row.end(BroadcastState::Done, None, now);
        return Ok(());
    }
    let event = event_of(tx, row)?;
    let telling = Telling { event: &event, entry: catalogue::find("mission_reminder")?, since: event.occurred_at };
    let (people, last, is_last) = candidates(tx, mission, row)?;
    tell(tx, messaging, mission, row, &telling, people)?;
    move_on(row, last, is_last, now);
    Ok(())
}

type Told = Vec<(Person, Option<Reason>)>;

/// Whom the mission is for now, and who was told of it, each with why they are not reminded; the last of them,
/// and whether nobody follows.
fn candidates(tx: &mut Tx<'_>, mission: &Mission, row: &Broadcast) -> Result<(Told, Option<UserId>, bool)> {
    let eligible = audience::eligible_after(tx.conn(), mission, after(row), BATCH)?;
    let told = store::told_after(tx.conn(), mission.id, after(row), BATCH)?;
    let is_full = |count: usize| count as i64 == BATCH;
    // Of two lists that go on, only what stands before both their ends is complete.
    let ends =
        [eligible.last().map(|user| user.id).filter(|_| is_full(eligible.len())), told.last().copied().filter(|_| is_full(told.len()))];
    let end = ends.into_iter().flatten().min();
    let is_within = |id: UserId| end.is_none_or(|end| id <= end);
    let open: HashSet<UserId> = eligible.iter().map(|user| user.id).collect();
    let lost: Vec<UserId> = told.into_iter().filter(|id| is_within(*id) && !open.contains(id)).collect();
    let mut people: BTreeMap<UserId, User> = eligible.into_iter().filter(|user| is_within(user.id)).map(|user| (user.id, user)).collect();
    people.extend(users::store::find_many(tx.conn(), mission.organization_id, &lost)?.into_iter().map(|user| (user.id, user)));
    let ids: Vec<UserId> = people.keys().copied().collect();
    let done = submissions::queries::completed_among(tx.conn(), mission.id, &ids)?;
    let reason = |id: &UserId| match (done.contains(id), open.contains(id)) {
        (true, _) => Some(Reason::AlreadyCompleted),
        (false, false) => Some(Reason::NotEligible),
        (false, true) => None,
    };
    let last = ids.last().copied();
    Ok((
        people.into_values().map(|user| (reason(&user.id), user)).map(|(reason, user)| (user.into(), reason)).collect(),
        last,
        end.is_none(),
    ))
}

/// The next of those who were assigned the mission long enough ago.
fn remind_assigned(tx: &mut Tx<'_>, messaging: &Messaging, mission: &Mission, row: &mut Broadcast) -> Result<()> {
    let now = tx.now();
    let batch = store::assigned_until(tx.conn(), row, row.assigned_until(now), ASSIGNED)?;
    let Some(last) = batch.last() else {
        row.due_at = follow_ups::next_due(tx, row)?;
        return Ok(());
    };
    let (after_at, after_id) = (last.assigned_at, last.id);
    let ids: Vec<UserId> = batch.iter().map(|assignment| assignment.user_id).collect();
    let inside = store::in_audience(tx.conn(), mission, &ids)?;
    let oldest = oldest_in_time(tx, mission)?;
    let mut reasons: BTreeMap<UserId, Option<Skip>> = BTreeMap::new();
    for assignment in &batch {
        let reason = match () {
            () if assignment.is_completed() => Some(Skip::AlreadyCompleted),
            () if !assignment.is_open() || !inside.contains(&assignment.user_id) => Some(Skip::NotEligible),
            () if assignment.assigned_at.plus(row.offset().delta()) < oldest => Some(Skip::TooLate),
            () => None,
        };
        reasons.insert(assignment.user_id, reason);
    }
    let reminded: Vec<UserId> = reasons.iter().filter(|(_, reason)| reason.is_none()).map(|(id, _)| *id).collect();
    let event_id = match reasons.values().flatten().next() {
        Some(reason) if reminded.is_empty() => {
            emit(tx, &notices::follow_up_skipped(mission, row.offset(), *reason, Some(batch.len() as i64)))?
        }
        _ => emit(tx, &notices::reminder_due(mission, row.offset(), Some(reminded)))?,
    };
    row.event_id = Some(event_id);
    if mission.announced_by().contains(&ConnectionKind::Email) {
        let event = event_of(tx, row)?;
        let telling = Telling { event: &event, entry: catalogue::find("mission_reminder")?, since: now };
        let people = users::store::find_many(tx.conn(), mission.organization_id, &ids)?;
        let reason = |user: &User| reasons.get(&user.id).copied().flatten().map(Skip::reason);
        let people = people.into_iter().map(|user| (reason(&user), user)).map(|(reason, user)| (user.into(), reason)).collect();
        tell(tx, messaging, mission, row, &telling, people)?;
    }
    (row.after_at, row.after_id) = (Some(after_at), Some(after_id.to_string()));
    row.due_at = follow_ups::next_due(tx, row)?;
    Ok(())
}

/// Makes messages to these people and counts them.
fn tell(tx: &mut Tx<'_>, messaging: &Messaging, mission: &Mission, row: &mut Broadcast, telling: &Telling<'_>, people: Told) -> Result<()> {
    let all = people.len() as i64;
    if all == 0 {
        return Ok(());
    }
    let reached = batches::to_people(tx, messaging, telling, people)?;
    row.reached += reached;
    row.skipped += all - reached;
    if row.kind == BroadcastKind::Launch { store::count_notified(tx.conn(), mission.id, reached) } else { Ok(()) }
}

fn move_on(row: &mut Broadcast, last: Option<UserId>, is_last: bool, now: Timestamp) {
    row.after_id = last.map(|id| id.to_string()).or_else(|| row.after_id.take());
    if is_last {
        row.end(BroadcastState::Done, None, now);
    } else {
        row.due_at = Some(now);
    }
}

fn after(row: &Broadcast) -> Option<UserId> {
    row.after_id.as_ref().and_then(|id| id.parse().ok())
}

/// What was due before this moment is not sent any more.
fn oldest_in_time(tx: &mut Tx<'_>, mission: &Mission) -> Result<Timestamp> {
    let now = tx.now();
    let settings = organizations::queries::settings(tx.conn(), mission.organization_id)?;
    Ok(now.minus(settings.max_lateness.delta()))
}

/// Announces it, and tells under which id.
fn emit(tx: &mut Tx<'_>, event: &impl Event) -> Result<EventId> {
    let id: EventId = tx.new_id();
    tx.plan_id(id);
    events::emit(tx, event)?;
    Ok(id)
}

fn event_of(tx: &mut Tx<'_>, row: &Broadcast) -> Result<EventRow> {
    let found = row.event_id.map(|id| reader::find_opt(tx.conn(), row.organization_id, id)).transpose()?.flatten();
    found.ok_or_else(|| Problem::internal("a broadcast without its event"))
}
