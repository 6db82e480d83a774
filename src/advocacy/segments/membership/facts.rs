//! What rules are asked about: people, their attributes and their totals, each in one query.

use std::collections::HashMap;

use crate::advocacy::points;
use crate::advocacy::points::model::AdvocateTotals;
use crate::advocacy::segments::rules::{Facts, Standing};
use crate::db::Conn;
use crate::identity::permissions::Role;
use crate::identity::users::model::{User, UserState};
use crate::identity::{attributes, users};
use crate::kernel::Result;
use crate::kernel::ids::{OrganizationId, UserId};

pub type People = HashMap<UserId, Facts>;

pub fn load(conn: &mut Conn, organization_id: OrganizationId, ids: &[UserId]) -> Result<People> {
    let found = users::store::find_many(conn, organization_id, ids)?;
    of(conn, organization_id, &found)
}

/// The same for people who were read already.
pub fn of(conn: &mut Conn, organization_id: OrganizationId, people: &[User]) -> Result<People> {
    let ids: Vec<UserId> = people.iter().map(|user| user.id).collect();
    let mut values = attributes::queries::stored(conn, organization_id, &ids)?;
    let totals = points::queries::totals_of(conn, organization_id, &ids)?;
    let totals: HashMap<UserId, AdvocateTotals> = totals.into_iter().map(|totals| (totals.user_id, totals)).collect();
    let facts = people.iter().map(|user| Facts {
        user_id: user.id,
        standing: standing(user),
        created_at: user.created_at,
        points: totals.get(&user.id).map_or(0, |totals| totals.points),
        submissions_approved: totals.get(&user.id).map_or(0, |totals| totals.submissions_approved),
        values: values.remove(&user.id).unwrap_or_default(),
    });
    Ok(facts.map(|facts| (facts.user_id, facts)).collect())
}

fn standing(user: &User) -> Standing {
    match user.state {
        UserState::Anonymised => Standing::Gone,
        UserState::Active if user.has(Role::Advocate) => Standing::Counts,
        _ => Standing::Outside,
    }
}
