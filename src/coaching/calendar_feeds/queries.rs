//! Reading feeds, and the calendar behind a link.

use chrono::TimeDelta;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::CalendarFeedView;
use super::store;
use crate::coaching::sessions;
use crate::coaching::sessions::invite::{self, Calendar, Organizer};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::identity::{organizations, users};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Code, Problem, Result, Timestamp, secrets};

/// How far back a calendar goes, and how many sessions it holds at most.
const DAYS_BACK: i64 = 90;
const MOST: i64 = 1_000;

/// How the list is paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CalendarFeedFilter {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// One's own, oldest first.
pub fn list(conn: &mut Conn, caller: &Caller, filter: CalendarFeedFilter) -> Result<Page<CalendarFeedView>> {
    let user_id = caller.user_id().ok_or_else(|| Problem::new(Code::Forbidden))?;
    let request = PageRequest::new(filter.limit, filter.cursor, &("calendar_feeds", user_id))?;
    let rows = store::list(conn, user_id, request.after()?, request.fetch())?;
    Ok(request.page(rows, |row| (row.created_at, row.id)).map(Into::into))
}

/// Everything that a person holds or attends, from 90 days ago on, as iCalendar.
pub fn calendar(conn: &mut Conn, token: &str, mail_from: &str, now: Timestamp) -> Result<String> {
    let feed = store::find_by_token(conn, &secrets::token_hash(token))?;
    let user = users::store::find(conn, feed.organization_id, feed.user_id)?;
    if user.is_gone() {
        return Err(Problem::new(Code::TokenExpired));
    }
    let since = now.minus(TimeDelta::days(DAYS_BACK));
    let rows = sessions::store::of_person(conn, feed.organization_id, user.id, since, MOST)?;
    let entries = sessions::queries::entries(conn, feed.organization_id, rows)?;
    let organizer = Organizer { name: organizations::queries::name(conn, feed.organization_id)?, email: mail_from.to_owned() };
    Ok(invite::write(&Calendar { method: "PUBLISH", name: Some(&organizer.name), organizer: &organizer, now }, &entries))
}
