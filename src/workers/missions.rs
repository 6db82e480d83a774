//! Assigns missions to people who enter segments.

use crate::advocacy::missions::assignments::{filling, follower};
use crate::app::App;
use crate::db::Intent;
use crate::kernel::Result;
use crate::messaging::events::reader;

/// Events taken in one transaction.
const EVENTS: i64 = 200;
/// People assigned in one transaction, of those who were inside at launch.
const PEOPLE: i64 = 500;

/// Takes a batch of events, or of people, and tells how many there were.
pub async fn step(app: &App) -> Result<usize> {
    if app.db.read(|conn| reader::has_news(conn, follower::FOLLOWER)).await? {
        return app.db.write(Intent::system(), |tx| follower::take(tx, EVENTS)).await;
    }
    if app.db.read(filling::is_due).await? {
        return app.db.write(Intent::system(), |tx| filling::step(tx, PEOPLE)).await;
    }
    Ok(0)
}
