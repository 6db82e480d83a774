//! Who is in which segment: kept in rows, and changed by what changes. One writer at a time: whoever changes
//! rows here holds the follower of the log first ([`claim`]), so that nobody works with what another is
//! about to change.

pub mod building;
pub mod dues;
pub mod facts;
pub mod following;
mod settle;
pub mod store;

pub use settle::{Cause, Errand, Settled, settle};

use crate::db::{Tx, dialect};
use crate::kernel::Result;

/// The name under which the log is followed.
pub const FOLLOWER: &str = "segments";

/// Holds everything that is kept about segments until the transaction ends.
pub fn claim(tx: &mut Tx<'_>) -> Result<()> {
    Ok(dialect::start_follower(tx.conn(), FOLLOWER)?)
}
