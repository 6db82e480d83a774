//! From credentials to a caller, with one indexed query.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::permissions::{Caller, Proof, Roles};
use super::users::model::{UserRoles, UserState};
use crate::app::App;
use crate::db::schema::{api_keys, login_sessions, users};
use crate::db::{Conn, Intent, Json};
use crate::kernel::ids::{ApiKeyId, OrganizationId};
use crate::kernel::secrets::token_hash;
use crate::kernel::{Code, Problem, Result, Timestamp};

/// What a request brought.
#[derive(Clone)]
pub enum Credentials {
    AccessToken(String),
    ApiKey(String),
}

/// `last_used_at` of a key is exact to this much, so that reading does not always write.
const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

pub async fn authenticate(app: &App, credentials: Credentials) -> Result<Caller> {
    match credentials {
        Credentials::AccessToken(token) => session(app, &token).await,
        Credentials::ApiKey(key) => api_key(app, &key).await,
    }
}

async fn session(app: &App, token: &str) -> Result<Caller> {
    let claims = app.tokens.verify(token, app.db.clock().now())?;
    app.db
        .read(move |conn| {
            let found: Option<(OrganizationId, UserRoles, String)> = login_sessions::table
                .inner_join(users::table.on(users::id.eq(login_sessions::user_id)))
                .filter(login_sessions::id.eq(claims.sid))
                .filter(login_sessions::user_id.eq(claims.sub))
                .filter(login_sessions::organization_id.eq(claims.org))
                .filter(login_sessions::revoked_at.is_null())
                .filter(users::state.eq(UserState::Active))
                .select((users::organization_id, UserRoles::as_select(), users::time_zone))
                .first(conn)
                .optional()?;
            let (organization_id, roles, time_zone) = found.ok_or_else(|| Problem::new(Code::InvalidToken))?;
            Ok(Caller {
                organization_id,
                proof: Proof::Session { user_id: claims.sub, session_id: claims.sid },
                roles: roles.into(),
                time_zone: time_zone.parse().unwrap_or(chrono_tz::UTC),
            })
        })
        .await
}

#[derive(Queryable)]
struct KeyRow {
    id: ApiKeyId,
    organization_id: OrganizationId,
    scopes: Json<Vec<String>>,
    last_used_at: Option<Timestamp>,
}

async fn api_key(app: &App, key: &str) -> Result<Caller> {
    let (hash, now) = (token_hash(key), app.db.clock().now());
    let found = app.db.read(move |conn| find_key(conn, &hash, now)).await?;
    if found.last_used_at.is_none_or(|last| last.plus(USE_NOTED_EVERY) < now) {
        let id = found.id;
        app.db
            .write(Intent::system(), move |tx| {
                let now = tx.now();
                diesel::update(api_keys::table.find(id)).set(api_keys::last_used_at.eq(now)).execute(tx.conn())?;
                Ok(())
            })
            .await?;
    }
    Ok(Caller {
        organization_id: found.organization_id,
        proof: Proof::ApiKey { key_id: found.id, scopes: found.scopes.0 },
        roles: Roles { admin: true, ..Roles::default() },
        time_zone: chrono_tz::UTC,
    })
}

fn find_key(conn: &mut Conn, hash: &str, now: Timestamp) -> Result<KeyRow> {
    let found: Option<KeyRow> = api_keys::table
        .filter(api_keys::key_hash.eq(hash))
        .filter(api_keys::revoked_at.is_null())
        .filter(api_keys::expires_at.is_null().or(api_keys::expires_at.gt(now)))
        .select((api_keys::id, api_keys::organization_id, api_keys::scopes, api_keys::last_used_at))
        .first(conn)
        .optional()?;
    found.ok_or_else(|| Problem::new(Code::InvalidToken))
}
