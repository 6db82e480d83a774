//! What happens to segments and in them.

use serde::Serialize;

use super::membership::Cause;
use super::model::{Segment, SegmentKind};
use crate::kernel::ids::{OrganizationId, SegmentId, UserId};
use crate::messaging::events::{Event, event};

/// Something that happened to a segment.
#[derive(Serialize)]
pub struct SegmentEvent {
    #[serde(skip)]
    event: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    segment_id: SegmentId,
    name: String,
    kind: SegmentKind,
    member_count: i64,
}

impl SegmentEvent {
    pub fn new(event: &'static str, segment: &Segment) -> Self {
        Self {
            event,
            organization_id: segment.organization_id,
            segment_id: segment.id,
            name: segment.name.clone(),
            kind: segment.kind,
            member_count: segment.member_count,
        }
    }
}

event!(SegmentEvent { name: event, subject: segment_id });

/// Somebody came into a segment or left it.
#[derive(Serialize)]
pub struct SegmentMove {
    #[serde(skip)]
    pub organization_id: OrganizationId,
    #[serde(skip)]
    pub has_entered: bool,
    pub segment_id: SegmentId,
    pub user_id: UserId,
    /// `member`: something about them changed. `time`: a date came near or passed. `rule`: the rule did.
    pub cause: Cause,
}

impl Event for SegmentMove {
    fn name(&self) -> &'static str {
        if self.has_entered { "segment.entered" } else { "segment.exited" }
    }
    fn organization_id(&self) -> OrganizationId {
        self.organization_id
    }
    fn subject_id(&self) -> String {
        self.segment_id.to_string()
    }
}
