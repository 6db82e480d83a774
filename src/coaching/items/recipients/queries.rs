//! Reading recipients.

use super::model::RecipientView;
use super::store;
use crate::coaching::items;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::ItemId;
use crate::kernel::page::Page;

/// Everybody whom an item is for, for those who run it.
pub fn list(conn: &mut Conn, caller: &Caller, item_id: ItemId) -> Result<Page<RecipientView>> {
    items::queries::managed(conn, caller, item_id)?;
    store::views(conn, item_id).map(Page::whole)
}
