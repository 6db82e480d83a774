//! Connecting and disconnecting a payment provider.

use super::events::ProviderEvent;
use super::model::{ConnectStripe, PaymentProvider, PaymentProviderView, ProviderKind};
use super::store;
use crate::db::Tx;
use crate::identity::organizations;
use crate::identity::permissions::Caller;
use crate::kernel::{Problem, Result};
use crate::messaging::{Messaging, events};

/// Connects Stripe, or gives the connection other secrets.
pub fn connect(tx: &mut Tx<'_>, caller: &Caller, messaging: &Messaging, new: &ConnectStripe) -> Result<PaymentProviderView> {
    let organization_id = caller.organization_id;
    // Two who connect at once take turns.
    organizations::queries::hold(tx.conn(), organization_id)?;
    let seal = |what: &str, secret: &str| messaging.vault.seal(&PaymentProvider::owner(organization_id, what), secret);
    let (secret_key, webhook_secret) = (seal("secret_key", &new.secret_key)?, seal("webhook_secret", &new.webhook_secret)?);
    let now = tx.now();
    let provider = if let Some(known) = store::find_opt(tx.conn(), organization_id)? {
        tx.ensure_fresh(known.version)?;
        let provider = PaymentProvider { secret_key, webhook_secret, version: known.version + 1, updated_at: now, ..known };
        store::update(tx.conn(), &provider)?;
        provider
    } else {
        let kind = ProviderKind::Stripe;
        let provider = PaymentProvider { organization_id, kind, secret_key, webhook_secret, version: 1, created_at: now, updated_at: now };
        store::insert(tx.conn(), &provider)?;
        provider
    };
    events::emit(tx, &ProviderEvent::new("payment_provider.connected", &provider))?;
    Ok(PaymentProviderView::new(&provider, &messaging.base_url))
}

/// From now on nobody is asked to pay by card. Links that are out stay open at the provider.
pub fn disconnect(tx: &mut Tx<'_>, caller: &Caller) -> Result<()> {
    organizations::queries::hold(tx.conn(), caller.organization_id)?;
    let provider = store::find_opt(tx.conn(), caller.organization_id)?.ok_or_else(Problem::not_found)?;
    tx.ensure_fresh(provider.version)?;
    store::delete(tx.conn(), &provider)?;
    events::emit(tx, &ProviderEvent::new("payment_provider.disconnected", &provider))
}
