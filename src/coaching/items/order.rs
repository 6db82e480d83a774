//! The order of items. From `scheduled` on an item is locked: the relative order of any pair that
//! includes a locked item is frozen.

use std::collections::HashSet;
use std::hash::Hash;

use crate::kernel::{Code, Problem, Result};

/// Fails unless `wanted` names each of the items once and moves no pair that includes a locked one.
/// `current` is in order and says of each whether it is locked.
pub fn ensure_allowed<I: Copy + Eq + Hash>(current: &[(I, bool)], wanted: &[I]) -> Result<()> {
    let known: HashSet<I> = current.iter().map(|(id, _)| *id).collect();
    let named: HashSet<I> = wanted.iter().copied().collect();
    if wanted.len() != current.len() || named != known {
        return Err(Problem::field(Code::ItemOrderMismatch, "/item_ids"));
    }
    // A locked item has the same items before it as ever, so it stays at its index, and between two
    // locked ones the same items stand in some order.
    let mut between: (HashSet<I>, HashSet<I>) = Default::default();
    for ((id, locked), new) in current.iter().zip(wanted) {
        if *locked {
            if id != new || between.0 != between.1 {
                return Err(Problem::field(Code::ItemOrderLocked, "/item_ids"));
            }
            between = Default::default();
        } else {
            between.0.insert(*id);
            between.1.insert(*new);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the rule says, pair by pair.
    fn naive(current: &[(u8, bool)], wanted: &[u8]) -> bool {
        let place = |list: &[u8], id: u8| list.iter().position(|other| *other == id);
        let ids: Vec<u8> = current.iter().map(|(id, _)| *id).collect();
        current.iter().enumerate().all(|(i, (a, a_locked))| {
            current[i + 1..].iter().all(|(b, b_locked)| {
                let same = (place(&ids, *a) < place(&ids, *b)) == (place(wanted, *a) < place(wanted, *b));
                same || !(*a_locked || *b_locked)
            })
        })
    }

    proptest! {
        #[test]
        fn c23_the_rule_agrees_with_comparing_every_pair(
            (current, wanted) in proptest::collection::vec(any::<bool>(), 0..7).prop_flat_map(|locks| {
                let current: Vec<(u8, bool)> = (0..).zip(locks).collect();
                let ids: Vec<u8> = current.iter().map(|(id, _)| *id).collect();
                (Just(current), Just(ids).prop_shuffle())
            })
        ) {
            prop_assert_eq!(ensure_allowed(&current, &wanted).is_ok(), naive(&current, &wanted));
        }
    }

    #[test]
    fn c23_the_examples_hold() {
        let current = [('A', true), ('B', false), ('C', false)];
        assert_eq!(ensure_allowed(&current, &['B', 'A', 'C']).expect_err("A is locked").code(), Code::ItemOrderLocked);
        assert!(ensure_allowed(&current, &['A', 'C', 'B']).is_ok());
        for wrong in [&['A', 'B'][..], &['A', 'B', 'B'], &['A', 'B', 'D'], &['A', 'B', 'C', 'C']] {
            assert_eq!(ensure_allowed(&current, wrong).expect_err("not every item once").code(), Code::ItemOrderMismatch);
        }
    }
}
