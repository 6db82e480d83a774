//! Reading what references were asked for.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::ReferenceUseView;
use super::store;
use crate::advocacy::references;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::ReferenceProfileId;
use crate::kernel::page::{Page, PageRequest};

/// How the list is paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReferenceUseFilter {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    caller: &Caller,
    profile_id: ReferenceProfileId,
    filter: ReferenceUseFilter,
) -> Result<Page<ReferenceUseView>> {
    let profile = references::store::find(conn, caller.organization_id, profile_id)?;
    let request = PageRequest::new(filter.limit, filter.cursor, &("reference uses", profile.id))?;
    let rows = store::list(conn, profile.id, request.after()?, request.fetch())?;
    Ok(request.page(rows, |used| (used.created_at, used.id)).map(Into::into))
}
