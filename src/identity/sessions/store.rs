//! The tables `login_sessions`, `refresh_tokens` and `password_resets`.

use diesel::prelude::*;

use super::model::{LoginSession, PasswordReset, RefreshToken};
use crate::db::Conn;
use crate::db::schema::{login_sessions, password_resets, refresh_tokens};
use crate::kernel::ids::{LoginSessionId, PasswordResetId, RefreshTokenId, UserId};
use crate::kernel::{Result, Timestamp};

pub fn insert_session(conn: &mut Conn, session: &LoginSession) -> Result<()> {
    diesel::insert_into(login_sessions::table).values(session).execute(conn)?;
    Ok(())
}

pub fn find_session(conn: &mut Conn, id: LoginSessionId) -> Result<LoginSession> {
    Ok(login_sessions::table.find(id).select(LoginSession::as_select()).first(conn)?)
}

pub fn extend_session(conn: &mut Conn, id: LoginSessionId, expires_at: Timestamp) -> Result<()> {
    diesel::update(login_sessions::table.find(id)).set(login_sessions::expires_at.eq(expires_at)).execute(conn)?;
    Ok(())
}

pub fn revoke_session(conn: &mut Conn, id: LoginSessionId, now: Timestamp) -> Result<()> {
    let open = login_sessions::table.find(id).filter(login_sessions::revoked_at.is_null());
    diesel::update(open).set(login_sessions::revoked_at.eq(now)).execute(conn)?;
    Ok(())
}

pub fn revoke_sessions_of(conn: &mut Conn, user_id: UserId, now: Timestamp) -> Result<()> {
    let open = login_sessions::table.filter(login_sessions::user_id.eq(user_id)).filter(login_sessions::revoked_at.is_null());
    diesel::update(open).set(login_sessions::revoked_at.eq(now)).execute(conn)?;
    Ok(())
}

pub fn insert_refresh_token(conn: &mut Conn, token: &RefreshToken) -> Result<()> {
    diesel::insert_into(refresh_tokens::table).values(token).execute(conn)?;
    Ok(())
}

pub fn find_refresh_token(conn: &mut Conn, token_hash: &str) -> Result<Option<RefreshToken>> {
    Ok(refresh_tokens::table.filter(refresh_tokens::token_hash.eq(token_hash)).select(RefreshToken::as_select()).first(conn).optional()?)
}

pub fn mark_refresh_token_used(conn: &mut Conn, id: RefreshTokenId, now: Timestamp) -> Result<()> {
    diesel::update(refresh_tokens::table.find(id)).set(refresh_tokens::used_at.eq(now)).execute(conn)?;
    Ok(())
}

pub fn insert_reset(conn: &mut Conn, reset: &PasswordReset) -> Result<()> {
    diesel::insert_into(password_resets::table).values(reset).execute(conn)?;
    Ok(())
}

pub fn find_reset(conn: &mut Conn, token_hash: &str) -> Result<Option<PasswordReset>> {
    Ok(password_resets::table
        .filter(password_resets::token_hash.eq(token_hash))
        .select(PasswordReset::as_select())
        .first(conn)
        .optional()?)
}

pub fn mark_reset_used(conn: &mut Conn, id: PasswordResetId, now: Timestamp) -> Result<()> {
    diesel::update(password_resets::table.find(id)).set(password_resets::used_at.eq(now)).execute(conn)?;
    Ok(())
}

/// The link that this person can still use.
pub fn find_open_reset(conn: &mut Conn, user_id: UserId, now: Timestamp) -> Result<Option<PasswordReset>> {
    Ok(password_resets::table
        .filter(password_resets::user_id.eq(user_id))
        .filter(password_resets::used_at.is_null())
        .filter(password_resets::expires_at.gt(now))
        .order(password_resets::created_at.desc())
        .select(PasswordReset::as_select())
        .first(conn)
        .optional()?)
}

/// An earlier link stops working when a new one is made.
pub fn end_open_resets(conn: &mut Conn, user_id: UserId, now: Timestamp) -> Result<()> {
    let open = password_resets::table.filter(password_resets::user_id.eq(user_id)).filter(password_resets::used_at.is_null());
    diesel::update(open).set(password_resets::used_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Forgets logins and links whose time is over.
pub fn purge(conn: &mut Conn, now: Timestamp) -> Result<usize> {
    let sessions = diesel::delete(login_sessions::table.filter(login_sessions::expires_at.le(now))).execute(conn)?;
    let resets = diesel::delete(password_resets::table.filter(password_resets::expires_at.le(now))).execute(conn)?;
    Ok(sessions + resets)
}
