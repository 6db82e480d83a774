//! What calendar feeds announce.

use serde::Serialize;

use super::model::CalendarFeed;
use crate::kernel::ids::{CalendarFeedId, OrganizationId, UserId};
use crate::messaging::events::event;

#[derive(Serialize)]
pub struct CalendarFeedEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    calendar_feed_id: CalendarFeedId,
    user_id: UserId,
}

impl CalendarFeedEvent {
    pub fn new(name: &'static str, feed: &CalendarFeed) -> Self {
        Self { name, organization_id: feed.organization_id, calendar_feed_id: feed.id, user_id: feed.user_id }
    }
}

event!(CalendarFeedEvent { name: name, subject: calendar_feed_id });
