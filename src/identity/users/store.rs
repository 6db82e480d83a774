//! The table `users`.

use diesel::prelude::*;

use super::filter::{UserFilter, UserSort};
use super::model::{User, UserState};
use crate::db::schema::{coach_assignments, users};
use crate::db::{Conn, MultiBackend, dialect};
use crate::identity::permissions::Role;
use crate::kernel::ids::{OrganizationId, UserId};
use crate::kernel::text::{contains_pattern, email_key};
use crate::kernel::{List, Problem, Result, Timestamp};

pub fn find_opt(conn: &mut Conn, organization_id: OrganizationId, id: UserId) -> Result<Option<User>> {
    Ok(users::table
        .filter(users::id.eq(id))
        .filter(users::organization_id.eq(organization_id))
        .select(User::as_select())
        .first(conn)
        .optional()?)
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: UserId) -> Result<User> {
    find_opt(conn, organization_id, id)?.ok_or_else(Problem::not_found)
}

pub fn find_for_update(conn: &mut Conn, organization_id: OrganizationId, id: UserId) -> Result<User> {
    dialect::lock_row(conn, "users", &id.to_string())?;
    find(conn, organization_id, id)
}

/// By an id that a signed link carries, whatever the organization.
pub fn find_anywhere(conn: &mut Conn, id: UserId) -> Result<User> {
    users::table.find(id).select(User::as_select()).first(conn).optional()?.ok_or_else(Problem::not_found)
}

/// Active people who have this role, the first of them.
pub fn active_with_role(conn: &mut Conn, organization_id: OrganizationId, role: Role, limit: i64) -> Result<Vec<User>> {
    let filter = UserFilter { state: Some(List(vec![UserState::Active])), role: Some(role), ..UserFilter::default() };
    list(conn, organization_id, None, &filter, UserSort::CreatedAsc, None, limit)
}

/// Those of the ids that are people of this organization.
pub fn find_many(conn: &mut Conn, organization_id: OrganizationId, ids: &[UserId]) -> Result<Vec<User>> {
    Ok(users::table
        .filter(users::id.eq_any(ids.to_vec()))
        .filter(users::organization_id.eq(organization_id))
        .select(User::as_select())
        .load(conn)?)
}

pub fn find_by_email(conn: &mut Conn, organization_id: OrganizationId, email: &str) -> Result<Option<User>> {
    Ok(users::table
        .filter(users::organization_id.eq(organization_id))
        .filter(users::email_key.eq(email_key(email)))
        .select(User::as_select())
        .first(conn)
        .optional()?)
}

/// Active people of any organization with this email; only logging in asks across organizations.
pub fn find_logins(conn: &mut Conn, email: &str, organization_id: Option<OrganizationId>, limit: i64) -> Result<Vec<User>> {
    let mut query = users::table
        .filter(users::email_key.eq(email_key(email)))
        .filter(users::state.eq(UserState::Active))
        .select(User::as_select())
        .order(users::created_at)
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(id) = organization_id {
        query = query.filter(users::organization_id.eq(id));
    }
    Ok(query.load(conn)?)
}

/// Who has one of these emails.
pub fn with_emails(conn: &mut Conn, organization_id: OrganizationId, keys: &[String]) -> Result<Vec<User>> {
    Ok(users::table
        .filter(users::organization_id.eq(organization_id))
        .filter(users::email_key.eq_any(keys.to_vec()))
        .select(User::as_select())
        .load(conn)?)
}

/// Gives these people their next version.
pub fn touch_many(conn: &mut Conn, organization_id: OrganizationId, ids: &[UserId], now: Timestamp) -> Result<()> {
    let own = users::table.filter(users::id.eq_any(ids.to_vec())).filter(users::organization_id.eq(organization_id));
    diesel::update(own).set((users::version.eq(users::version + 1), users::updated_at.eq(now))).execute(conn)?;
    Ok(())
}

pub fn insert(conn: &mut Conn, user: &User) -> Result<()> {
    diesel::insert_into(users::table).values(user).execute(conn)?;
    Ok(())
}

pub fn insert_many(conn: &mut Conn, rows: &[User]) -> Result<()> {
    dialect::insert_all!(conn, users::table, rows)?;
    Ok(())
}

pub fn update(conn: &mut Conn, user: &User) -> Result<()> {
    diesel::update(users::table.find(user.id)).set(user).execute(conn)?;
    Ok(())
}

/// Whether an active admin other than this one remains.
pub fn has_other_admin(conn: &mut Conn, organization_id: OrganizationId, id: UserId) -> Result<bool> {
    let others = users::table
        .filter(users::organization_id.eq(organization_id))
        .filter(users::is_admin)
        .filter(users::state.eq(UserState::Active))
        .filter(users::id.ne(id));
    Ok(diesel::select(diesel::dsl::exists(others)).get_result(conn)?)
}

/// Where a page begins: after this sort key and id.
#[derive(Debug)]
pub enum After {
    Created(Timestamp, UserId),
    Name(String, UserId),
}

pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    visible_to: Option<UserId>,
    filter: &UserFilter,
    sort: UserSort,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<User>> {
    let mut query =
        users::table.filter(users::organization_id.eq(organization_id)).select(User::as_select()).limit(limit).into_boxed::<MultiBackend>();
    match &filter.state {
        Some(states) => query = query.filter(users::state.eq_any(states.0.clone())),
        None => query = query.filter(users::state.ne(UserState::Anonymised)),
    }
    // A bare column rather than `= true`, so that the role's own index applies.
    query = match filter.role {
        Some(Role::Admin) => query.filter(users::is_admin),
        Some(Role::Manager) => query.filter(users::is_manager),
        Some(Role::Coach) => query.filter(users::is_coach),
        Some(Role::Coachee) => query.filter(users::is_coachee),
        Some(Role::Advocate) => query.filter(users::is_advocate),
        None => query,
    };
    if let Some(email) = &filter.email {
        query = query.filter(users::email_key.eq(email_key(email)));
    }
    if let Some(text) = &filter.q {
        let pattern = contains_pattern(text);
        query = query.filter(users::search_name.like(pattern.clone()).escape('\\').or(users::email_key.like(pattern).escape('\\')));
    }
    if let Some(coach_id) = visible_to {
        let served = coach_assignments::table.filter(coach_assignments::coach_id.eq(coach_id)).select(coach_assignments::coachee_id);
        query = query.filter(users::id.eq(coach_id).or(users::id.eq_any(served)));
    }
    query = match after {
        None => query,
        Some(After::Created(at, id)) if sort.is_descending() => {
            dialect::before!(query, users::created_at, users::id, at, id)
        }
        Some(After::Created(at, id)) => dialect::after!(query, users::created_at, users::id, at, id),
        Some(After::Name(name, id)) if sort.is_descending() => {
            dialect::before!(query, users::name, users::id, name, id)
        }
        Some(After::Name(name, id)) => dialect::after!(query, users::name, users::id, name, id),
    };
    query = match sort {
        UserSort::CreatedAsc => query.order((users::created_at.asc(), users::id.asc())),
        UserSort::CreatedDesc => query.order((users::created_at.desc(), users::id.desc())),
        UserSort::NameAsc => query.order((users::name.asc(), users::id.asc())),
        UserSort::NameDesc => query.order((users::name.desc(), users::id.desc())),
    };
    Ok(query.load(conn)?)
}
