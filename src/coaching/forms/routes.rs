//! `/forms`.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::filter::{FormFilter, FormVersionChoice, FormVersionFilter};
use super::model::{CreateForm, UpdateForm};
use super::views::{FormList, FormVersionList, FormView};
use super::{commands, queries};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadForms, WriteForms};
use crate::kernel::ids::FormId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_forms)
        .service(create_form)
        .service(get_form)
        .service(update_form)
        .service(delete_form)
        .service(publish_form)
        .service(duplicate_form)
        .service(list_form_versions);
}

/// List forms and assessments
///
/// Coaches see the shared ones and their own.
#[utoipa::path(
    tag = "forms",
    params(FormFilter),
    responses((status = 200, description = "A page of forms, without their questions.", body = FormList), Problems),
    security(("session" = ["forms:read"]), ("api_key" = ["forms:read"]))
)]
#[get("")]
async fn list_forms(read: Read<ReadForms>, filter: Params<FormFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Make a form or an assessment
///
/// It begins as a draft; what does not make sense in it is told at once, with a pointer at each question.
#[utoipa::path(
    tag = "forms",
    request_body = CreateForm,
    responses((status = 201, description = "The form.", body = FormView), Problems),
    security(("session" = ["forms:write"]), ("api_key" = ["forms:write"]))
)]
#[post("")]
async fn create_form(command: Command<WriteForms, CreateForm>) -> Answer {
    let command = command.prepare(CreateForm::read).await?;
    command.run(|tx, caller, new| commands::create(tx, caller, new).map(Reply::created)).await
}

/// Get a form
///
/// Its draft, or with `version` what was published as that version.
#[utoipa::path(
    tag = "forms",
    params(("id" = FormId, Path, description = "The form's id."), FormVersionChoice),
    responses((status = 200, description = "The form.", body = FormView), Problems),
    security(("session" = ["forms:read"]), ("api_key" = ["forms:read"]))
)]
#[get("/{id}")]
async fn get_form(read: Read<ReadForms>, id: Target<FormId>, choice: Params<FormVersionChoice>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0, choice.0.version)).await
}

/// Change a form's draft
///
/// What was published and what was sent stay as they are. Coaches change their own forms.
#[utoipa::path(
    tag = "forms",
    params(("id" = FormId, Path, description = "The form's id.")),
    request_body = UpdateForm,
    responses((status = 200, description = "The form as it is now.", body = FormView), Problems),
    security(("session" = ["forms:write"]), ("api_key" = ["forms:write"]))
)]
#[patch("/{id}")]
async fn update_form(command: Command<WriteForms, UpdateForm>, id: Target<FormId>) -> Answer {
    let command = command.prepare(|change| Ok(change.read())).await?;
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Delete a form
///
/// What was answered stays readable; nothing new can be sent with it.
#[utoipa::path(
    tag = "forms",
    params(("id" = FormId, Path, description = "The form's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["forms:write"]), ("api_key" = ["forms:write"]))
)]
#[delete("/{id}")]
async fn delete_form(command: Command<WriteForms>, id: Target<FormId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Publish a form
///
/// Makes the draft a version that never changes. Items that are sent from now on have this version; what
/// was sent before keeps its own.
#[utoipa::path(
    tag = "forms",
    params(("id" = FormId, Path, description = "The form's id.")),
    responses((status = 200, description = "The form as it is now.", body = FormView), Problems),
    security(("session" = ["forms:write"]), ("api_key" = ["forms:write"]))
)]
#[post("/{id}/publish")]
async fn publish_form(command: Command<WriteForms>, id: Target<FormId>) -> Answer {
    command.run(move |tx, caller, _| commands::publish(tx, caller, id.0).map(Reply::ok)).await
}

/// Copy a form
///
/// The copy is a draft of the caller's own.
#[utoipa::path(
    tag = "forms",
    params(("id" = FormId, Path, description = "The form's id.")),
    responses((status = 201, description = "The copy.", body = FormView), Problems),
    security(("session" = ["forms:write"]), ("api_key" = ["forms:write"]))
)]
#[post("/{id}/duplicate")]
async fn duplicate_form(command: Command<WriteForms>, id: Target<FormId>) -> Answer {
    command.run(move |tx, caller, _| commands::duplicate(tx, caller, id.0).map(Reply::created)).await
}

/// List what was published of a form
///
/// The newest first.
#[utoipa::path(
    tag = "forms",
    params(("id" = FormId, Path, description = "The form's id."), FormVersionFilter),
    responses((status = 200, description = "A page of versions.", body = FormVersionList), Problems),
    security(("session" = ["forms:read"]), ("api_key" = ["forms:read"]))
)]
#[get("/{id}/versions")]
async fn list_form_versions(read: Read<ReadForms>, id: Target<FormId>, filter: Params<FormVersionFilter>) -> Answer {
    read.page(move |conn, caller| queries::versions(conn, caller, id.0, filter.0)).await
}
