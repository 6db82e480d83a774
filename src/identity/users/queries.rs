//! Reading people.

use super::filter::{UserFilter, UserSort};
use super::model::UserView;
use super::store::{self, After};
use crate::db::Conn;
use crate::identity::coach_assignments;
use crate::identity::permissions::Caller;
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
    Ok(page.map(Into::into))
}

pub fn get(conn: &mut Conn, caller: &Caller, id: UserId) -> Result<UserView> {
    if let Some(coach_id) = restricted_to(caller)
        && coach_id != id
        && !coach_assignments::queries::serves(conn, coach_id, id)?
    {
        return Err(Problem::not_found());
    }
    store::find(conn, caller.organization_id, id).map(Into::into)
}

/// The coach whose view this is, for callers who do not see everybody.
fn restricted_to(caller: &Caller) -> Option<UserId> {
    if caller.roles.admin || caller.roles.manager { None } else { caller.user_id() }
}
