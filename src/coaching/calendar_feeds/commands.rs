//! Making and revoking feeds of one's own calendar.

use super::events::CalendarFeedEvent;
use super::model::{CalendarFeed, CreateCalendarFeed, IssuedCalendarFeed};
use super::store;
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::CalendarFeedId;
use crate::kernel::{Code, Problem, Result, secrets};
use crate::messaging::{Messaging, events};

pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateCalendarFeed, messaging: &Messaging) -> Result<IssuedCalendarFeed> {
    let user_id = caller.user_id().ok_or_else(|| Problem::new(Code::Forbidden))?;
    let token = secrets::random_token()?;
    let feed = CalendarFeed {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        user_id,
        name: new.name,
        token_hash: secrets::token_hash(&token),
        created_at: tx.now(),
    };
    store::insert(tx.conn(), &feed)?;
    events::emit(tx, &CalendarFeedEvent::new("calendar_feed.created", &feed))?;
    let url = format!("{}/api/v1/public/calendars/{token}.ics", messaging.base_url);
    Ok(IssuedCalendarFeed { id: feed.id, name: feed.name, url, created_at: feed.created_at })
}

/// Its link stops working at once.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: CalendarFeedId) -> Result<()> {
    let user_id = caller.user_id().ok_or_else(Problem::not_found)?;
    let feed = store::find(tx.conn(), user_id, id)?;
    store::delete(tx.conn(), user_id, id)?;
    events::emit(tx, &CalendarFeedEvent::new("calendar_feed.revoked", &feed))
}
