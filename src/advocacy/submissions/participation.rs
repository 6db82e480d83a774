//! Places in a mission: how often one person may take part. Both what one person holds and what all hold
//! together is counted by conditional statements, so that limits are exact whoever asks at once. The total is
//! counted last (see `advocacy::missions::places`), because everybody waits there for everybody.

use chrono_tz::Tz;

use super::model::Submission;
use super::{participations, periods, store};
use crate::advocacy::missions;
use crate::advocacy::missions::model::Mission;
use crate::advocacy::missions::settings::{LimitKind, ParticipationLimit};
use crate::db::{Tx, dialect};
use crate::identity::organizations;
use crate::kernel::{Code, Problem, Result};

/// Takes one of the places that the mission leaves this person, or 409. Whoever asks twice at once asks one
/// after the other.
pub fn take(tx: &mut Tx<'_>, mission: &Mission, submission: &mut Submission) -> Result<()> {
    let limit = mission.participation_limit.as_ref().map(|limit| limit.0);
    let most = limit.map_or(i64::MAX, all_in_all);
    if !dialect::participation::take_place(tx.conn(), mission.id, &submission.participant_key, most)? {
        return Err(reached(limit));
    }
    ensure_left_in_period(tx, mission, submission, limit)?;
    submission.place_taken_at = Some(tx.now());
    Ok(())
}

/// Lets it go again.
pub fn give_back(tx: &mut Tx<'_>, submission: &Submission) -> Result<()> {
    participations::give_back(tx.conn(), submission.mission_id, &submission.participant_key)
}

/// What does not count any more is still to be done by whom the mission was assigned.
pub fn reopen_assignment(tx: &mut Tx<'_>, submission: &Submission) -> Result<()> {
    let Some(user_id) = submission.user_id.filter(|_| submission.has_let_go()) else { return Ok(()) };
    if !participations::holders(tx.conn(), submission.mission_id, &[user_id])?.is_empty() {
        return Ok(());
    }
    let mission = missions::store::find(tx.conn(), submission.organization_id, submission.mission_id)?;
    missions::assignments::commands::reopen(tx, &mission, user_id)
}

/// How many places somebody may hold, whenever they took them.
fn all_in_all(limit: ParticipationLimit) -> i64 {
    match limit.kind {
        LimitKind::Once => 1,
        LimitKind::Times => most(limit),
        LimitKind::PerPeriod | LimitKind::Unlimited => i64::MAX,
    }
}

fn most(limit: ParticipationLimit) -> i64 {
    limit.max.map_or(1, i64::from)
}

/// What was taken since the period began is read while the person's row is held.
fn ensure_left_in_period(tx: &mut Tx<'_>, mission: &Mission, submission: &Submission, limit: Option<ParticipationLimit>) -> Result<()> {
    let Some((limit, period)) = limit.and_then(|limit| Some((limit, limit.period?))) else { return Ok(()) };
    let zone = organizations::queries::settings(tx.conn(), mission.organization_id)?.time_zone;
    let since = periods::start(period, tx.now(), zone.parse().unwrap_or(Tz::UTC));
    let most = most(limit);
    let taken = store::places_since(tx.conn(), mission.id, &submission.participant_key, since, most)?;
    if taken < most { Ok(()) } else { Err(reached(Some(limit))) }
}

fn reached(limit: Option<ParticipationLimit>) -> Problem {
    Problem::new(Code::ParticipationLimitReached).with("limit", limit).with("total_cap", None::<i64>)
}

/// Nobody gets in any more, whoever they are.
pub fn full(total_cap: Option<i64>) -> Problem {
    Problem::new(Code::ParticipationLimitReached)
        .detail("As many as the mission takes have taken part.")
        .with("limit", None::<ParticipationLimit>)
        .with("total_cap", total_cap)
}
