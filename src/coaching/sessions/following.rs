//! How a session follows its item: every change of a session item passes here, in its transaction.

use super::events::SessionEvent;
use super::model::{self, Session, SessionStatus, Slot};
use super::store;
use crate::coaching::engagements::model::Engagement;
use crate::coaching::items::model::{Item, ItemStatus};
use crate::db::Tx;
use crate::identity::people::Person;
use crate::kernel::ids::{EngagementId, SessionId, UserId};
use crate::kernel::{Code, Problem, Result};
use crate::messaging::events;

/// Brings the session in line with its item.
pub fn follow(tx: &mut Tx<'_>, item: &Item, engagement: &Engagement) -> Result<()> {
    if !item.is_session() {
        return Ok(());
    }
    let stored = store::find_opt(tx.conn(), item.organization_id, model::of_item(item.id))?;
    let is_over = item.deleted_at.is_some() || item.status != ItemStatus::Scheduled;
    match (stored, Slot::of(item).filter(|_| !is_over)) {
        (None, None) => Ok(()),
        (None, Some(slot)) => begin(tx, item, engagement, slot),
        (Some(session), Some(slot)) => keep(tx, session, item, engagement, slot),
        (Some(session), None) => end(tx, session, item),
    }
}

fn begin(tx: &mut Tx<'_>, item: &Item, engagement: &Engagement, slot: Slot) -> Result<()> {
    let session = Session {
        id: model::of_item(item.id),
        organization_id: item.organization_id,
        engagement_id: Some(item.engagement_id),
        item_id: Some(item.id),
        interview_id: None,
        coach_id: engagement.coach_id,
        attendee_id: None,
        title: item.title.clone(),
        status: SessionStatus::Scheduled,
        is_held: !engagement.is_active(),
        local_starts_at: slot.local_starts_at(),
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        time_zone: slot.time_zone,
        location: slot.location,
        sequence: 0,
        version: item.version,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    store::insert(tx.conn(), &session)?;
    announce(tx, "session.scheduled", &session)
}

fn keep(tx: &mut Tx<'_>, mut session: Session, item: &Item, engagement: &Engagement, slot: Slot) -> Result<()> {
    let was = session.clone();
    session.local_starts_at = slot.local_starts_at();
    let Slot { starts_at, ends_at, time_zone, location } = slot;
    (session.starts_at, session.ends_at, session.time_zone, session.location) = (starts_at, ends_at, time_zone, location);
    session.title.clone_from(&item.title);
    session.coach_id = engagement.coach_id;
    session.is_held = !engagement.is_active();
    let moved = (was.starts_at, was.ends_at, &was.location) != (session.starts_at, session.ends_at, &session.location);
    // A no-show stays one until it is given another time.
    let comes_back = was.status != SessionStatus::Scheduled && (was.status != SessionStatus::NoShow || moved);
    if comes_back {
        session.status = SessionStatus::Scheduled;
    }
    // Who has heard of it must hear of the change, under a higher number.
    if (moved || comes_back) && !was.is_held {
        session.sequence += 1;
    }
    write(tx, &mut session, item.version)?;
    if comes_back || was.is_held {
        announce(tx, "session.scheduled", &session)
    } else if moved {
        announce(tx, "session.rescheduled", &session)
    } else {
        Ok(())
    }
}

/// Its item has no date any more, is completed or was deleted.
fn end(tx: &mut Tx<'_>, mut session: Session, item: &Item) -> Result<()> {
    let is_open = matches!(session.status, SessionStatus::Scheduled | SessionStatus::NoShow);
    if !is_open {
        return if session.version == item.version { Ok(()) } else { write(tx, &mut session, item.version) };
    }
    // What was done before its time need not be attended any more.
    let took_place = item.deleted_at.is_none() && item.status == ItemStatus::Completed && session.starts_at <= tx.now();
    if took_place {
        session.status = SessionStatus::Completed;
        write(tx, &mut session, item.version)?;
        return announce(tx, "session.completed", &session);
    }
    cancel(tx, session, item.version)
}

fn cancel(tx: &mut Tx<'_>, mut session: Session, version: i64) -> Result<()> {
    session.status = SessionStatus::Cancelled;
    if !session.is_held {
        session.sequence += 1;
    }
    write(tx, &mut session, version)?;
    announce(tx, "session.cancelled", &session)
}

/// An engagement that runs ends before its time: what it still has before it does not take place.
pub fn withdraw(tx: &mut Tx<'_>, engagement: &Engagement) -> Result<()> {
    let now = tx.now();
    let mut withdrawn = store::upcoming_of_engagement(tx.conn(), engagement.id, now)?;
    let ids: Vec<SessionId> = withdrawn.iter().map(|session| session.id).collect();
    store::cancel_many(tx.conn(), &ids, now)?;
    for session in &mut withdrawn {
        (session.status, session.sequence) = (SessionStatus::Cancelled, session.sequence + 1);
    }
    let announced: Vec<_> = withdrawn.iter().map(|session| SessionEvent::new("session.cancelled", session)).collect();
    events::emit_all(tx, &announced)
}

/// Another coach holds what an engagement still has before it.
pub fn hand_over(tx: &mut Tx<'_>, id: EngagementId, coach_id: Option<UserId>) -> Result<()> {
    let now = tx.now();
    store::set_coach(tx.conn(), id, coach_id, now)
}

/// Somebody attends from now on, or no longer. Who comes to an announced session is invited by itself,
/// and who is taken off it is told.
pub fn attendance(tx: &mut Tx<'_>, item: &Item, person: &Person, event: &'static str) -> Result<()> {
    let session = if item.is_session() { store::find_opt(tx.conn(), item.organization_id, model::of_item(item.id))? } else { None };
    match session.filter(|session| session.is_announced() && session.ends_at > tx.now()) {
        Some(session) => events::emit(tx, &SessionEvent::new(event, &session).about(person)),
        None => Ok(()),
    }
}

fn write(tx: &mut Tx<'_>, session: &mut Session, version: i64) -> Result<()> {
    session.version = version;
    session.updated_at = tx.now();
    store::update(tx.conn(), session)
}

pub(super) fn announce(tx: &mut Tx<'_>, event: &'static str, session: &Session) -> Result<()> {
    if session.is_held { Ok(()) } else { events::emit(tx, &SessionEvent::new(event, session)) }
}

/// Fails when the coach has another announced session at that time. The calendar is held, so that two who
/// book the same time take turns.
pub fn ensure_free(tx: &mut Tx<'_>, coach_id: UserId, slot: &Slot, own: SessionId) -> Result<()> {
    store::hold_calendar(tx.conn(), coach_id)?;
    let taken = store::taken(tx.conn(), coach_id, slot.starts_at, slot.ends_at)?;
    let others: Vec<SessionId> = taken.into_iter().map(|session| session.id).filter(|id| *id != own).collect();
    if others.is_empty() { Ok(()) } else { Err(Problem::new(Code::SlotTaken).with("session_ids", others)) }
}
