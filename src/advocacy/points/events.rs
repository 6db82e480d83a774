//! What the ledger announces.

use serde::Serialize;

use super::model::{EntryKind, PointEntry};
use crate::kernel::ids::{MissionId, OrganizationId, PointEntryId, RewardGrantId, SubmissionId, UserId};
use crate::messaging::events::event;

/// Somebody's points changed.
#[derive(Serialize)]
pub(super) struct PointsChanged {
    #[serde(skip)]
    organization_id: OrganizationId,
    user_id: UserId,
    entry_id: PointEntryId,
    kind: EntryKind,
    delta: i64,
    balance: i64,
    reason: Option<String>,
    mission_id: Option<MissionId>,
    submission_id: Option<SubmissionId>,
    grant_id: Option<RewardGrantId>,
}

impl From<&PointEntry> for PointsChanged {
    fn from(entry: &PointEntry) -> Self {
        Self {
            organization_id: entry.organization_id,
            user_id: entry.user_id,
            entry_id: entry.id,
            kind: entry.kind,
            delta: entry.amount,
            balance: entry.balance,
            reason: entry.reason.clone(),
            mission_id: entry.mission_id,
            submission_id: entry.submission_id,
            grant_id: entry.grant_id,
        }
    }
}

event!(PointsChanged { name: "points.changed", subject: user_id, mission: mission_id });
