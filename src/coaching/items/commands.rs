//! Stands in until items are written.

use crate::db::Tx;
use crate::kernel::Result;

/// Fires what is due and tells how many items that were.
pub fn fire_due(_tx: &mut Tx<'_>, _limit: i64) -> Result<usize> {
    Ok(0)
}
