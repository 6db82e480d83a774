//! Reading interviews, and who may.

use chrono::TimeDelta;

use super::model::{Interview, InterviewStatus, Party};
use super::store;
use super::views::{InterviewOffer, InterviewView};
use crate::coaching::availability::slots::Span;
use crate::coaching::engagements::views::Person;
use crate::coaching::sessions::model as appointments;
use crate::coaching::sessions::views::SessionView;
use crate::coaching::{availability, sessions};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::identity::{organizations, users};
use crate::kernel::ids::{InterviewId, MatchId, SessionId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

/// How far ahead slots are offered with an interview.
const DAYS_AHEAD: i64 = 14;

/// How the caller stands to an interview; 404 when not at all.
pub fn party(caller: &Caller, row: &Interview) -> Result<Party> {
    match caller.user_id() {
        _ if caller.is_admin() => Ok(Party::Admin),
        Some(id) if id == row.coachee_id => Ok(Party::Coachee),
        Some(id) if id == row.coach_id && caller.is_coach() => Ok(Party::Coach),
        _ => Err(Problem::not_found()),
    }
}

/// All of a match, for those who see it.
pub fn of_match(conn: &mut Conn, caller: &Caller, id: MatchId) -> Result<Vec<InterviewView>> {
    let rows = store::of_match(conn, id)?;
    views(conn, caller, rows)
}

fn views(conn: &mut Conn, caller: &Caller, rows: Vec<Interview>) -> Result<Vec<InterviewView>> {
    let people: Vec<UserId> = rows.iter().flat_map(|row| [row.coach_id, row.coachee_id]).collect();
    let people = users::store::find_many(conn, caller.organization_id, &people)?;
    let person = |id: UserId| {
        let name = people.iter().find(|user| user.id == id).map_or_else(String::new, |user| user.name.clone());
        Person { id, name }
    };
    let ids: Vec<SessionId> = rows.iter().map(|row| appointments::of_interview(row.id)).collect();
    let sessions = sessions::store::find_many(conn, caller.organization_id, &ids)?;
    let view = |row: Interview| {
        let own = sessions.iter().find(|session| session.interview_id == Some(row.id)).cloned();
        // Coaches of other interviews are filtered out by whoever asks for a whole match.
        let party = party(caller, &row).unwrap_or(Party::Coach);
        let (coach, coachee) = (person(row.coach_id), person(row.coachee_id));
        InterviewView::new(row, coach, coachee, own.map(|session| SessionView::new(session, false)), party)
    };
    Ok(rows.into_iter().map(view).collect())
}

/// With the slots at which it can be scheduled.
pub fn offer(conn: &mut Conn, caller: &Caller, id: InterviewId, now: Timestamp) -> Result<InterviewOffer> {
    let row = store::find(conn, caller.organization_id, id)?;
    party(caller, &row)?;
    let can_be_scheduled = matches!(row.status, InterviewStatus::Approved | InterviewStatus::Scheduled);
    let shares = !availability::store::sharing(conn, caller.organization_id, &[row.coach_id])?.is_empty();
    let slots = if can_be_scheduled && shares {
        let within = Span { from: now, to: now.plus(TimeDelta::days(DAYS_AHEAD)) };
        let duration = organizations::queries::settings(conn, caller.organization_id)?.session_duration;
        availability::queries::of_coach(conn, caller.organization_id, row.coach_id, within, duration, now)?
    } else {
        Vec::new()
    };
    let interview = views(conn, caller, vec![row])?.into_iter().next().ok_or_else(Problem::not_found)?;
    Ok(InterviewOffer { interview, slots })
}
