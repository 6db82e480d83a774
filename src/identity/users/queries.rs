//! Reading people.

use std::collections::HashMap;

use super::filter::{UserFilter, UserSort};
use super::model::{User, UserView};
use super::store::{self, After};
use crate::db::Conn;
use crate::identity::attributes::model::Attributes;
use crate::identity::permissions::Caller;
use crate::identity::{attributes, coach_assignments};
use crate::kernel::ids::UserId;
use crate::kernel::page::{Page, PageRequest, list_schema};
use crate::kernel::{Problem, Result};

list_schema!(UserList of UserView);

/// Admins and managers see everybody, coaches themselves and the coachees whom they may serve.
pub fn list(conn: &mut Conn, caller: &Caller, mut filter: UserFilter) -> Result<Page<UserView>> {
    let cursor = filter.cursor.take();
    let limit = filter.limit.take();
    let request = PageRequest::new(limit, cursor, &filter)?;
    let sort = filter.sort.unwrap_or(UserSort::CreatedDesc);
    let by_name = matches!(sort, UserSort::NameAsc | UserSort::NameDesc);
    let after = if by_name {
        request.after()?.map(|(name, id)| After::Name(name, id))
    } else {
        request.after()?.map(|(at, id)| After::Created(at, id))
    };
    let rows = store::list(conn, caller.organization_id, restricted_to(caller), &filter, sort, after, request.fetch())?;
    let page = if by_name {
        request.page(rows, |user| (user.name.clone(), user.id))
    } else {
        request.page(rows, |user| (user.created_at, user.id))
    };
    let ids: Vec<UserId> = page.data.iter().map(|user| user.id).collect();
    let mut known = attributes_for(conn, caller, &ids)?;
    Ok(page.map(|user| UserView::new(caller.is_staff().then(|| known.remove(&user.id).unwrap_or_default()), user)))
}

pub fn get(conn: &mut Conn, caller: &Caller, id: UserId) -> Result<UserView> {
    if let Some(coach_id) = restricted_to(caller)
        && coach_id != id
        && !coach_assignments::queries::serves(conn, coach_id, id)?
    {
        return Err(Problem::not_found());
    }
    let user = store::find(conn, caller.organization_id, id)?;
    view(conn, caller, user)
}

/// A person as this caller sees them: what is known of people beyond name and roles is for staff.
pub fn view(conn: &mut Conn, caller: &Caller, user: User) -> Result<UserView> {
    let known = attributes_for(conn, caller, &[user.id])?.remove(&user.id);
    Ok(UserView::new(caller.is_staff().then(|| known.unwrap_or_default()), user))
}

fn attributes_for(conn: &mut Conn, caller: &Caller, ids: &[UserId]) -> Result<HashMap<UserId, Attributes>> {
    if caller.is_staff() { attributes::queries::shown(conn, caller.organization_id, ids) } else { Ok(HashMap::new()) }
}

/// The coach whose view this is, for callers who do not see everybody.
fn restricted_to(caller: &Caller) -> Option<UserId> {
    if caller.roles.admin || caller.roles.manager { None } else { caller.user_id() }
}
