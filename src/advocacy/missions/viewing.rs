//! That somebody has looked at a mission, which they say themselves: reading a page changes nothing, for
//! scanners and previews read pages too.

use diesel::prelude::*;

use super::access::{self, Door, Visitor};
use super::events::ViewedEvent;
use super::model::Mission;
use super::{links, store};
use crate::advocacy::submissions;
use crate::db::schema::{mission_views, missions};
use crate::db::{Tx, dialect};
use crate::identity::permissions::Caller;
use crate::kernel::ids::{MissionId, UserId};
use crate::kernel::{Problem, Result};
use crate::messaging::events;

/// An advocate has looked at one of their missions.
pub fn view(tx: &mut Tx<'_>, caller: &Caller, id: MissionId) -> Result<()> {
    let mission = store::find(tx.conn(), caller.organization_id, id)?;
    let user_id = caller.user_id().ok_or_else(Problem::not_found)?;
    let now = tx.now();
    access::ensure_visible(tx.conn(), &mission, Visitor::from(Some(caller)), Door::Id, now)?;
    note(tx, &mission, user_id)
}

/// The same through the magic link; of guests and staff nothing is noted.
pub fn view_by_link(tx: &mut Tx<'_>, caller: Option<&Caller>, token: &str) -> Result<()> {
    let mission = links::open(tx.conn(), token)?;
    let now = tx.now();
    access::ensure_visible(tx.conn(), &mission, Visitor::from(caller), Door::Link, now)?;
    let own = caller.filter(|caller| caller.roles.advocate && caller.organization_id == mission.organization_id);
    match own.and_then(Caller::user_id) {
        Some(user_id) => note(tx, &mission, user_id),
        None => Ok(()),
    }
}

/// Counts everybody once.
fn note(tx: &mut Tx<'_>, mission: &Mission, user_id: UserId) -> Result<()> {
    let row = (
        mission_views::mission_id.eq(mission.id),
        mission_views::user_id.eq(user_id),
        mission_views::organization_id.eq(mission.organization_id),
        mission_views::first_viewed_at.eq(tx.now()),
    );
    let inserted =
        dialect::on_engine!(tx.conn(), |c| diesel::insert_into(mission_views::table).values(row).on_conflict_do_nothing().execute(c))?;
    let is_first = inserted == 1;
    if !is_first {
        return Ok(());
    }
    submissions::commands::complete_by_view(tx, mission, user_id)?;
    // The mission's counters come last; see `places`.
    let change = missions::viewed_count.eq(missions::viewed_count + 1);
    diesel::update(missions::table.find(mission.id)).set(change).execute(tx.conn())?;
    events::emit(tx, &ViewedEvent { organization_id: mission.organization_id, mission_id: mission.id, user_id })
}
