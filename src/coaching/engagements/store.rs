//! The tables `engagements` and `engagement_coachees`.

use std::collections::HashMap;

use diesel::prelude::*;

use super::filter::{EngagementFilter, EngagementSort};
use super::model::{Engagement, EngagementCoachee, EngagementStatus, Progress};
use super::views::Person;
use crate::coaching::visibility::Visibility;
use crate::db::schema::{engagement_coachees, engagements, users};
use crate::db::{Conn, MultiBackend, Prepared, dialect};
use crate::identity::users::model::User;
use crate::kernel::ids::{EngagementId, OrganizationId, UserId};
use crate::kernel::text::contains_pattern;
use crate::kernel::{Problem, Result, Timestamp};

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: EngagementId) -> Result<Engagement> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: EngagementId) -> Result<Option<Engagement>> {
    Ok(engagements::table
        .filter(engagements::id.eq(id))
        .filter(engagements::organization_id.eq(organization_id))
        .select(Engagement::as_select())
        .first(conn)
        .optional()?)
}

/// Holds the engagement until the transaction ends. All of its items change under this one lock.
pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: EngagementId) -> Result<Engagement> {
    dialect::lock_row(conn, "engagements", &id.to_string())?;
    find(conn, organization_id, id)
}

/// With the name of its coach.
pub fn find_with_coach(conn: &mut Conn, organization_id: OrganizationId, id: EngagementId) -> Result<(Engagement, Option<String>)> {
    let found = engagements::table
        .left_join(users::table.on(engagements::coach_id.eq(users::id.nullable())))
        .filter(engagements::id.eq(id))
        .filter(engagements::organization_id.eq(organization_id))
        .select((Engagement::as_select(), users::name.nullable()))
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

/// Engagements of rows that were found through their organization.
pub fn find_many(conn: &mut Conn, ids: &[EngagementId]) -> Result<Vec<Engagement>> {
    Ok(engagements::table.filter(engagements::id.eq_any(ids.to_vec())).select(Engagement::as_select()).load(conn)?)
}

/// Who runs each of them.
pub fn coaches_of(conn: &mut Conn, ids: &[EngagementId]) -> Result<HashMap<EngagementId, Option<UserId>>> {
    let rows: Vec<(EngagementId, Option<UserId>)> =
        engagements::table.filter(engagements::id.eq_any(ids.to_vec())).select((engagements::id, engagements::coach_id)).load(conn)?;
    Ok(rows.into_iter().collect())
}

pub fn coachees(conn: &mut Conn, id: EngagementId) -> Result<Vec<Person>> {
    let rows: Vec<(UserId, String)> = engagement_coachees::table
        .inner_join(users::table.on(engagement_coachees::coachee_id.eq(users::id)))
        .filter(engagement_coachees::engagement_id.eq(id))
        .order(engagement_coachees::position)
        .select((users::id, users::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name)| Person { id, name }).collect())
}

/// Coachees of many engagements in one query.
pub fn coachees_of(conn: &mut Conn, ids: &[EngagementId]) -> Result<HashMap<EngagementId, Vec<Person>>> {
    let query = engagement_coachees::table
        .inner_join(users::table.on(engagement_coachees::coachee_id.eq(users::id)))
        .filter(engagement_coachees::engagement_id.eq_any(ids.to_vec()))
        .order((engagement_coachees::engagement_id, engagement_coachees::position))
        .select((engagement_coachees::engagement_id, users::id, users::name));
    // As many forms as a page has lengths.
    let rows: Vec<(EngagementId, UserId, String)> = Prepared(query).load(conn)?;
    let mut grouped: HashMap<EngagementId, Vec<Person>> = HashMap::with_capacity(ids.len());
    for (engagement_id, id, name) in rows {
        grouped.entry(engagement_id).or_default().push(Person { id, name });
    }
    Ok(grouped)
}

/// Coachees as people, in their order.
pub fn coachee_users(conn: &mut Conn, id: EngagementId) -> Result<Vec<User>> {
    Ok(engagement_coachees::table
        .inner_join(users::table.on(engagement_coachees::coachee_id.eq(users::id)))
        .filter(engagement_coachees::engagement_id.eq(id))
        .order(engagement_coachees::position)
        .select(User::as_select())
        .load(conn)?)
}

pub fn is_participant(conn: &mut Conn, id: EngagementId, user_id: UserId) -> Result<bool> {
    let row = engagement_coachees::table.find((id, user_id));
    Ok(diesel::select(diesel::dsl::exists(row)).get_result(conn)?)
}

/// Whether this coach runs an engagement in which this person takes part and that they know of.
pub fn is_coached_by(conn: &mut Conn, coachee_id: UserId, coach_id: UserId) -> Result<bool> {
    let taking_part = engagement_coachees::table
        .inner_join(engagements::table.on(engagements::id.eq(engagement_coachees::engagement_id)))
        .filter(engagement_coachees::coachee_id.eq(coachee_id))
        .filter(engagements::coach_id.eq(coach_id))
        .filter(engagements::status.eq(EngagementStatus::Active));
    Ok(diesel::select(diesel::dsl::exists(taking_part)).get_result(conn)?)
}

/// Whether two engagements have a coachee in common.
pub fn share_a_coachee(conn: &mut Conn, one: EngagementId, other: EngagementId) -> Result<bool> {
    if one == other {
        return Ok(true);
    }
    let of_other = engagement_coachees::table.filter(engagement_coachees::engagement_id.eq(other)).select(engagement_coachees::coachee_id);
    let ids: Vec<UserId> = of_other.load(conn)?;
    let common =
        engagement_coachees::table.filter(engagement_coachees::engagement_id.eq(one)).filter(engagement_coachees::coachee_id.eq_any(ids));
    Ok(diesel::select(diesel::dsl::exists(common)).get_result(conn)?)
}

pub fn insert_many(conn: &mut Conn, rows: &[Engagement], coachees: &[EngagementCoachee]) -> Result<()> {
    dialect::insert_all!(conn, engagements::table, rows)?;
    dialect::insert_all!(conn, engagement_coachees::table, coachees)?;
    Ok(())
}

pub fn update(conn: &mut Conn, engagement: &Engagement) -> Result<()> {
    Prepared(diesel::update(engagements::table.find(engagement.id)).set(engagement)).execute(conn)?;
    Ok(())
}

/// Only what a change of an item moves; no index has to be touched for it.
pub fn update_progress(conn: &mut Conn, id: EngagementId, progress: Progress, version: i64, now: Timestamp) -> Result<()> {
    let change = (progress, engagements::version.eq(version), engagements::updated_at.eq(now));
    Prepared(diesel::update(engagements::table.find(id)).set(change)).execute(conn)?;
    Ok(())
}

/// Items of these were changed by a worker.
pub fn bump_versions(conn: &mut Conn, ids: &[EngagementId], now: Timestamp) -> Result<()> {
    diesel::update(engagements::table.filter(engagements::id.eq_any(ids.to_vec())))
        .set((engagements::version.eq(engagements::version + 1), engagements::updated_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, id: EngagementId) -> Result<()> {
    diesel::delete(engagements::table.find(id)).execute(conn)?;
    Ok(())
}

/// Where a page begins: after this sort key and id.
#[derive(Debug)]
pub enum After {
    Created(Timestamp, EngagementId),
    Title(String, EngagementId),
}

/// A page, each with its coach's name.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    visibility: Visibility,
    filter: &EngagementFilter,
    sort: EngagementSort,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<(Engagement, Option<String>)>> {
    let taking_part = |user: UserId| {
        engagement_coachees::table.filter(engagement_coachees::coachee_id.eq(user)).select(engagement_coachees::engagement_id)
    };
    let mut query = engagements::table
        .left_join(users::table.on(engagements::coach_id.eq(users::id.nullable())))
        .filter(engagements::organization_id.eq(organization_id))
        .select((Engagement::as_select(), users::name.nullable()))
        .limit(limit)
        .into_boxed::<MultiBackend>();
    query =
        match visibility {
            Visibility::Everything => query,
            Visibility::Coach(id) => query.filter(engagements::coach_id.eq(id)),
            Visibility::Coachee(id) => query
                .filter(engagements::id.eq_any(taking_part(id)))
                .filter(engagements::is_shared.and(engagements::status.ne(EngagementStatus::Draft))),
            Visibility::CoachAndCoachee(id) => query.filter(engagements::coach_id.assume_not_null().eq(id).or(
                engagements::id.eq_any(taking_part(id)).and(engagements::is_shared).and(engagements::status.ne(EngagementStatus::Draft)),
            )),
        };
    if let Some(statuses) = &filter.status {
        query = match statuses.0.as_slice() {
            // An equality lets the index give the order as well.
            [only] => query.filter(engagements::status.eq(*only)),
            several => query.filter(engagements::status.eq_any(several.to_vec())),
        };
    }
    if let Some(id) = filter.coach_id {
        query = query.filter(engagements::coach_id.eq(id));
    }
    if let Some(id) = filter.coachee_id {
        query = query.filter(engagements::id.eq_any(taking_part(id)));
    }
    if let Some(id) = filter.batch_id {
        query = query.filter(engagements::batch_id.eq(id));
    }
    if let Some(shared) = filter.shared {
        query = query.filter(engagements::is_shared.eq(shared));
    }
    if let Some(text) = &filter.q {
        query = query.filter(engagements::search_title.like(contains_pattern(text)).escape('\\'));
    }
    if let Some(at) = filter.created_at_gte {
        query = query.filter(engagements::created_at.ge(at));
    }
    if let Some(at) = filter.created_at_gt {
        query = query.filter(engagements::created_at.gt(at));
    }
    if let Some(at) = filter.created_at_lte {
        query = query.filter(engagements::created_at.le(at));
    }
    if let Some(at) = filter.created_at_lt {
        query = query.filter(engagements::created_at.lt(at));
    }
    query = match after {
        None => query,
        Some(After::Created(at, id)) if sort.is_descending() => {
            dialect::before!(query, engagements::created_at, engagements::id, at, id)
        }
        Some(After::Created(at, id)) => {
            dialect::after!(query, engagements::created_at, engagements::id, at, id)
        }
        Some(After::Title(title, id)) if sort.is_descending() => {
            dialect::before!(query, engagements::title, engagements::id, title, id)
        }
        Some(After::Title(title, id)) => {
            dialect::after!(query, engagements::title, engagements::id, title, id)
        }
    };
    query = match sort {
        EngagementSort::CreatedAsc => query.order((engagements::created_at.asc(), engagements::id.asc())),
        EngagementSort::CreatedDesc => query.order((engagements::created_at.desc(), engagements::id.desc())),
        EngagementSort::TitleAsc => query.order((engagements::title.asc(), engagements::id.asc())),
        EngagementSort::TitleDesc => query.order((engagements::title.desc(), engagements::id.desc())),
    };
    Ok(query.load(conn)?)
}
