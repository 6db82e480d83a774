//! Changing what one wants to hear.

use super::model::{Preference, PreferencesView, PutPreferences, Unsubscription};
use super::{queries, store};
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::identity::users;
use crate::kernel::ids::UserId;
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::notifications::catalogue::{self, NotificationType};
use crate::messaging::notifications::model::Channel;

pub fn put(tx: &mut Tx<'_>, caller: &Caller, change: PutPreferences) -> Result<PreferencesView> {
    let user_id = caller.user_id().ok_or_else(|| Problem::new(Code::Forbidden))?;
    let is_unknown = |key: &str| catalogue::find_opt(key).is_none_or(|entry| !entry.optional);
    let faults: Vec<FieldError> = change
        .preferences
        .iter()
        .enumerate()
        .filter(|(_, preference)| is_unknown(&preference.notification_type))
        .map(|(index, _)| FieldError::at(format!("/preferences/{index}/type"), "invalid_choice", "is not one that can be switched off"))
        .collect();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let now = tx.now();
    for preference in change.preferences {
        for (channel, is_enabled) in [(Channel::Email, preference.email), (Channel::InApp, preference.in_app)] {
            let row = Preference {
                user_id,
                notification_type: preference.notification_type.clone(),
                channel,
                organization_id: caller.organization_id,
                is_enabled,
                updated_at: now,
            };
            store::put(tx.conn(), &row)?;
        }
    }
    queries::of_user(tx.conn(), user_id)
}

/// By a link in a mail. Doing it again changes nothing.
pub fn unsubscribe(tx: &mut Tx<'_>, user_id: UserId, entry: &NotificationType) -> Result<Unsubscription> {
    let user = users::store::find_anywhere(tx.conn(), user_id)?;
    let row = Preference {
        user_id,
        notification_type: entry.key.to_owned(),
        channel: Channel::Email,
        organization_id: user.organization_id,
        is_enabled: false,
        updated_at: tx.now(),
    };
    store::put(tx.conn(), &row)?;
    queries::unsubscription(tx.conn(), user_id, entry)
}
