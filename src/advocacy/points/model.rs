//! An entry of the ledger, and what entries add up to.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::{advocate_totals, point_entries};
use crate::kernel::ids::{MissionId, OrganizationId, PointEntryId, RewardGrantId, SubmissionId, UserId};
use crate::kernel::{Timestamp, text_enum};

text_enum! {
    /// Why points came or went.
    pub enum EntryKind {
        /// A submission was approved.
        Award = "award",
        /// That approval was taken back.
        Reversal = "reversal",
        /// They were spent on a reward.
        Redemption = "redemption",
        /// That reward was cancelled.
        Refund = "refund",
        /// Somebody of the staff corrected the balance.
        Adjustment = "adjustment",
    }
}

/// A line of the ledger. It never changes and is never deleted.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = point_entries, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct PointEntry {
    pub id: PointEntryId,
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    pub position: i64,
    pub kind: EntryKind,
    pub amount: i64,
    pub balance: i64,
    pub reason: Option<String>,
    pub mission_id: Option<MissionId>,
    pub submission_id: Option<SubmissionId>,
    pub round: Option<i32>,
    pub grant_id: Option<RewardGrantId>,
    pub created_by: Option<String>,
    pub created_at: Timestamp,
}

/// What is kept of an advocate, so that nobody has to add it up.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = advocate_totals, check_for_backend(MultiBackend))]
pub struct AdvocateTotals {
    pub user_id: UserId,
    pub organization_id: OrganizationId,
    pub points: i64,
    pub entries: i64,
    pub submissions_approved: i64,
}

impl AdvocateTotals {
    /// Of somebody who has earned nothing yet.
    pub fn none(organization_id: OrganizationId, user_id: UserId) -> Self {
        Self { user_id, organization_id, points: 0, entries: 0, submissions_approved: 0 }
    }
}

/// Somebody's points.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointBalance)]
pub struct PointsView {
    pub user_id: UserId,
    /// The sum of all entries. Below zero only where points that were spent already were taken back.
    #[schema(example = 250)]
    pub balance: i64,
    /// How many entries the ledger has.
    #[schema(example = 4)]
    pub entries: i64,
    /// How many of their submissions stand approved.
    #[schema(example = 3)]
    pub submissions_approved: i64,
}

impl From<AdvocateTotals> for PointsView {
    fn from(totals: AdvocateTotals) -> Self {
        Self { user_id: totals.user_id, balance: totals.points, entries: totals.entries, submissions_approved: totals.submissions_approved }
    }
}

/// A line of the ledger.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointEntry)]
pub struct PointEntryView {
    pub id: PointEntryId,
    pub user_id: UserId,
    /// The person's first entry is 1, the next 2, without gaps.
    #[schema(example = 4)]
    pub position: i64,
    pub kind: EntryKind,
    /// What came; below zero what went.
    #[schema(example = 100)]
    pub amount: i64,
    /// The balance after it.
    #[schema(example = 250)]
    pub balance: i64,
    /// What the staff gave as the reason of an adjustment.
    #[schema(example = "Spoke at our conference.")]
    pub reason: Option<String>,
    /// The mission that was approved.
    pub mission_id: Option<MissionId>,
    pub submission_id: Option<SubmissionId>,
    /// The reward that was got for them, or was cancelled.
    pub grant_id: Option<RewardGrantId>,
    /// The user or API key that did it; null where it followed by itself.
    #[schema(example = "user_01kfq8v6n2e9t8w4x3y5z7a1bc")]
    pub created_by: Option<String>,
    pub created_at: Timestamp,
}

impl From<PointEntry> for PointEntryView {
    fn from(entry: PointEntry) -> Self {
        Self {
            id: entry.id,
            user_id: entry.user_id,
            position: entry.position,
            kind: entry.kind,
            amount: entry.amount,
            balance: entry.balance,
            reason: entry.reason,
            mission_id: entry.mission_id,
            submission_id: entry.submission_id,
            grant_id: entry.grant_id,
            created_by: entry.created_by,
            created_at: entry.created_at,
        }
    }
}

/// A correction of somebody's balance.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"amount": 50, "reason": "Spoke at our conference."}))]
pub struct CreatePointEntry {
    /// What is added; below zero what is taken away, at most the balance.
    #[schema(minimum = -1_000_000_000, maximum = 1_000_000_000, example = 50)]
    pub amount: i64,
    /// For the advocate, who reads it in their ledger.
    #[schema(min_length = 1, max_length = 500, example = "Spoke at our conference.")]
    pub reason: String,
}
