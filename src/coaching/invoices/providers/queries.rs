//! Reading payment providers.

use super::model::PaymentProviderView;
use super::store;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::{Problem, Result};

pub fn get(conn: &mut Conn, caller: &Caller, base_url: &str) -> Result<PaymentProviderView> {
    let provider = store::find_opt(conn, caller.organization_id)?.ok_or_else(Problem::not_found)?;
    Ok(PaymentProviderView::new(&provider, base_url))
}
