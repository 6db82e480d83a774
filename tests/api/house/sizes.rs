//! A file that outgrows 300 lines is split by noun.

use super::{none, sources};

const LIMIT: usize = 300;
/// Lists that are longer because of what they list.
const LONGER: &[&str] = &["src/db/schema.rs"];

#[test]
fn no_file_is_longer_than_three_hundred_lines() {
    let all = sources("src").into_iter().chain(sources("tests"));
    let long = all.filter(|file| file.text.lines().count() > LIMIT && !LONGER.contains(&file.path.as_str()));
    let faults: Vec<_> = long.map(|file| format!("{} has {} lines", file.path, file.text.lines().count())).collect();
    none(&faults);
}
