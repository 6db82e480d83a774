//! The tables `matches` and `match_coaches`.

use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::model::{Match, MatchCoach, MatchStatus};
use crate::coaching::engagements::views::Person;
use crate::db::schema::{match_coaches, matches, users};
use crate::db::{Conn, MultiBackend, dialect};
use crate::kernel::ids::{MatchId, OrganizationId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: MatchId) -> Result<Match> {
    let found = matches::table
        .filter(matches::id.eq(id))
        .filter(matches::organization_id.eq(organization_id))
        .select(Match::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

/// Holds the match until the transaction ends. Its interviews and selections change under this one lock.
pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: MatchId) -> Result<Match> {
    dialect::lock_row(conn, "matches", &id.to_string())?;
    find(conn, organization_id, id)
}

pub fn insert(conn: &mut Conn, row: &Match, coaches: &[MatchCoach]) -> Result<()> {
    diesel::insert_into(matches::table).values(row).execute(conn)?;
    dialect::insert_all!(conn, match_coaches::table, coaches)?;
    Ok(())
}

pub fn update(conn: &mut Conn, row: &Match) -> Result<()> {
    let own = matches::table.find(row.id).filter(matches::organization_id.eq(row.organization_id));
    diesel::update(own).set(row).execute(conn)?;
    Ok(())
}

/// The coaches of these matches, in their order.
pub fn coaches(conn: &mut Conn, ids: &[MatchId]) -> Result<Vec<(MatchId, Person)>> {
    let rows: Vec<(MatchId, UserId, String)> = match_coaches::table
        .inner_join(users::table.on(users::id.eq(match_coaches::coach_id)))
        .filter(match_coaches::match_id.eq_any(ids.to_vec()))
        .order((match_coaches::match_id, match_coaches::position))
        .select((match_coaches::match_id, users::id, users::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|(match_id, id, name)| (match_id, Person { id, name })).collect())
}

pub fn is_listed(conn: &mut Conn, id: MatchId, coach_id: UserId) -> Result<bool> {
    Ok(select(exists(match_coaches::table.find((id, coach_id)))).get_result(conn)?)
}

/// Whether this person chooses among coaches of whom this is one.
pub fn is_candidate(conn: &mut Conn, coachee_id: UserId, coach_id: UserId) -> Result<bool> {
    let listed = match_coaches::table
        .inner_join(matches::table.on(matches::id.eq(match_coaches::match_id)))
        .filter(match_coaches::coach_id.eq(coach_id))
        .filter(matches::coachee_id.eq(coachee_id))
        .filter(matches::status.eq(MatchStatus::Started));
    Ok(select(exists(listed)).get_result(conn)?)
}

/// Whose matches.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    All,
    /// Those that this coachee knows of.
    Coachee(UserId),
    /// Those that list this coach and were started.
    Coach(UserId),
    /// Either.
    Person(UserId),
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    whose: Whose,
    statuses: Option<Vec<MatchStatus>>,
    coachee_id: Option<UserId>,
    before: Option<(Timestamp, MatchId)>,
    limit: i64,
) -> Result<Vec<Match>> {
    let listing = |id: UserId| match_coaches::table.filter(match_coaches::coach_id.eq(id)).select(match_coaches::match_id);
    let mut query = matches::table
        .filter(matches::organization_id.eq(organization_id))
        .order((matches::created_at.desc(), matches::id.desc()))
        .select(Match::as_select())
        .limit(limit)
        .into_boxed::<MultiBackend>();
    let known = matches::started_at.is_not_null();
    query = match whose {
        Whose::All => query,
        Whose::Coachee(id) => query.filter(matches::coachee_id.eq(id)).filter(known),
        Whose::Coach(id) => query.filter(matches::id.eq_any(listing(id))).filter(known),
        Whose::Person(id) => query.filter(matches::coachee_id.eq(id).or(matches::id.eq_any(listing(id)))).filter(known),
    };
    if let Some(statuses) = statuses {
        query = query.filter(matches::status.eq_any(statuses));
    }
    if let Some(id) = coachee_id {
        query = query.filter(matches::coachee_id.eq(id));
    }
    if let Some((at, id)) = before {
        query = dialect::before!(query, matches::created_at, matches::id, at, id);
    }
    Ok(query.load(conn)?)
}
