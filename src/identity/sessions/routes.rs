//! `/auth`.

use actix_web::{get, post};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands::{self, Renewal};
use super::model::{ConfirmPasswordReset, IssuedPasswordReset, Login, Refresh, RequestPasswordReset, Tokens};
use crate::app::App;
use crate::db::Intent;
use crate::http::{Answer, Body, Command, Problems, Public, Reply, Target};
use crate::identity::permissions::{ReadMe, WriteUsers};
use crate::identity::tokens::Jwk;
use crate::identity::users;
use crate::identity::users::model::User;
use crate::kernel::ids::UserId;
use crate::kernel::text::email_key;
use crate::kernel::{Code, Problem, Result};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(log_in).service(refresh).service(log_out).service(request_password_reset).service(confirm_password_reset);
}

pub fn of_user(cfg: &mut ServiceConfig) {
    cfg.service(issue_password_reset);
}

pub fn well_known(cfg: &mut ServiceConfig) {
    cfg.service(get_public_keys);
}

/// Log in
///
/// Email and password for a pair of tokens. Limited per account and per address.
#[utoipa::path(
    tag = "auth",
    request_body = Login,
    responses((status = 200, description = "The tokens.", body = Tokens), Problems),
    security()
)]
#[post("/login")]
async fn log_in(public: Public, body: Body<Login>) -> Answer {
    public.ensure_within_limits()?;
    public.app.limits.ensure_account(&email_key(&body.0.email))?;
    let user = check_password(&public.app, body.0).await?;
    let app = public.app.clone();
    let tokens = public.app.db.write(Intent::system(), move |tx| commands::open(tx, &app, &user)).await?;
    public.ok(&tokens)
}

/// The person whom email and password belong to.
async fn check_password(app: &App, login: Login) -> Result<User> {
    const ORGANIZATIONS: i64 = 5;
    let (email, organization_id) = (login.email.clone(), login.organization_id);
    let candidates = app.db.read(move |conn| users::store::find_logins(conn, &email, organization_id, ORGANIZATIONS)).await?;
    let mut matching = Vec::new();
    if candidates.is_empty() {
        // So that the answer takes as long as for an account that exists.
        app.passwords.verify(&login.password, None).await?;
    }
    for user in candidates {
        if app.passwords.verify(&login.password, user.password_hash.as_deref()).await? {
            matching.push(user);
        }
    }
    match matching.len() {
        0 => Err(Problem::new(Code::InvalidCredentials)),
        1 => matching.pop().ok_or_else(|| Problem::new(Code::InvalidCredentials)),
        _ => Err(Problem::new(Code::OrganizationRequired)
            .detail("Say which organization with organization_id.")
            .with("organization_ids", matching.iter().map(|user| user.organization_id).collect::<Vec<_>>())),
    }
}

/// Stay logged in
///
/// Each refresh token works once. One that comes a second time ends the login, because somebody else has it.
#[utoipa::path(
    tag = "auth",
    request_body = Refresh,
    responses((status = 200, description = "The next tokens.", body = Tokens), Problems),
    security()
)]
#[post("/refresh")]
async fn refresh(public: Public, body: Body<Refresh>) -> Answer {
    public.ensure_within_limits()?;
    let app = public.app.clone();
    let renewal = public.app.db.write(Intent::system(), move |tx| commands::renew(tx, &app, &body.0.refresh_token)).await?;
    match renewal {
        Renewal::Renewed(tokens) => public.ok(&tokens),
        Renewal::Refused => Err(Problem::new(Code::InvalidRefreshToken)),
    }
}

/// Log out
///
/// The access token and every refresh token of this login stop working at once.
#[utoipa::path(
    tag = "auth",
    responses((status = 204, description = "Logged out."), Problems),
    security(("session" = ["me:read"]))
)]
#[post("/logout")]
async fn log_out(command: Command<ReadMe>) -> Answer {
    command.run(|tx, caller, _| commands::log_out(tx, caller).map(|()| Reply::no_content())).await
}

/// Ask for a new password
///
/// The answer is the same whether the email is known or not.
#[utoipa::path(
    tag = "auth",
    request_body = RequestPasswordReset,
    responses((status = 202, description = "If the email is known, a link is on its way."), Problems),
    security()
)]
#[post("/password-reset")]
async fn request_password_reset(public: Public, body: Body<RequestPasswordReset>) -> Answer {
    public.ensure_within_limits()?;
    public.app.limits.ensure_account(&email_key(&body.0.email))?;
    let app = public.app.clone();
    public.app.db.write(Intent::system(), move |tx| commands::request_reset(tx, &app.messaging, &body.0.email)).await?;
    public.accepted()
}

/// Set a new password
///
/// Uses the link up and ends every login of the account.
#[utoipa::path(
    tag = "auth",
    request_body = ConfirmPasswordReset,
    responses((status = 204, description = "The password is set."), Problems),
    security()
)]
#[post("/password-reset/confirm")]
async fn confirm_password_reset(public: Public, body: Body<ConfirmPasswordReset>) -> Answer {
    public.ensure_within_limits()?;
    let hash = public.app.passwords.hash(&body.0.password).await?;
    public.app.db.write(Intent::system(), move |tx| commands::confirm_reset(tx, &body.0.token, hash)).await?;
    public.no_content()
}

/// Make a link to a new password
///
/// For an admin to hand on. The token is shown this once, works once and for an hour.
#[utoipa::path(
    tag = "users",
    params(("id" = UserId, Path, description = "The person's id.")),
    responses((status = 201, description = "The token.", body = IssuedPasswordReset), Problems),
    security(("session" = ["users:write"]), ("api_key" = ["users:write"]))
)]
#[post("/{id}/password-reset")]
async fn issue_password_reset(command: Command<WriteUsers>, id: Target<UserId>) -> Answer {
    let app = command.app.clone();
    command.run(move |tx, caller, _| commands::issue_reset(tx, caller, &app.messaging, id.0).map(Reply::plain_created)).await
}

/// A JSON Web Key Set.
#[derive(serde::Serialize, ToSchema)]
struct KeySet {
    keys: Vec<Jwk>,
}

/// Public keys of access tokens
#[utoipa::path(tag = "auth", responses((status = 200, description = "A JSON Web Key Set.", body = KeySet), Problems), security())]
#[get("/.well-known/jwks.json")]
async fn get_public_keys(public: Public) -> Answer {
    public.ok(&KeySet { keys: public.app.tokens.public_keys() })
}
