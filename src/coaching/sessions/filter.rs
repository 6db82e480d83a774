//! Which sessions, and which of them a caller sees.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::SessionStatus;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, UserId};
use crate::kernel::{List, Timestamp};

/// Which sessions, by when they begin.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SessionFilter {
    /// In any of these states, with commas between them.
    #[param(value_type = Option<String>, example = "scheduled,completed")]
    pub status: Option<List<SessionStatus>>,
    pub coach_id: Option<UserId>,
    pub engagement_id: Option<EngagementId>,
    /// Which this person attends.
    pub attendee_id: Option<UserId>,
    pub starts_at_gte: Option<Timestamp>,
    pub starts_at_lt: Option<Timestamp>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Which rows a caller sees.
#[derive(Debug, Clone, Copy)]
pub enum Visibility {
    Everything,
    /// Those that they hold, and those that they attend.
    Of(UserId),
}

impl Visibility {
    pub fn of(caller: &Caller) -> Self {
        if caller.is_admin() { Visibility::Everything } else { Visibility::Of(caller.user_id().unwrap_or(UserId::nil())) }
    }
}
