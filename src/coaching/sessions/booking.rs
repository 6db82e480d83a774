//! The appointment behind an interview. Whoever calls these holds the match, and the coach's calendar when
//! a time is taken.

use super::following::announce;
use super::model::{self, Session, SessionStatus, Slot};
use super::store;
use crate::db::Tx;
use crate::kernel::ids::{InterviewId, OrganizationId, UserId};
use crate::kernel::{Result, Timestamp};

/// Who meets whom, when and where.
#[derive(Debug)]
pub struct Booking {
    pub interview_id: InterviewId,
    pub coach_id: UserId,
    pub attendee_id: UserId,
    pub title: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub time_zone: String,
    pub location: Option<String>,
}

/// Puts it into the calendar, or moves it there.
pub fn book(tx: &mut Tx<'_>, organization_id: OrganizationId, booking: Booking) -> Result<()> {
    let Booking { interview_id, coach_id, attendee_id, title, starts_at, ends_at, time_zone, location } = booking;
    let slot = Slot { starts_at, ends_at, time_zone, location };
    let stored = store::find_opt(tx.conn(), organization_id, model::of_interview(interview_id))?;
    let session = Session {
        id: model::of_interview(interview_id),
        organization_id,
        engagement_id: None,
        item_id: None,
        interview_id: Some(interview_id),
        coach_id: Some(coach_id),
        attendee_id: Some(attendee_id),
        title,
        status: SessionStatus::Scheduled,
        is_held: false,
        local_starts_at: slot.local_starts_at(),
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        time_zone: slot.time_zone,
        location: slot.location,
        sequence: stored.as_ref().map_or(0, |was| was.sequence + 1),
        version: stored.as_ref().map_or(1, |was| was.version + 1),
        created_at: stored.as_ref().map_or(tx.now(), |was| was.created_at),
        updated_at: tx.now(),
    };
    match stored {
        None => store::insert(tx.conn(), &session)?,
        Some(_) => store::update(tx.conn(), &session)?,
    }
    announce(tx, if session.sequence == 0 { "session.scheduled" } else { "session.rescheduled" }, &session)
}

/// Takes it out of the calendar, if it is there.
pub fn cancel(tx: &mut Tx<'_>, organization_id: OrganizationId, id: InterviewId) -> Result<()> {
    end(tx, organization_id, id, SessionStatus::Cancelled, "session.cancelled")
}

pub fn complete(tx: &mut Tx<'_>, organization_id: OrganizationId, id: InterviewId) -> Result<()> {
    end(tx, organization_id, id, SessionStatus::Completed, "session.completed")
}

fn end(tx: &mut Tx<'_>, organization_id: OrganizationId, id: InterviewId, status: SessionStatus, event: &'static str) -> Result<()> {
    let stored = store::find_opt(tx.conn(), organization_id, model::of_interview(id))?;
    let Some(mut session) = stored.filter(|session| session.status == SessionStatus::Scheduled) else { return Ok(()) };
    session.status = status;
    session.sequence += i32::from(status == SessionStatus::Cancelled);
    session.version += 1;
    session.updated_at = tx.now();
    store::update(tx.conn(), &session)?;
    announce(tx, event, &session)
}
