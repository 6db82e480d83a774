//! The table `sessions`.

use diesel::prelude::*;

use super::filter::{SessionFilter, Visibility};
use super::model::{Session, SessionStatus};
use crate::db::schema::{item_recipients, sessions};
use crate::db::{Conn, MultiBackend, Prepared, dialect};
use crate::kernel::ids::{EngagementId, OrganizationId, SessionId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: SessionId) -> Result<Session> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: SessionId) -> Result<Option<Session>> {
    Ok(sessions::table
        .filter(sessions::id.eq(id))
        .filter(sessions::organization_id.eq(organization_id))
        .select(Session::as_select())
        .first(conn)
        .optional()?)
}

pub fn find_many(conn: &mut Conn, organization_id: OrganizationId, ids: &[SessionId]) -> Result<Vec<Session>> {
    Ok(sessions::table
        .filter(sessions::id.eq_any(ids.to_vec()))
        .filter(sessions::organization_id.eq(organization_id))
        .select(Session::as_select())
        .load(conn)?)
}

pub fn insert(conn: &mut Conn, session: &Session) -> Result<()> {
    diesel::insert_into(sessions::table).values(session).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, session: &Session) -> Result<()> {
    let own = sessions::table.find(session.id).filter(sessions::organization_id.eq(session.organization_id));
    Prepared(diesel::update(own).set(session)).execute(conn)?;
    Ok(())
}

/// Holds the coach's calendar until the transaction ends, so that two who book take turns.
pub fn hold_calendar(conn: &mut Conn, coach_id: UserId) -> Result<()> {
    dialect::lock_row(conn, "users", &coach_id.to_string())?;
    Ok(())
}

/// What a coach has between two moments: announced sessions that touch the time between them.
pub fn taken(conn: &mut Conn, coach_id: UserId, from: Timestamp, to: Timestamp) -> Result<Vec<Session>> {
    // A session lasts a month at most, so that the index on the beginning bounds what is looked at.
    let earliest = from.minus(super::model::LONGEST);
    Ok(sessions::table
        .filter(sessions::coach_id.eq(coach_id))
        .filter(sessions::starts_at.ge(earliest))
        .filter(sessions::starts_at.lt(to))
        .filter(sessions::ends_at.gt(from))
        .filter(sessions::status.eq(SessionStatus::Scheduled))
        .filter(sessions::is_held.eq(false))
        .order((sessions::starts_at, sessions::id))
        .select(Session::as_select())
        .load(conn)?)
}

/// What an engagement still has before it.
pub fn upcoming_of_engagement(conn: &mut Conn, id: EngagementId, now: Timestamp) -> Result<Vec<Session>> {
    Ok(sessions::table
        .filter(sessions::engagement_id.eq(id))
        .filter(sessions::starts_at.gt(now))
        .filter(sessions::status.eq(SessionStatus::Scheduled))
        .order((sessions::starts_at, sessions::id))
        .select(Session::as_select())
        .load(conn)?)
}

/// Takes announced sessions out of calendars, all in one statement.
pub fn cancel_many(conn: &mut Conn, ids: &[SessionId], now: Timestamp) -> Result<()> {
    let change =
        (sessions::status.eq(SessionStatus::Cancelled), sessions::sequence.eq(sessions::sequence + 1), sessions::updated_at.eq(now));
    diesel::update(sessions::table.filter(sessions::id.eq_any(ids.to_vec()))).set(change).execute(conn)?;
    Ok(())
}

/// Hands over what an engagement still has before it.
pub fn set_coach(conn: &mut Conn, id: EngagementId, coach_id: Option<UserId>, now: Timestamp) -> Result<()> {
    let to_come = sessions::table.filter(sessions::engagement_id.eq(id)).filter(sessions::starts_at.gt(now));
    diesel::update(to_come).set((sessions::coach_id.eq(coach_id), sessions::updated_at.eq(now))).execute(conn)?;
    Ok(())
}

/// What a person holds or attends from a moment on.
pub fn of_person(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId, since: Timestamp, limit: i64) -> Result<Vec<Session>> {
    let filter = SessionFilter { starts_at_gte: Some(since), ..SessionFilter::default() };
    list(conn, organization_id, Visibility::Of(user_id), &filter, None, limit)
}

/// A list that one index leads to. Put together, several are what somebody sees: asked for in one
/// statement, an engine would pass over everybody's sessions.
#[derive(Debug, Clone, Copy)]
enum Part {
    All,
    HeldBy(UserId),
    AttendedBy(UserId),
    /// Interviews that this person is asked to as a coachee.
    InterviewsOf(UserId),
}

fn parts(visibility: Visibility, attendee: Option<UserId>) -> Vec<Part> {
    match (visibility, attendee) {
        (Visibility::Everything, None) => vec![Part::All],
        (Visibility::Everything, Some(id)) => vec![Part::AttendedBy(id), Part::InterviewsOf(id)],
        (Visibility::Of(id), _) => vec![Part::HeldBy(id), Part::AttendedBy(id), Part::InterviewsOf(id)],
    }
}

/// By when they begin.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    visibility: Visibility,
    filter: &SessionFilter,
    after: Option<(Timestamp, SessionId)>,
    limit: i64,
) -> Result<Vec<Session>> {
    let mut found = Vec::new();
    for part in parts(visibility, filter.attendee_id) {
        found.extend(list_part(conn, organization_id, visibility, part, filter, after, limit)?);
    }
    found.sort_by_key(|session: &Session| (session.starts_at, session.id));
    found.dedup_by_key(|session| session.id);
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

fn list_part(
    conn: &mut Conn,
    organization_id: OrganizationId,
    visibility: Visibility,
    part: Part,
    filter: &SessionFilter,
    after: Option<(Timestamp, SessionId)>,
    limit: i64,
) -> Result<Vec<Session>> {
    let attended =
        |user: UserId| item_recipients::table.filter(item_recipients::user_id.assume_not_null().eq(user)).select(item_recipients::item_id);
    let mut query = sessions::table
        .filter(sessions::organization_id.eq(organization_id))
        .order((sessions::starts_at, sessions::id))
        .select(Session::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    query = match part {
        Part::All => query,
        Part::HeldBy(id) => query.filter(sessions::coach_id.eq(id)),
        Part::AttendedBy(id) => query.filter(sessions::item_id.assume_not_null().eq_any(attended(id))),
        Part::InterviewsOf(id) => query.filter(sessions::attendee_id.eq(id)),
    };
    // Nobody but who holds it knows of what is held in a draft.
    if matches!((visibility, part), (Visibility::Of(_), Part::AttendedBy(_))) {
        query = query.filter(sessions::is_held.eq(false));
    }
    // Where everything is seen, the parts are what that person attends already.
    if let (Visibility::Of(_), Some(id)) = (visibility, filter.attendee_id) {
        let attends = sessions::item_id.assume_not_null().eq_any(attended(id)).or(sessions::attendee_id.assume_not_null().eq(id));
        query = query.filter(attends);
    }
    if let Some(statuses) = &filter.status {
        query = query.filter(sessions::status.eq_any(statuses.0.clone()));
    }
    if let Some(id) = filter.coach_id {
        query = query.filter(sessions::coach_id.eq(id));
    }
    if let Some(id) = filter.engagement_id {
        query = query.filter(sessions::engagement_id.eq(id));
    }
    if let Some(at) = filter.starts_at_gte {
        query = query.filter(sessions::starts_at.ge(at));
    }
    if let Some(at) = filter.starts_at_lt {
        query = query.filter(sessions::starts_at.lt(at));
    }
    if let Some((at, id)) = after {
        query = dialect::after!(query, sessions::starts_at, sessions::id, at, id);
    }
    Ok(query.load(conn)?)
}
