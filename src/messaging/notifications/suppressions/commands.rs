//! Putting addresses on the list, and taking them off.

use super::model::{BounceReport, CreateSuppression, Suppression, SuppressionReason, SuppressionView};
use super::store;
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::SuppressionId;
use crate::kernel::text::email_key;
use crate::kernel::{Problem, Result, secrets};
use crate::messaging::channels::email::bounces::{Bounce, BounceKind};
use crate::messaging::connections::events::EmailBounced;
use crate::messaging::{connections, events};

/// The same again is the same.
pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: &CreateSuppression) -> Result<SuppressionView> {
    let email = email_key(&new.email);
    if let Some(known) = store::find_by_email(tx.conn(), caller.organization_id, &email)? {
        return Ok(known.into());
    }
    let row = Suppression {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        email,
        reason: SuppressionReason::Manual,
        detail: None,
        created_at: tx.now(),
    };
    store::insert(tx.conn(), &row)?;
    Ok(row.into())
}

/// Mail goes there again.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: SuppressionId) -> Result<()> {
    let row = store::find(tx.conn(), caller.organization_id, id)?;
    store::delete(tx.conn(), row.id)
}

/// What a mail provider reports to the address that belongs to an email connection. Bounces that may
/// pass are left alone.
pub fn report(tx: &mut Tx<'_>, token: &str, bounces: &[Bounce]) -> Result<BounceReport> {
    let connection = connections::store::find_by_lookup(tx.conn(), &secrets::token_hash(token))?.ok_or_else(Problem::not_found)?;
    let organization_id = connection.organization_id;
    let mut suppressed = 0;
    for bounce in bounces {
        let reason = match bounce.kind {
            BounceKind::Hard => SuppressionReason::HardBounce,
            BounceKind::Complaint => SuppressionReason::Complaint,
            BounceKind::Soft => continue,
        };
        let email = email_key(&bounce.email);
        if email.is_empty() || email.len() > 254 || store::find_by_email(tx.conn(), organization_id, &email)?.is_some() {
            continue;
        }
        let detail = bounce.detail.chars().take(500).collect();
        let row = Suppression { id: tx.new_id(), organization_id, email, reason, detail: Some(detail), created_at: tx.now() };
        store::insert(tx.conn(), &row)?;
        events::emit(tx, &EmailBounced { organization_id, connection_id: connection.id, email: row.email, reason: reason.as_str() })?;
        suppressed += 1;
    }
    Ok(BounceReport { suppressed })
}
