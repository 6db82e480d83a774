//! A goal, and the states it can be in.

use diesel::prelude::*;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::goals;
use crate::kernel::ids::{EngagementId, GoalId, OrganizationId};
use crate::kernel::patch::clearable;
use crate::kernel::transitions::{Transitions, actions};
use crate::kernel::{Result, Timestamp, text_enum};

text_enum! {
    /// Where a goal stands.
    pub enum GoalStatus {
        /// It is worked on.
        Active = "active",
        /// It was reached.
        Achieved = "achieved",
        /// It was given up.
        Dropped = "dropped",
    }
}

actions! {
    /// What can be done with a goal.
    pub enum Action {
        Achieve = "achieve",
        Drop = "drop",
        Reopen = "reopen",
    }
}

use Action::{Achieve, Drop, Reopen};
use GoalStatus::{Achieved, Active, Dropped};

/// From, action, to.
const TRANSITIONS: Transitions<GoalStatus, Action> =
    Transitions::of("goal", &[(Active, Achieve, Achieved), (Active, Drop, Dropped), (Achieved, Reopen, Active), (Dropped, Reopen, Active)]);

impl GoalStatus {
    pub fn allowed_actions(self) -> Vec<&'static str> {
        TRANSITIONS.allowed(self)
    }

    /// The status after the action, or 409 with what is allowed instead.
    pub fn after(self, action: Action) -> Result<Self> {
        TRANSITIONS.after(self, action)
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = goals, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Goal {
    pub id: GoalId,
    pub organization_id: OrganizationId,
    pub engagement_id: EngagementId,
    pub name: String,
    pub description: Option<String>,
    pub status: GoalStatus,
    pub achieved_at: Option<Timestamp>,
    pub dropped_at: Option<Timestamp>,
    pub milestones_total: i32,
    pub milestones_completed: i32,
    pub feedback_requested: i32,
    pub feedback_answered: i32,
    pub rating_sum: i64,
    pub deleted_at: Option<Timestamp>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Goal {
    pub fn is_active(&self) -> bool {
        self.status == Active
    }

    /// Whether people may still say what they think of it.
    pub fn takes_feedback(&self) -> bool {
        self.deleted_at.is_none() && self.status != Dropped
    }

    /// The average to one digit after the point, once so many have answered that none of them is found out.
    pub fn average(&self, min_raters: u32) -> Option<f64> {
        let count = i64::from(self.feedback_answered);
        if count == 0 || count < i64::from(min_raters) {
            return None;
        }
        let tenths = (self.rating_sum * 20 + count) / (2 * count);
        i32::try_from(tenths).ok().map(|tenths| f64::from(tenths) / 10.0)
    }
}

/// A new goal of an engagement.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Speak up in meetings", "description": "Be heard in the weekly meeting."}))]
pub struct CreateGoal {
    /// People who are asked for feedback see it.
    #[schema(min_length = 1, max_length = 200, example = "Speak up in meetings")]
    pub name: String,
    /// People who are asked for feedback see it.
    #[schema(max_length = 10_000)]
    pub description: Option<String>,
}

/// A change of a goal; what is absent stays, null clears.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Speak up in every meeting"}))]
pub struct UpdateGoal {
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 10_000)]
    pub description: Option<Option<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Code;

    #[test]
    fn a_goal_is_reached_or_given_up_and_taken_up_again() {
        assert_eq!(Active.allowed_actions(), ["achieve", "drop"]);
        assert_eq!(Dropped.allowed_actions(), ["reopen"]);
        assert_eq!(Achieved.after(Drop).expect_err("it was reached").code(), Code::InvalidTransition);
    }
}
