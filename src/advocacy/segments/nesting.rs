//! Segments that refer to segments: no circles, and how deep it goes. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::kernel::ids::SegmentId;

/// Segments that lead from one to the next at most.
pub const MAX_NESTING: i32 = 8;

/// Who refers to whom in an organization.
pub struct References(HashMap<SegmentId, BTreeSet<SegmentId>>);

impl References {
    pub fn new(pairs: Vec<(SegmentId, SegmentId)>) -> Self {
        let mut all: HashMap<SegmentId, BTreeSet<SegmentId>> = HashMap::new();
        for (segment, referenced) in pairs {
            all.entry(segment).or_default().insert(referenced);
        }
        Self(all)
    }

    pub fn set(&mut self, segment: SegmentId, referenced: BTreeSet<SegmentId>) {
        self.0.insert(segment, referenced);
    }

    /// Whether one leads to the other, or is it.
    pub fn leads(&self, from: SegmentId, to: SegmentId) -> bool {
        let (mut open, mut seen) = (vec![from], BTreeSet::new());
        while let Some(id) = open.pop() {
            if id == to {
                return true;
            }
            if seen.insert(id) {
                open.extend(self.0.get(&id).into_iter().flatten());
            }
        }
        false
    }

    /// Segments by their nesting: 0, or one more than the highest of those that they refer to. There must
    /// be no circle.
    pub fn levels(&self) -> BTreeMap<i32, Vec<SegmentId>> {
        let mut known: HashMap<SegmentId, i32> = HashMap::new();
        let mut levels: BTreeMap<i32, Vec<SegmentId>> = BTreeMap::new();
        for id in self.0.keys() {
            let level = self.level(*id, &mut known);
            levels.entry(level).or_default().push(*id);
        }
        levels
    }

    fn level(&self, id: SegmentId, known: &mut HashMap<SegmentId, i32>) -> i32 {
        if let Some(level) = known.get(&id) {
            return *level;
        }
        // Referring rules are at most so deep that this needs no list of its own.
        let level = self.0.get(&id).into_iter().flatten().map(|one| self.level(*one, known) + 1).max().unwrap_or(0);
        known.insert(id, level);
        level
    }
}
