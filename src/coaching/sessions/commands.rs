//! What is done to sessions. A session of an item changes by way of its item, so that both stay one thing
//! and take turns under the engagement's lock.

use serde_json::{Map, Value};

use super::following::announce;
use super::model::{Action, RescheduleSession, Session, SessionStatus, UpdateSessionDetails};
use super::views::SessionView;
use super::{queries, store};
use crate::coaching::items;
use crate::coaching::items::model::{CompleteItem, ScheduleItem, UpdateItem};
use crate::coaching::items::recipients;
use crate::coaching::items::recipients::model::{AddRecipient, RecipientView};
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{ItemId, RecipientId, SessionId};
use crate::kernel::{Code, Problem, Result};

/// What a fault in the item's fields is called here.
const FIELDS: &[(&str, &str)] = &[("/scheduled_at", "/starts_at"), ("/local_scheduled_at", "/local_starts_at"), ("/session/", "/")];

/// The session and its item, held, when the action is possible now.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: SessionId, action: Action) -> Result<(Session, ItemId)> {
    let (session, item_id) = managed(tx, caller, id)?;
    session.ensure_allowed(action)?;
    Ok((session, item_id))
}

/// The session of an item, its engagement held. Interviews change through their own routes.
fn managed(tx: &mut Tx<'_>, caller: &Caller, id: SessionId) -> Result<(Session, ItemId)> {
    let session = store::find(tx.conn(), caller.organization_id, id)?;
    queries::ensure_visible(tx.conn(), caller, &session)?;
    let Some(item_id) = session.item_id else {
        return Err(Problem::new(Code::InvalidTransition)
            .detail("An interview is changed under /interviews.")
            .with("allowed_actions", Vec::<&str>::new()));
    };
    items::commands::open(tx, caller, item_id)?;
    // Read again under the lock.
    Ok((store::find(tx.conn(), caller.organization_id, id)?, item_id))
}

/// Another time; attendees are told, under a higher SEQUENCE, if time, length or place differ.
pub fn reschedule(tx: &mut Tx<'_>, caller: &Caller, id: SessionId, change: RescheduleSession) -> Result<SessionView> {
    let (_, item_id) = open(tx, caller, id, Action::Reschedule)?;
    let schedule = ScheduleItem {
        scheduled_at: change.starts_at,
        local_scheduled_at: change.local_starts_at,
        time_zone: change.time_zone,
        session: details(change.duration, change.location),
        allow_overlap: change.allow_overlap,
    };
    items::schedule::schedule(tx, caller, item_id, schedule).map_err(|problem| problem.renamed(FIELDS))?;
    queries::get(tx.conn(), caller, id)
}

/// It does not take place; its item is unscheduled again.
pub fn cancel(tx: &mut Tx<'_>, caller: &Caller, id: SessionId) -> Result<SessionView> {
    let (_, item_id) = open(tx, caller, id, Action::Cancel)?;
    items::schedule::unschedule(tx, caller, item_id)?;
    queries::get(tx.conn(), caller, id)
}

/// It was held, and with it its item is completed.
pub fn complete(tx: &mut Tx<'_>, caller: &Caller, id: SessionId, change: &CompleteItem) -> Result<SessionView> {
    let (_, item_id) = open(tx, caller, id, Action::Complete)?;
    items::lifecycle::complete(tx, caller, item_id, change)?;
    queries::get(tx.conn(), caller, id)
}

/// Its time came and somebody did not. Its item stays open: it can be moved, or completed all the same.
pub fn no_show(tx: &mut Tx<'_>, caller: &Caller, id: SessionId) -> Result<SessionView> {
    let (mut session, item_id) = open(tx, caller, id, Action::NoShow)?;
    if session.starts_at > tx.now() {
        return Err(Problem::new(Code::InvalidTransition)
            .detail("It has not begun yet.")
            .with("allowed_actions", ["reschedule", "cancel", "complete"]));
    }
    session.status = SessionStatus::NoShow;
    store::update(tx.conn(), &session)?;
    items::commands::touch(tx, caller, item_id)?;
    let session = store::find(tx.conn(), caller.organization_id, id)?;
    announce(tx, "session.no_show", &session)?;
    queries::get(tx.conn(), caller, id)
}

/// Title, description, length and place, which are its item's.
pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: SessionId, change: UpdateSessionDetails) -> Result<SessionView> {
    let (_, item_id) = managed(tx, caller, id)?;
    let session = details(change.duration, change.location);
    let change = UpdateItem { title: change.title, description: change.description, session, ..UpdateItem::default() };
    items::commands::update(tx, caller, item_id, change).map_err(|problem| problem.renamed(FIELDS))?;
    queries::get(tx.conn(), caller, id)
}

/// A change of length and place as items take it; nothing where neither is named.
fn details(duration: Option<IsoDuration>, location: Option<String>) -> Option<Map<String, Value>> {
    let named = [("duration", duration.map(|duration| duration.to_string())), ("location", location)];
    let details: Map<String, Value> = named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))).collect();
    (!details.is_empty()).then_some(details)
}

/// Attendees of a session are recipients of its item.
pub fn add_attendee(tx: &mut Tx<'_>, caller: &Caller, id: SessionId, new: &AddRecipient) -> Result<RecipientView> {
    let (_, item_id) = managed(tx, caller, id)?;
    recipients::commands::add(tx, caller, item_id, new)
}

pub fn remove_attendee(tx: &mut Tx<'_>, caller: &Caller, id: SessionId, attendee_id: RecipientId) -> Result<()> {
    let (_, item_id) = managed(tx, caller, id)?;
    recipients::commands::remove(tx, caller, item_id, attendee_id)
}
