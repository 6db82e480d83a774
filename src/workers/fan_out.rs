//! Makes messages of events: one transaction takes the next of the log and writes what follows from them.

use std::sync::Arc;

use crate::app::App;
use crate::db::Intent;
use crate::kernel::Result;
use crate::messaging::events::reader;
use crate::messaging::notifications::fan_out::{self, FOLLOWER};

/// Events taken in one transaction.
const BATCH: i64 = 200;

/// Takes a batch and tells how many events there were.
pub async fn step(app: &Arc<App>) -> Result<usize> {
    if !app.db.read(|conn| reader::has_news(conn, FOLLOWER)).await? {
        return Ok(0);
    }
    fail::fail_point!("fan_out.before", |_| std::process::abort());
    let shared = app.clone();
    let taken = app.db.write(Intent::system(), move |tx| fan_out::take(tx, &shared.messaging, BATCH)).await?;
    fail::fail_point!("fan_out.after", |_| std::process::abort());
    Ok(taken)
}
