//! Making and revoking API keys.

use super::events::ApiKeyEvent;
use super::model::{ApiKey, CreateApiKey, IssuedApiKey};
use super::store;
use crate::db::{Json, Tx};
use crate::identity::permissions::{Caller, grantable_scopes};
use crate::kernel::ids::ApiKeyId;
use crate::kernel::{FieldError, Problem, Result, secrets};
use crate::messaging::events;

pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateApiKey) -> Result<IssuedApiKey> {
    let mut faults: Vec<FieldError> = Vec::new();
    for (index, scope) in new.scopes.iter().enumerate() {
        if !grantable_scopes().any(|known| known == scope) {
            let known = grantable_scopes().collect::<Vec<_>>().join(", ");
            faults.push(FieldError::at(format!("/scopes/{index}"), "invalid_choice", format!("must be one of: {known}")));
        }
    }
    if new.expires_at.is_some_and(|at| at <= tx.now()) {
        faults.push(FieldError::at("/expires_at", "in_past", "must be in the future"));
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let key = format!("rk_{}", secrets::random_token()?);
    let row = ApiKey {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        name: new.name,
        key_hash: secrets::token_hash(&key),
        hint: key.chars().take(9).collect(),
        scopes: Json(new.scopes),
        expires_at: new.expires_at,
        last_used_at: None,
        revoked_at: None,
        created_at: tx.now(),
    };
    store::insert(tx.conn(), &row)?;
    events::emit(tx, &ApiKeyEvent::new("api_key.created", &row))?;
    Ok(IssuedApiKey { id: row.id, name: row.name, key, scopes: row.scopes.0, expires_at: row.expires_at, created_at: row.created_at })
}

pub fn revoke(tx: &mut Tx<'_>, caller: &Caller, id: ApiKeyId) -> Result<()> {
    let key = store::find(tx.conn(), caller.organization_id, id)?;
    let now = tx.now();
    store::revoke(tx.conn(), id, now)?;
    events::emit(tx, &ApiKeyEvent::new("api_key.revoked", &key))
}
