//! Making and changing segments, and the lists of static ones.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::events::SegmentEvent;
use super::membership::store::Entry;
use super::membership::{self, Cause, Errand, settle};
use super::model::{CreateSegment, Segment, SegmentKind, UpdateSegment};
use super::nesting::{MAX_NESTING, References};
use super::rules::{self, Compiled, RuleNode};
use super::views::{SegmentMemberView, SegmentView};
use super::{queries, store};
use crate::db::{Json, Tx, dialect};
use crate::identity::permissions::{Caller, Role};
use crate::identity::{attributes, users};
use crate::kernel::ids::{SegmentId, UserId};
use crate::kernel::patch::apply;
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::events;

/// Who is inside a dynamic one is found out by and by.
pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateSegment) -> Result<SegmentView> {
    membership::claim(tx)?;
    let mut segment = Segment {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        name: String::new(),
        search_name: String::new(),
        description: new.description,
        kind: new.kind,
        rule: None,
        previous_rule: None,
        nesting: 0,
        member_count: 0,
        is_building: false,
        built_until_at: None,
        built_until_id: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    segment.set_name(&new.name);
    let rule = fitting_rule(new.kind, new.rule)?;
    let checked = rule.as_ref().map(|rule| check(tx, &segment, rule)).transpose()?;
    segment.is_building = rule.is_some();
    segment.rule = rule.map(Json);
    store::insert(tx.conn(), &segment)?;
    if let Some(checked) = checked {
        note(tx, &segment, &checked)?;
    }
    events::emit(tx, &SegmentEvent::new("segment.created", &segment))?;
    Ok(segment.into())
}

pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: SegmentId, change: UpdateSegment) -> Result<SegmentView> {
    membership::claim(tx)?;
    let mut segment = store::find(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(segment.version)?;
    let mut changed = apply(&mut segment.description, change.description);
    if let Some(name) = change.name.filter(|name| name.trim() != segment.name) {
        segment.set_name(&name);
        changed = true;
    }
    let fresh = match change.rule {
        Some(_) if segment.kind == SegmentKind::Static => return Err(rule_not_allowed()),
        Some(rule) if segment.rule.as_ref().map(|rule| &rule.0) != Some(&rule) => Some((check(tx, &segment, &rule)?, rule)),
        _ => None,
    };
    if !changed && fresh.is_none() {
        return Ok(segment.into());
    }
    segment.version += 1;
    segment.updated_at = tx.now();
    match fresh {
        Some((checked, rule)) => {
            segment.rebuild_by(rule);
            store::update(tx.conn(), &segment)?;
            note(tx, &segment, &checked)?;
        }
        None => store::update(tx.conn(), &segment)?,
    }
    events::emit(tx, &SegmentEvent::new("segment.updated", &segment))?;
    Ok(segment.into())
}

/// One that anything needs is kept.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: SegmentId) -> Result<()> {
    membership::claim(tx)?;
    // Whoever makes a mission for it holds it meanwhile.
    dialect::lock_row(tx.conn(), "segments", &id.to_string())?;
    let segment = store::find(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(segment.version)?;
    let usage = queries::usage(tx.conn(), caller, id)?;
    if usage.is_used {
        return Err(Problem::new(Code::SegmentInUse).with("usage", usage));
    }
    store::delete(tx.conn(), caller.organization_id, id)?;
    events::emit(tx, &SegmentEvent::new("segment.deleted", &segment))
}

/// Puts somebody on the list of a static segment.
pub fn put_member(tx: &mut Tx<'_>, caller: &Caller, id: SegmentId, user_id: UserId) -> Result<SegmentMemberView> {
    let (segment, user) = listed(tx, caller, id, user_id)?;
    if !user.serves_as(Role::Advocate) {
        return Err(Problem::new(Code::NotAnAdvocate));
    }
    let organization_id = caller.organization_id;
    if membership::store::entries(tx.conn(), organization_id, &[id], &[user_id])?.is_empty() {
        let entry = Entry { segment_id: id, user_id, organization_id, created_at: tx.now() };
        membership::store::insert_entry(tx.conn(), &entry)?;
        settle_one(tx, &segment, user_id)?;
    }
    let entered_at = membership::store::entered_at(tx.conn(), organization_id, id, user_id)?;
    Ok(SegmentMemberView { user_id, name: user.name, email: user.email, entered_at })
}

/// Takes somebody from the list of a static segment.
pub fn remove_member(tx: &mut Tx<'_>, caller: &Caller, id: SegmentId, user_id: UserId) -> Result<()> {
    let (segment, _) = listed(tx, caller, id, user_id)?;
    if !membership::store::delete_entry(tx.conn(), caller.organization_id, id, user_id)? {
        return Err(Problem::not_found());
    }
    settle_one(tx, &segment, user_id)
}

fn listed(tx: &mut Tx<'_>, caller: &Caller, id: SegmentId, user_id: UserId) -> Result<(Segment, users::model::User)> {
    membership::claim(tx)?;
    let segment = store::find(tx.conn(), caller.organization_id, id)?;
    let user = users::store::find(tx.conn(), caller.organization_id, user_id)?;
    if segment.kind == SegmentKind::Static { Ok((segment, user)) } else { Err(Problem::new(Code::SegmentNotStatic)) }
}

fn settle_one(tx: &mut Tx<'_>, segment: &Segment, user_id: UserId) -> Result<()> {
    let organization_id = segment.organization_id;
    let people = membership::facts::load(tx.conn(), organization_id, &[user_id])?;
    let pairs = BTreeMap::from([(segment.id, BTreeSet::from([user_id]))]);
    let depths = HashMap::from([(user_id, tx.depth())]);
    settle(tx, Errand { organization_id, cause: Cause::Member, pairs, people, depths, building: None })?;
    Ok(())
}

fn rule_not_allowed() -> Problem {
    Problem::invalid(vec![FieldError::at("/rule", "not_allowed", "is for dynamic segments only")])
}

fn fitting_rule(kind: SegmentKind, rule: Option<RuleNode>) -> Result<Option<RuleNode>> {
    match (kind, rule) {
        (SegmentKind::Dynamic, None) => Err(Problem::invalid(vec![FieldError::at("/rule", "required", "is required")])),
        (SegmentKind::Static, Some(_)) => Err(rule_not_allowed()),
        (_, rule) => Ok(rule),
    }
}

/// A rule that makes sense, and what it makes of who refers to whom.
struct Checked {
    compiled: Compiled,
    referenced: BTreeSet<SegmentId>,
    levels: BTreeMap<i32, Vec<SegmentId>>,
}

/// Whoever writes rules takes turns: two edits at once could make a circle that neither sees.
fn check(tx: &mut Tx<'_>, segment: &Segment, rule: &RuleNode) -> Result<Checked> {
    attributes::commands::hold(tx, segment.organization_id)?;
    let compiled = queries::compiled(tx.conn(), segment.organization_id, rule)?;
    let referenced: BTreeSet<SegmentId> = compiled.references.iter().map(|one| one.segment_id).collect();
    let mut all = References::new(store::references(tx.conn(), segment.organization_id)?);
    if let Some(circle) = compiled.references.iter().find(|one| all.leads(one.segment_id, segment.id)) {
        return Err(Problem::field(Code::SegmentCycle, &circle.pointer));
    }
    all.set(segment.id, referenced.clone());
    let levels = all.levels();
    if levels.keys().next_back().is_some_and(|highest| *highest > MAX_NESTING) {
        let fault = |one: &rules::Reference| {
            FieldError::at(one.pointer.clone(), "too_deep", format!("leads through more than {MAX_NESTING} segments"))
        };
        return Err(Problem::invalid(compiled.references.iter().map(fault).collect()));
    }
    Ok(Checked { compiled, referenced, levels })
}

/// Keeps what the rule mentions. Fields that only the rule before mentions stay until nobody needs it.
fn note(tx: &mut Tx<'_>, segment: &Segment, checked: &Checked) -> Result<()> {
    store::add_fields(tx.conn(), segment, &checked.compiled.fields)?;
    store::replace_references(tx.conn(), segment, &checked.referenced)?;
    for (nesting, ids) in &checked.levels {
        store::set_nesting(tx.conn(), segment.organization_id, ids, *nesting)?;
    }
    Ok(())
}
