//! Reading engagements, and who may.

use super::filter::{EngagementFilter, EngagementSort};
use super::model::Engagement;
use super::store::{self, After};
use super::views::{EngagementSummaryView, EngagementView, Standing};
use crate::coaching::items;
use crate::coaching::items::views::Perspective;
use crate::coaching::visibility::Visibility;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::EngagementId;
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Problem, Result};
use crate::messaging::events::timeline::{self, EventView, TimelineParams};

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
    Ok(EngagementView { summary: EngagementSummaryView::new(engagement, coach_name, coachees, standing), items })
}

/// What happened, for those who run it.
pub fn timeline(conn: &mut Conn, caller: &Caller, id: EngagementId, params: TimelineParams) -> Result<Page<EventView>> {
    let engagement = store::find(conn, caller.organization_id, id)?;
    if !manages(caller, &engagement) {
        return Err(Problem::not_found());
    }
    timeline::page(conn, caller.organization_id, id, params)
}
