//! The table `calendar_feeds`.

use diesel::prelude::*;

use super::model::CalendarFeed;
use crate::db::schema::calendar_feeds;
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{CalendarFeedId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

/// By its token; an unknown one looks like any other thing that is not there.
pub fn find_by_token(conn: &mut Conn, token_hash: &str) -> Result<CalendarFeed> {
    let found =
        calendar_feeds::table.filter(calendar_feeds::token_hash.eq(token_hash)).select(CalendarFeed::as_select()).first(conn).optional()?;
    found.ok_or_else(Problem::not_found)
}

/// One's own.
pub fn find(conn: &mut Conn, user_id: UserId, id: CalendarFeedId) -> Result<CalendarFeed> {
    let found = calendar_feeds::table
        .filter(calendar_feeds::id.eq(id))
        .filter(calendar_feeds::user_id.eq(user_id))
        .select(CalendarFeed::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn insert(conn: &mut Conn, row: &CalendarFeed) -> Result<()> {
    diesel::insert_into(calendar_feeds::table).values(row).execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, user_id: UserId, id: CalendarFeedId) -> Result<()> {
    diesel::delete(calendar_feeds::table.find(id).filter(calendar_feeds::user_id.eq(user_id))).execute(conn)?;
    Ok(())
}

/// A person's, oldest first.
pub fn list(conn: &mut Conn, user_id: UserId, after: Option<(Timestamp, CalendarFeedId)>, limit: i64) -> Result<Vec<CalendarFeed>> {
    let mut query = calendar_feeds::table
        .filter(calendar_feeds::user_id.eq(user_id))
        .order((calendar_feeds::created_at, calendar_feeds::id))
        .select(CalendarFeed::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = after {
        query = dialect::after!(query, calendar_feeds::created_at, calendar_feeds::id, at, id);
    }
    Ok(query.load(conn)?)
}
