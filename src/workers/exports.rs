//! Makes exports, one after the other; several processes share them by leases.

use crate::app::App;
use crate::exports::job;
use crate::kernel::Result;

/// Makes the next export and tells whether there was one.
pub async fn step(app: &App) -> Result<usize> {
    job::run_next(app).await
}
