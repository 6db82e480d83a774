//! Fires what is scheduled: items that are to be sent, reminders, and missions that launch or end by themselves.

use crate::advocacy::missions;
use crate::advocacy::submissions;
use crate::app::App;
use crate::coaching::goals::{feedback, milestones};
use crate::coaching::items;
use crate::db::{Intent, Tx, dialect};
use crate::kernel::Result;

/// Rows fired in one transaction.
const BATCH: i64 = 100;

/// Fires a batch of what is due and tells how many there were.
type Fire = fn(&mut Tx<'_>, i64) -> Result<usize>;

/// Where something can be due, and what happens then.
const DUE: &[(&str, &str, Fire)] = &[
    ("items", "send_due_at", items::commands::fire_due),
    ("items", "next_reminder_at", items::commands::fire_reminders),
    ("milestones", "next_reminder_at", milestones::firing::fire),
    ("submissions", "confirm_by", submissions::guests::forget),
    ("feedback_requests", "next_reminder_at", feedback::firing::fire),
    ("missions", "launch_at", missions::firing::launch),
    ("missions", "expiry_due_at", missions::firing::end),
];

/// Fires a batch of each kind that is due. Asking first keeps an idle worker from writing, which would wake
/// every other.
pub async fn step(app: &App) -> Result<usize> {
    let now = app.db.clock().now();
    let due = app
        .db
        .read(move |conn| {
            let ask = |(table, column, fire): &(&'static str, &'static str, Fire)| {
                dialect::has_due(conn, table, column, now).map(|is_due| is_due.then_some(*fire))
            };
            Ok(DUE.iter().map(ask).collect::<Result<Vec<_>, _>>()?)
        })
        .await?;
    let mut fired = 0;
    for fire in due.into_iter().flatten() {
        fired += app.db.write(Intent::system(), move |tx| fire(tx, BATCH)).await?;
    }
    Ok(fired)
}
