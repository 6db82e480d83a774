//! Reading engagements, and who may.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Engagement, EngagementStatus};
use super::store::{self, After};
use super::views::{EngagementSummaryView, EngagementView, Standing};
use crate::coaching::items;
use crate::coaching::items::views::Perspective;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{BatchId, EngagementId, UserId};
use crate::kernel::page::{MAX_LIMIT, Page, PageRequest};
use crate::kernel::{List, Problem, Result, Timestamp, text_enum};
use crate::messaging::events::timeline::{self, EventView, TimelineParams};

text_enum! {
    /// How engagements are sorted; `-` turns the order round.
    pub enum EngagementSort {
        CreatedAsc = "created_at",
        CreatedDesc = "-created_at",
        TitleAsc = "title",
        TitleDesc = "-title",
    }
}

impl EngagementSort {
    pub fn is_descending(self) -> bool {
        matches!(self, EngagementSort::CreatedDesc | EngagementSort::TitleDesc)
    }
}

/// Which engagements, in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EngagementFilter {
    /// In any of these states, with commas between them.
    #[param(value_type = Option<String>, example = "active,completed")]
    pub status: Option<List<EngagementStatus>>,
    pub coach_id: Option<UserId>,
    /// In which this person takes part.
    pub coachee_id: Option<UserId>,
    /// Made by this bulk request.
    pub batch_id: Option<BatchId>,
    pub shared: Option<bool>,
    /// Part of the title; case and accents do not matter.
    pub q: Option<String>,
    pub created_at_gte: Option<Timestamp>,
    pub created_at_gt: Option<Timestamp>,
    pub created_at_lte: Option<Timestamp>,
    pub created_at_lt: Option<Timestamp>,
    #[param(inline)]
    pub sort: Option<EngagementSort>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl EngagementFilter {
    /// What one bulk request made, in the order it was made.
    pub fn of_batch(batch_id: BatchId, cursor: Option<String>) -> Self {
        Self {
            status: None,
            coach_id: None,
            coachee_id: None,
            batch_id: Some(batch_id),
            shared: None,
            q: None,
            created_at_gte: None,
            created_at_gt: None,
            created_at_lte: None,
            created_at_lt: None,
            sort: Some(EngagementSort::CreatedAsc),
            limit: Some(MAX_LIMIT),
            cursor,
        }
    }
}

/// Which rows a caller sees.
#[derive(Debug, Clone, Copy)]
pub enum Visibility {
    Everything,
    /// Their own.
    Coach(UserId),
    /// Shared ones that they take part in.
    Coachee(UserId),
    CoachAndCoachee(UserId),
}

impl Visibility {
    pub fn of(caller: &Caller) -> Result<Self> {
        if caller.is_admin() {
            return Ok(Visibility::Everything);
        }
        let id = caller.user_id().ok_or_else(Problem::not_found)?;
        Ok(match (caller.roles.coach, caller.roles.coachee) {
            (true, true) => Visibility::CoachAndCoachee(id),
            (true, false) => Visibility::Coach(id),
            _ => Visibility::Coachee(id),
        })
    }
}

/// How a caller stands to an engagement; 404 when not at all.
pub fn perspective(conn: &mut Conn, caller: &Caller, engagement: &Engagement) -> Result<Perspective> {
    if manages(caller, engagement) {
        return Ok(Perspective::Manager);
    }
    let user_id = caller.user_id().filter(|_| engagement.is_visible_to_coachees()).ok_or_else(Problem::not_found)?;
    if store::is_participant(conn, engagement.id, user_id)? { Ok(Perspective::Coachee(user_id)) } else { Err(Problem::not_found()) }
}

/// Whether the caller runs it: its coach, or an admin.
pub fn manages(caller: &Caller, engagement: &Engagement) -> bool {
    caller.is_admin() || (caller.is_coach() && engagement.coach_id.is_some() && engagement.coach_id == caller.user_id())
}

fn standing(caller: &Caller, engagement: &Engagement) -> Standing {
    match (caller.is_admin(), manages(caller, engagement)) {
        (true, _) => Standing::Admin,
        (false, true) => Standing::Coach,
        (false, false) => Standing::Coachee,
    }
}

/// 404 unless the caller may see it.
pub fn ensure_visible(conn: &mut Conn, caller: &Caller, id: EngagementId) -> Result<()> {
    let engagement = store::find(conn, caller.organization_id, id)?;
    perspective(conn, caller, &engagement).map(|_| ())
}

pub fn list(conn: &mut Conn, caller: &Caller, mut filter: EngagementFilter) -> Result<Page<EngagementSummaryView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let visibility = Visibility::of(caller)?;
    let request = PageRequest::new(limit, cursor, &(visibility, &filter))?;
    let sort = filter.sort.unwrap_or(EngagementSort::CreatedDesc);
    let by_title = matches!(sort, EngagementSort::TitleAsc | EngagementSort::TitleDesc);
    let after = if by_title {
        request.after()?.map(|(title, id)| After::Title(title, id))
    } else {
        request.after()?.map(|(at, id)| After::Created(at, id))
    };
    let rows = store::list(conn, caller.organization_id, visibility, &filter, sort, after, request.fetch())?;
    let page = if by_title {
        request.page(rows, |(row, _)| (row.title.clone(), row.id))
    } else {
        request.page(rows, |(row, _)| (row.created_at, row.id))
    };
    let ids: Vec<EngagementId> = page.data.iter().map(|(row, _)| row.id).collect();
    let mut coachees = store::coachees_of(conn, &ids)?;
    Ok(page.map(|(row, coach_name)| {
        let (people, standing) = (coachees.remove(&row.id).unwrap_or_default(), standing(caller, &row));
        EngagementSummaryView::new(row, coach_name, people, standing)
    }))
}

pub fn get(conn: &mut Conn, caller: &Caller, id: EngagementId) -> Result<EngagementView> {
    let (engagement, coach_name) = store::find_with_coach(conn, caller.organization_id, id)?;
    let perspective = perspective(conn, caller, &engagement)?;
    let coachees = store::coachees(conn, id)?;
    let items = items::queries::of_engagement(conn, &engagement, perspective)?;
    let standing = standing(caller, &engagement);
    Ok(EngagementSummaryView::new(engagement, coach_name, coachees, standing).with_items(items))
}

/// What happened, for those who run it.
pub fn timeline(conn: &mut Conn, caller: &Caller, id: EngagementId, params: TimelineParams) -> Result<Page<EventView>> {
    let engagement = store::find(conn, caller.organization_id, id)?;
    if !manages(caller, &engagement) {
        return Err(Problem::not_found());
    }
    timeline::page(conn, caller.organization_id, id, params)
}
