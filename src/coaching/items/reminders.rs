//! The offsets at which recipients are reminded.

use super::details::ItemKind;
use crate::db::Tx;
use crate::identity::organizations;
use crate::kernel::Result;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::OrganizationId;

/// Offsets as they are stored: each once, the longest first.
pub(super) fn seconds_of(offsets: Vec<IsoDuration>) -> Vec<i64> {
    organizations::commands::longest_first(offsets).into_iter().map(IsoDuration::seconds).collect()
}

/// The reminders that items of an organization begin with.
pub(super) struct UsualReminders {
    sessions: Vec<i64>,
    others: Vec<i64>,
}

impl UsualReminders {
    pub fn of(&self, kind: ItemKind) -> Vec<i64> {
        if kind == ItemKind::Session { self.sessions.clone() } else { self.others.clone() }
    }
}

pub(super) fn usual_reminders(tx: &mut Tx<'_>, organization_id: OrganizationId) -> Result<UsualReminders> {
    let settings = organizations::queries::settings(tx.conn(), organization_id)?;
    Ok(UsualReminders { sessions: seconds_of(settings.session_reminders), others: seconds_of(settings.item_reminders) })
}
