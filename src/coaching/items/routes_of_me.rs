//! `/me/items`.

use actix_web::get;
use utoipa_actix_web::service_config::ServiceConfig;

use super::queries_of_me::{self, MyItemFilter};
use super::views::ItemList;
use crate::http::{Answer, Params, Problems, Read};
use crate::identity::permissions::ReadInbox;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_my_items);
}

/// List what one was sent
///
/// Items that the caller is a recipient of, also where the engagement is not shared, and sessions that they
/// attend: the latest first.
#[utoipa::path(
    tag = "me",
    params(MyItemFilter),
    responses((status = 200, description = "A page of items.", body = ItemList), Problems),
    security(("session" = ["inbox:read"]))
)]
#[get("/items")]
async fn list_my_items(read: Read<ReadInbox>, filter: Params<MyItemFilter>) -> Answer {
    read.page(move |conn, caller| queries_of_me::list(conn, caller, filter.0)).await
}
