//! Names and addresses of those whom rows speak of, with one query a page.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::users;
use crate::kernel::Result;
use crate::kernel::ids::UserId;
use crate::kernel::list::distinct;

#[derive(Debug, Clone, Queryable)]
pub(super) struct Person {
    pub name: String,
    pub email: String,
}

pub(super) fn of(conn: &mut Conn, ids: impl Iterator<Item = UserId>) -> Result<HashMap<UserId, Person>> {
    let ids = distinct(ids.collect());
    let rows: Vec<(UserId, Person)> =
        users::table.filter(users::id.eq_any(ids)).select((users::id, (users::name, users::email))).load(conn)?;
    Ok(rows.into_iter().collect())
}
