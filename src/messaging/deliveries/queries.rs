//! Reading the log of deliveries.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Delivery, DeliveryDetail, DeliveryState, DeliveryView};
use super::store::{self, Wanted};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::{ConnectionId, DeliveryId, EventId};
use crate::kernel::page::{Page, PageRequest};
use crate::messaging::connections::model::ConnectionKind;

/// Which deliveries are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeliveryFilter {
    /// A webhook endpoint, hook or other connection.
    pub connection_id: Option<ConnectionId>,
    pub state: Option<DeliveryState>,
    pub channel: Option<ConnectionKind>,
    pub event_id: Option<EventId>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Newest first.
pub fn list(conn: &mut Conn, caller: &Caller, mut filter: DeliveryFilter) -> Result<Page<DeliveryView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &("deliveries", &filter))?;
    let wanted = Wanted {
        target_id: filter.connection_id.map(|id| id.to_string()),
        state: filter.state,
        channel: filter.channel,
        event_id: filter.event_id,
    };
    let rows = store::list(conn, caller.organization_id, &wanted, request.after()?, request.fetch())?;
    Ok(request.page(rows, |row| (row.created_at, row.id)).map(Into::into))
}

pub fn get(conn: &mut Conn, caller: &Caller, id: DeliveryId) -> Result<DeliveryDetail> {
    let delivery = store::find(conn, caller.organization_id, id)?;
    detail(conn, delivery)
}

pub fn detail(conn: &mut Conn, delivery: Delivery) -> Result<DeliveryDetail> {
    let log = store::attempts_of(conn, delivery.id)?.into_iter().map(Into::into).collect();
    Ok(DeliveryDetail { delivery: delivery.into(), log })
}
