//! Keeps who is in which segment in line: follows the log, looks at those whose time has come, and applies
//! new rules.

use crate::advocacy::segments::membership::{FOLLOWER, building, dues, following};
use crate::advocacy::segments::store;
use crate::app::App;
use crate::db::{Intent, dialect};
use crate::kernel::Result;
use crate::messaging::events::reader;

/// Events taken in one transaction.
const EVENTS: i64 = 200;
/// People whose time has come, in one transaction.
const DUE: i64 = 200;
/// People to whom a new rule is applied in one transaction.
const PEOPLE: i64 = 500;

/// Does some of each and tells how much there was. What happened to people comes before new rules.
pub async fn step(app: &App) -> Result<usize> {
    let now = app.db.clock().now();
    let (has_news, is_due, is_building) = app
        .db
        .read(move |conn| {
            Ok((reader::has_news(conn, FOLLOWER)?, dialect::has_due(conn, "segment_dues", "due_at", now)?, store::is_building(conn)?))
        })
        .await?;
    let mut done = 0;
    if has_news {
        done += app.db.write(Intent::system(), |tx| following::take(tx, EVENTS)).await?.events;
    }
    if is_due {
        done += app.db.write(Intent::system(), |tx| dues::fire(tx, DUE)).await?;
    }
    if is_building {
        done += usize::from(app.db.write(Intent::system(), |tx| building::advance(tx, PEOPLE)).await?);
    }
    Ok(done)
}
