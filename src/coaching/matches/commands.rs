//! Making, starting and cancelling matches.

use super::events::MatchEvent;
use super::model::{Action, CreateMatch, Match, MatchCoach, MatchStatus};
use super::views::MatchView;
use super::{interviews, queries, store};
use crate::coaching::{engagements, program_templates};
use crate::db::Tx;
use crate::identity::permissions::{Caller, Role};
use crate::identity::{organizations, users};
use crate::kernel::ids::{EngagementId, MatchId};
use crate::kernel::list::distinct;
use crate::kernel::{FieldError, Problem, Result};
use crate::messaging::events;

pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateMatch) -> Result<MatchView> {
    ensure_people(tx, caller, &new)?;
    match (new.template_id, new.engagement_id) {
        (Some(id), None) => {
            program_templates::queries::copyable(tx.conn(), caller, id)?;
        }
        (None, Some(id)) => ensure_engagement(tx, caller, &new, id)?,
        _ => {
            let fault = FieldError::at("/template_id", "one_of", "name either a template_id or an engagement_id");
            return Err(Problem::invalid(vec![fault]));
        }
    }
    let settings = organizations::queries::settings(tx.conn(), caller.organization_id)?;
    let row = Match {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        coachee_id: new.coachee_id,
        template_id: new.template_id,
        engagement_id: new.engagement_id,
        message: new.message,
        status: MatchStatus::Draft,
        interviews_required: new.interviews_required.unwrap_or(settings.interviews_required),
        interviews_completed: 0,
        started_at: None,
        completed_at: None,
        cancelled_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    let coaches = distinct(new.coach_ids).into_iter().zip(1..);
    let coaches: Vec<_> = coaches.map(|(coach_id, position)| MatchCoach { match_id: row.id, coach_id, position }).collect();
    store::insert(tx.conn(), &row, &coaches)?;
    events::emit(tx, &MatchEvent::new("match.created", &row, None))?;
    queries::get(tx.conn(), caller, row.id)
}

/// The coachee is one, and so is every coach; else 404.
fn ensure_people(tx: &mut Tx<'_>, caller: &Caller, new: &CreateMatch) -> Result<()> {
    let coachee = users::store::find(tx.conn(), caller.organization_id, new.coachee_id)?;
    let coach_ids = distinct(new.coach_ids.clone());
    let coaches = users::store::find_many(tx.conn(), caller.organization_id, &coach_ids)?;
    let known = coaches.iter().filter(|coach| coach.serves_as(Role::Coach)).count() == coach_ids.len();
    if known && coachee.serves_as(Role::Coachee) && !coach_ids.contains(&coachee.id) {
        Ok(())
    } else {
        Err(Problem::not_found().detail("The coachee or one of the coaches is not known."))
    }
}

/// The engagement that gets the coach is the coachee's and has not ended.
fn ensure_engagement(tx: &mut Tx<'_>, caller: &Caller, new: &CreateMatch, id: EngagementId) -> Result<()> {
    let engagement = engagements::store::find(tx.conn(), caller.organization_id, id)?;
    if !engagements::store::is_participant(tx.conn(), id, new.coachee_id)? {
        return Err(Problem::not_found());
    }
    if engagement.is_open() { Ok(()) } else { Err(engagement.status.not_active(engagement.is_shared)) }
}

/// Lets the coachee see it and mails them.
pub fn start(tx: &mut Tx<'_>, caller: &Caller, id: MatchId) -> Result<MatchView> {
    let mut row = step(tx, caller, id, Action::Start)?;
    row.started_at = Some(tx.now());
    save(tx, &mut row)?;
    events::emit(tx, &MatchEvent::new("match.started", &row, None))?;
    ask_when_ready(tx, &row)?;
    queries::get(tx.conn(), caller, id)
}

/// Interviews that were arranged do not take place.
pub fn cancel(tx: &mut Tx<'_>, caller: &Caller, id: MatchId) -> Result<MatchView> {
    let mut row = step(tx, caller, id, Action::Cancel)?;
    row.cancelled_at = Some(tx.now());
    save(tx, &mut row)?;
    interviews::commands::cancel_open(tx, &row)?;
    events::emit(tx, &MatchEvent::new("match.cancelled", &row, None))?;
    queries::get(tx.conn(), caller, id)
}

fn step(tx: &mut Tx<'_>, caller: &Caller, id: MatchId, action: Action) -> Result<Match> {
    let mut row = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(row.version)?;
    row.status = row.status.after(action)?;
    Ok(row)
}

/// Once enough interviews were held, the coachee is asked to select.
pub(super) fn ask_when_ready(tx: &mut Tx<'_>, row: &Match) -> Result<()> {
    if row.interviews_completed == row.interviews_required {
        events::emit(tx, &MatchEvent::new("match.selection_due", row, None))?;
    }
    Ok(())
}

pub(super) fn save(tx: &mut Tx<'_>, row: &mut Match) -> Result<()> {
    row.version += 1;
    row.updated_at = tx.now();
    store::update(tx.conn(), row)
}
