//! Whatever adds an entry to the ledger.

use super::events::PointsChanged;
use super::model::{AdvocateTotals, CreatePointEntry, EntryKind, PointEntry, PointEntryView};
use super::store;
use crate::db::{Tx, dialect};
use crate::identity::permissions::Caller;
use crate::identity::users;
use crate::kernel::ids::{MissionId, OrganizationId, RewardGrantId, SubmissionId, UserId};
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::events;

/// What an approval pays.
#[derive(Debug, Clone, Copy)]
pub struct AwardTerms {
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    pub mission_id: MissionId,
    pub submission_id: SubmissionId,
    /// Which approval of the submission it is: the first, the second after one was revoked …
    pub round: i32,
    pub amount: i64,
}

/// An entry that is to be made.
struct Movement {
    kind: EntryKind,
    amount: i64,
    reason: Option<String>,
    mission_id: Option<MissionId>,
    submission_id: Option<SubmissionId>,
    round: Option<i32>,
    grant_id: Option<RewardGrantId>,
}

impl Movement {
    fn new(kind: EntryKind, amount: i64) -> Self {
        Self { kind, amount, reason: None, mission_id: None, submission_id: None, round: None, grant_id: None }
    }
}

/// Whether what goes has to be there. What was approved by mistake is taken back also where it was spent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cover {
    Needed,
    NotNeeded,
}

/// Pays for an approval, once; false when this one was paid already.
pub fn award(tx: &mut Tx<'_>, terms: &AwardTerms) -> Result<bool> {
    let totals = hold(tx, terms.organization_id, terms.user_id)?;
    let paid = store::of_submission(tx.conn(), terms.organization_id, terms.submission_id, terms.round, EntryKind::Award)?;
    if paid.is_some() {
        return Ok(false);
    }
    let movement = Movement {
        mission_id: Some(terms.mission_id),
        submission_id: Some(terms.submission_id),
        round: Some(terms.round),
        ..Movement::new(EntryKind::Award, terms.amount)
    };
    post(tx, &totals, movement, Cover::NotNeeded)?;
    Ok(true)
}

/// Takes back what an approval paid, once; false when it paid nothing or was taken back already.
pub fn reverse(tx: &mut Tx<'_>, organization_id: OrganizationId, submission_id: SubmissionId, round: i32) -> Result<bool> {
    let Some(award) = store::of_submission(tx.conn(), organization_id, submission_id, round, EntryKind::Award)? else { return Ok(false) };
    let totals = hold(tx, organization_id, award.user_id)?;
    if store::of_submission(tx.conn(), organization_id, submission_id, round, EntryKind::Reversal)?.is_some() {
        return Ok(false);
    }
    let movement = Movement {
        mission_id: award.mission_id,
        submission_id: award.submission_id,
        round: award.round,
        ..Movement::new(EntryKind::Reversal, -award.amount)
    };
    post(tx, &totals, movement, Cover::NotNeeded)?;
    Ok(true)
}

/// Spends points on a reward; 409 where there are too few.
pub fn spend(tx: &mut Tx<'_>, totals: &AdvocateTotals, grant_id: RewardGrantId, cost: i64) -> Result<()> {
    let movement = Movement { grant_id: Some(grant_id), ..Movement::new(EntryKind::Redemption, -cost) };
    post(tx, totals, movement, Cover::Needed).map(|_| ())
}

/// Gives back what was spent on a grant; it was not, where somebody got it without paying.
pub fn refund(tx: &mut Tx<'_>, organization_id: OrganizationId, grant_id: RewardGrantId, reason: Option<String>) -> Result<()> {
    let Some(paid) = store::of_grant(tx.conn(), organization_id, grant_id, EntryKind::Redemption)? else { return Ok(()) };
    let totals = hold(tx, organization_id, paid.user_id)?;
    let movement = Movement { grant_id: Some(grant_id), reason, ..Movement::new(EntryKind::Refund, -paid.amount) };
    post(tx, &totals, movement, Cover::NotNeeded).map(|_| ())
}

/// Corrects somebody's balance by hand. Nobody corrects their own.
pub fn adjust(tx: &mut Tx<'_>, caller: &Caller, user_id: UserId, new: CreatePointEntry) -> Result<PointEntryView> {
    let user = users::store::find(tx.conn(), caller.organization_id, user_id)?;
    if caller.user_id() == Some(user.id) {
        return Err(Problem::new(Code::Forbidden).detail("Nobody corrects their own points."));
    }
    if new.amount == 0 {
        return Err(Problem::invalid(vec![FieldError::at("/amount", "out_of_range", "must not be zero")]));
    }
    let totals = hold(tx, user.organization_id, user.id)?;
    let cover = if new.amount < 0 { Cover::Needed } else { Cover::NotNeeded };
    let movement = Movement { reason: Some(new.reason), ..Movement::new(EntryKind::Adjustment, new.amount) };
    post(tx, &totals, movement, cover).map(Into::into)
}

/// Counts an approval, or one that was taken back. The totals are held from then on.
pub fn count_approval(tx: &mut Tx<'_>, organization_id: OrganizationId, user_id: UserId, count: i64) -> Result<()> {
    Ok(dialect::advocacy::add_approvals(tx.conn(), organization_id, user_id, count)?)
}

/// Somebody's totals, held until the transaction ends. They are held before a reward is, always.
pub fn hold(tx: &mut Tx<'_>, organization_id: OrganizationId, user_id: UserId) -> Result<AdvocateTotals> {
    store::hold(tx.conn(), organization_id, user_id)
}

fn post(tx: &mut Tx<'_>, held: &AdvocateTotals, movement: Movement, cover: Cover) -> Result<PointEntry> {
    let least = if cover == Cover::Needed { 0 } else { i64::MIN };
    if !store::add_points(tx.conn(), held.user_id, movement.amount, least)? {
        return Err(too_few(held.points, -movement.amount));
    }
    let entry = PointEntry {
        id: tx.new_id(),
        organization_id: held.organization_id,
        user_id: held.user_id,
        position: held.entries + 1,
        kind: movement.kind,
        amount: movement.amount,
        balance: held.points + movement.amount,
        reason: movement.reason,
        mission_id: movement.mission_id,
        submission_id: movement.submission_id,
        round: movement.round,
        grant_id: movement.grant_id,
        created_by: tx.actor().id(),
        created_at: tx.now(),
    };
    store::insert(tx.conn(), &entry)?;
    events::emit(tx, &PointsChanged::from(&entry))?;
    Ok(entry)
}

fn too_few(balance: i64, needed: i64) -> Problem {
    Problem::new(Code::InsufficientPoints)
        .detail(format!("It takes {needed} points, and there are {balance}."))
        .with("balance", balance)
        .with("needed", needed)
}
