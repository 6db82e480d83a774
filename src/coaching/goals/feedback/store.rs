//! The tables `feedback_requests` and `feedback_answers`.

use diesel::prelude::*;

use super::model::{FeedbackAnswer, FeedbackRequest, RequestState};
use crate::db::schema::{feedback_answers, feedback_requests};
use crate::db::{Conn, MultiBackend, dialect};
use crate::identity::users::traces::Forgotten;
use crate::kernel::ids::{FeedbackRequestId, GoalId, OrganizationId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: FeedbackRequestId) -> Result<FeedbackRequest> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: FeedbackRequestId) -> Result<Option<FeedbackRequest>> {
    let own = feedback_requests::table.filter(feedback_requests::id.eq(id)).filter(feedback_requests::organization_id.eq(organization_id));
    Ok(own.select(FeedbackRequest::as_select()).first(conn).optional()?)
}

/// What somebody's link opens; that the link is ours was made sure of.
pub fn find_any(conn: &mut Conn, id: FeedbackRequestId) -> Result<FeedbackRequest> {
    let found = feedback_requests::table.find(id).select(FeedbackRequest::as_select()).first(conn).optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn insert(conn: &mut Conn, request: &FeedbackRequest) -> Result<()> {
    diesel::insert_into(feedback_requests::table).values(request).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, request: &FeedbackRequest) -> Result<()> {
    let own = feedback_requests::table.find(request.id).filter(feedback_requests::organization_id.eq(request.organization_id));
    diesel::update(own).set(request).execute(conn)?;
    Ok(())
}

/// Notes that an earlier request to this address has expired, so that there can be another.
pub fn expire(conn: &mut Conn, goal_id: GoalId, email_key: &str, now: Timestamp) -> Result<()> {
    let over = feedback_requests::table
        .filter(feedback_requests::goal_id.eq(goal_id))
        .filter(feedback_requests::email_key.eq(email_key))
        .filter(feedback_requests::state.eq(RequestState::Open))
        .filter(feedback_requests::expires_at.le(now));
    diesel::update(over).set(feedback_requests::state.eq(RequestState::Expired)).execute(conn)?;
    Ok(())
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    goal_id: GoalId,
    before: Option<(Timestamp, FeedbackRequestId)>,
    limit: i64,
) -> Result<Vec<FeedbackRequest>> {
    let mut query = feedback_requests::table
        .filter(feedback_requests::organization_id.eq(organization_id))
        .filter(feedback_requests::goal_id.eq(goal_id))
        .order((feedback_requests::created_at.desc(), feedback_requests::id.desc()))
        .select(FeedbackRequest::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = before {
        query = dialect::before!(query, feedback_requests::created_at, feedback_requests::id, at, id);
    }
    Ok(query.load(conn)?)
}

/// Those that are to be reminded, held; what another worker holds is passed over.
pub fn take_due(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<FeedbackRequest>> {
    let ids: Vec<FeedbackRequestId> =
        dialect::lock_due(conn, "feedback_requests", "next_reminder_at", now, limit)?.iter().filter_map(|id| id.parse().ok()).collect();
    let these = feedback_requests::table.filter(feedback_requests::id.eq_any(ids)).order(feedback_requests::id);
    Ok(these.select(FeedbackRequest::as_select()).load(conn)?)
}

/// Nobody is reminded of these by itself any more; of those that are announced it is noted when they were.
pub fn mark_reminded(conn: &mut Conn, all: &[FeedbackRequestId], announced: &[FeedbackRequestId], now: Timestamp) -> Result<()> {
    let nothing = feedback_requests::next_reminder_at.eq(None::<Timestamp>);
    diesel::update(feedback_requests::table.filter(feedback_requests::id.eq_any(all.to_vec()))).set(nothing).execute(conn)?;
    diesel::update(feedback_requests::table.filter(feedback_requests::id.eq_any(announced.to_vec())))
        .set((feedback_requests::reminded_at.eq(now), feedback_requests::version.eq(feedback_requests::version + 1)))
        .execute(conn)?;
    Ok(())
}

pub fn insert_answer(conn: &mut Conn, answer: &FeedbackAnswer) -> Result<()> {
    diesel::insert_into(feedback_answers::table).values(answer).execute(conn)?;
    Ok(())
}

/// Of goals that were found through their organization, in an order that tells nothing.
pub fn answers_of(conn: &mut Conn, ids: &[GoalId]) -> Result<Vec<FeedbackAnswer>> {
    Ok(feedback_answers::table
        .filter(feedback_answers::goal_id.eq_any(ids.to_vec()))
        .order((feedback_answers::goal_id, feedback_answers::id))
        .select(FeedbackAnswer::as_select())
        .load(conn)?)
}

/// Takes a deleted person out of what they were asked. Links to what is open end.
pub fn forget(conn: &mut Conn, who: Forgotten<'_>, now: Timestamp) -> Result<()> {
    let theirs = || {
        feedback_requests::table
            .filter(feedback_requests::organization_id.eq(who.user.organization_id))
            .filter(feedback_requests::email_key.eq(who.former.to_owned()))
    };
    let over = (feedback_requests::expires_at.eq(now), feedback_requests::next_reminder_at.eq(None::<Timestamp>));
    diesel::update(theirs().filter(feedback_requests::state.eq(RequestState::Open))).set(over).execute(conn)?;
    let nobody = (
        feedback_requests::name.eq(None::<String>),
        feedback_requests::email.eq(&who.user.email),
        feedback_requests::email_key.eq(&who.user.email_key),
        feedback_requests::version.eq(feedback_requests::version + 1),
        feedback_requests::updated_at.eq(now),
    );
    diesel::update(theirs()).set(nobody).execute(conn)?;
    Ok(())
}
