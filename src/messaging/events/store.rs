//! Reading the event log.

use diesel::prelude::*;
use serde_json::Value;

use crate::db::schema::events;
use crate::db::{Conn, Json, MultiBackend};
use crate::kernel::ids::{EngagementId, EventId, OrganizationId};
use crate::kernel::{Result, Timestamp};

/// A row of the log.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = events, check_for_backend(MultiBackend))]
pub(super) struct EventRow {
    pub sequence: i64,
    pub transaction_id: i64,
    pub id: EventId,
    pub event_type: String,
    pub subject_id: String,
    pub engagement_id: Option<EngagementId>,
    pub actor_kind: String,
    pub actor_id: Option<String>,
    pub data: Json<Value>,
    pub occurred_at: Timestamp,
}

/// Where a row stands in the log: ordered by the transaction first, because a transaction with a
/// higher sequence may commit before one with a lower.
pub(super) type Place = (i64, i64);

/// Events of one engagement, oldest first. Everything that is committed: whoever made a change finds it
/// here. (Whoever follows the log for good has to stop at [`crate::db::dialect::settled_transactions`].)
pub(super) fn of_engagement(
    conn: &mut Conn,
    organization_id: OrganizationId,
    engagement_id: EngagementId,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<EventRow>> {
    let (transaction, sequence) = after.unwrap_or((-1, -1));
    let after = events::transaction_id.gt(transaction).or(events::transaction_id.eq(transaction).and(events::sequence.gt(sequence)));
    Ok(events::table
        .filter(events::organization_id.eq(organization_id))
        .filter(events::engagement_id.eq(engagement_id))
        .filter(after)
        .order((events::transaction_id, events::sequence))
        .limit(limit)
        .select(EventRow::as_select())
        .load(conn)?)
}
