//! `/items/{id}/records`.

use actix_web::{delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{AddRecord, RecordList, RecordView};
use super::{commands, queries};
use crate::http::{Answer, Command, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadEngagements, WriteEngagements};
use crate::kernel::ids::{ItemId, RecordId};

pub fn of_item(cfg: &mut ServiceConfig) {
    cfg.service(list_item_records).service(add_item_record).service(remove_item_record);
}

/// List the records of an item
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    responses((status = 200, description = "All records; the list is whole.", body = RecordList), Problems),
    security(("session" = ["engagements:read"]), ("api_key" = ["engagements:read"]))
)]
#[get("/{id}/records")]
async fn list_item_records(read: Read<ReadEngagements>, id: Target<ItemId>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, id.0)).await
}

/// Associate a record with an item
///
/// Session notes with a session, a completed assessment with an assessment, of the same coachee.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    request_body = AddRecord,
    responses((status = 201, description = "The record.", body = RecordView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/records")]
async fn add_item_record(command: Command<WriteEngagements, AddRecord>, id: Target<ItemId>) -> Answer {
    command.run(move |tx, caller, new| commands::add(tx, caller, id.0, new).map(Reply::plain_created)).await
}

/// Remove a record from an item
///
/// The note or assessment itself stays.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id."), ("child_id" = RecordId, Path, description = "The record's id.")),
    responses((status = 204, description = "Removed."), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[delete("/{id}/records/{child_id}")]
async fn remove_item_record(command: Command<WriteEngagements>, ids: Target<(ItemId, RecordId)>) -> Answer {
    let (id, record_id) = ids.0;
    command.run(move |tx, caller, _| commands::remove(tx, caller, id, record_id).map(|()| Reply::no_content())).await
}
