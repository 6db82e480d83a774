//! Selecting a coach. The engagement gets its coach once the selection is effective, and not before.

use super::model::{RejectSelection, SelectCoach, Selection, SelectionStatus};
use super::store;
use crate::coaching::engagements;
use crate::coaching::engagements::model::CreateEngagement;
use crate::coaching::matches::events::{MatchEvent, SelectionEvent};
use crate::coaching::matches::model::{Match, MatchStatus};
use crate::coaching::matches::queries::{Standing, standing};
use crate::coaching::matches::views::MatchView;
use crate::coaching::matches::{commands as matches, interviews, queries, store as match_store};
use crate::db::Tx;
use crate::identity::coach_assignments;
use crate::identity::coach_assignments::model::CreateCoachAssignment;
use crate::identity::organizations;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{MatchId, SelectionId, UserId};
use crate::kernel::{Code, Problem, Result};
use crate::messaging::events;

pub fn select(tx: &mut Tx<'_>, caller: &Caller, match_id: MatchId, new: &SelectCoach) -> Result<MatchView> {
    let row = match_store::find_for_update(tx.conn(), caller.organization_id, match_id)?;
    if matches!(standing(tx.conn(), caller, &row)?, Standing::Coach(_)) {
        return Err(Problem::new(Code::Forbidden));
    }
    if row.status != MatchStatus::Started {
        return Err(row.status.refuses("select_coach"));
    }
    if !match_store::is_listed(tx.conn(), match_id, new.coach_id)? {
        return Err(Problem::not_found());
    }
    if !row.is_ready() {
        let missing = row.interviews_required - row.interviews_completed;
        return Err(Problem::new(Code::InterviewsIncomplete).detail(format!("{missing} more to hold.")).with("missing", missing));
    }
    let needs_approval = organizations::queries::settings(tx.conn(), caller.organization_id)?.selection_approval;
    let selection = Selection {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        match_id,
        coach_id: new.coach_id,
        status: if needs_approval { SelectionStatus::Pending } else { SelectionStatus::Effective },
        reason: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    // The index on what is open refuses a second one.
    store::insert(tx.conn(), &selection)?;
    events::emit(tx, &SelectionEvent::new("selection.made", &selection))?;
    if needs_approval {
        let mut row = row;
        matches::save(tx, &mut row)?;
    } else {
        take_effect(tx, caller, row, new.coach_id)?;
    }
    queries::get(tx.conn(), caller, match_id)
}

pub fn approve(tx: &mut Tx<'_>, caller: &Caller, id: SelectionId) -> Result<MatchView> {
    let (mut selection, row) = open(tx, caller, id, "approve")?;
    selection.status = SelectionStatus::Effective;
    save(tx, &mut selection, "selection.approved")?;
    let (match_id, coach_id) = (row.id, selection.coach_id);
    take_effect(tx, caller, row, coach_id)?;
    queries::get(tx.conn(), caller, match_id)
}

/// The coachee selects again.
pub fn reject(tx: &mut Tx<'_>, caller: &Caller, id: SelectionId, change: RejectSelection) -> Result<MatchView> {
    let (mut selection, mut row) = open(tx, caller, id, "reject")?;
    selection.status = SelectionStatus::Rejected;
    selection.reason = change.reason;
    save(tx, &mut selection, "selection.rejected")?;
    matches::save(tx, &mut row)?;
    queries::get(tx.conn(), caller, row.id)
}

/// A selection that waits for an admin, and its match, held.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: SelectionId, action: &str) -> Result<(Selection, Match)> {
    let found = store::find(tx.conn(), caller.organization_id, id)?;
    let row = match_store::find_for_update(tx.conn(), caller.organization_id, found.match_id)?;
    let selection = store::find(tx.conn(), caller.organization_id, id)?;
    if row.status != MatchStatus::Started {
        return Err(row.status.refuses(action));
    }
    if selection.status != SelectionStatus::Pending {
        return Err(Problem::new(Code::InvalidTransition)
            .detail(format!("The selection is {}; {action} is not possible.", selection.status))
            .with("allowed_actions", Vec::<&str>::new()));
    }
    Ok((selection, row))
}

fn save(tx: &mut Tx<'_>, selection: &mut Selection, event: &'static str) -> Result<()> {
    selection.updated_at = tx.now();
    store::update(tx.conn(), selection)?;
    events::emit(tx, &SelectionEvent::new(event, selection))
}

/// The coach may serve the coachee from now on, and the engagement has its coach: the one that was named,
/// or a new one from the template.
fn take_effect(tx: &mut Tx<'_>, caller: &Caller, mut row: Match, coach_id: UserId) -> Result<()> {
    let organization = caller.for_the_organization();
    if !coach_assignments::queries::serves(tx.conn(), coach_id, row.coachee_id)? {
        let new = CreateCoachAssignment { coach_id, coachee_id: row.coachee_id };
        coach_assignments::commands::create(tx, &organization, new)?;
    }
    if let Some(id) = row.engagement_id {
        let engagement = engagements::commands::open(tx, &organization, id)?;
        engagements::commands::hand_to(tx, &organization, engagement, coach_id)?;
    } else {
        let new = CreateEngagement {
            title: None,
            description: None,
            template_id: row.template_id,
            coach_id: Some(coach_id),
            coachee_ids: vec![row.coachee_id],
        };
        row.engagement_id = Some(engagements::commands::create(tx, &organization, new)?.summary.id);
    }
    row.status = MatchStatus::Completed;
    row.completed_at = Some(tx.now());
    matches::save(tx, &mut row)?;
    interviews::commands::cancel_open(tx, &row)?;
    events::emit(tx, &MatchEvent::new("match.completed", &row, Some(coach_id)))
}
