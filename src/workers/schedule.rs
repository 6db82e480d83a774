//! Fires what is scheduled.

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
    if !app.db.read(move |conn| Ok(dialect::has_due(conn, "items", "send_due_at", now)?)).await? {
        return Ok(0);
    }
    app.db.write(Intent::system(), |tx| items::commands::fire_due(tx, BATCH)).await
}
