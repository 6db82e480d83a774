//! Forgets what is over: idempotency keys, logins, files of exports, bytes that no file names, counters of
//! rate limits, and what payment providers have told.

use crate::app::App;
use crate::coaching::invoices::payments;
use crate::db::{Intent, dialect};
use crate::identity::sessions;
use crate::kernel::Result;

/// Tells how much was forgotten in the database.
pub async fn step(app: &App) -> Result<usize> {
    app.limits.tidy();
    let keys = app
        .db
        .write(Intent::system(), |tx| {
            let now = tx.now();
            Ok(dialect::idempotency::purge(tx.conn(), now)?)
        })
        .await?;
    let logins = app.db.write(Intent::system(), sessions::commands::purge).await?;
    let told = app.db.write(Intent::system(), payments::commands::forget).await?;
    Ok(keys + logins + told + expire_exports(app).await? + app.storage.sweep().await?)
}

/// One file a transaction, for a file may be large.
async fn expire_exports(app: &App) -> Result<usize> {
    let mut expired = 0;
    let now = app.db.clock().now();
    while app.db.read(move |conn| crate::exports::queries::has_expired(conn, now)).await?
        && app.db.write(Intent::system(), crate::exports::commands::expire_next).await?
    {
        expired += 1;
    }
    Ok(expired)
}
