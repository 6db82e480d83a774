//! `/engagements/{id}/items` and `/items`.

use actix_web::{delete, get, patch, post, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{CompleteItem, CreateItem, ItemOrder, ScheduleItem, UpdateItem};
use super::recipients::model::{AddRecipient, RecipientList, RecipientView};
use super::views::{ItemList, ItemView};
use super::{commands, lifecycle, queries, recipients, schedule};
use crate::http::{Answer, Command, Problems, Read, Reply, Target};
use crate::identity::permissions::{CompleteItems, ReadEngagements, WriteEngagements};
use crate::kernel::ids::{EngagementId, ItemId, RecipientId};

pub fn of_engagement(cfg: &mut ServiceConfig) {
    cfg.service(list_items).service(create_item).service(reorder_items);
}

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(get_item)
        .service(update_item)
        .service(delete_item)
        .service(schedule_item)
        .service(unschedule_item)
        .service(send_item)
        .service(resend_item)
        .service(complete_item)
        .service(reopen_item)
        .service(duplicate_item)
        .service(list_item_recipients)
        .service(add_item_recipient)
        .service(remove_item_recipient);
}

/// List the items of an engagement in order
#[utoipa::path(
    tag = "items",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    responses((status = 200, description = "All items; the list is whole.", body = ItemList), Problems),
    security(("session" = ["engagements:read"]), ("api_key" = ["engagements:read"]))
)]
#[get("/{id}/items")]
async fn list_items(read: Read<ReadEngagements>, id: Target<EngagementId>) -> Answer {
    let links = read.app.links.clone();
    read.page(move |conn, caller| queries::list(conn, caller, id.0)?.try_map(|item| item.linked(&links))).await
}

/// Add an item to an engagement
///
/// It arrives unscheduled, at `position` or at the end; its recipients are the coachees.
#[utoipa::path(
    tag = "items",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    request_body = CreateItem,
    responses((status = 201, description = "The item.", body = ItemView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/items")]
async fn create_item(command: Command<WriteEngagements, CreateItem>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, new| commands::create(tx, caller, id.0, new).map(Reply::created)).await
}

/// Put the items of an engagement in another order
///
/// Names every item once. Whatever is scheduled or completed keeps its place among the others.
#[utoipa::path(
    tag = "items",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    request_body = ItemOrder,
    responses((status = 200, description = "All items in their new order.", body = ItemList), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[put("/{id}/items/order")]
async fn reorder_items(command: Command<WriteEngagements, ItemOrder>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, order| commands::reorder(tx, caller, id.0, order).map(Reply::plain)).await
}

/// Get an item
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    responses((status = 200, description = "The item.", body = ItemView), Problems),
    security(("session" = ["engagements:read"]), ("api_key" = ["engagements:read"]))
)]
#[get("/{id}")]
async fn get_item(read: Read<ReadEngagements>, id: Target<ItemId>) -> Answer {
    let links = read.app.links.clone();
    read.one(move |conn, caller| queries::get(conn, caller, id.0)?.linked(&links)).await
}

/// Change an item
///
/// Details stay editable when it is scheduled.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    request_body = UpdateItem,
    responses((status = 200, description = "The item as it is now.", body = ItemView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[patch("/{id}")]
async fn update_item(command: Command<WriteEngagements, UpdateItem>, id: Target<ItemId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Delete an item
///
/// What was to be sent is not sent; a scheduled session is withdrawn.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[delete("/{id}")]
async fn delete_item(command: Command<WriteEngagements>, id: Target<ItemId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Schedule or reschedule an item
///
/// A session takes place then; anything else is sent then. A draft holds the date until it is active.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    request_body = ScheduleItem,
    responses((status = 200, description = "The item, scheduled.", body = ItemView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/schedule")]
async fn schedule_item(command: Command<WriteEngagements, ScheduleItem>, id: Target<ItemId>) -> Answer {
    command.run(move |tx, caller, change| schedule::schedule(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Take an item's date away
///
/// Until it has fired.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    responses((status = 200, description = "The item, unscheduled.", body = ItemView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/unschedule")]
async fn unschedule_item(command: Command<WriteEngagements>, id: Target<ItemId>) -> Answer {
    command.run(move |tx, caller, _| schedule::unschedule(tx, caller, id.0).map(Reply::ok)).await
}

/// Send an item now
///
/// Once; a pending date is gone. Sessions are scheduled instead.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    responses((status = 200, description = "The item, sent.", body = ItemView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/send")]
async fn send_item(command: Command<WriteEngagements>, id: Target<ItemId>) -> Answer {
    command.run(move |tx, caller, _| lifecycle::send(tx, caller, id.0).map(Reply::ok)).await
}

/// Send an item once more
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    responses((status = 200, description = "The item.", body = ItemView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/resend")]
async fn resend_item(command: Command<WriteEngagements>, id: Target<ItemId>) -> Answer {
    command.run(move |tx, caller, _| lifecycle::resend(tx, caller, id.0).map(Reply::ok)).await
}

/// Complete an item
///
/// Who runs the engagement completes the item, also for work done in the past. A recipient completes
/// their part of what was sent to them.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    request_body = CompleteItem,
    responses((status = 200, description = "The item as it is now.", body = ItemView), Problems),
    security(("session" = ["completions:write"]), ("api_key" = ["completions:write"]))
)]
#[post("/{id}/complete")]
async fn complete_item(command: Command<CompleteItems, CompleteItem>, id: Target<ItemId>) -> Answer {
    command.run(move |tx, caller, change| lifecycle::complete(tx, caller, id.0, &change).map(Reply::ok)).await
}

/// Reopen a completed item
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    responses((status = 200, description = "The item, open again.", body = ItemView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/reopen")]
async fn reopen_item(command: Command<WriteEngagements>, id: Target<ItemId>) -> Answer {
    command.run(move |tx, caller, _| lifecycle::reopen(tx, caller, id.0).map(Reply::ok)).await
}

/// Copy an item
///
/// An unscheduled copy directly after its source, for the same recipients.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    responses((status = 201, description = "The copy.", body = ItemView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/duplicate")]
async fn duplicate_item(command: Command<WriteEngagements>, id: Target<ItemId>) -> Answer {
    command.run(move |tx, caller, _| commands::duplicate(tx, caller, id.0).map(Reply::created)).await
}

/// List whom an item is for
///
/// Attendees of a session, recipients of anything else.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    responses((status = 200, description = "All recipients; the list is whole.", body = RecipientList), Problems),
    security(("session" = ["engagements:read"]), ("api_key" = ["engagements:read"]))
)]
#[get("/{id}/recipients")]
async fn list_item_recipients(read: Read<ReadEngagements>, id: Target<ItemId>) -> Answer {
    read.page(move |conn, caller| recipients::queries::list(conn, caller, id.0)).await
}

/// Add a recipient
///
/// Anybody of the organization.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    request_body = AddRecipient,
    responses((status = 201, description = "The recipient.", body = RecipientView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/recipients")]
async fn add_item_recipient(command: Command<WriteEngagements, AddRecipient>, id: Target<ItemId>) -> Answer {
    command.run(move |tx, caller, new| recipients::commands::add(tx, caller, id.0, &new).map(Reply::plain_created)).await
}

/// Remove a recipient
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id."), ("child_id" = RecipientId, Path, description = "The recipient's id.")),
    responses((status = 204, description = "Removed."), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[delete("/{id}/recipients/{child_id}")]
async fn remove_item_recipient(command: Command<WriteEngagements>, ids: Target<(ItemId, RecipientId)>) -> Answer {
    let (id, recipient_id) = ids.0;
    command.run(move |tx, caller, _| recipients::commands::remove(tx, caller, id, recipient_id).map(|()| Reply::no_content())).await
}
