//! The counters of a mission that submissions move: places that count against the total cap, and statistics.
//! They are changed by one conditional statement each, without reading the row before, so that they are exact
//! whoever asks at once. Whoever changes them holds the row until their transaction ends: they do it last.

use std::ops::AddAssign;

use diesel::prelude::*;

use super::model::Mission;
use super::state::MissionState;
use super::store;
use crate::db::schema::missions;
use crate::db::{Conn, Prepared};
use crate::kernel::ids::{MissionId, OrganizationId};
use crate::kernel::{Code, Problem, Result, Timestamp};

/// The states in which people can take part.
const RUNNING: [MissionState; 2] = [MissionState::Live, MissionState::Armed];

/// By how much the counters move.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Places that count against the total cap.
    pub taken: i64,
    pub started: i64,
    pub submitted: i64,
    pub approved: i64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.taken += other.taken;
        self.started += other.started;
        self.submitted += other.submitted;
        self.approved += other.approved;
    }
}

macro_rules! moved {
    ($tally:expr) => {
        (
            missions::taken.eq(missions::taken + $tally.taken),
            missions::started_count.eq(missions::started_count + $tally.started),
            missions::submitted_count.eq(missions::submitted_count + $tally.submitted),
            missions::approved_count.eq(missions::approved_count + $tally.approved),
        )
    };
}

/// One of the places that the mission has left, while it runs; whether there was one. Counts the rest as well.
pub fn take(conn: &mut Conn, mission: &Mission, tally: Tally, now: Timestamp) -> Result<bool> {
    let tally = Tally { taken: tally.taken + 1, ..tally };
    let open = missions::table
        .filter(missions::id.eq(mission.id))
        .filter(missions::organization_id.eq(mission.organization_id))
        .filter(missions::state.eq_any(RUNNING))
        .filter(missions::expires_at.is_null().or(missions::expires_at.gt(now)))
        .filter(missions::total_cap.is_null().or(missions::taken.nullable().lt(missions::total_cap)));
    Ok(Prepared(diesel::update(open).set(moved!(tally))).execute(conn)? == 1)
}

/// Moves the counters, however the mission stands.
pub fn add(conn: &mut Conn, organization_id: OrganizationId, id: MissionId, tally: Tally) -> Result<()> {
    if tally == Tally::default() {
        return Ok(());
    }
    let own = missions::table.filter(missions::id.eq(id)).filter(missions::organization_id.eq(organization_id));
    Prepared(diesel::update(own).set(moved!(tally))).execute(conn)?;
    Ok(())
}

/// Why no place was left: `None` when as many as it takes have taken part, else how it stands by now.
pub fn refusal(conn: &mut Conn, mission: &Mission, now: Timestamp) -> Result<Option<Problem>> {
    let code = match store::find(conn, mission.organization_id, mission.id)?.state_at(now) {
        MissionState::Live | MissionState::Armed => return Ok(None),
        MissionState::Paused => Code::MissionPaused,
        MissionState::Closed => Code::MissionClosed,
        MissionState::Expired => Code::MissionExpired,
        MissionState::Draft | MissionState::Scheduled => Code::NotFound,
    };
    Ok(Some(Problem::new(code)))
}
