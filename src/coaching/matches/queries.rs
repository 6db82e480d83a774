//! Reading matches, and who may.

use serde::Deserialize;
use utoipa::IntoParams;

use super::interviews::views::InterviewView;
use super::model::{Match, MatchStatus};
use super::selections::model::SelectionView;
use super::store::{self, Whose};
use super::views::{MatchCoachView, MatchSummaryView, MatchView};
use super::{interviews, selections};
use crate::coaching::availability;
use crate::coaching::engagements::views::Person;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::identity::users;
use crate::kernel::ids::{MatchId, UserId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{List, Problem, Result};

/// How a caller stands to a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Admin,
    Coachee(UserId),
    /// One of the coaches listed.
    Coach(UserId),
}

/// Which matches.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MatchFilter {
    /// In any of these states, with commas between them.
    #[param(value_type = Option<String>, example = "started,completed")]
    pub status: Option<List<MatchStatus>>,
    pub coachee_id: Option<UserId>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// 404 unless the caller is an admin or takes part in what was started.
pub fn standing(conn: &mut Conn, caller: &Caller, row: &Match) -> Result<Standing> {
    if caller.is_admin() {
        return Ok(Standing::Admin);
    }
    let user_id = caller.user_id().filter(|_| row.started_at.is_some()).ok_or_else(Problem::not_found)?;
    if row.coachee_id == user_id {
        return Ok(Standing::Coachee(user_id));
    }
    if store::is_listed(conn, row.id, user_id)? { Ok(Standing::Coach(user_id)) } else { Err(Problem::not_found()) }
}

/// Newest first: admins all, coachees theirs, coaches those that list them.
pub fn list(conn: &mut Conn, caller: &Caller, filter: MatchFilter) -> Result<Page<MatchSummaryView>> {
    let whose = match (caller.is_admin(), caller.user_id()) {
        (true, _) => Whose::All,
        (false, Some(id)) if caller.roles.coach && caller.roles.coachee => Whose::Person(id),
        (false, Some(id)) if caller.roles.coach => Whose::Coach(id),
        (false, Some(id)) => Whose::Coachee(id),
        (false, None) => return Err(Problem::not_found()),
    };
    page(conn, caller, whose, filter)
}

/// One's own as a coachee.
pub fn of_me(conn: &mut Conn, caller: &Caller, filter: MatchFilter) -> Result<Page<MatchSummaryView>> {
    let id = caller.user_id().ok_or_else(|| Problem::new(crate::kernel::Code::Forbidden))?;
    page(conn, caller, Whose::Coachee(id), filter)
}

fn page(conn: &mut Conn, caller: &Caller, whose: Whose, filter: MatchFilter) -> Result<Page<MatchSummaryView>> {
    let MatchFilter { status, coachee_id, limit, cursor } = filter;
    let request = PageRequest::new(limit, cursor, &("matches", whose, &status, coachee_id))?;
    let statuses = status.map(|list| list.0);
    let rows = store::list(conn, caller.organization_id, whose, statuses, coachee_id, request.after()?, request.fetch())?;
    let page = request.page(rows, |row| (row.created_at, row.id));
    let Page { data, has_more, next_cursor } = page;
    Ok(Page { data: summaries(conn, caller, data)?, has_more, next_cursor })
}

fn summaries(conn: &mut Conn, caller: &Caller, rows: Vec<Match>) -> Result<Vec<MatchSummaryView>> {
    let ids: Vec<MatchId> = rows.iter().map(|row| row.id).collect();
    let coaches = store::coaches(conn, &ids)?;
    let coachee_ids: Vec<UserId> = rows.iter().map(|row| row.coachee_id).collect();
    let coachees = users::store::find_many(conn, caller.organization_id, &coachee_ids)?;
    let view = |row: Match| {
        let sees_all = caller.is_admin() || caller.user_id() == Some(row.coachee_id);
        let is_shown = |person: &Person| sees_all || caller.user_id() == Some(person.id);
        let own = coaches.iter().filter(|(id, person)| *id == row.id && is_shown(person)).map(|(_, person)| person.clone());
        let own: Vec<Person> = own.collect();
        let name = coachees.iter().find(|user| user.id == row.coachee_id).map_or_else(String::new, |user| user.name.clone());
        let coachee = Person { id: row.coachee_id, name };
        let actions = actions(caller, &row);
        MatchSummaryView::new(row, coachee, own, actions)
    };
    Ok(rows.into_iter().map(view).collect())
}

fn actions(caller: &Caller, row: &Match) -> Vec<&'static str> {
    let mut actions = if caller.is_admin() { row.status.allowed_actions() } else { Vec::new() };
    let takes_part = caller.is_admin() || caller.user_id() == Some(row.coachee_id);
    if row.status == MatchStatus::Started && takes_part {
        actions.push("request_interview");
        if row.is_ready() {
            actions.push("select_coach");
        }
    }
    actions
}

pub fn get(conn: &mut Conn, caller: &Caller, id: MatchId) -> Result<MatchView> {
    let row = store::find(conn, caller.organization_id, id)?;
    let standing = standing(conn, caller, &row)?;
    let own = |coach_id: UserId| !matches!(standing, Standing::Coach(id) if id != coach_id);
    let interviews: Vec<InterviewView> =
        interviews::queries::of_match(conn, caller, id)?.into_iter().filter(|interview| own(interview.coach.id)).collect();
    let selection: Option<SelectionView> =
        selections::store::latest(conn, id)?.filter(|row| own(row.coach_id)).map(|row| SelectionView::new(row, caller));
    let summary = summaries(conn, caller, vec![row])?.into_iter().next().ok_or_else(Problem::not_found)?;
    Ok(MatchView { summary, interviews, selection })
}

/// Those whom the coachee can choose, in their order.
pub fn coaches(conn: &mut Conn, caller: &Caller, id: MatchId) -> Result<Page<MatchCoachView>> {
    let row = store::find(conn, caller.organization_id, id)?;
    let standing = standing(conn, caller, &row)?;
    let mut coaches: Vec<Person> = store::coaches(conn, &[id])?.into_iter().map(|(_, person)| person).collect();
    if let Standing::Coach(own) = standing {
        coaches.retain(|coach| coach.id == own);
    }
    let ids: Vec<UserId> = coaches.iter().map(|coach| coach.id).collect();
    let sharing = availability::store::sharing(conn, caller.organization_id, &ids)?;
    let view = |coach: Person| MatchCoachView { shares_availability: sharing.contains(&coach.id), coach };
    Ok(Page::whole(coaches.into_iter().map(view).collect()))
}
