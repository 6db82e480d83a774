//! Writing down what became of notifications, and that somebody has read them.

use super::model::{NotificationState, Reason};
use super::store;
use super::views::{MarkRead, UnreadCount};
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::NotificationId;
use crate::kernel::{Code, Problem, Result};

/// How a notification ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Sent,
    Failed(String),
    Suppressed(Reason),
    Missed,
}

impl Fate {
    pub fn reason(&self) -> Option<String> {
        match self {
            Fate::Sent => None,
            Fate::Failed(why) => Some(why.clone()),
            Fate::Suppressed(reason) => Some(reason.to_string()),
            Fate::Missed => Some(Reason::TooLate.to_string()),
        }
    }
}

pub fn settle(tx: &mut Tx<'_>, id: NotificationId, fate: Fate, title: Option<String>) -> Result<()> {
    let state = match fate {
        Fate::Sent => NotificationState::Sent,
        Fate::Failed(_) => NotificationState::Failed,
        Fate::Suppressed(_) => NotificationState::Suppressed,
        Fate::Missed => NotificationState::Missed,
    };
    let sent_at = (fate == Fate::Sent).then(|| tx.now());
    store::settle(tx.conn(), id, state, fate.reason(), title, sent_at)
}

/// Marks one's own as read: those that are named, or all.
pub fn mark_read(tx: &mut Tx<'_>, caller: &Caller, change: &MarkRead) -> Result<UnreadCount> {
    let user_id = caller.user_id().ok_or_else(|| Problem::new(Code::Forbidden))?;
    let now = tx.now();
    store::mark_read(tx.conn(), user_id, change.notification_ids.as_deref(), now)?;
    Ok(UnreadCount { unread_count: store::unread(tx.conn(), user_id)? })
}
