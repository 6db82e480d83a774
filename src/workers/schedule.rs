//! Fires what is scheduled: items that are to be sent, and reminders.

use crate::app::App;
use crate::coaching::items;
use crate::db::{Intent, dialect};
use crate::kernel::Result;

/// Items fired in one transaction.
const BATCH: i64 = 100;

/// Fires a batch of due items and tells how many there were. Asking first keeps an idle worker from
/// writing, which would wake every other.
pub async fn step(app: &App) -> Result<usize> {
    let now = app.db.clock().now();
    let (sends, reminds) = app
        .db
        .read(move |conn| {
            Ok((dialect::has_due(conn, "items", "send_due_at", now)?, dialect::has_due(conn, "items", "next_reminder_at", now)?))
        })
        .await?;
    let mut fired = 0;
    if sends {
        fired += app.db.write(Intent::system(), |tx| items::commands::fire_due(tx, BATCH)).await?;
    }
    if reminds {
        fired += app.db.write(Intent::system(), |tx| items::commands::fire_reminders(tx, BATCH)).await?;
    }
    Ok(fired)
}
