//! What goes with a person's name when they are deleted: words of theirs that features keep. What others need
//! stays: engagements, ledgers, what was decided. One table; a feature that keeps such words adds its line.

use crate::advocacy::rewards;
use crate::db::Tx;
use crate::kernel::Result;
use crate::kernel::ids::{OrganizationId, UserId};

/// Forgets what one feature keeps of a person.
type Forget = fn(&mut Tx<'_>, OrganizationId, UserId) -> Result<()>;

/// The table.
const KEEPERS: &[Forget] = &[rewards::grants::commands::forget_person];

pub(super) fn forget(tx: &mut Tx<'_>, organization_id: OrganizationId, user_id: UserId) -> Result<()> {
    KEEPERS.iter().try_for_each(|forget| forget(tx, organization_id, user_id))
}
