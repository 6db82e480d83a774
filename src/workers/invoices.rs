//! Brings invoices on their way: documents, payment links, and who is late.

use crate::app::App;
use crate::coaching::invoices::tasks;
use crate::kernel::Result;

/// Does what is due for the next invoice and tells how much there was.
pub async fn step(app: &App) -> Result<usize> {
    tasks::step(app).await
}
