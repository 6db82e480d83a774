//! The table `item_records`.

use diesel::prelude::*;

use super::model::Record;
use crate::db::Conn;
use crate::db::schema::item_records;
use crate::kernel::ids::{ItemId, RecordId};
use crate::kernel::{Problem, Result};

pub fn insert(conn: &mut Conn, row: &Record) -> Result<()> {
    diesel::insert_into(item_records::table).values(row).execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut Conn, item_id: ItemId, id: RecordId) -> Result<Record> {
    let found = item_records::table
        .filter(item_records::id.eq(id))
        .filter(item_records::item_id.eq(item_id))
        .select(Record::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn of_item(conn: &mut Conn, item_id: ItemId) -> Result<Vec<Record>> {
    Ok(item_records::table.filter(item_records::item_id.eq(item_id)).order(item_records::id).select(Record::as_select()).load(conn)?)
}

pub fn delete(conn: &mut Conn, id: RecordId) -> Result<()> {
    diesel::delete(item_records::table.find(id)).execute(conn)?;
    Ok(())
}
