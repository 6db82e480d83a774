//! Reading goals, and who may.

use std::collections::HashMap;

use serde::Deserialize;
use utoipa::IntoParams;

use super::milestones::model::MilestoneView;
use super::model::Goal;
use super::views::{GoalView, Standing};
use super::{feedback, milestones, store};
use crate::coaching::engagements;
use crate::coaching::engagements::model::Engagement;
use crate::coaching::items::views::Perspective;
use crate::db::Conn;
use crate::identity::organizations;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::{EngagementId, GoalId};
use crate::kernel::page::{Page, PageRequest};

/// How the list is paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GoalFilter {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// How a caller stands to the goals of an engagement; 404 when not at all.
pub(super) fn standing(conn: &mut Conn, caller: &Caller, engagement: &Engagement) -> Result<Standing> {
    let perspective = engagements::queries::perspective(conn, caller, engagement)?;
    Ok(match perspective {
        _ if !engagement.is_open() => Standing::Reader,
        Perspective::Manager => Standing::Manager,
        Perspective::Coachee(_) => Standing::Participant,
    })
}

/// In the order in which they were set.
pub fn list(conn: &mut Conn, caller: &Caller, engagement_id: EngagementId, filter: GoalFilter) -> Result<Page<GoalView>> {
    let engagement = engagements::store::find(conn, caller.organization_id, engagement_id)?;
    let standing = standing(conn, caller, &engagement)?;
    let request = PageRequest::new(filter.limit, filter.cursor, &("goals", engagement_id))?;
    let rows = store::list(conn, caller.organization_id, engagement_id, request.after()?, request.fetch())?;
    let page = request.page(rows, |goal| (goal.created_at, goal.id));
    let ids: Vec<GoalId> = page.data.iter().map(|goal| goal.id).collect();
    let mut milestones = grouped(conn, &ids, standing)?;
    let min_raters = organizations::queries::settings(conn, caller.organization_id)?.feedback_min_raters;
    let mut answers = feedback::queries::summaries(conn, &page.data, min_raters)?;
    Ok(page.map(|goal| {
        let (milestones, feedback) = (milestones.remove(&goal.id).unwrap_or_default(), answers.remove(&goal.id).unwrap_or_default());
        GoalView::new(goal, milestones, feedback, standing)
    }))
}

fn grouped(conn: &mut Conn, ids: &[GoalId], standing: Standing) -> Result<HashMap<GoalId, Vec<MilestoneView>>> {
    let mut grouped: HashMap<GoalId, Vec<MilestoneView>> = HashMap::new();
    for milestone in milestones::store::of_goals(conn, ids)? {
        grouped.entry(milestone.goal_id).or_default().push(MilestoneView::new(milestone, standing));
    }
    Ok(grouped)
}

/// The goal, if the caller sees its engagement; otherwise it is absent.
pub fn get(conn: &mut Conn, caller: &Caller, id: GoalId) -> Result<GoalView> {
    let goal = store::find(conn, caller.organization_id, id)?;
    let engagement = engagements::store::find(conn, caller.organization_id, goal.engagement_id)?;
    let standing = standing(conn, caller, &engagement)?;
    view(conn, goal, standing)
}

pub(super) fn view(conn: &mut Conn, goal: Goal, standing: Standing) -> Result<GoalView> {
    let milestones = grouped(conn, &[goal.id], standing)?.remove(&goal.id).unwrap_or_default();
    let min_raters = organizations::queries::settings(conn, goal.organization_id)?.feedback_min_raters;
    let feedback = feedback::queries::summaries(conn, std::slice::from_ref(&goal), min_raters)?.remove(&goal.id).unwrap_or_default();
    Ok(GoalView::new(goal, milestones, feedback, standing))
}
