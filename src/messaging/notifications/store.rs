//! The table `notifications`.

use diesel::prelude::*;

use super::model::{Channel, Notification, NotificationState, Reason};
use crate::db::functions::{lower, replace};
use crate::db::schema::notifications;
use crate::db::{Conn, MultiBackend, Prepared, dialect};
use crate::identity::users::traces::Forgotten;
use crate::kernel::ids::{EngagementId, MissionId, NotificationId, OrganizationId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

/// Stores what nobody has queued yet.
pub fn insert_new(conn: &mut Conn, rows: &[Notification]) -> Result<usize> {
    Ok(dialect::insert_new!(conn, notifications::table, notifications::intent, rows)?)
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: NotificationId) -> Result<Notification> {
    let found = notifications::table
        .filter(notifications::id.eq(id))
        .filter(notifications::organization_id.eq(organization_id))
        .select(Notification::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

/// Whether the same person hears the same of the same thing by a later one, which makes this one too many.
pub fn has_newer(conn: &mut Conn, row: &Notification) -> Result<bool> {
    let newer = notifications::table
        .filter(notifications::recipient_id.eq(row.recipient_id))
        .filter(notifications::subject_id.eq(row.subject_id.clone()))
        .filter(notifications::notification_type.eq(row.notification_type.clone()))
        .filter(notifications::channel.eq(row.channel))
        .filter(notifications::state.eq_any([NotificationState::Pending, NotificationState::Sent]))
        .filter(notifications::id.gt(row.id));
    Ok(diesel::select(diesel::dsl::exists(newer)).get_result(conn)?)
}

/// Those of these intents that are queued.
pub fn known(conn: &mut Conn, intents: &[String]) -> Result<Vec<String>> {
    Ok(notifications::table.filter(notifications::intent.eq_any(intents.to_vec())).select(notifications::intent).load(conn)?)
}

/// Lets those of these wait anew that were suppressed for this reason, and tells which.
pub fn revive(conn: &mut Conn, intents: &[String], reason: Reason, now: Timestamp) -> Result<Vec<NotificationId>> {
    let stopped = notifications::table
        .filter(notifications::intent.eq_any(intents.to_vec()))
        .filter(notifications::state.eq(NotificationState::Suppressed))
        .filter(notifications::reason.eq(reason.to_string()));
    let ids: Vec<NotificationId> = stopped.select(notifications::id).load(conn)?;
    let change =
        (notifications::state.eq(NotificationState::Pending), notifications::reason.eq(None::<String>), notifications::due_at.eq(now));
    diesel::update(notifications::table.filter(notifications::id.eq_any(ids.clone()))).set(change).execute(conn)?;
    Ok(ids)
}

/// What became of it; a title that is not known stays.
pub fn settle(
    conn: &mut Conn,
    id: NotificationId,
    state: NotificationState,
    reason: Option<String>,
    title: Option<String>,
    sent_at: Option<Timestamp>,
) -> Result<()> {
    let row = notifications::table.find(id);
    let change = (notifications::state.eq(state), notifications::reason.eq(reason), notifications::sent_at.eq(sent_at));
    Prepared(diesel::update(row).set(change)).execute(conn)?;
    if title.is_some() {
        Prepared(diesel::update(row).set(notifications::title.eq(title))).execute(conn)?;
    }
    Ok(())
}

/// Filters of the list of notifications.
#[derive(Debug, Default)]
pub struct Wanted {
    pub recipient_id: Option<UserId>,
    pub engagement_id: Option<EngagementId>,
    pub mission_id: Option<MissionId>,
    pub types: Option<Vec<String>>,
    pub states: Option<Vec<NotificationState>>,
    pub channel: Option<Channel>,
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    wanted: Wanted,
    before: Option<(Timestamp, NotificationId)>,
    limit: i64,
) -> Result<Vec<Notification>> {
    let mut query = notifications::table
        .filter(notifications::organization_id.eq(organization_id))
        .order((notifications::created_at.desc(), notifications::id.desc()))
        .select(Notification::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(id) = wanted.recipient_id {
        query = query.filter(notifications::recipient_id.eq(id));
    }
    if let Some(id) = wanted.engagement_id {
        query = query.filter(notifications::engagement_id.eq(id));
    }
    if let Some(id) = wanted.mission_id {
        query = query.filter(notifications::mission_id.eq(id));
    }
    if let Some(types) = wanted.types {
        query = query.filter(notifications::notification_type.eq_any(types));
    }
    if let Some(states) = wanted.states {
        query = query.filter(notifications::state.eq_any(states));
    }
    if let Some(channel) = wanted.channel {
        query = query.filter(notifications::channel.eq(channel));
    }
    if let Some((at, id)) = before {
        query = dialect::before!(query, notifications::created_at, notifications::id, at, id);
    }
    Ok(query.load(conn)?)
}

/// What stands in a person's list, newest first.
pub fn inbox(
    conn: &mut Conn,
    user_id: UserId,
    only_unread: bool,
    before: Option<(Timestamp, NotificationId)>,
    limit: i64,
) -> Result<Vec<Notification>> {
    let mut query = notifications::table
        .filter(notifications::recipient_id.eq(user_id))
        .filter(notifications::channel.eq(Channel::InApp))
        .filter(notifications::state.eq(NotificationState::Sent))
        .order((notifications::created_at.desc(), notifications::id.desc()))
        .select(Notification::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if only_unread {
        query = query.filter(notifications::read_at.is_null());
    }
    if let Some((at, id)) = before {
        query = dialect::before!(query, notifications::created_at, notifications::id, at, id);
    }
    Ok(query.load(conn)?)
}

pub fn unread(conn: &mut Conn, user_id: UserId) -> Result<i64> {
    Ok(notifications::table
        .filter(notifications::recipient_id.eq(user_id))
        .filter(notifications::channel.eq(Channel::InApp))
        .filter(notifications::state.eq(NotificationState::Sent))
        .filter(notifications::read_at.is_null())
        .count()
        .get_result(conn)?)
}

/// Marks these, or all, of a person's as read.
pub fn mark_read(conn: &mut Conn, user_id: UserId, ids: Option<&[NotificationId]>, now: Timestamp) -> Result<usize> {
    let unread = notifications::table
        .filter(notifications::recipient_id.eq(user_id))
        .filter(notifications::channel.eq(Channel::InApp))
        .filter(notifications::state.eq(NotificationState::Sent))
        .filter(notifications::read_at.is_null());
    let change = notifications::read_at.eq(now);
    Ok(match ids {
        Some(ids) => diesel::update(unread.filter(notifications::id.eq_any(ids.to_vec()))).set(change).execute(conn)?,
        None => diesel::update(unread).set(change).execute(conn)?,
    })
}

/// Takes the address of a deleted person out of what they heard, with their account and before they had one.
pub fn forget(conn: &mut Conn, who: Forgotten<'_>) -> Result<()> {
    let address = notifications::address.eq(&who.user.email);
    diesel::update(notifications::table.filter(notifications::recipient_id.eq(who.user.id))).set(address).execute(conn)?;
    let outside = notifications::table
        .filter(notifications::organization_id.eq(who.user.organization_id))
        .filter(notifications::recipient_id.is_null())
        .filter(lower(notifications::address).eq(who.former.to_owned()));
    let nobody = (
        address,
        notifications::recipient_name.eq(None::<String>),
        notifications::intent.eq(replace(notifications::intent, who.former.to_owned(), who.user.email_key.clone())),
    );
    diesel::update(outside).set(nobody).execute(conn)?;
    Ok(())
}
