//! `/users/{id}/invitation` and the public pages behind its link.

use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{AcceptInvitation, IssuedInvitation, PublicInvitationView};
use super::{commands, queries};
use crate::http::{Answer, Body, Command, Link, Problems, Reply, Target};
use crate::identity::permissions::WriteUsers;
use crate::identity::users::model::UserView;
use crate::kernel::ids::UserId;

pub fn of_user(cfg: &mut ServiceConfig) {
    cfg.service(invite_user).service(revoke_invitation);
}

pub fn public(cfg: &mut ServiceConfig) {
    cfg.service(get_public_invitation).service(accept_invitation);
}

/// Invite a person
///
/// Mails them a link with which they set a password; an earlier link stops working. The link is also
/// shown here, once, for those who hand it on themselves.
#[utoipa::path(
    tag = "users",
    params(("id" = UserId, Path, description = "The person's id.")),
    responses((status = 201, description = "The invitation.", body = IssuedInvitation), Problems),
    security(("session" = ["users:write"]), ("api_key" = ["users:write"]))
)]
#[post("/{id}/invitation")]
async fn invite_user(command: Command<WriteUsers>, id: Target<UserId>) -> Answer {
    let app = command.app.clone();
    command.run(move |tx, caller, _| commands::invite(tx, caller, id.0, &app.messaging).map(Reply::plain_created)).await
}

/// Take an invitation back
#[utoipa::path(
    tag = "users",
    params(("id" = UserId, Path, description = "The person's id.")),
    responses((status = 200, description = "The person, a record again.", body = UserView), Problems),
    security(("session" = ["users:write"]), ("api_key" = ["users:write"]))
)]
#[post("/{id}/invitation/revoke")]
async fn revoke_invitation(command: Command<WriteUsers>, id: Target<UserId>) -> Answer {
    command.run(move |tx, caller, _| commands::revoke(tx, caller, id.0).map(Reply::ok)).await
}

/// Look at an invitation
///
/// Changes nothing, however often it is opened.
#[utoipa::path(
    tag = "invitations",
    params(("token" = String, Path, description = "From the link.")),
    responses((status = 200, description = "Who is invited, and where.", body = PublicInvitationView), Problems),
    security()
)]
#[get("/{token}")]
async fn get_public_invitation(link: Link) -> Answer {
    let (now, token) = (link.now, link.token.clone());
    link.ok(&link.read(move |conn| queries::by_token(conn, &token, now)).await?)
}

/// Accept an invitation
///
/// Sets the password and activates the account. The link works once.
#[utoipa::path(
    tag = "invitations",
    params(("token" = String, Path, description = "From the link.")),
    request_body = AcceptInvitation,
    responses((status = 200, description = "The person, active now.", body = UserView), Problems),
    security()
)]
#[post("/{token}/accept")]
async fn accept_invitation(link: Link, body: Body<AcceptInvitation>) -> Answer {
    let (now, token, looked_up) = (link.now, link.token.clone(), link.token.clone());
    // Before the hash, which is expensive, it is made sure that there is something to accept.
    link.read(move |conn| queries::by_token(conn, &looked_up, now)).await?;
    let hash = link.app.passwords.hash(&body.0.password).await?;
    link.ok(&link.write(move |tx| commands::accept(tx, &token, hash)).await?)
}
