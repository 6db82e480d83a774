//! Reading the list of suppressed addresses.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::SuppressionView;
use super::store;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::page::{Page, PageRequest};
use crate::messaging::channels::email::bounces::{self, Bounce};

/// How the list is paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuppressionFilter {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// What a mail provider says, whichever it is.
pub fn reported(body: &serde_json::Value) -> Vec<Bounce> {
    bounces::parse(body)
}

/// Newest first.
pub fn list(conn: &mut Conn, caller: &Caller, filter: SuppressionFilter) -> Result<Page<SuppressionView>> {
    let request = PageRequest::new(filter.limit, filter.cursor, &"email-suppressions")?;
    let rows = store::list(conn, caller.organization_id, request.after()?, request.fetch())?;
    Ok(request.page(rows, |row| (row.created_at, row.id)).map(Into::into))
}
