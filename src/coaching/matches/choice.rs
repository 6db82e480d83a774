//! Who chooses whom, for messages about matches, interviews and selections.

use super::{interviews, selections, store};
use crate::db::Conn;
use crate::identity::users;
use crate::identity::users::model::User;
use crate::kernel::ids::{InterviewId, MatchId, OrganizationId, SelectionId};
use crate::kernel::{Result, Timestamp};

/// A coachee who chooses, and the coach in question.
#[derive(Debug)]
pub struct Choice {
    pub match_id: MatchId,
    pub message: Option<String>,
    pub coachee: User,
    pub coach: Option<User>,
    /// Why something was refused.
    pub reason: Option<String>,
    /// When the coach has proposed to talk.
    pub times: Vec<Timestamp>,
}

/// By the id of a match, an interview or a selection; nothing for other things.
pub fn of(conn: &mut Conn, organization_id: OrganizationId, subject_id: &str) -> Result<Option<Choice>> {
    let mut coach_id = None;
    let mut reason = None;
    let mut times = Vec::new();
    let match_id = if let Ok(id) = subject_id.parse::<MatchId>() {
        Some(id)
    } else if let Ok(id) = subject_id.parse::<InterviewId>() {
        interviews::store::find_opt(conn, organization_id, id)?.map(|row| {
            (coach_id, reason) = (Some(row.coach_id), row.reason);
            times = row.proposed_times.0.iter().map(|proposal| proposal.starts_at).collect();
            row.match_id
        })
    } else if let Ok(id) = subject_id.parse::<SelectionId>() {
        selections::store::find_opt(conn, organization_id, id)?.map(|row| {
            (coach_id, reason) = (Some(row.coach_id), row.reason);
            row.match_id
        })
    } else {
        None
    };
    let Some(match_id) = match_id else { return Ok(None) };
    let row = store::find(conn, organization_id, match_id)?;
    let Some(coachee) = users::store::find_opt(conn, organization_id, row.coachee_id)? else { return Ok(None) };
    let coach = match coach_id {
        Some(id) => users::store::find_opt(conn, organization_id, id)?,
        None => None,
    };
    Ok(Some(Choice { match_id, message: row.message, coachee, coach, reason, times }))
}
