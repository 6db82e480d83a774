//! Reading responses, and who may.

use super::model::{FormResponse, ResponseFilter};
use super::store::{self, Found, Scope};
use super::views::{PublicFormView, ResponseSummaryView, ResponseView, Standing, in_order};
use crate::coaching::forms;
use crate::coaching::forms::model::FormContent;
use crate::coaching::forms::views::FormSheet;
use crate::coaching::items;
use crate::coaching::items::model::Item;
use crate::db::Conn;
use crate::identity::people::Person;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, FormResponseId, RecipientId, UserId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Code, Problem, Result, Timestamp};

/// What was published as the version that this response is pinned to.
pub(super) fn content(conn: &mut Conn, response: &FormResponse) -> Result<FormContent> {
    Ok(forms::store::find_version(conn, response.organization_id, response.form_id, response.form_version)?.content.0)
}

/// The same as it is asked. Whoever has no account cannot upload anything and is not asked to.
pub(super) fn asked(conn: &mut Conn, response: &FormResponse) -> Result<FormContent> {
    let content = content(conn, response)?;
    Ok(if response.user_id.is_some() { content } else { FormContent { questionnaire: content.questionnaire.without_files(), ..content } })
}

/// Those of the files that were handed in to somebody who runs the engagement.
pub fn files_shown(conn: &mut Conn, caller: &Caller, ids: &[FileId]) -> Result<Vec<FileId>> {
    match caller.user_id().filter(|_| caller.is_coach()) {
        Some(coach_id) => store::files_for_coach(conn, caller.organization_id, coach_id, ids),
        None => Ok(Vec::new()),
    }
}

/// How a caller stands to a response; 404 when not at all.
pub(super) fn standing(caller: &Caller, response: &FormResponse) -> Result<Standing> {
    if response.is_by(caller) {
        return Ok(Standing::Respondent);
    }
    if runs_it(caller, response) { Ok(Standing::Manager) } else { Err(Problem::not_found()) }
}

/// A response of an engagement that the caller runs; 404 else.
pub fn managed(conn: &mut Conn, caller: &Caller, id: FormResponseId) -> Result<FormResponse> {
    let response = store::find(conn, caller.organization_id, id)?.response;
    if runs_it(caller, &response) { Ok(response) } else { Err(Problem::not_found()) }
}

fn runs_it(caller: &Caller, response: &FormResponse) -> bool {
    caller.is_admin() || (caller.is_coach() && caller.user_id().is_some() && response.coach_id == caller.user_id())
}

pub fn get(conn: &mut Conn, caller: &Caller, id: FormResponseId) -> Result<ResponseView> {
    let found = store::find(conn, caller.organization_id, id)?;
    view(conn, caller, found)
}

pub(super) fn view(conn: &mut Conn, caller: &Caller, found: Found) -> Result<ResponseView> {
    let standing = standing(caller, &found.response)?;
    let content = content(conn, &found.response)?;
    Ok(ResponseView::new(found, content, standing))
}

/// Admins see all of the organization's, coaches those of their engagements, everybody their own.
pub fn list(conn: &mut Conn, caller: &Caller, mut filter: ResponseFilter) -> Result<Page<ResponseSummaryView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &filter)?;
    let (before, fetch) = (request.after()?, request.fetch());
    let mut rows: Vec<Found> = Vec::new();
    // Each of them follows an index of its own, and the newest of both are the newest.
    for scope in scopes(caller) {
        rows.extend(store::list(conn, caller.organization_id, scope, &filter, before, fetch)?);
    }
    rows.sort_by_key(|found| std::cmp::Reverse((found.response.created_at, found.response.id)));
    rows.dedup_by_key(|found| found.response.id);
    let page = request.page(rows, |found| (found.response.created_at, found.response.id));
    let view = |found: Found| {
        let standing = if found.response.is_by(caller) { Standing::Respondent } else { Standing::Manager };
        ResponseSummaryView::new(found, standing)
    };
    Ok(page.map(view))
}

fn scopes(caller: &Caller) -> Vec<Scope> {
    let id = caller.user_id().unwrap_or(UserId::nil());
    match (caller.is_admin(), caller.is_coach()) {
        (true, _) => vec![Scope::Everything],
        (false, true) => vec![Scope::OfCoach(id), Scope::OfRespondent(id)],
        (false, false) => vec![Scope::OfRespondent(id)],
    }
}

/// A recipient completes what has questions here by handing in the answers.
pub fn ensure_answered(conn: &mut Conn, item: &Item, recipient_id: RecipientId) -> Result<()> {
    if item.form_version.is_none() {
        return Ok(());
    }
    match store::of_recipient(conn, item.id, recipient_id)? {
        Some(response) if !response.is_submitted() => {
            Err(Problem::new(Code::ResponseRequired).with("form_response_id", response.id).with("allowed_actions", ["answer"]))
        }
        _ => Ok(()),
    }
}

/// What opens this person's answers without a login, and until when: only for somebody outside.
pub fn link_of(conn: &mut Conn, item: &Item, person: &Person) -> Result<Option<(FormResponseId, Option<Timestamp>)>> {
    if person.user().is_some() || item.form_version.is_none() {
        return Ok(None);
    }
    let Some(recipient) = items::recipients::store::find_person_opt(conn, item.id, person)? else { return Ok(None) };
    Ok(store::of_recipient(conn, item.id, recipient.id)?.map(|response| (response.id, response.expires_at)))
}

/// Behind the link: 410 once it was handed in, has expired, or nobody waits for it any more.
pub(super) fn ensure_link_works(found: &Found, now: Timestamp) -> Result<()> {
    let is_over = found.response.expires_at.is_some_and(|at| at <= now);
    if found.can_be_answered() && !is_over { Ok(()) } else { Err(Problem::new(Code::TokenExpired)) }
}

/// The page behind somebody's link. Looking changes nothing.
pub fn behind(conn: &mut Conn, id: FormResponseId, now: Timestamp) -> Result<PublicFormView> {
    let found = store::find_any(conn, id)?;
    ensure_link_works(&found, now)?;
    page(conn, found.response)
}

pub(super) fn page(conn: &mut Conn, response: FormResponse) -> Result<PublicFormView> {
    let content = asked(conn, &response)?;
    let item = items::store::find(conn, response.organization_id, response.item_id)?;
    Ok(PublicFormView {
        answers: in_order(response.answers.0, &content),
        form: FormSheet::of_respondent(content),
        instructions: item.details.0.instructions().map(str::to_owned),
        expires_at: response.expires_at,
    })
}
