//! Noting that somebody was asked. Their profile is held meanwhile, so that two who ask at once take turns.

use super::model::{CreateReferenceUse, Quarter, ReferenceUse, ReferenceUseView};
use super::store;
use crate::advocacy::references;
use crate::advocacy::references::events::ProfileEvent;
use crate::advocacy::references::model::ReferenceProfile;
use crate::advocacy::references::state::Action;
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{ReferenceProfileId, ReferenceUseId};
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::events;

/// 409 where they were asked as often in that quarter as they agreed to.
pub fn create(tx: &mut Tx<'_>, caller: &Caller, id: ReferenceProfileId, new: CreateReferenceUse) -> Result<ReferenceUseView> {
    let mut profile = references::commands::open(tx, caller, id)?;
    profile.state.after(Action::Use)?;
    if !profile.activities.0.contains(&new.activity) {
        return Err(Problem::invalid(vec![FieldError::at("/activity", "invalid_choice", "must be something that they do")]));
    }
    let now = tx.now();
    let used_on = match new.used_on {
        Some(day) => day,
        None => references::queries::today(tx.conn(), profile.organization_id, now)?,
    };
    let quarter = Quarter::of(used_on);
    ensure_within(tx, &profile, quarter)?;
    let used = ReferenceUse {
        id: tx.new_id(),
        organization_id: profile.organization_id,
        profile_id: profile.id,
        activity: new.activity,
        company: new.company,
        note: new.note,
        used_on,
        quarter: quarter.to_string(),
        created_by: tx.actor().id(),
        created_at: now,
    };
    store::insert(tx.conn(), &used)?;
    references::commands::touch(tx, &mut profile)?;
    events::emit(tx, &ProfileEvent::new("reference_profile.used", &profile).with_use(&used))?;
    Ok(used.into())
}

fn ensure_within(tx: &mut Tx<'_>, profile: &ReferenceProfile, quarter: Quarter) -> Result<()> {
    let Some(max) = profile.max_per_quarter else { return Ok(()) };
    let used = store::counts(tx.conn(), &[profile.id], quarter)?.pop().map_or(0, |(_, count)| count);
    if used < i64::from(max) {
        return Ok(());
    }
    let problem = Problem::new(Code::ReferenceLimitReached).detail(format!("They agreed to {max} in a quarter, and {quarter} has {used}."));
    Err(problem.with("quarter", quarter.to_string()).with("max_per_quarter", max))
}

/// It did not come to that: it counts no more.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: ReferenceProfileId, use_id: ReferenceUseId) -> Result<()> {
    let mut profile = references::commands::open(tx, caller, id)?;
    let used = store::find(tx.conn(), profile.id, use_id)?;
    store::delete(tx.conn(), profile.id, used.id)?;
    references::commands::touch(tx, &mut profile)?;
    events::emit(tx, &ProfileEvent::new("reference_profile.use_removed", &profile).with_use(&used))
}
