//! Membership that changes by time alone: looked at when the time has come, found by an index.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::settle::{Cause, Errand, settle};
use super::{claim, facts, store};
use crate::db::{Tx, dialect};
use crate::kernel::Result;
use crate::kernel::ids::{OrganizationId, SegmentId, UserId};

/// Settles so many whose time has come; how many there were.
pub fn fire(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    claim(tx)?;
    let now = tx.now();
    let due = store::due(tx.conn(), now, limit)?;
    if due.is_empty() {
        return Ok(0);
    }
    dialect::segments::delete_pairs(tx.conn(), "segment_dues", &due)?;
    let ids: Vec<SegmentId> = due.iter().map(|(segment_id, _)| *segment_id).collect();
    let owners = store::organizations(tx.conn(), &ids)?;
    let mut by_organization: BTreeMap<OrganizationId, BTreeMap<SegmentId, BTreeSet<UserId>>> = BTreeMap::new();
    for (segment_id, user_id) in &due {
        if let Some(organization_id) = owners.get(segment_id) {
            by_organization.entry(*organization_id).or_default().entry(*segment_id).or_default().insert(*user_id);
        }
    }
    for (organization_id, pairs) in by_organization {
        let ids: BTreeSet<UserId> = pairs.values().flatten().copied().collect();
        let ids: Vec<UserId> = ids.into_iter().collect();
        let people = facts::load(tx.conn(), organization_id, &ids)?;
        let depths: HashMap<UserId, i32> = ids.iter().map(|id| (*id, 1)).collect();
        settle(tx, Errand { organization_id, cause: Cause::Time, pairs, people, depths, building: None })?;
    }
    Ok(due.len())
}
