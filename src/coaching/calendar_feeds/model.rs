//! A calendar feed.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::calendar_feeds;
use crate::kernel::Timestamp;
use crate::kernel::ids::{CalendarFeedId, OrganizationId, UserId};
use crate::kernel::page::list_schema;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = calendar_feeds, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct CalendarFeed {
    pub id: CalendarFeedId,
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    pub name: String,
    pub token_hash: String,
    pub created_at: Timestamp,
}

/// A feed, without its link.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CalendarFeed)]
pub struct CalendarFeedView {
    pub id: CalendarFeedId,
    #[schema(example = "My telephone")]
    pub name: String,
    pub created_at: Timestamp,
}

list_schema!(CalendarFeedList of CalendarFeedView);

impl From<CalendarFeed> for CalendarFeedView {
    fn from(row: CalendarFeed) -> Self {
        Self { id: row.id, name: row.name, created_at: row.created_at }
    }
}

/// A fresh feed. `url` is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedCalendarFeed {
    pub id: CalendarFeedId,
    pub name: String,
    /// Whoever has this link sees the calendar.
    #[schema(example = "https://rapport.example/api/v1/public/calendars/qvN0mO1Yt3k8uJ0Jm6s6c2f6q0a2n1kQpZr7bTn8xYw.ics")]
    pub url: String,
    pub created_at: Timestamp,
}

/// A new feed of one's own calendar.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "My telephone"}))]
pub struct CreateCalendarFeed {
    #[schema(min_length = 1, max_length = 200, example = "My telephone")]
    pub name: String,
}
