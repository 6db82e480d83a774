//! Reading the event log.

use diesel::prelude::*;
use serde_json::Value;

use crate::db::dialect::NewEvent;
use crate::db::schema::events;
use crate::db::{Conn, Json, MultiBackend};
use crate::kernel::ids::{EngagementId, EventId, MissionId, OrganizationId};
use crate::kernel::{Result, Timestamp};

/// A row of the log.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = events, check_for_backend(MultiBackend))]
pub struct EventRow {
    pub transaction_id: i64,
    pub sequence: i64,
    pub id: EventId,
    pub organization_id: OrganizationId,
    pub event_type: String,
    pub subject_id: String,
    pub engagement_id: Option<EngagementId>,
    pub actor_kind: String,
    pub actor_id: Option<String>,
    pub data: Json<Value>,
    pub occurred_at: Timestamp,
    pub mission_id: Option<MissionId>,
    /// How many automatic steps led to it; 0 for what a person did.
    pub depth: i32,
}

impl EventRow {
    /// As it will stand in the log, for telling beforehand what would follow from it.
    pub fn announced(event: &NewEvent) -> Self {
        Self {
            transaction_id: 0,
            sequence: 0,
            id: event.id,
            organization_id: event.organization_id,
            event_type: event.event_type.to_owned(),
            subject_id: event.subject_id.clone(),
            engagement_id: event.engagement_id,
            actor_kind: event.actor_kind.to_owned(),
            actor_id: event.actor_id.clone(),
            data: event.data.clone(),
            occurred_at: event.occurred_at,
            mission_id: event.mission_id,
            depth: event.depth,
        }
    }
}

/// Events of one engagement, oldest first. Changes of an engagement take turns by holding its row, so
/// their sequence is the order in which they were committed.
pub(super) fn of_engagement(
    conn: &mut Conn,
    organization_id: OrganizationId,
    engagement_id: EngagementId,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<EventRow>> {
    Ok(events::table
        .filter(events::organization_id.eq(organization_id))
        .filter(events::engagement_id.eq(engagement_id))
        .filter(events::sequence.gt(after.unwrap_or(0)))
        .order(events::sequence)
        .limit(limit)
        .select(EventRow::as_select())
        .load(conn)?)
}

/// Events of one mission, oldest first, in the order of their sequence.
pub(super) fn of_mission(
    conn: &mut Conn,
    organization_id: OrganizationId,
    mission_id: MissionId,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<EventRow>> {
    Ok(events::table
        .filter(events::organization_id.eq(organization_id))
        .filter(events::mission_id.eq(mission_id))
        .filter(events::sequence.gt(after.unwrap_or(0)))
        .order(events::sequence)
        .limit(limit)
        .select(EventRow::as_select())
        .load(conn)?)
}
