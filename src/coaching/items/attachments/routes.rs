//! `/items/{id}/attachments`.

use actix_web::{get, put};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{AttachmentList, AttachmentView, PutAttachments};
use super::{commands, queries};
use crate::files::links::FileLinks;
use crate::files::model::File;
use crate::http::{Answer, Command, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadEngagements, WriteEngagements};
use crate::kernel::Result;
use crate::kernel::ids::ItemId;
use crate::kernel::page::Page;

pub fn of_item(cfg: &mut ServiceConfig) {
    cfg.service(list_item_attachments).service(put_item_attachments);
}

fn views(files: Vec<File>, links: &FileLinks) -> Result<Page<AttachmentView>> {
    let view = |file: File| links.make(file.id).map(|link| AttachmentView::new(file, link));
    files.into_iter().map(view).collect::<Result<_>>().map(Page::whole)
}

/// List what goes along in a session's mails
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    responses((status = 200, description = "All files; the list is whole.", body = AttachmentList), Problems),
    security(("session" = ["engagements:read"]), ("api_key" = ["engagements:read"]))
)]
#[get("/{id}/attachments")]
async fn list_item_attachments(read: Read<ReadEngagements>, id: Target<ItemId>) -> Answer {
    let links = read.app.links.clone();
    read.page(move |conn, caller| views(queries::list(conn, caller, id.0)?, &links)).await
}

/// Say what goes along in a session's mails
///
/// Uploaded files, instead of those that went along so far. They are in the mails that announce the
/// session and its changes, and its attendees can read them.
#[utoipa::path(
    tag = "items",
    params(("id" = ItemId, Path, description = "The item's id.")),
    request_body = PutAttachments,
    responses((status = 200, description = "The files.", body = AttachmentList), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[put("/{id}/attachments")]
async fn put_item_attachments(command: Command<WriteEngagements, PutAttachments>, id: Target<ItemId>) -> Answer {
    let links = command.app.links.clone();
    command.run(move |tx, caller, new| views(commands::put(tx, caller, id.0, &new)?, &links).map(Reply::plain)).await
}
