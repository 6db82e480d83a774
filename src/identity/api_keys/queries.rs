//! Reading API keys.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::ApiKeyView;
use super::store;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::ApiKeyId;
use crate::kernel::page::{Page, PageRequest, list_schema};

list_schema!(ApiKeyList of ApiKeyView);

/// How the list is paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ApiKeyFilter {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Oldest first; revoked ones are gone.
pub fn list(conn: &mut Conn, caller: &Caller, filter: ApiKeyFilter) -> Result<Page<ApiKeyView>> {
    let request = PageRequest::new(filter.limit, filter.cursor, &"api-keys")?;
    let rows = store::list(conn, caller.organization_id, request.after()?, request.fetch())?;
    Ok(request.page(rows, |row| (row.created_at, row.id)).map(Into::into))
}

/// The name of one's own key.
pub fn name(conn: &mut Conn, caller: &Caller, id: ApiKeyId) -> Result<String> {
    Ok(store::find(conn, caller.organization_id, id)?.name)
}
