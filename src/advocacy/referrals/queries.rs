//! Reading referrals; only staff do.

use super::model::ReferralView;
use super::requests::ReferralFilter;
use super::store;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::ReferralId;
use crate::kernel::page::{Page, PageRequest};

/// Newest first.
pub fn list(conn: &mut Conn, caller: &Caller, mut filter: ReferralFilter) -> Result<Page<ReferralView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &("referrals", &filter))?;
    let rows = store::list(conn, caller.organization_id, &filter, request.after()?, request.fetch())?;
    Ok(request.page(rows, |referral| (referral.created_at, referral.id)).map(Into::into))
}

pub fn get(conn: &mut Conn, caller: &Caller, id: ReferralId) -> Result<ReferralView> {
    store::find(conn, caller.organization_id, id).map(Into::into)
}
