//! What goes with a person when they are deleted: what is known of them, words of theirs that features keep, and
//! whatever knows them by their address and not by their account. What others need stays: engagements, the
//! ledger of points, what was decided.

use super::model::User;
use crate::advocacy::{references, referrals, rewards, submissions};
use crate::coaching::forms::responses;
use crate::coaching::goals::feedback;
use crate::coaching::items::recipients;
use crate::db::Tx;
use crate::identity::attributes;
use crate::kernel::Result;
use crate::messaging::notifications;

/// Somebody who was deleted: whose traces they are, and what stands in them instead of the address.
#[derive(Debug, Clone, Copy)]
pub struct Forgotten<'a> {
    pub user: &'a User,
    /// Their address as it is compared.
    pub former: &'a str,
}

/// Takes name and address out of all of it. What they have not answered, nobody can answer any more; what they
/// said stays, as it does in records of others. Invoices keep whom they were sent to, as the law wants.
pub(super) fn remove(tx: &mut Tx<'_>, user: &User, former: &str) -> Result<()> {
    attributes::commands::forget(tx, user.organization_id, user.id)?;
    submissions::guests::join(tx, user, former)?;
    rewards::grants::commands::forget_person(tx, user.organization_id, user.id, former)?;
    references::commands::forget_person(tx, user.organization_id, user.id, former)?;
    referrals::commands::forget_person(tx, user.organization_id, former)?;
    let (now, forgotten) = (tx.now(), Forgotten { user, former });
    recipients::store::forget(tx.conn(), forgotten)?;
    responses::store::forget(tx.conn(), forgotten, now)?;
    feedback::store::forget(tx.conn(), forgotten, now)?;
    notifications::store::forget(tx.conn(), forgotten)
}
