//! From the log to membership: what changed about somebody, and which segments mention it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::settle::{Cause, Errand, Settled, settle};
use super::{FOLLOWER, facts, store};
use crate::advocacy::segments;
use crate::advocacy::segments::rules::Standing;
use crate::db::Tx;
use crate::identity::attributes::types::BuiltIn;
use crate::kernel::Result;
use crate::kernel::ids::{OrganizationId, SegmentId, UserId};
use crate::messaging::events::{EventRow, reader};

/// What was followed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Followed {
    pub events: usize,
    pub settled: Settled,
}

/// What happened to one person.
#[derive(Debug, Default)]
struct Touch {
    /// The fields that changed.
    fields: BTreeSet<String>,
    /// How many automatic steps lead to what follows.
    depth: i32,
}

/// Takes the next events and settles what follows from them.
pub fn take(tx: &mut Tx<'_>, limit: i64) -> Result<Followed> {
    let events = reader::take(tx, FOLLOWER, limit)?;
    let mut touched: BTreeMap<OrganizationId, BTreeMap<UserId, Touch>> = BTreeMap::new();
    for event in &events {
        if let Some((user_id, fields)) = concerns(event) {
            let touch = touched.entry(event.organization_id).or_default().entry(user_id).or_default();
            touch.fields.extend(fields);
            touch.depth = touch.depth.max(event.depth + 1);
        }
    }
    let mut followed = Followed { events: events.len(), ..Followed::default() };
    for (organization_id, touched) in touched {
        let settled = follow(tx, organization_id, &touched)?;
        followed.settled.evaluated += settled.evaluated;
        followed.settled.moved += settled.moved;
    }
    Ok(followed)
}

/// Whom an event is about and which fields it changed; none where it may have changed whether they count.
fn concerns(event: &EventRow) -> Option<(UserId, Vec<String>)> {
    let names =
        |key: &str| event.data.0[key].as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect();
    let fields = match event.event_type.as_str() {
        "user.created" | "user.activated" | "user.updated" | "user.deactivated" | "user.reactivated" | "user.deleted" => Vec::new(),
        "user.attributes_changed" => names("changed"),
        "points.changed" => vec![BuiltIn::Points.to_string()],
        "submission.approved" | "submission.revoked" => vec![BuiltIn::SubmissionsApproved.to_string()],
        _ => return None,
    };
    let user_id = event.data.0["user_id"].as_str()?.parse().ok()?;
    Some((user_id, fields))
}

fn follow(tx: &mut Tx<'_>, organization_id: OrganizationId, touched: &BTreeMap<UserId, Touch>) -> Result<Settled> {
    let ids: Vec<UserId> = touched.keys().copied().collect();
    let people = facts::load(tx.conn(), organization_id, &ids)?;
    let marked = store::marked(tx.conn(), organization_id, &ids)?;
    let those = |counts: bool, is_marked: bool| -> Vec<UserId> {
        let fits = |id: &&UserId| people.get(id).is_some_and(|facts| facts.counts() == counts) && marked.contains(id) == is_marked;
        ids.iter().filter(fits).copied().collect()
    };
    let (joined, left, stayed) = (those(true, false), those(false, true), those(true, true));
    let gone: Vec<UserId> = people.values().filter(|facts| facts.standing == Standing::Gone).map(|facts| facts.user_id).collect();
    let mut pairs: BTreeMap<SegmentId, BTreeSet<UserId>> = BTreeMap::new();
    if !joined.is_empty() {
        store::mark(tx.conn(), organization_id, &joined)?;
        for id in segments::store::all_ids(tx.conn(), organization_id)? {
            pairs.entry(id).or_default().extend(&joined);
        }
    }
    if !left.is_empty() {
        for (segment_id, user_id) in store::memberships_of(tx.conn(), organization_id, &left)? {
            pairs.entry(segment_id).or_default().insert(user_id);
        }
        store::unmark(tx.conn(), organization_id, &left)?;
        store::forget_dues(tx.conn(), &left)?;
    }
    if !gone.is_empty() {
        store::forget_entries(tx.conn(), organization_id, &gone)?;
    }
    mention(tx, organization_id, touched, &stayed, &mut pairs)?;
    let depths: HashMap<UserId, i32> = touched.iter().map(|(id, touch)| (*id, touch.depth)).collect();
    settle(tx, Errand { organization_id, cause: Cause::Member, pairs, people, depths, building: None })
}

/// Adds the segments that mention what changed about those who counted before and still do.
fn mention(
    tx: &mut Tx<'_>,
    organization_id: OrganizationId,
    touched: &BTreeMap<UserId, Touch>,
    stayed: &[UserId],
    pairs: &mut BTreeMap<SegmentId, BTreeSet<UserId>>,
) -> Result<()> {
    let mut by_field: BTreeMap<&str, Vec<UserId>> = BTreeMap::new();
    for user_id in stayed {
        for field in touched.get(user_id).into_iter().flat_map(|touch| &touch.fields) {
            by_field.entry(field).or_default().push(*user_id);
        }
    }
    if by_field.is_empty() {
        return Ok(());
    }
    let fields: Vec<String> = by_field.keys().map(|field| (*field).to_owned()).collect();
    for (field, segment_id) in store::mentioning(tx.conn(), organization_id, &fields)? {
        pairs.entry(segment_id).or_default().extend(by_field.get(field.as_str()).into_iter().flatten());
    }
    Ok(())
}
