//! Reading preferences.

use super::model::{PreferenceView, PreferencesView, Unsubscription};
use super::store;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::UserId;
use crate::kernel::{Code, Problem, Result};
use crate::messaging::Messaging;
use crate::messaging::notifications::catalogue::{self, NotificationType};
use crate::messaging::notifications::model::Channel;

/// One's own.
pub fn own(conn: &mut Conn, caller: &Caller) -> Result<PreferencesView> {
    let user_id = caller.user_id().ok_or_else(|| Problem::new(Code::Forbidden))?;
    of_user(conn, user_id)
}

pub fn of_user(conn: &mut Conn, user_id: UserId) -> Result<PreferencesView> {
    let rows = store::of_user(conn, user_id)?;
    let wanted = |entry: &NotificationType, channel: Channel| {
        !rows.iter().any(|row| row.notification_type == entry.key && row.channel == channel && !row.is_enabled)
    };
    let view = |entry: &NotificationType| PreferenceView {
        notification_type: entry.key.to_owned(),
        description: entry.description.to_owned(),
        email: wanted(entry, Channel::Email),
        in_app: wanted(entry, Channel::InApp),
    };
    Ok(PreferencesView { preferences: catalogue::all().filter(|entry| entry.optional).map(view).collect() })
}

const PURPOSE: &str = "unsubscribe";

/// The token of a link that unsubscribes one person from one kind of mail: who holds it can do just that,
/// without logging in, however old the mail is.
pub fn unsubscribe_token(messaging: &Messaging, user_id: UserId, key: &str) -> Result<String> {
    messaging.vault.pass(PURPOSE, &format!("{user_id}.{key}"))
}

/// Whom and what a token stands for.
pub fn read_token(messaging: &Messaging, token: &str) -> Result<(UserId, &'static NotificationType)> {
    let (user, key) = messaging.vault.opened_by(PURPOSE, token).and_then(|thing| thing.split_once('.')).ok_or_else(Problem::not_found)?;
    let entry = catalogue::find_opt(key).filter(|entry| entry.optional).ok_or_else(Problem::not_found)?;
    Ok((user.parse().map_err(|_| Problem::not_found())?, entry))
}

pub fn unsubscription(conn: &mut Conn, user_id: UserId, entry: &NotificationType) -> Result<Unsubscription> {
    let off = store::switched_off(conn, entry.key, &[user_id])?;
    Ok(Unsubscription {
        notification_type: entry.key.to_owned(),
        description: entry.description.to_owned(),
        subscribed: !off.contains(&(user_id, Channel::Email)),
    })
}
