//! The tables `submissions` and `submission_files`.

use diesel::dsl::{count_star, exists, select};
use diesel::prelude::*;

use super::bodies::SubmissionFilter;
use super::model::Submission;
use super::state::SubmissionState;
use crate::db::schema::{mission_assignments, missions, submission_files, submissions, users};
use crate::db::{Conn, MultiBackend, Prepared, dialect};
use crate::kernel::ids::{FileId, GuestId, MissionId, OrganizationId, SubmissionId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

/// A submission with what stands around it.
#[derive(Debug, Clone)]
pub struct Found {
    pub submission: Submission,
    pub mission_title: String,
    /// Name and address of the user whose it is.
    pub person: Option<(String, String)>,
}

type Row = (Submission, String, Option<(String, String)>);

impl From<Row> for Found {
    fn from((submission, mission_title, person): Row) -> Self {
        Self { submission, mission_title, person }
    }
}

/// Submissions with what stands around them.
macro_rules! joined {
    () => {
        submissions::table
            .inner_join(missions::table.on(missions::id.eq(submissions::mission_id)))
            .left_join(users::table.on(submissions::user_id.eq(users::id.nullable())))
            .select((Submission::as_select(), missions::title, (users::name, users::email).nullable()))
    };
}

pub fn find_with(conn: &mut Conn, organization_id: OrganizationId, id: SubmissionId) -> Result<Found> {
    let found: Option<Row> =
        joined!().filter(submissions::id.eq(id)).filter(submissions::organization_id.eq(organization_id)).first(conn).optional()?;
    found.map(Into::into).ok_or_else(Problem::not_found)
}

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: SubmissionId) -> Result<Option<Submission>> {
    Ok(submissions::table
        .filter(submissions::id.eq(id))
        .filter(submissions::organization_id.eq(organization_id))
        .select(Submission::as_select())
        .first(conn)
        .optional()?)
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: SubmissionId) -> Result<Submission> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: SubmissionId) -> Result<Submission> {
    dialect::lock_row(conn, "submissions", &id.to_string())?;
    find(conn, organization_id, id)
}

/// Several at once, held in the order of their ids; those that are not there are left out.
pub fn find_many_for_update(conn: &mut Conn, organization_id: OrganizationId, ids: &[SubmissionId]) -> Result<Vec<Submission>> {
    let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    dialect::lock_rows(conn, "submissions", &texts)?;
    Ok(submissions::table
        .filter(submissions::id.eq_any(ids.to_vec()))
        .filter(submissions::organization_id.eq(organization_id))
        .select(Submission::as_select())
        .load(conn)?)
}

/// What a guest's link opens, whatever the organization; that the link is ours was made sure of.
pub fn find_anywhere(conn: &mut Conn, id: SubmissionId) -> Result<Submission> {
    submissions::table.find(id).select(Submission::as_select()).first(conn).optional()?.ok_or_else(Problem::not_found)
}

/// The same, held until the transaction ends.
pub fn find_anywhere_for_update(conn: &mut Conn, id: SubmissionId) -> Result<Submission> {
    dialect::lock_row(conn, "submissions", &id.to_string())?;
    find_anywhere(conn, id)
}

pub fn insert(conn: &mut Conn, submission: &Submission) -> Result<()> {
    diesel::insert_into(submissions::table).values(submission).execute(conn)?;
    Ok(())
}

pub fn update(conn: &mut Conn, submission: &Submission) -> Result<()> {
    let own = submissions::table.find(submission.id).filter(submissions::organization_id.eq(submission.organization_id));
    Prepared(diesel::update(own).set(submission)).execute(conn)?;
    Ok(())
}

/// Whether another submission of the mission shows the same and still counts.
pub fn shows_already(conn: &mut Conn, mission_id: MissionId, unique_key: &str, except: SubmissionId) -> Result<bool> {
    let others = submissions::table
        .filter(submissions::mission_id.eq(mission_id))
        .filter(submissions::unique_key.eq(unique_key.to_owned()))
        .filter(submissions::id.ne(except));
    Ok(select(exists(others)).get_result(conn)?)
}

/// Places that somebody took in a mission since then and still holds, counted up to a limit.
pub fn places_since(conn: &mut Conn, mission_id: MissionId, participant_key: &str, since: Timestamp, limit: i64) -> Result<i64> {
    let taken: Vec<SubmissionId> = submissions::table
        .filter(submissions::mission_id.eq(mission_id))
        .filter(submissions::participant_key.eq(participant_key.to_owned()))
        .filter(submissions::place_taken_at.ge(since))
        .select(submissions::id)
        .limit(limit)
        .load(conn)?;
    Ok(taken.len() as i64)
}

/// How many of somebody's are in a state.
pub fn count_in(conn: &mut Conn, mission_id: MissionId, participant_key: &str, state: SubmissionState) -> Result<i64> {
    Ok(submissions::table
        .filter(submissions::mission_id.eq(mission_id))
        .filter(submissions::participant_key.eq(participant_key.to_owned()))
        .filter(submissions::state.eq(state))
        .select(count_star())
        .get_result(conn)?)
}

/// Forgets guests' submissions whose time to confirm is over, so many at a time.
pub fn delete_unconfirmed(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<usize> {
    let due: Vec<SubmissionId> =
        dialect::lock_due(conn, "submissions", "confirm_by", now, limit)?.into_iter().filter_map(|id| id.parse().ok()).collect();
    Ok(diesel::delete(submissions::table.filter(submissions::id.eq_any(due))).execute(conn)?)
}

/// Where a guest has handed something in, each mission once.
pub fn missions_of_guest(conn: &mut Conn, guest_id: GuestId) -> Result<Vec<MissionId>> {
    Ok(submissions::table.filter(submissions::guest_id.eq(guest_id)).select(submissions::mission_id).distinct().load(conn)?)
}

/// How many of a guest's were approved.
pub fn approved_of_guest(conn: &mut Conn, guest_id: GuestId) -> Result<i64> {
    Ok(submissions::table
        .filter(submissions::guest_id.eq(guest_id))
        .filter(submissions::state.eq(SubmissionState::Approved))
        .select(count_star())
        .get_result(conn)?)
}

/// What a guest handed in is a user's from now on.
pub fn hand_over(conn: &mut Conn, guest_id: GuestId, user_id: UserId, now: Timestamp) -> Result<()> {
    diesel::update(submissions::table.filter(submissions::guest_id.eq(guest_id)))
        .set((
            submissions::guest_id.eq(None::<GuestId>),
            submissions::user_id.eq(user_id),
            submissions::participant_key.eq(user_id.to_string()),
            submissions::guest_name.eq(None::<String>),
            submissions::guest_email.eq(None::<String>),
            submissions::version.eq(submissions::version + 1),
            submissions::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Files that it names; those from before are let go.
pub fn set_files(conn: &mut Conn, id: SubmissionId, files: &[FileId]) -> Result<()> {
    diesel::delete(submission_files::table.filter(submission_files::submission_id.eq(id))).execute(conn)?;
    let rows: Vec<_> = files.iter().map(|file| (submission_files::submission_id.eq(id), submission_files::file_id.eq(*file))).collect();
    dialect::insert_all!(conn, submission_files::table, rows)?;
    Ok(())
}

/// Whether a submission names this file. It was found by its organization.
pub fn names_file(conn: &mut Conn, id: FileId) -> Result<bool> {
    Ok(select(exists(submission_files::table.filter(submission_files::file_id.eq(id)))).get_result(conn)?)
}

/// Those of the files that were handed in for review.
pub fn files_for_staff(conn: &mut Conn, organization_id: OrganizationId, ids: &[FileId]) -> Result<Vec<FileId>> {
    Ok(submission_files::table
        .inner_join(submissions::table.on(submissions::id.eq(submission_files::submission_id)))
        .filter(submission_files::file_id.eq_any(ids.to_vec()))
        .filter(submissions::organization_id.eq(organization_id))
        .filter(submissions::submitted_at.is_not_null())
        .select(submission_files::file_id)
        .distinct()
        .load(conn)?)
}

/// How many automatic steps led to the assignment that somebody answers by taking part; 0 without one.
pub fn depth_of_assignment(conn: &mut Conn, mission_id: MissionId, user_id: UserId) -> Result<i32> {
    let newest = mission_assignments::table
        .filter(mission_assignments::mission_id.eq(mission_id))
        .filter(mission_assignments::user_id.eq(user_id))
        .order(mission_assignments::entry_no.desc())
        .select(mission_assignments::depth)
        .first(conn)
        .optional()?;
    Ok(newest.unwrap_or(0))
}

/// Which submissions somebody sees.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    /// What was handed in, newest first by when.
    HandedIn,
    /// One's own, drafts too, newest first by when they were begun.
    Own(UserId),
}

type Key = Option<(Timestamp, SubmissionId)>;

pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    scope: Scope,
    filter: &SubmissionFilter,
    before: Key,
    limit: i64,
) -> Result<Vec<Found>> {
    let mut query = joined!().filter(submissions::organization_id.eq(organization_id)).limit(limit).into_boxed::<MultiBackend>();
    query = match scope {
        Scope::HandedIn => {
            query.filter(submissions::submitted_at.is_not_null()).order((submissions::submitted_at.desc(), submissions::id.desc()))
        }
        Scope::Own(user_id) => {
            query.filter(submissions::user_id.eq(user_id)).order((submissions::created_at.desc(), submissions::id.desc()))
        }
    };
    query = match (scope, before) {
        (_, None) => query,
        (Scope::HandedIn, Some((at, id))) => dialect::before!(query, submissions::submitted_at, submissions::id, at, id),
        (Scope::Own(_), Some((at, id))) => dialect::before!(query, submissions::created_at, submissions::id, at, id),
    };
    if let Some(id) = filter.mission_id {
        query = query.filter(submissions::mission_id.eq(id));
    }
    if let Some(id) = filter.user_id {
        query = query.filter(submissions::user_id.eq(id));
    }
    if let Some(states) = &filter.state {
        query = match states.0.as_slice() {
            // An equality lets the index give the order as well.
            [only] => query.filter(submissions::state.eq(*only)),
            several => query.filter(submissions::state.eq_any(several.to_vec())),
        };
    }
    if let Some(since) = filter.submitted_at_gte {
        query = query.filter(submissions::submitted_at.ge(since));
    }
    if let Some(until) = filter.submitted_at_lt {
        query = query.filter(submissions::submitted_at.lt(until));
    }
    let rows: Vec<Row> = query.load(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}
