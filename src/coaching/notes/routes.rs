//! `/engagements/{id}/notes` and `/notes`.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{CreateNote, NoteView, UpdateNote};
use super::queries::{self, NoteFilter, NoteList};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadNotes, WriteNotes};
use crate::kernel::ids::{EngagementId, NoteId};

pub fn of_engagement(cfg: &mut ServiceConfig) {
    cfg.service(list_notes).service(create_note);
}

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(get_note).service(update_note).service(delete_note);
}

/// List the notes of an engagement
///
/// Newest first: the shared ones and the caller's own.
#[utoipa::path(
    tag = "notes",
    params(("id" = EngagementId, Path, description = "The engagement's id."), NoteFilter),
    responses((status = 200, description = "A page of notes.", body = NoteList), Problems),
    security(("session" = ["notes:read"]), ("api_key" = ["notes:read"]))
)]
#[get("/{id}/notes")]
async fn list_notes(read: Read<ReadNotes>, id: Target<EngagementId>, filter: Params<NoteFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, id.0, filter.0)).await
}

/// Write a note
///
/// Private unless told. API keys cannot write notes, for notes have an author.
#[utoipa::path(
    tag = "notes",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    request_body = CreateNote,
    responses((status = 201, description = "The note.", body = NoteView), Problems),
    security(("session" = ["notes:write"]), ("api_key" = ["notes:write"]))
)]
#[post("/{id}/notes")]
async fn create_note(command: Command<WriteNotes, CreateNote>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, new| commands::create(tx, caller, id.0, new).map(Reply::created)).await
}

/// Get a note
///
/// Nobody but its author gets a private note, not even an admin.
#[utoipa::path(
    tag = "notes",
    params(("id" = NoteId, Path, description = "The note's id.")),
    responses((status = 200, description = "The note.", body = NoteView), Problems),
    security(("session" = ["notes:read"]), ("api_key" = ["notes:read"]))
)]
#[get("/{id}")]
async fn get_note(read: Read<ReadNotes>, id: Target<NoteId>) -> Answer {
    read.one(move |conn, caller| queries::find_visible(conn, caller, id.0)).await
}

/// Change a note
///
/// Only its author may.
#[utoipa::path(
    tag = "notes",
    params(("id" = NoteId, Path, description = "The note's id.")),
    request_body = UpdateNote,
    responses((status = 200, description = "The note as it is now.", body = NoteView), Problems),
    security(("session" = ["notes:write"]), ("api_key" = ["notes:write"]))
)]
#[patch("/{id}")]
async fn update_note(command: Command<WriteNotes, UpdateNote>, id: Target<NoteId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Delete a note
///
/// Only its author may.
#[utoipa::path(
    tag = "notes",
    params(("id" = NoteId, Path, description = "The note's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["notes:write"]), ("api_key" = ["notes:write"]))
)]
#[delete("/{id}")]
async fn delete_note(command: Command<WriteNotes>, id: Target<NoteId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}
