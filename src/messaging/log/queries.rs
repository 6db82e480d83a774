//! Reading the log.

use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::views::EventMessage;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::EventId;
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{List, Problem, Result};
use crate::messaging::channels::zapier;
use crate::messaging::events::reader::{self, Position};
use crate::messaging::events::{EventRow, catalogue};

/// Which events are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EventFilter {
    /// The last event that was read; what follows it is listed. From the beginning when absent.
    pub after: Option<EventId>,
    /// Event types with commas between them; all when absent.
    #[serde(rename = "type")]
    #[param(value_type = Option<String>, example = "item.completed,item.sent")]
    pub types: Option<List<String>>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Which events are followed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StreamFilter {
    /// The last event that was read; `Last-Event-ID` counts before it. From now on when both are absent.
    pub after: Option<EventId>,
    /// Event types with commas between them; all when absent.
    #[serde(rename = "type")]
    #[param(value_type = Option<String>, example = "item.completed,item.sent")]
    pub types: Option<List<String>>,
}

/// Oldest first, and nothing that could still be preceded by an event that commits late.
pub fn list(conn: &mut Conn, caller: &Caller, mut filter: EventFilter) -> Result<Page<EventMessage>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &("events", &filter))?;
    let start = match request.after::<(i64, i64)>()? {
        Some((transaction_id, sequence)) => Position { transaction_id, sequence },
        None => position(conn, caller, filter.after)?,
    };
    let types = filter.types.map(|types| types.0);
    let rows = reader::of_organization(conn, caller.organization_id, types.as_deref(), start, request.fetch())?;
    Ok(request.page(rows, |row| (row.transaction_id, row.sequence)).map(Into::into))
}

/// Where to go on after this event; at the beginning when none is named.
pub fn position(conn: &mut Conn, caller: &Caller, after: Option<EventId>) -> Result<Position> {
    let Some(id) = after else { return Ok(Position::default()) };
    let found = reader::position_of(conn, caller.organization_id, id)?;
    found.ok_or_else(|| Problem::parameter("after", "is not an event of this organization"))
}

/// Where a stream begins: after the event that was read last, or with what happens from now on.
pub fn start_of_stream(conn: &mut Conn, caller: &Caller, last: Option<EventId>) -> Result<Position> {
    match last {
        Some(_) => position(conn, caller, last),
        None => reader::last_position(conn, caller.organization_id),
    }
}

/// The newest of a type in the flat shape in which Zapier gets them, newest first.
pub fn samples(conn: &mut Conn, caller: &Caller, event_type: &str) -> Result<Vec<Value>> {
    const SAMPLES: i64 = 3;
    if !catalogue::is_known(event_type) {
        return Err(Problem::not_found());
    }
    let rows: Vec<EventRow> = reader::newest(conn, caller.organization_id, event_type, SAMPLES)?;
    Ok(rows.into_iter().map(|row| zapier::flatten(&EventMessage::from(row).to_value())).collect())
}
