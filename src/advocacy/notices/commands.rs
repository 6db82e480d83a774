//! What missions say when something happens to them. Each is part of the transaction in which it happens.

use std::collections::BTreeMap;

use super::model::{Broadcast, BroadcastState};
use super::{events as notices, follow_ups, gathering, store};
use crate::advocacy::missions::model::Mission;
use crate::advocacy::missions::settings::TriggerKind;
use crate::db::Tx;
use crate::kernel::Result;
use crate::kernel::ids::{EventId, MissionId};
use crate::messaging::connections::model::ConnectionKind;
use crate::messaging::events;

/// It was launched, for the first time. Where a segment triggers it nobody is told yet.
pub fn launched(tx: &mut Tx<'_>, mission: &Mission) -> Result<()> {
    if mission.announced_by().is_empty() {
        return Ok(());
    }
    if mission.trigger_kind == TriggerKind::Instant {
        announce(tx, mission)?;
    }
    follow_ups::plan(tx, mission, false)
}

fn announce(tx: &mut Tx<'_>, mission: &Mission) -> Result<()> {
    let event_id: EventId = tx.new_id();
    tx.plan_id(event_id);
    events::emit(tx, &notices::available(mission))?;
    if mission.announced_by().contains(&ConnectionKind::Email) {
        let row = Broadcast::launch(tx.new_id(), mission, event_id, tx.now());
        store::insert(tx.conn(), &row)?;
    }
    Ok(())
}

/// It was changed while it ran or rested: its follow-ups may be others.
pub fn edited(tx: &mut Tx<'_>, mission: &Mission) -> Result<()> {
    follow_ups::plan(tx, mission, false)
}

/// It runs again, after a pause or its end: its launch goes on, and what was due meanwhile is not made up for.
pub fn resumed(tx: &mut Tx<'_>, mission: &Mission) -> Result<()> {
    go_on(tx, mission)?;
    follow_ups::plan(tx, mission, true)
}

/// The launch goes through everybody once more: who was told is passed over, whose mail was stopped gets it now.
fn go_on(tx: &mut Tx<'_>, mission: &Mission) -> Result<()> {
    let Some(mut row) = store::launch_of(tx.conn(), mission.id)? else { return Ok(()) };
    let now = tx.now();
    row.state = BroadcastState::Running;
    (row.due_at, row.resumed_at, row.after_id) = (Some(now), Some(now), None);
    store::update(tx.conn(), &row)
}

/// So many people were assigned it just now. They are told one by one; Slack hears of all of them together.
pub fn assigned(tx: &mut Tx<'_>, mission: &Mission, count: usize) -> Result<()> {
    if mission.announced_by().contains(&ConnectionKind::Slack) {
        gathering::add(tx, mission, count)?;
    }
    follow_ups::expect(tx, mission)
}

/// So many were told on their own that they can take part.
pub fn told(tx: &mut Tx<'_>, counts: &BTreeMap<MissionId, i64>) -> Result<()> {
    counts.iter().try_for_each(|(id, count)| store::count_notified(tx.conn(), *id, *count))
}
