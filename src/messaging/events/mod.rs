//! The event log. It is at once the audit trail, the timeline of an engagement, and the outbox that
//! messages are made from: an event is written in the transaction of the change it tells of, so a
//! crash can neither lose nor invent one. Features implement [`Event`]; this module knows none of them.

pub mod catalogue;
pub mod reader;
mod store;
pub mod timeline;

use serde::Serialize;
use serde_json::Value;

pub use store::EventRow;

use crate::db::dialect::NewEvent;
use crate::db::{Effect, Json, Tx};
use crate::kernel::ids::{EngagementId, MissionId, OrganizationId};
use crate::kernel::{Problem, Result};

/// Something that happened, in the words of the feature that it happened in.
pub trait Event: Serialize {
    /// `thing.past_tense`, such as `item.completed`. A stable name: subscribers filter by it.
    fn name(&self) -> &'static str;
    fn organization_id(&self) -> OrganizationId;
    /// The id of the thing that changed.
    fn subject_id(&self) -> String;
    /// The engagement in whose timeline it belongs.
    fn engagement_id(&self) -> Option<EngagementId> {
        None
    }
    /// The mission in whose timeline it belongs.
    fn mission_id(&self) -> Option<MissionId> {
        None
    }
}

/// Says of an event, from its fields, what nearly all say alike: its name (a field, or a text that never changes),
/// the id of the thing that changed, and the engagement or mission in whose timeline it belongs.
macro_rules! event {
    ($event:ty { name: $name:tt, subject: $subject:ident $(, engagement: $engagement:ident)? $(, mission: $mission:ident)? }) => {
        impl $crate::messaging::events::Event for $event {
            fn name(&self) -> &'static str {
                event!(@name self $name)
            }
            fn organization_id(&self) -> $crate::kernel::ids::OrganizationId {
                self.organization_id
            }
            fn subject_id(&self) -> String {
                self.$subject.to_string()
            }
            $(fn engagement_id(&self) -> Option<$crate::kernel::ids::EngagementId> {
                self.$engagement.into()
            })?
            $(fn mission_id(&self) -> Option<$crate::kernel::ids::MissionId> {
                self.$mission.into()
            })?
        }
    };
    (@name $this:ident $name:literal) => { $name };
    (@name $this:ident $name:ident) => { $this.$name };
}
pub(crate) use event;

/// Announces one event.
pub fn emit(tx: &mut Tx<'_>, event: &impl Event) -> Result<()> {
    emit_all(tx, std::slice::from_ref(event))
}

/// Announces many events in as few statements as possible.
pub fn emit_all(tx: &mut Tx<'_>, events: &[impl Event]) -> Result<()> {
    let (now, actor) = (tx.now(), tx.actor());
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        debug_assert!(catalogue::is_known(event.name()), "{} is not in the catalogue of events", event.name());
        let data: Value = serde_json::to_value(event).map_err(Problem::internal)?;
        rows.push(NewEvent {
            id: tx.new_id(),
            organization_id: event.organization_id(),
            event_type: event.name(),
            subject_id: event.subject_id(),
            engagement_id: event.engagement_id(),
            actor_kind: actor.kind(),
            actor_id: actor.id(),
            data: Json(data),
            occurred_at: now,
            mission_id: event.mission_id(),
            depth: tx.depth(),
        });
    }
    tx.note_effects(rows.iter().map(|row| Effect::event(row.event_type, row.subject_id.clone(), row.data.0.clone())));
    tx.note_announced(&rows);
    Ok(crate::db::dialect::append_events(tx.conn(), &rows)?)
}
