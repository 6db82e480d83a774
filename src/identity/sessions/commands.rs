//! Opening, renewing and ending logins; resetting passwords.

use chrono::TimeDelta;

use super::model::{IssuedPasswordReset, LoginSession, PasswordReset, RefreshToken, Tokens};
use super::{reset_token_of, store};
use crate::app::App;
use crate::db::{Tx, dialect};
use crate::identity::permissions::{Caller, Proof};
use crate::identity::users;
use crate::identity::users::events::UserEvent;
use crate::identity::users::model::{User, UserState};
use crate::kernel::ids::{LoginSessionId, UserId};
use crate::kernel::{Code, Problem, Result, secrets};
use crate::messaging::{Messaging, events};

/// How long a link to a new password works.
const RESET_LIFETIME: TimeDelta = TimeDelta::hours(1);

/// A new login of a person whose password was checked before the transaction began.
pub fn open(tx: &mut Tx<'_>, app: &App, user: &User) -> Result<Tokens> {
    let current = users::store::find_for_update(tx.conn(), user.organization_id, user.id)?;
    // Between the check of the password and now it may have been changed, or the person locked out.
    if current.state != UserState::Active || current.password_hash != user.password_hash {
        return Err(Problem::new(Code::InvalidCredentials));
    }
    let session = LoginSession {
        id: tx.new_id(),
        organization_id: user.organization_id,
        user_id: user.id,
        created_at: tx.now(),
        expires_at: tx.now().plus(TimeDelta::days(app.config.login_days)),
        revoked_at: None,
    };
    store::insert_session(tx.conn(), &session)?;
    tokens(tx, app, &session)
}

/// What became of a refresh token. Reuse must be committed although the caller gets a problem.
pub enum Renewal {
    Renewed(Tokens),
    Refused,
}

pub fn renew(tx: &mut Tx<'_>, app: &App, refresh_token: &str) -> Result<Renewal> {
    let hash = secrets::token_hash(refresh_token);
    let Some(seen) = store::find_refresh_token(tx.conn(), &hash)? else { return Ok(Renewal::Refused) };
    dialect::lock_row(tx.conn(), "login_sessions", &seen.login_session_id.to_string())?;
    let Some(token) = store::find_refresh_token(tx.conn(), &hash)? else { return Ok(Renewal::Refused) };
    let session = store::find_session(tx.conn(), token.login_session_id)?;
    let now = tx.now();
    if session.revoked_at.is_some() || session.expires_at <= now {
        return Ok(Renewal::Refused);
    }
    let user = users::store::find(tx.conn(), session.organization_id, session.user_id)?;
    if token.used_at.is_some() {
        store::revoke_session(tx.conn(), session.id, now)?;
        events::emit(tx, &UserEvent::new("user.refresh_token_reused", &user))?;
        return Ok(Renewal::Refused);
    }
    if user.state != UserState::Active {
        return Ok(Renewal::Refused);
    }
    store::mark_refresh_token_used(tx.conn(), token.id, now)?;
    store::extend_session(tx.conn(), session.id, now.plus(TimeDelta::days(app.config.login_days)))?;
    tokens(tx, app, &session).map(Renewal::Renewed)
}

fn tokens(tx: &mut Tx<'_>, app: &App, session: &LoginSession) -> Result<Tokens> {
    let refresh_token = secrets::random_token()?;
    let row = RefreshToken {
        id: tx.new_id(),
        organization_id: session.organization_id,
        login_session_id: session.id,
        token_hash: secrets::token_hash(&refresh_token),
        used_at: None,
        created_at: tx.now(),
    };
    store::insert_refresh_token(tx.conn(), &row)?;
    Ok(Tokens {
        access_token: app.tokens.issue(session.user_id, session.organization_id, session.id, tx.now())?,
        token_type: "Bearer",
        expires_in: app.tokens.lifetime_seconds(),
        refresh_token,
        user_id: session.user_id,
        organization_id: session.organization_id,
    })
}

/// Ends the caller's own login.
pub fn log_out(tx: &mut Tx<'_>, caller: &Caller) -> Result<()> {
    match caller.proof {
        Proof::Session { session_id, .. } => revoke(tx, session_id),
        Proof::ApiKey { .. } => Err(Problem::new(Code::Forbidden)),
    }
}

fn revoke(tx: &mut Tx<'_>, id: LoginSessionId) -> Result<()> {
    let now = tx.now();
    store::revoke_session(tx.conn(), id, now)
}

/// Ends every login of a person.
pub fn revoke_all(tx: &mut Tx<'_>, user_id: UserId) -> Result<()> {
    let now = tx.now();
    store::revoke_sessions_of(tx.conn(), user_id, now)
}

/// Mails a link to whoever has this email. Whether there is such a person is not told.
pub fn request_reset(tx: &mut Tx<'_>, messaging: &Messaging, email: &str) -> Result<()> {
    const ORGANIZATIONS: i64 = 5;
    for user in users::store::find_logins(tx.conn(), email, None, ORGANIZATIONS)? {
        new_reset(tx, messaging, &user)?;
        events::emit(tx, &UserEvent::new("user.password_reset_requested", &user))?;
    }
    Ok(())
}

/// A link to a new password, mailed to the person and shown to the admin.
pub fn issue_reset(tx: &mut Tx<'_>, caller: &Caller, messaging: &Messaging, user_id: UserId) -> Result<IssuedPasswordReset> {
    let user = users::store::find_for_update(tx.conn(), caller.organization_id, user_id)?;
    if user.state != UserState::Active {
        return Err(Problem::new(Code::InvalidTransition)
            .detail("Only active people have a password to reset.")
            .with("allowed_actions", user.state.allowed_actions()));
    }
    let (reset, token) = new_reset(tx, messaging, &user)?;
    events::emit(tx, &UserEvent::new("user.password_reset_issued", &user))?;
    Ok(IssuedPasswordReset { id: reset.id, user_id, token, expires_at: reset.expires_at })
}

/// A link; earlier ones stop working.
fn new_reset(tx: &mut Tx<'_>, messaging: &Messaging, user: &User) -> Result<(PasswordReset, String)> {
    let now = tx.now();
    store::end_open_resets(tx.conn(), user.id, now)?;
    let id = tx.new_id();
    let token = reset_token_of(messaging, id)?;
    let reset = PasswordReset {
        id,
        organization_id: user.organization_id,
        user_id: user.id,
        token_hash: secrets::token_hash(&token),
        expires_at: now.plus(RESET_LIFETIME),
        used_at: None,
        created_at: now,
    };
    store::insert_reset(tx.conn(), &reset)?;
    Ok((reset, token))
}

/// Uses the link up, sets the password and ends every login.
pub fn confirm_reset(tx: &mut Tx<'_>, token: &str, password_hash: String) -> Result<()> {
    let hash = secrets::token_hash(token);
    let gone = || Problem::new(Code::TokenExpired);
    let seen = store::find_reset(tx.conn(), &hash)?.ok_or_else(gone)?;
    let mut user = users::store::find_for_update(tx.conn(), seen.organization_id, seen.user_id)?;
    let reset = store::find_reset(tx.conn(), &hash)?.ok_or_else(gone)?;
    let now = tx.now();
    if reset.used_at.is_some() || reset.expires_at <= now || user.state != UserState::Active {
        return Err(gone());
    }
    store::mark_reset_used(tx.conn(), reset.id, now)?;
    users::commands::change_password(tx, &mut user, password_hash)
}

/// Forgets what is over.
pub fn purge(tx: &mut Tx<'_>) -> Result<usize> {
    let now = tx.now();
    store::purge(tx.conn(), now)
}
