//! Brings membership in line for some people in some segments, and in those that refer to these. Segments
//! come in the order of their nesting, each once a person, so that nobody passes through a segment that they
//! are not to be in.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::facts::People;
use super::store::{self, Due, Member};
use crate::advocacy::segments::events::SegmentMove;
use crate::advocacy::segments::model::{Segment, SegmentKind};
use crate::advocacy::segments::rules::{self, Compiled, Facts, RuleNode};
use crate::db::{Json, Tx, dialect};
use crate::identity::attributes;
use crate::identity::attributes::model::Definitions;
use crate::kernel::ids::{OrganizationId, SegmentId, UserId};
use crate::kernel::{Problem, Result, Timestamp, text_enum};
use crate::messaging::events;

text_enum! {
    /// Why somebody came into a segment or left it.
    pub enum Cause {
        /// Something about them changed.
        Member = "member",
        /// Time passed.
        Time = "time",
        /// The rule was changed.
        Rule = "rule",
    }
}

/// Whom to look at, in which segments, and why.
pub struct Errand {
    pub organization_id: OrganizationId,
    pub cause: Cause,
    pub pairs: BTreeMap<SegmentId, BTreeSet<UserId>>,
    pub people: People,
    /// How many automatic steps led to what happens to somebody.
    pub depths: HashMap<UserId, i32>,
    /// The segment whose new rule is being applied to these people.
    pub building: Option<SegmentId>,
}

/// What there was to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settled {
    /// How many times somebody was held against a segment.
    pub evaluated: usize,
    /// How many came or went.
    pub moved: usize,
}

/// Brings rows in line and tells who came and went.
pub fn settle(tx: &mut Tx<'_>, errand: Errand) -> Result<Settled> {
    if errand.pairs.is_empty() {
        return Ok(Settled::default());
    }
    let now = tx.now();
    let definitions = attributes::queries::definitions(tx.conn(), errand.organization_id)?;
    let mut run = Run {
        users: errand.people.keys().copied().collect(),
        errand,
        definitions,
        now,
        agenda: BTreeMap::new(),
        inside: HashMap::new(),
        listed: HashSet::new(),
        moves: Vec::new(),
        dues: Vec::new(),
        evaluated: 0,
    };
    run.begin(tx)?;
    while let Some((_, work)) = run.agenda.pop_first() {
        run.level(tx, &work)?;
    }
    run.write(tx)
}

/// A segment with those to be held against it.
struct Task {
    segment: Segment,
    users: BTreeSet<UserId>,
}

struct Move {
    segment_id: SegmentId,
    user_id: UserId,
    has_entered: bool,
}

struct Run {
    errand: Errand,
    users: Vec<UserId>,
    definitions: Definitions,
    now: Timestamp,
    /// What is to be looked at yet, by nesting.
    agenda: BTreeMap<i32, BTreeMap<SegmentId, Task>>,
    /// Who is inside, of the segments that were read, with what has changed since.
    inside: HashMap<SegmentId, HashSet<UserId>>,
    /// Who stands on the lists of static segments.
    listed: HashSet<(SegmentId, UserId)>,
    moves: Vec<Move>,
    dues: Vec<(SegmentId, UserId, Option<Timestamp>)>,
    evaluated: usize,
}

impl Run {
    fn begin(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let pairs = std::mem::take(&mut self.errand.pairs);
        let ids: Vec<SegmentId> = pairs.keys().copied().collect();
        let segments = crate::advocacy::segments::store::find_many(tx.conn(), self.errand.organization_id, &ids)?;
        for segment in segments {
            let users = pairs.get(&segment.id).cloned().unwrap_or_default();
            self.plan(segment, users);
        }
        Ok(())
    }

    fn plan(&mut self, segment: Segment, users: impl IntoIterator<Item = UserId>) {
        let level = self.agenda.entry(segment.nesting).or_default();
        let task = level.entry(segment.id).or_insert_with(|| Task { segment, users: BTreeSet::new() });
        task.users.extend(users);
    }

    /// Everything of one nesting: what it depends on is settled.
    fn level(&mut self, tx: &mut Tx<'_>, work: &BTreeMap<SegmentId, Task>) -> Result<()> {
        let (mut in_force, mut needed) = (HashMap::new(), BTreeSet::new());
        for (id, task) in work {
            let rules = InForce::of(&task.segment, &self.definitions)?;
            needed.insert(*id);
            needed.extend(rules.references());
            in_force.insert(*id, rules);
        }
        self.read(tx, needed, work)?;
        let mut moved: BTreeMap<SegmentId, Vec<UserId>> = BTreeMap::new();
        for (id, task) in work {
            for user_id in &task.users {
                if self.judge(&task.segment, &in_force[id], *user_id) {
                    moved.entry(*id).or_default().push(*user_id);
                }
            }
        }
        if moved.is_empty() {
            return Ok(());
        }
        let changed: Vec<SegmentId> = moved.keys().copied().collect();
        for (referenced, segment) in store::dependents(tx.conn(), self.errand.organization_id, &changed)? {
            let users = moved.get(&referenced).cloned().unwrap_or_default();
            self.plan(segment, users);
        }
        Ok(())
    }

    /// Who of all these people is inside the segments, as far as that was not read before.
    fn read(&mut self, tx: &mut Tx<'_>, needed: BTreeSet<SegmentId>, work: &BTreeMap<SegmentId, Task>) -> Result<()> {
        let unread: Vec<SegmentId> = needed.into_iter().filter(|id| !self.inside.contains_key(id)).collect();
        for id in &unread {
            self.inside.insert(*id, HashSet::new());
        }
        for (segment_id, user_id) in store::memberships(tx.conn(), self.errand.organization_id, &unread, &self.users)? {
            self.inside.entry(segment_id).or_default().insert(user_id);
        }
        let lists: Vec<SegmentId> =
            work.values().filter(|task| task.segment.kind == SegmentKind::Static).map(|task| task.segment.id).collect();
        if !lists.is_empty() {
            self.listed.extend(store::entries(tx.conn(), self.errand.organization_id, &lists, &self.users)?);
        }
        Ok(())
    }

    /// Holds one person against one segment; whether they came or went.
    fn judge(&mut self, segment: &Segment, rules: &InForce, user_id: UserId) -> bool {
        let Some(facts) = self.errand.people.get(&user_id) else { return false };
        self.evaluated += 1;
        let was_inside = self.inside.get(&segment.id).is_some_and(|inside| inside.contains(&user_id));
        let is_inside = if !facts.counts() {
            false
        } else if segment.kind == SegmentKind::Static {
            self.listed.contains(&(segment.id, user_id))
        } else {
            let is_turn = self.errand.building == Some(segment.id);
            let Some(compiled) = rules.for_person(segment, facts, is_turn) else { return false };
            let around: HashSet<SegmentId> = compiled
                .references
                .iter()
                .map(|one| one.segment_id)
                .filter(|id| self.inside.get(id).is_some_and(|all| all.contains(&user_id)))
                .collect();
            if compiled.is_timed {
                self.dues.push((segment.id, user_id, compiled.rule.next_change(facts, self.now)));
            }
            compiled.rule.holds(facts, &around, self.now)
        };
        if was_inside == is_inside {
            return false;
        }
        let inside = self.inside.entry(segment.id).or_default();
        if is_inside {
            inside.insert(user_id)
        } else {
            inside.remove(&user_id)
        };
        self.moves.push(Move { segment_id: segment.id, user_id, has_entered: is_inside });
        true
    }

    fn write(self, tx: &mut Tx<'_>) -> Result<Settled> {
        let organization_id = self.errand.organization_id;
        let outcome = Settled { evaluated: self.evaluated, moved: self.moves.len() };
        if !self.dues.is_empty() {
            let pairs: Vec<_> = self.dues.iter().map(|(segment_id, user_id, _)| (*segment_id, *user_id)).collect();
            dialect::segments::delete_pairs(tx.conn(), "segment_dues", &pairs)?;
            let due = self.dues.into_iter().filter_map(|(segment_id, user_id, at)| Some(Due { segment_id, user_id, due_at: at? }));
            store::insert_dues(tx.conn(), &due.collect::<Vec<_>>())?;
        }
        if self.moves.is_empty() {
            return Ok(outcome);
        }
        let (entered, exited): (Vec<&Move>, Vec<&Move>) = self.moves.iter().partition(|one| one.has_entered);
        let rows =
            entered.iter().map(|one| Member { segment_id: one.segment_id, user_id: one.user_id, organization_id, entered_at: self.now });
        store::insert_members(tx.conn(), &rows.collect::<Vec<_>>())?;
        let gone: Vec<_> = exited.iter().map(|one| (one.segment_id, one.user_id)).collect();
        dialect::segments::delete_pairs(tx.conn(), "segment_members", &gone)?;
        let mut counts: BTreeMap<SegmentId, i64> = BTreeMap::new();
        for one in &self.moves {
            *counts.entry(one.segment_id).or_default() += if one.has_entered { 1 } else { -1 };
        }
        dialect::segments::add_member_counts(tx.conn(), &counts)?;
        announce(tx, &self.errand, &self.moves)?;
        Ok(outcome)
    }
}

/// Events carry how many automatic steps led to them, which may differ from one person to the next.
fn announce(tx: &mut Tx<'_>, errand: &Errand, moves: &[Move]) -> Result<()> {
    let before = tx.depth();
    let mut by_depth: BTreeMap<i32, Vec<SegmentMove>> = BTreeMap::new();
    for one in moves {
        let depth = errand.depths.get(&one.user_id).copied().unwrap_or(before);
        by_depth.entry(depth).or_default().push(SegmentMove {
            organization_id: errand.organization_id,
            has_entered: one.has_entered,
            segment_id: one.segment_id,
            user_id: one.user_id,
            cause: errand.cause,
        });
    }
    for (depth, moves) in by_depth {
        tx.set_depth(depth);
        events::emit_all(tx, &moves)?;
    }
    tx.set_depth(before);
    Ok(())
}

/// The rules of a segment that count for one or another.
struct InForce {
    rule: Option<Compiled>,
    previous: Option<Compiled>,
}

impl InForce {
    fn of(segment: &Segment, definitions: &Definitions) -> Result<Self> {
        let compile = |rule: &Option<Json<RuleNode>>| {
            let compile = |rule: &Json<RuleNode>| {
                rules::compile(&rule.0, definitions, "")
                    .map_err(|_| Problem::internal(format!("the rule of {} makes no sense", segment.id)))
            };
            rule.as_ref().map(compile).transpose()
        };
        Ok(Self { rule: compile(&segment.rule)?, previous: compile(&segment.previous_rule)? })
    }

    fn references(&self) -> impl Iterator<Item = SegmentId> + '_ {
        self.rule.iter().chain(&self.previous).flat_map(|rule| rule.references.iter().map(|one| one.segment_id))
    }

    /// While a new rule is applied to one after the other, the one before counts for those whose turn has
    /// not come; where there is none they wait.
    fn for_person(&self, segment: &Segment, facts: &Facts, is_turn: bool) -> Option<&Compiled> {
        let is_built = !segment.is_building || segment.built_until().is_some_and(|until| (facts.created_at, facts.user_id) <= until);
        if is_turn || is_built { self.rule.as_ref() } else { self.previous.as_ref() }
    }
}
