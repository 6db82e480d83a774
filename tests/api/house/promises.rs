//! Every promise of `tests/promises.md` has a test, and every numbered test a promise.

use std::collections::BTreeMap;

use super::{none, root, sources};

/// Promises whose tests are still to be written. A promise that got one has to leave this list.
const AWAITED: &[u32] = &[];

fn promised() -> Vec<u32> {
    let text = std::fs::read_to_string(root().join("tests/promises.md")).unwrap();
    text.lines().filter_map(|line| line.strip_prefix("- C")?.split_once(' ')?.0.parse().ok()).collect()
}

/// The numbers that a test's name begins with: `c12_to_c14_…` has three, `c78_c81_…` two.
fn numbers(name: &str) -> Vec<u32> {
    let number = |word: &str| word.strip_prefix('c').and_then(|digits| digits.parse::<u32>().ok());
    let (mut found, mut words, mut is_range) = (Vec::<u32>::new(), name.split('_').peekable(), false);
    while let Some(word) = words.next() {
        if let Some(number) = number(word) {
            let first = if is_range { found.last().map_or(number, |last| last + 1) } else { number };
            found.extend(first..=number);
            is_range = false;
        } else if word == "to" && !found.is_empty() && words.peek().is_some_and(|next| number(next).is_some()) {
            is_range = true;
        } else {
            break;
        }
    }
    found
}

/// Which tests have which number.
fn tested() -> BTreeMap<u32, Vec<String>> {
    let mut tests: BTreeMap<u32, Vec<String>> = BTreeMap::new();
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
    assert_eq!(numbers("c23_a_scheduled_item"), [23]);
    assert_eq!(numbers("c12_to_c14_sent"), [12, 13, 14]);
    assert_eq!(numbers("c78_c81_files"), [78, 81]);
    assert!(numbers("coaches_list").is_empty() && numbers("a_c4_thing").is_empty());
}

#[test]
fn every_promise_is_tested() {
    let tested = tested();
    let missing = promised().into_iter().filter(|number| !tested.contains_key(number) && !AWAITED.contains(number));
    let mut faults: Vec<_> = missing.map(|number| format!("C{number} has no test")).collect();
    let done = AWAITED.iter().filter(|number| tested.contains_key(number));
    faults.extend(done.map(|number| format!("C{number} is tested and has to leave AWAITED")));
    none(&faults);
}

#[test]
fn every_numbered_test_keeps_a_promise() {
    let promised = promised();
    let unknown = tested().into_iter().filter(|(number, _)| !promised.contains(number));
    let faults: Vec<_> = unknown.map(|(number, names)| format!("tests/promises.md has no C{number}: {}", names.join(", "))).collect();
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
