//! Reading reference profiles; only staff do.

use super::model::ReferenceProfile;
use super::requests::ReferenceProfileFilter;
use super::uses::model::Quarter;
use super::views::ReferenceProfileView;
use super::{store, uses};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::identity::{organizations, users};
use crate::kernel::ids::{OrganizationId, ReferenceProfileId, UserId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Day, Problem, Result, Timestamp};

/// The day that it is where the organization is.
pub(super) fn today(conn: &mut Conn, organization_id: OrganizationId, now: Timestamp) -> Result<Day> {
    let settings = organizations::queries::settings(conn, organization_id)?;
    Ok(Day::of(now, settings.time_zone.parse().unwrap_or(chrono_tz::UTC)))
}

/// Newest first.
pub fn list(conn: &mut Conn, caller: &Caller, mut filter: ReferenceProfileFilter, now: Timestamp) -> Result<Page<ReferenceProfileView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &("references", &filter))?;
    let rows = store::list(conn, caller.organization_id, &filter, request.after()?, request.fetch())?;
    let page = request.page(rows, |profile| (profile.created_at, profile.id));
    let data = views(conn, caller.organization_id, page.data, now)?;
    Ok(Page { data, has_more: page.has_more, next_cursor: page.next_cursor })
}

pub fn get(conn: &mut Conn, caller: &Caller, id: ReferenceProfileId, now: Timestamp) -> Result<ReferenceProfileView> {
    let profile = store::find(conn, caller.organization_id, id)?;
    view(conn, profile, now)
}

pub(super) fn view(conn: &mut Conn, profile: ReferenceProfile, now: Timestamp) -> Result<ReferenceProfileView> {
    views(conn, profile.organization_id, vec![profile], now)?.pop().ok_or_else(Problem::not_found)
}

/// With names and counts, in two queries however many there are.
fn views(
    conn: &mut Conn,
    organization_id: OrganizationId,
    profiles: Vec<ReferenceProfile>,
    now: Timestamp,
) -> Result<Vec<ReferenceProfileView>> {
    let quarter = Quarter::of(today(conn, organization_id, now)?);
    let ids: Vec<ReferenceProfileId> = profiles.iter().map(|profile| profile.id).collect();
    let used = uses::store::counts(conn, &ids, quarter)?;
    let people: Vec<UserId> = profiles.iter().filter_map(|profile| profile.user_id).collect();
    let people = users::store::find_many(conn, organization_id, &people)?;
    let view = |profile: ReferenceProfile| {
        let user = people.iter().find(|user| Some(user.id) == profile.user_id);
        let count = used.iter().find(|(id, _)| *id == profile.id).map_or(0, |(_, count)| *count);
        ReferenceProfileView::new(profile, user, count)
    };
    Ok(profiles.into_iter().map(view).collect())
}
