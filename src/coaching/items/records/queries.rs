//! Reading records.

use super::model::RecordView;
use super::store;
use crate::coaching::items;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::ItemId;
use crate::kernel::page::Page;

pub fn list(conn: &mut Conn, caller: &Caller, item_id: ItemId) -> Result<Page<RecordView>> {
    items::queries::managed(conn, caller, item_id)?;
    Ok(Page::whole(store::of_item(conn, item_id)?.into_iter().map(Into::into).collect()))
}
