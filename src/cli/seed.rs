//! The demo organization.

use crate::app::App;
use crate::kernel::Result;

/// Who can log in to the demo.
pub struct Demo {
    /// Email and role.
    pub logins: Vec<(String, String)>,
    /// The same for all of them.
    pub password: String,
}

/// Fills a database that has no organization; `None` when it has one.
#[expect(clippy::unused_async, reason = "stands in until there is something to seed")]
pub async fn run(_app: &App) -> Result<Option<Demo>> {
    Ok(None)
}
