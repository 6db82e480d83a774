//! Applies a new rule to everybody, a batch of people a transaction, in the order of their creation. What
//! segments refer to is built before them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::settle::{Cause, Errand, settle};
use super::{claim, facts, store};
use crate::advocacy::segments::events::SegmentEvent;
use crate::advocacy::segments::rules;
use crate::advocacy::segments::store as segments;
use crate::db::Tx;
use crate::identity::attributes;
use crate::kernel::ids::UserId;
use crate::kernel::{Problem, Result};
use crate::messaging::events;

/// Brings the next segment on by so many people; whether there was one.
pub fn advance(tx: &mut Tx<'_>, limit: i64) -> Result<bool> {
    claim(tx)?;
    let Some(mut segment) = segments::next_building(tx.conn())? else { return Ok(false) };
    let organization_id = segment.organization_id;
    let found = store::advocates(tx.conn(), organization_id, segment.built_until(), limit)?;
    let last = found.last().map(|user| (user.created_at, user.id));
    let people = facts::of(tx.conn(), organization_id, &found)?;
    let pairs = BTreeMap::from([(segment.id, found.iter().map(|user| user.id).collect::<BTreeSet<_>>())]);
    let depths: HashMap<UserId, i32> = found.iter().map(|user| (user.id, 1)).collect();
    settle(tx, Errand { organization_id, cause: Cause::Rule, pairs, people, depths, building: Some(segment.id) })?;
    if (found.len() as i64) < limit {
        return finish(tx, &mut segment).map(|()| true);
    }
    (segment.built_until_at, segment.built_until_id) = last.unzip();
    segments::update_building(tx.conn(), &segment)?;
    Ok(true)
}

/// The rule before counts for nobody any more.
fn finish(tx: &mut Tx<'_>, segment: &mut crate::advocacy::segments::model::Segment) -> Result<()> {
    let definitions = attributes::queries::definitions(tx.conn(), segment.organization_id)?;
    let rule = segment.rule.as_ref().ok_or_else(|| Problem::internal("a dynamic segment has no rule"))?;
    let compiled = rules::compile(&rule.0, &definitions, "").map_err(|_| Problem::internal("a kept rule makes no sense"))?;
    segment.previous_rule = None;
    segment.is_building = false;
    (segment.built_until_at, segment.built_until_id) = (None, None);
    segments::update_building(tx.conn(), segment)?;
    segments::replace_fields(tx.conn(), segment, &compiled.fields)?;
    let built = segments::find(tx.conn(), segment.organization_id, segment.id)?;
    events::emit(tx, &SegmentEvent::new("segment.built", &built))
}
