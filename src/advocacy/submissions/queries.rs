//! Reading submissions, and who may.

use std::collections::HashSet;

use super::bodies::SubmissionFilter;
use super::model::{KeptTerms, Submission};
use super::participations;
use super::store::{self, Found, Scope};
use super::views::{PublicConfirmationView, SubmissionSummaryView, SubmissionView};
use crate::advocacy::missions;
use crate::advocacy::missions::access::{Door, Visitor};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, MissionId, OrganizationId, SubmissionId, UserId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Code, Result, Timestamp};

/// For features that have found it by a rule of their own.
pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: SubmissionId) -> Result<Submission> {
    store::find(conn, organization_id, id)
}

/// Which of these people have taken part and hold a place for it.
pub fn completed_among(conn: &mut Conn, mission_id: MissionId, users: &[UserId]) -> Result<HashSet<UserId>> {
    participations::holders(conn, mission_id, users)
}

pub fn get(conn: &mut Conn, caller: &Caller, id: SubmissionId) -> Result<SubmissionView> {
    let found = store::find_with(conn, caller.organization_id, id)?;
    let standing = found.submission.standing(caller)?;
    let terms = terms(conn, &found.submission)?;
    Ok(SubmissionView::new(found, terms, standing))
}

/// Those that it was made under; of a draft the mission's own as they are now.
fn terms(conn: &mut Conn, submission: &Submission) -> Result<KeptTerms> {
    if submission.submitted_at.is_some() {
        return participations::find_terms(conn, submission.mission_id, submission.terms_version);
    }
    let mission = missions::store::find(conn, submission.organization_id, submission.mission_id)?;
    Ok(KeptTerms::of(&mission, submission.updated_at))
}

/// Staff see what was handed in, everybody else their own.
pub fn list(conn: &mut Conn, caller: &Caller, filter: SubmissionFilter) -> Result<Page<SubmissionSummaryView>> {
    if caller.is_staff() { handed_in(conn, caller, filter) } else { own(conn, caller, filter) }
}

/// The same of one mission, which an advocate has to see, or have taken part in.
pub fn of_mission(conn: &mut Conn, caller: &Caller, filter: SubmissionFilter, now: Timestamp) -> Result<Page<SubmissionSummaryView>> {
    let id = filter.mission_id.unwrap_or(MissionId::nil());
    let mission = missions::store::find(conn, caller.organization_id, id)?;
    let page = list(conn, caller, filter)?;
    if page.data.is_empty() && !caller.is_staff() {
        let seen = missions::access::ensure_visible(conn, &mission, Visitor::from(Some(caller)), Door::Id, now);
        seen.or_else(|problem| if problem.code() == Code::NotFound { Err(problem) } else { Ok(()) })?;
    }
    Ok(page)
}

fn handed_in(conn: &mut Conn, caller: &Caller, mut filter: SubmissionFilter) -> Result<Page<SubmissionSummaryView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &("handed in", &filter))?;
    let rows = store::list(conn, caller.organization_id, Scope::HandedIn, &filter, request.after()?, request.fetch())?;
    request.page(rows, |found| (found.submission.submitted_at, found.submission.id)).try_map(|found| view(caller, found))
}

/// The caller's own, drafts too, newest first.
pub fn own(conn: &mut Conn, caller: &Caller, mut filter: SubmissionFilter) -> Result<Page<SubmissionSummaryView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &("own", &filter))?;
    let scope = Scope::Own(caller.user_id().unwrap_or(UserId::nil()));
    let rows = store::list(conn, caller.organization_id, scope, &filter, request.after()?, request.fetch())?;
    request.page(rows, |found| (found.submission.created_at, found.submission.id)).try_map(|found| view(caller, found))
}

fn view(caller: &Caller, found: Found) -> Result<SubmissionSummaryView> {
    let standing = found.submission.standing(caller)?;
    Ok(SubmissionSummaryView::new(found, standing))
}

/// What a guest's link is about. Looking changes nothing, for mail scanners open every link.
pub fn behind(conn: &mut Conn, id: SubmissionId, now: Timestamp) -> Result<PublicConfirmationView> {
    let submission = store::find_anywhere(conn, id)?;
    let confirm_by = submission.ensure_confirmable(now)?;
    let mission = missions::store::find(conn, submission.organization_id, submission.mission_id)?;
    Ok(PublicConfirmationView { mission_title: mission.title, confirm_by })
}

/// Whether a submission names this file.
pub fn names_file(conn: &mut Conn, _: OrganizationId, id: FileId) -> Result<bool> {
    store::names_file(conn, id)
}

/// Those of the files that were handed in to staff.
pub fn files_shown(conn: &mut Conn, caller: &Caller, ids: &[FileId]) -> Result<Vec<FileId>> {
    if caller.is_staff() { store::files_for_staff(conn, caller.organization_id, ids) } else { Ok(Vec::new()) }
}
