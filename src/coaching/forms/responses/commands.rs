//! Saving answers and handing them in. Every command holds the engagement, so that two on one item take
//! turns.

use super::asked::Asked;
use super::events::ResponseEvent;
use super::model::{FormResponse, ResponseState, SaveAnswers, SubmitAnswers};
use super::queries;
use super::store::{self, Found};
use super::views::{PublicFormReceipt, PublicFormView, ResponseView, Standing};
use crate::coaching::engagements;
use crate::coaching::forms::model::FormKind;
use crate::coaching::items;
use crate::coaching::items::lifecycle;
use crate::db::{Json, Tx};
use crate::files;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, FormResponseId, ItemId};
use crate::kernel::{Code, Problem, Result};
use crate::messaging::events;
use crate::questions::answers::{self, Answers, Hidden, KnownFiles};
use crate::questions::scoring;

/// Keeps the answers so far. Nothing need be complete, but each must be of its question's type.
pub fn save(tx: &mut Tx<'_>, caller: &Caller, id: FormResponseId, change: SaveAnswers) -> Result<ResponseView> {
    let mut found = open(tx, caller, id)?;
    keep(tx, &mut found.response, &change.answers)?;
    view(tx, caller, found.response)
}

/// Hands in, once: everything that is asked has to be answered. That completes the respondent's part of
/// the item.
pub fn submit(tx: &mut Tx<'_>, caller: &Caller, id: FormResponseId, change: SubmitAnswers, asked: &Asked) -> Result<ResponseView> {
    let mut found = open(tx, caller, id)?;
    hand_in(tx, &mut found.response, change.answers, asked)?;
    view(tx, caller, found.response)
}

/// The response, with its engagement held, for the person who answers.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: FormResponseId) -> Result<Found> {
    let seen = store::find(tx.conn(), caller.organization_id, id)?;
    if queries::standing(caller, &seen.response)? != Standing::Respondent {
        return Err(Problem::new(Code::Forbidden).detail("Only whoever was asked can answer."));
    }
    let found = hold(tx, &seen.response)?;
    tx.ensure_fresh(found.response.version)?;
    found.response.ensure_open()?;
    if found.can_be_answered() {
        return Ok(found);
    }
    Err(Problem::new(Code::InvalidTransition)
        .detail("Nobody waits for these answers any more.")
        .with("allowed_actions", Vec::<&str>::new()))
}

/// Reads it again once nobody else can change it.
fn hold(tx: &mut Tx<'_>, seen: &FormResponse) -> Result<Found> {
    engagements::store::find_for_update(tx.conn(), seen.organization_id, seen.engagement_id)?;
    store::find(tx.conn(), seen.organization_id, seen.id)
}

/// The same for somebody outside, by their link.
pub fn save_outside(tx: &mut Tx<'_>, id: FormResponseId, change: SaveAnswers) -> Result<PublicFormView> {
    let mut found = open_outside(tx, id)?;
    keep(tx, &mut found.response, &change.answers)?;
    queries::page(tx.conn(), found.response)
}

pub fn submit_outside(tx: &mut Tx<'_>, id: FormResponseId, change: SubmitAnswers, asked: &Asked) -> Result<PublicFormReceipt> {
    let mut found = open_outside(tx, id)?;
    hand_in(tx, &mut found.response, change.answers, asked)?;
    Ok(PublicFormReceipt { submitted_at: tx.now() })
}

fn open_outside(tx: &mut Tx<'_>, id: FormResponseId) -> Result<Found> {
    let seen = store::find_any(tx.conn(), id)?;
    let found = hold(tx, &seen.response)?;
    let now = tx.now();
    queries::ensure_link_works(&found, now)?;
    Ok(found)
}

fn keep(tx: &mut Tx<'_>, response: &mut FormResponse, given: &Answers) -> Result<()> {
    let content = queries::asked(tx.conn(), response)?;
    let kept = answers::partial(&content.questionnaire.questions, given, "/answers").map_err(Problem::invalid)?;
    if kept == response.answers.0 {
        return Ok(());
    }
    let is_first = response.started_at.is_none();
    response.answers = Json(kept);
    response.started_at.get_or_insert(tx.now());
    write(tx, response)?;
    if is_first { events::emit(tx, &ResponseEvent::new("form_response.started", response)) } else { Ok(()) }
}

fn hand_in(tx: &mut Tx<'_>, response: &mut FormResponse, given: Option<Answers>, asked: &Asked) -> Result<()> {
    let Asked { content, patterns } = asked;
    let questions = &content.questionnaire.questions;
    let given = given.unwrap_or_else(|| response.answers.0.clone());
    let files = uploads(tx, response, &answers::files(questions, &given))?;
    let complete = answers::complete(questions, &given, Hidden::Dropped, &files, patterns, "/answers").map_err(Problem::invalid)?;
    if response.kind == FormKind::Assessment {
        response.score = Some(Json(scoring::score(&content.questionnaire, &complete, &content.bands)));
    }
    let named = answers::files(questions, &complete.answers);
    response.answers = Json(complete.answers);
    response.state = ResponseState::Submitted;
    response.submitted_at = Some(tx.now());
    response.started_at.get_or_insert(tx.now());
    write(tx, response)?;
    store::set_files(tx.conn(), response.id, &ids_of(&named))?;
    events::emit(tx, &ResponseEvent::new("form_response.submitted", response))?;
    complete_part(tx, response)
}

/// Those of the files that the respondent has uploaded, with their types.
fn uploads(tx: &mut Tx<'_>, response: &FormResponse, named: &[String]) -> Result<KnownFiles> {
    let (ids, Some(user_id)) = (ids_of(named), response.user_id) else { return Ok(KnownFiles::new()) };
    if ids.is_empty() {
        return Ok(KnownFiles::new());
    }
    let files = files::commands::uploads_of(tx, response.organization_id, &user_id.to_string(), &ids)?;
    Ok(files.into_iter().map(|file| (file.id.to_string(), file.media_type)).collect())
}

fn ids_of(named: &[String]) -> Vec<FileId> {
    named.iter().filter_map(|id| id.parse().ok()).collect()
}

/// What was asked of the respondent is done, and so perhaps is the item.
fn complete_part(tx: &mut Tx<'_>, response: &FormResponse) -> Result<()> {
    let mut engagement = engagements::store::find(tx.conn(), response.organization_id, response.engagement_id)?;
    let mut item = items::store::find(tx.conn(), response.organization_id, response.item_id)?;
    let recipient_id = response.recipient_id.ok_or_else(|| Problem::internal("the response has no recipient any more"))?;
    lifecycle::complete_for(tx, &mut item, &mut engagement, recipient_id, response.user_id)
}

fn write(tx: &mut Tx<'_>, response: &mut FormResponse) -> Result<()> {
    response.version += 1;
    response.updated_at = tx.now();
    store::update(tx.conn(), response)
}

fn view(tx: &mut Tx<'_>, caller: &Caller, response: FormResponse) -> Result<ResponseView> {
    let found = store::find(tx.conn(), response.organization_id, response.id)?;
    queries::view(tx.conn(), caller, found)
}

/// The item was opened again: whoever has handed in can change their answers and hand in once more.
pub fn reopen(tx: &mut Tx<'_>, item_id: ItemId) -> Result<()> {
    if !store::has_submitted(tx.conn(), item_id)? {
        return Ok(());
    }
    let now = tx.now();
    let reopened = store::reopen(tx.conn(), item_id, now)?;
    let announced: Vec<_> = reopened.iter().map(|response| ResponseEvent::new("form_response.reopened", response)).collect();
    events::emit_all(tx, &announced)
}
