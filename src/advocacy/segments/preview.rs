//! Trying a rule: whom it would find among all active advocates, a batch at a time over one snapshot. It
//! asks the same code that decides who is inside, so that the two cannot differ.

use std::collections::{HashMap, HashSet};

use super::model::PreviewSegment;
use super::views::{PreviewedMember, SegmentPreview};
use super::{membership, queries};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{SegmentId, UserId};
use crate::kernel::{Result, Timestamp};

/// People who are read at once.
const BATCH: i64 = 1_000;
/// People who are shown.
const SHOWN: usize = 10;

pub fn of_rule(conn: &mut Conn, caller: &Caller, trial: &PreviewSegment, now: Timestamp) -> Result<SegmentPreview> {
    let organization_id = caller.organization_id;
    let compiled = queries::compiled(conn, organization_id, &trial.rule)?;
    let references: Vec<SegmentId> = compiled.references.iter().map(|one| one.segment_id).collect();
    let mut preview = SegmentPreview { count: 0, advocates: 0, sample: Vec::new() };
    let mut after = None;
    loop {
        let people = membership::store::advocates(conn, organization_id, after, BATCH)?;
        let Some(last) = people.last() else { return Ok(preview) };
        after = Some((last.created_at, last.id));
        let ids: Vec<UserId> = people.iter().map(|user| user.id).collect();
        let facts = membership::facts::of(conn, organization_id, &people)?;
        let mut inside: HashMap<UserId, HashSet<SegmentId>> = HashMap::new();
        for (segment_id, user_id) in membership::store::memberships(conn, organization_id, &references, &ids)? {
            inside.entry(user_id).or_default().insert(segment_id);
        }
        preview.advocates += people.len() as i64;
        let nowhere = HashSet::new();
        for user in people {
            let around = inside.get(&user.id).unwrap_or(&nowhere);
            if !facts.get(&user.id).is_some_and(|facts| compiled.rule.holds(facts, around, now)) {
                continue;
            }
            preview.count += 1;
            if preview.sample.len() < SHOWN {
                preview.sample.push(PreviewedMember { user_id: user.id, name: user.name, email: user.email });
            }
        }
    }
}
