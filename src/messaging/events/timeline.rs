//! The history of an engagement or a mission: a slice of the event log.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::store::{self, EventRow};
use crate::db::Conn;
use crate::kernel::ids::{EngagementId, EventId, MissionId, OrganizationId};
use crate::kernel::page::{Page, PageRequest, list_schema};
use crate::kernel::{Result, Timestamp};

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct EventView {
    pub id: EventId,
    /// What happened, such as `item.completed`.
    #[serde(rename = "type")]
    #[schema(example = "item.completed")]
    pub name: String,
    /// The id of what changed.
    pub subject_id: String,
    pub engagement_id: Option<EngagementId>,
    pub mission_id: Option<MissionId>,
    /// `user`, `api_key` or `system`.
    #[schema(example = "user")]
    pub actor_kind: String,
    pub actor_id: Option<String>,
    /// What subscribers are told.
    #[schema(value_type = HashMap<String, Value>)]
    pub data: Value,
    pub occurred_at: Timestamp,
}

list_schema!(EventList of EventView);

/// How a timeline is paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TimelineParams {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// One page, oldest first. The caller has made sure that the engagement may be seen.
pub fn page(
    conn: &mut Conn,
    organization_id: OrganizationId,
    engagement_id: EngagementId,
    params: TimelineParams,
) -> Result<Page<EventView>> {
    let request = PageRequest::new(params.limit, params.cursor, &engagement_id)?;
    let rows = store::of_engagement(conn, organization_id, engagement_id, request.after()?, request.fetch())?;
    let page = request.page(rows, |row| row.sequence);
    Ok(page.map(Into::into))
}

/// The same of a mission. Two changes of it at once can commit in the other order than their sequence on
/// PostgreSQL, so a page that is read in that very moment can lack one that an older cursor passes over.
pub fn page_of_mission(
    conn: &mut Conn,
    organization_id: OrganizationId,
    mission_id: MissionId,
    params: TimelineParams,
) -> Result<Page<EventView>> {
    let request = PageRequest::new(params.limit, params.cursor, &mission_id)?;
    let rows = store::of_mission(conn, organization_id, mission_id, request.after()?, request.fetch())?;
    let page = request.page(rows, |row| row.sequence);
    Ok(page.map(Into::into))
}

impl From<EventRow> for EventView {
    fn from(row: EventRow) -> Self {
        Self {
            id: row.id,
            name: row.event_type,
            subject_id: row.subject_id,
            engagement_id: row.engagement_id,
            mission_id: row.mission_id,
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            data: row.data.0,
            occurred_at: row.occurred_at,
        }
    }
}
