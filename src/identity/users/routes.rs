//! `/users`.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::filter::UserFilter;
use super::import::{self, ImportResult, ImportUsers};
use super::model::{CreateUser, UpdateUser, UserView};
use super::queries::{self, UserList};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadUsers, WriteUsers};
use crate::kernel::ids::UserId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_users)
        .service(create_user)
        .service(import_users)
        .service(get_user)
        .service(update_user)
        .service(delete_user)
        .service(deactivate_user)
        .service(reactivate_user);
}

/// List people
#[utoipa::path(
    tag = "users",
    params(UserFilter),
    responses((status = 200, description = "A page of people.", body = UserList), Problems),
    security(("session" = ["users:read"]), ("api_key" = ["users:read"]))
)]
#[get("")]
async fn list_users(read: Read<ReadUsers>, filter: Params<UserFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Add a person as a record
#[utoipa::path(
    tag = "users",
    request_body = CreateUser,
    responses((status = 201, description = "The person.", body = UserView), Problems),
    security(("session" = ["users:write"]), ("api_key" = ["users:write"]))
)]
#[post("")]
async fn create_user(command: Command<WriteUsers, CreateUser>) -> Answer {
    command.run(|tx, caller, new| commands::create(tx, caller, new).map(Reply::created)).await
}

/// Add many people from CSV
///
/// All or nothing. Who is known already by their email gets the attributes of their row and is otherwise
/// passed over. Try it with `dry_run=true` first.
#[utoipa::path(
    tag = "users",
    request_body = ImportUsers,
    responses((status = 200, description = "How many were added and changed.", body = ImportResult), Problems),
    security(("session" = ["users:write"]), ("api_key" = ["users:write"]))
)]
#[post("/import")]
async fn import_users(command: Command<WriteUsers, ImportUsers>) -> Answer {
    command.run(|tx, caller, file| import::run(tx, caller, &file).map(Reply::plain)).await
}

/// Get a person
#[utoipa::path(
    tag = "users",
    params(("id" = UserId, Path, description = "The person's id.")),
    responses((status = 200, description = "The person.", body = UserView), Problems),
    security(("session" = ["users:read"]), ("api_key" = ["users:read"]))
)]
#[get("/{id}")]
async fn get_user(read: Read<ReadUsers>, id: Target<UserId>) -> Answer {
    read.one(move |conn, caller| queries::get(conn, caller, id.0)).await
}

/// Change a person
#[utoipa::path(
    tag = "users",
    params(("id" = UserId, Path, description = "The person's id.")),
    request_body = UpdateUser,
    responses((status = 200, description = "The person as they are now.", body = UserView), Problems),
    security(("session" = ["users:write"]), ("api_key" = ["users:write"]))
)]
#[patch("/{id}")]
async fn update_user(command: Command<WriteUsers, UpdateUser>, id: Target<UserId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Delete a person
///
/// Name, email and password are removed; what others need for their records stays without them. What they
/// were sent or asked by mail alone can be answered no more. Invoices keep whom they were sent to.
#[utoipa::path(
    tag = "users",
    params(("id" = UserId, Path, description = "The person's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["users:write"]), ("api_key" = ["users:write"]))
)]
#[delete("/{id}")]
async fn delete_user(command: Command<WriteUsers>, id: Target<UserId>) -> Answer {
    command.run(move |tx, caller, _| commands::anonymise(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Keep a person out
///
/// Every login ends at once and nothing is sent to them any more.
#[utoipa::path(
    tag = "users",
    params(("id" = UserId, Path, description = "The person's id.")),
    responses((status = 200, description = "The person as they are now.", body = UserView), Problems),
    security(("session" = ["users:write"]), ("api_key" = ["users:write"]))
)]
#[post("/{id}/deactivate")]
async fn deactivate_user(command: Command<WriteUsers>, id: Target<UserId>) -> Answer {
    command.run(move |tx, caller, _| commands::deactivate(tx, caller, id.0).map(Reply::ok)).await
}

/// Let a person in again
#[utoipa::path(
    tag = "users",
    params(("id" = UserId, Path, description = "The person's id.")),
    responses((status = 200, description = "The person as they are now.", body = UserView), Problems),
    security(("session" = ["users:write"]), ("api_key" = ["users:write"]))
)]
#[post("/{id}/reactivate")]
async fn reactivate_user(command: Command<WriteUsers>, id: Target<UserId>) -> Answer {
    command.run(move |tx, caller, _| commands::reactivate(tx, caller, id.0).map(Reply::ok)).await
}
