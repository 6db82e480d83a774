//! Takes what missions tell further: launches and reminders batch by batch, and posts that are gathered for
//! Slack.

use std::sync::Arc;

use crate::advocacy::notices::{broadcasts, gathering};
use crate::app::App;
use crate::db::{Intent, dialect};
use crate::kernel::Result;

/// Does one batch of what is due and tells how many there were.
pub async fn step(app: &Arc<App>) -> Result<usize> {
    let now = app.db.clock().now();
    let (has_broadcast, has_gathering) = app
        .db
        .read(move |conn| {
            let broadcast = dialect::has_due(conn, "mission_broadcasts", "due_at", now)?;
            Ok((broadcast, dialect::has_due(conn, "mission_gatherings", "due_at", now)?))
        })
        .await?;
    let mut done = 0;
    if has_broadcast {
        fail::fail_point!("broadcast.before", |_| std::process::abort());
        let shared = app.clone();
        done += app.db.write(Intent::system(), move |tx| broadcasts::take(tx, &shared.messaging)).await?;
        fail::fail_point!("broadcast.after", |_| std::process::abort());
    }
    if has_gathering {
        done += app.db.write(Intent::system(), gathering::post_next).await?;
    }
    Ok(done)
}
