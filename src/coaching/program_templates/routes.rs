//! `/program-templates`.

use actix_web::{delete, get, patch, post, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::filter::{TemplateFilter, VersionChoice};
use super::items::{CreateTemplateItem, ReorderTemplateItems, UpdateTemplateItem};
use super::model::{CreateProgramTemplate, ProgramTemplateView, UpdateProgramTemplate};
use super::queries::{self, ProgramTemplateList};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadTemplates, WriteTemplates};
use crate::kernel::ids::{ProgramTemplateId, TemplateItemId};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_program_templates)
        .service(create_program_template)
        .service(get_program_template)
        .service(update_program_template)
        .service(delete_program_template)
        .service(duplicate_program_template)
        .service(create_template_item)
        .service(reorder_template_items)
        .service(update_template_item)
        .service(delete_template_item);
}

/// List program templates
///
/// Coaches see the shared ones and their own.
#[utoipa::path(
    tag = "program templates",
    params(TemplateFilter),
    responses((status = 200, description = "A page of templates, without their items.", body = ProgramTemplateList), Problems),
    security(("session" = ["program_templates:read"]), ("api_key" = ["program_templates:read"]))
)]
#[get("")]
async fn list_program_templates(read: Read<ReadTemplates>, filter: Params<TemplateFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Make a program template
#[utoipa::path(
    tag = "program templates",
    request_body = CreateProgramTemplate,
    responses((status = 201, description = "The template.", body = ProgramTemplateView), Problems),
    security(("session" = ["program_templates:write"]), ("api_key" = ["program_templates:write"]))
)]
#[post("")]
async fn create_program_template(command: Command<WriteTemplates, CreateProgramTemplate>) -> Answer {
    command.run(|tx, caller, new| commands::create(tx, caller, new).map(Reply::created)).await
}

/// Get a program template
///
/// As it is now, or as it was at an earlier version.
#[utoipa::path(
    tag = "program templates",
    params(("id" = ProgramTemplateId, Path, description = "The template's id."), VersionChoice),
    responses((status = 200, description = "The template.", body = ProgramTemplateView), Problems),
    security(("session" = ["program_templates:read"]), ("api_key" = ["program_templates:read"]))
)]
#[get("/{id}")]
async fn get_program_template(read: Read<ReadTemplates>, id: Target<ProgramTemplateId>, choice: Params<VersionChoice>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0, choice.0.version)).await
}

/// Change a program template
///
/// Makes a new version. Engagements that were made from it stay as they are.
#[utoipa::path(
    tag = "program templates",
    params(("id" = ProgramTemplateId, Path, description = "The template's id.")),
    request_body = UpdateProgramTemplate,
    responses((status = 200, description = "The template as it is now.", body = ProgramTemplateView), Problems),
    security(("session" = ["program_templates:write"]), ("api_key" = ["program_templates:write"]))
)]
#[patch("/{id}")]
async fn update_program_template(command: Command<WriteTemplates, UpdateProgramTemplate>, id: Target<ProgramTemplateId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Delete a program template
///
/// Engagements that were made from it stay.
#[utoipa::path(
    tag = "program templates",
    params(("id" = ProgramTemplateId, Path, description = "The template's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["program_templates:write"]), ("api_key" = ["program_templates:write"]))
)]
#[delete("/{id}")]
async fn delete_program_template(command: Command<WriteTemplates>, id: Target<ProgramTemplateId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Copy a program template
///
/// The copy is the caller's own.
#[utoipa::path(
    tag = "program templates",
    params(("id" = ProgramTemplateId, Path, description = "The template's id.")),
    responses((status = 201, description = "The copy.", body = ProgramTemplateView), Problems),
    security(("session" = ["program_templates:write"]), ("api_key" = ["program_templates:write"]))
)]
#[post("/{id}/duplicate")]
async fn duplicate_program_template(command: Command<WriteTemplates>, id: Target<ProgramTemplateId>) -> Answer {
    command.run(move |tx, caller, _| commands::duplicate(tx, caller, id.0).map(Reply::created)).await
}

/// Add an item to a program template
#[utoipa::path(
    tag = "program templates",
    params(("id" = ProgramTemplateId, Path, description = "The template's id.")),
    request_body = CreateTemplateItem,
    responses((status = 201, description = "The template with its new item.", body = ProgramTemplateView), Problems),
    security(("session" = ["program_templates:write"]), ("api_key" = ["program_templates:write"]))
)]
#[post("/{id}/items")]
async fn create_template_item(command: Command<WriteTemplates, CreateTemplateItem>, id: Target<ProgramTemplateId>) -> Answer {
    command.run(move |tx, caller, new| commands::add_item(tx, caller, id.0, new).map(Reply::created)).await
}

/// Change the order of a program template's items
#[utoipa::path(
    tag = "program templates",
    params(("id" = ProgramTemplateId, Path, description = "The template's id.")),
    request_body = ReorderTemplateItems,
    responses((status = 200, description = "The template as it is now.", body = ProgramTemplateView), Problems),
    security(("session" = ["program_templates:write"]), ("api_key" = ["program_templates:write"]))
)]
#[put("/{id}/items/order")]
async fn reorder_template_items(command: Command<WriteTemplates, ReorderTemplateItems>, id: Target<ProgramTemplateId>) -> Answer {
    command.run(move |tx, caller, order| commands::reorder_items(tx, caller, id.0, &order.item_ids).map(Reply::ok)).await
}

/// Change an item of a program template
#[utoipa::path(
    tag = "program templates",
    params(
        ("id" = ProgramTemplateId, Path, description = "The template's id."),
        ("child_id" = TemplateItemId, Path, description = "The item's id.")
    ),
    request_body = UpdateTemplateItem,
    responses((status = 200, description = "The template as it is now.", body = ProgramTemplateView), Problems),
    security(("session" = ["program_templates:write"]), ("api_key" = ["program_templates:write"]))
)]
#[patch("/{id}/items/{child_id}")]
async fn update_template_item(
    command: Command<WriteTemplates, UpdateTemplateItem>,
    ids: Target<(ProgramTemplateId, TemplateItemId)>,
) -> Answer {
    command.run(move |tx, caller, change| commands::update_item(tx, caller, ids.0, change).map(Reply::ok)).await
}

/// Delete an item of a program template
#[utoipa::path(
    tag = "program templates",
    params(
        ("id" = ProgramTemplateId, Path, description = "The template's id."),
        ("child_id" = TemplateItemId, Path, description = "The item's id.")
    ),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["program_templates:write"]), ("api_key" = ["program_templates:write"]))
)]
#[delete("/{id}/items/{child_id}")]
async fn delete_template_item(command: Command<WriteTemplates>, ids: Target<(ProgramTemplateId, TemplateItemId)>) -> Answer {
    command.run(move |tx, caller, _| commands::delete_item(tx, caller, ids.0).map(|()| Reply::no_content())).await
}
