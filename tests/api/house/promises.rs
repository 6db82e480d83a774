//! Every promise of `tests/promises.md` has a test, and every numbered test a promise.

use std::collections::BTreeMap;

use super::{none, root, sources};

/// A promise's number: of the wing of coaching (`C12`) or of advocacy (`A12`).
type Promise = (char, u32);

/// Promises whose tests are still to be written. A promise that got one has to leave this list.
const AWAITED: &[Promise] = &[];

fn promised() -> Vec<Promise> {
    let text = std::fs::read_to_string(root().join("tests/promises.md")).unwrap();
    let number = |line: &str| promise(&line.strip_prefix("- ")?.split_once(' ')?.0.to_ascii_lowercase());
    text.lines().filter_map(number).collect()
}

/// `c12` or `a12`.
fn promise(word: &str) -> Option<Promise> {
    let wing = word.chars().next().filter(|wing| matches!(wing, 'a' | 'c'))?;
    Some((wing, word[1..].parse().ok()?))
}

fn named((wing, number): Promise) -> String {
    format!("{}{number}", wing.to_ascii_uppercase())
}

/// The numbers that a test's name begins with: `c12_to_c14_…` has three, `c78_c81_…` two.
fn numbers(name: &str) -> Vec<Promise> {
    let (mut found, mut words, mut is_range) = (Vec::<Promise>::new(), name.split('_').peekable(), false);
    while let Some(word) = words.next() {
        if let Some((wing, number)) = promise(word) {
            let first = if is_range { found.last().map_or(number, |(_, last)| last + 1) } else { number };
            found.extend((first..=number).map(|number| (wing, number)));
            is_range = false;
        } else if word == "to" && !found.is_empty() && words.peek().is_some_and(|next| promise(next).is_some()) {
            is_range = true;
        } else {
            break;
        }
    }
    found
}

/// Which tests have which number.
fn tested() -> BTreeMap<Promise, Vec<String>> {
    let mut tests: BTreeMap<Promise, Vec<String>> = BTreeMap::new();
    for file in sources("tests/api").into_iter().chain(sources("src")) {
        let mut is_test = false;
        for line in file.text.lines().map(str::trim) {
            if let Some(name) = line.strip_prefix("fn ").and_then(|rest| rest.split(['(', '<']).next()).filter(|_| is_test) {
                for number in numbers(name) {
                    tests.entry(number).or_default().push(name.to_owned());
                }
            }
            is_test = line.starts_with("#[test]") || (is_test && line.starts_with("#["));
        }
    }
    tests
}

#[test]
fn names_tell_their_numbers() {
    assert_eq!(numbers("c23_a_scheduled_item"), [('c', 23)]);
    assert_eq!(numbers("c12_to_c14_sent"), [('c', 12), ('c', 13), ('c', 14)]);
    assert_eq!(numbers("a78_a81_points"), [('a', 78), ('a', 81)]);
    assert!(numbers("coaches_list").is_empty() && numbers("a_c4_thing").is_empty() && numbers("an_act").is_empty());
}

#[test]
fn every_promise_is_tested() {
    let tested = tested();
    let missing = promised().into_iter().filter(|number| !tested.contains_key(number) && !AWAITED.contains(number));
    let mut faults: Vec<_> = missing.map(|promise| format!("{} has no test", named(promise))).collect();
    let done = AWAITED.iter().filter(|number| tested.contains_key(number));
    faults.extend(done.map(|promise| format!("{} is tested and has to leave AWAITED", named(*promise))));
    none(&faults);
}

#[test]
fn every_numbered_test_keeps_a_promise() {
    let promised = promised();
    let unknown = tested().into_iter().filter(|(number, _)| !promised.contains(number));
    let faults: Vec<_> =
        unknown.map(|(number, names)| format!("tests/promises.md has no {}: {}", named(number), names.join(", "))).collect();
    none(&faults);
}

#[test]
fn a_promise_stands_once() {
    let mut numbers = promised();
    let count = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert!(count > 40 && numbers.len() == count);
}
