//! Reading sessions, and who may.

use super::filter::{SessionFilter, Visibility};
use super::invite::{self, Calendar, Entry, Organizer};
use super::model::Session;
use super::store;
use super::views::SessionView;
use crate::coaching::items;
use crate::coaching::items::recipients;
use crate::coaching::items::recipients::model::RecipientView;
use crate::db::Conn;
use crate::identity::organizations;
use crate::identity::people::Person;
use crate::identity::permissions::Caller;
use crate::identity::users;
use crate::kernel::ids::{ItemId, OrganizationId, SessionId, UserId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Problem, Result, Timestamp};

/// By when they begin.
pub fn list(conn: &mut Conn, caller: &Caller, mut filter: SessionFilter) -> Result<Page<SessionView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let visibility = Visibility::of(caller);
    let request = PageRequest::new(limit, cursor, &("sessions", visibility, &filter))?;
    let rows = store::list(conn, caller.organization_id, visibility, &filter, request.after()?, request.fetch())?;
    let page = request.page(rows, |session| (session.starts_at, session.id));
    Ok(page.map(|session| {
        let manages = holds(caller, &session);
        SessionView::new(session, manages)
    }))
}

pub fn get(conn: &mut Conn, caller: &Caller, id: SessionId) -> Result<SessionView> {
    let session = store::find(conn, caller.organization_id, id)?;
    ensure_visible(conn, caller, &session)?;
    let manages = holds(caller, &session);
    Ok(SessionView::new(session, manages))
}

/// Everybody who attends a session, for those who hold it.
pub fn attendee_list(conn: &mut Conn, caller: &Caller, id: SessionId) -> Result<Page<RecipientView>> {
    let session = store::find(conn, caller.organization_id, id)?;
    ensure_visible(conn, caller, &session)?;
    let item_id = session.item_id.ok_or_else(Problem::not_found)?;
    recipients::queries::list(conn, caller, item_id)
}

/// Whether it is the caller's to change.
fn holds(caller: &Caller, session: &Session) -> bool {
    caller.is_admin() || (caller.is_coach() && session.coach_id.is_some() && session.coach_id == caller.user_id())
}

/// Who sees its item sees the session; an interview is seen by both who meet.
pub fn ensure_visible(conn: &mut Conn, caller: &Caller, session: &Session) -> Result<()> {
    if holds(caller, session) {
        return Ok(());
    }
    match session.item_id {
        Some(item_id) => items::queries::get(conn, caller, item_id).map(|_| ()),
        None if session.attendee_id.is_some() && session.attendee_id == caller.user_id() => Ok(()),
        None => Err(Problem::not_found()),
    }
}

/// Everybody who is told of it, besides its coach.
pub fn attendees(conn: &mut Conn, session: &Session) -> Result<Vec<Person>> {
    match (session.item_id, session.attendee_id) {
        (Some(item_id), _) => recipients::store::people(conn, item_id, false),
        (None, Some(id)) => Ok(users::store::find_opt(conn, session.organization_id, id)?.map(Person::from).into_iter().collect()),
        (None, None) => Ok(Vec::new()),
    }
}

/// Whether this person attends it.
pub fn is_attended_by(conn: &mut Conn, session: &Session, person: &Person) -> Result<bool> {
    match session.item_id {
        Some(item_id) => Ok(recipients::store::find_person_opt(conn, item_id, person)?.is_some()),
        None => Ok(session.attendee_id.is_some() && session.attendee_id == person.user_id()),
    }
}

/// The session as a file for calendars, as the caller would have it in theirs.
pub fn invite(conn: &mut Conn, caller: &Caller, id: SessionId, mail_from: &str, now: Timestamp) -> Result<String> {
    let session = store::find(conn, caller.organization_id, id)?;
    ensure_visible(conn, caller, &session)?;
    let organizer = Organizer { name: organizations::queries::name(conn, caller.organization_id)?, email: mail_from.to_owned() };
    let entry = entry(conn, caller.organization_id, session, None)?;
    Ok(invite::write(&Calendar { method: "PUBLISH", name: None, organizer: &organizer, now }, &[entry]))
}

/// A session with what stands around it in a calendar.
pub fn entry(conn: &mut Conn, organization_id: OrganizationId, session: Session, attendee: Option<Person>) -> Result<Entry> {
    let entry = entries(conn, organization_id, vec![session])?.into_iter().next();
    entry.map(|entry| Entry { attendee, ..entry }).ok_or_else(|| Problem::internal("a session has an entry"))
}

/// The same for many, in as many statements as for one.
pub fn entries(conn: &mut Conn, organization_id: OrganizationId, sessions: Vec<Session>) -> Result<Vec<Entry>> {
    let coach_ids: Vec<UserId> = sessions.iter().filter_map(|session| session.coach_id).collect();
    let coaches = users::store::find_many(conn, organization_id, &coach_ids)?;
    let item_ids: Vec<ItemId> = sessions.iter().filter_map(|session| session.item_id).collect();
    let mut descriptions = items::store::descriptions(conn, organization_id, &item_ids)?;
    let entry = |session: Session| Entry {
        description: session.item_id.and_then(|id| descriptions.remove(&id)),
        coach: coaches.iter().find(|coach| Some(coach.id) == session.coach_id).cloned().map(Person::from),
        attendee: None,
        session,
    };
    Ok(sessions.into_iter().map(entry).collect())
}
