//! What a dry run tells of messages.

use super::fan_out::{Planned, plans};
use super::rules::{self, Audience};
use crate::advocacy::{missions, notices};
use crate::db::{Effect, Tx};
use crate::kernel::Result;
use crate::messaging::connections;
use crate::messaging::connections::model::ConnectionKind;
use crate::messaging::events::EventRow;

/// What a dry run tells: whom its events would reach, by what, when, or why not. Reads what the command
/// has just written, which is then taken back.
pub fn foresee(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.now();
    let events: Vec<EventRow> = tx.announced().iter().map(EventRow::announced).collect();
    let mut effects = Vec::new();
    let enabled = match events.first() {
        Some(event) => connections::store::enabled_of(tx.conn(), &[event.organization_id])?,
        None => Vec::new(),
    };
    for event in &events {
        for plan in plans(tx.conn(), event, now)? {
            effects.extend(plan.people.iter().map(effect));
        }
        effects.extend(in_batches(tx, event)?);
        effects.extend(enabled.iter().filter(|connection| connection.hears(&event.event_type, &event.data.0)).map(|connection| Effect {
            kind: "delivery".into(),
            name: event.event_type.clone(),
            subject_id: connection.id.to_string(),
            data: serde_json::json!({ "channel": connection.kind, "due_at": now, "reason": null }),
        }));
    }
    tx.note_effects(effects);
    Ok(())
}

fn effect(planned: &Planned) -> Effect {
    Effect {
        kind: "notification".into(),
        name: planned.entry.key.into(),
        subject_id: planned.person.key(),
        data: serde_json::json!({ "channel": planned.channel, "due_at": planned.due_at, "reason": planned.reason }),
    }
}

/// What is told in batches, as one: how many it would reach.
fn in_batches(tx: &mut Tx<'_>, event: &EventRow) -> Result<Vec<Effect>> {
    let now = tx.now();
    let told: Vec<_> = rules::of(&event.event_type, &event.data.0).filter(|rule| rule.audience == Audience::Eligible).collect();
    let (Some(rule), Some(mission_id)) = (told.first(), event.mission_id) else { return Ok(Vec::new()) };
    let mission = missions::store::find(tx.conn(), event.organization_id, mission_id)?;
    let messages = notices::queries::messages(tx.conn(), &mission)?;
    let mails = messages.iter().filter(|line| line.channel == ConnectionKind::Email);
    let effect = |line: &notices::queries::ChannelReach| Effect {
        kind: "notification".into(),
        name: rule.notification.into(),
        subject_id: mission_id.to_string(),
        data: serde_json::json!({ "channel": "email", "recipients": line.messages, "due_at": now, "reason": null }),
    };
    Ok(mails.map(effect).collect())
}
