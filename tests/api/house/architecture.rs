//! Who may know whom, read from `use` lines.

use super::{Source, none, sources};

/// Files (by a part of their path) and what they must not name in a `use`.
const RULES: &[(&str, &[&str])] = &[
    (
        "src/kernel/",
        &["crate::app", "crate::config", "crate::db", "crate::http", "crate::identity", "crate::coaching", "crate::messaging", "actix_web"],
    ),
    (
        "src/questions/",
        &[
            "crate::app",
            "crate::config",
            "crate::db",
            "crate::http",
            "crate::identity",
            "crate::coaching",
            "crate::advocacy",
            "crate::messaging",
            "crate::exports",
            "actix",
            "diesel",
            "reqwest",
        ],
    ),
    ("/model.rs", &["actix", "reqwest", "crate::http", "crate::app", "Conn", "Tx"]),
    ("/store.rs", &["actix", "reqwest", "crate::http", "crate::app", "Tx"]),
    ("/commands.rs", &["actix", "reqwest", "diesel", "crate::http", "schema"]),
    ("/queries.rs", &["actix", "reqwest", "crate::http", "Tx"]),
    ("/routes", &["diesel", "schema", "crate::messaging::channels"]),
    ("src/messaging/events/", &["crate::identity", "crate::coaching", "crate::advocacy", "crate::exports", "crate::http", "actix"]),
    ("src/messaging/channels/", &["crate::db", "crate::identity", "crate::coaching", "crate::advocacy"]),
    ("src/workers/", &["routes", "crate::http", "actix"]),
    ("src/coaching/", &["crate::advocacy"]),
    ("src/advocacy/", &["crate::coaching"]),
    ("src/db/", &["crate::identity", "crate::coaching", "crate::http", "crate::messaging", "crate::exports"]),
];

/// Names of engines, which only `src/db` may know.
const ENGINES: &[&str] = &["PgConnection", "SqliteConnection", "Conn::Postgres", "Conn::Sqlite", "diesel::pg", "diesel::sqlite"];

/// Where actix may be named. An export streams what it reads, so that it knows what a body is.
const HTTP: &[&str] = &["src/http/", "/routes", "src/exports/stream.rs", "src/cli", "src/main.rs", "src/identity/me.rs"];

/// What is known to depart from a rule, and is to go.
const KNOWN: &[(&str, &str)] = &[];

/// The `use` statements of a file, each on one line, and the words in it.
fn uses(file: &Source) -> impl Iterator<Item = String> + '_ {
    let statements = file.text.split('\n').enumerate().filter(|(_, line)| {
        let line = line.trim_start();
        line.starts_with("use ") || line.starts_with("pub use ") || line.starts_with("pub(crate) use ")
    });
    let start = |index: usize| file.text.split('\n').skip(index).collect::<Vec<_>>().join(" ");
    statements.map(move |(index, _)| start(index).split(';').next().unwrap_or_default().to_owned())
}

fn names(statement: &str, name: &str) -> bool {
    let word = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    statement.match_indices(name).any(|(at, _)| {
        let before = at.checked_sub(1).and_then(|at| statement.as_bytes().get(at)).copied();
        let after = statement.as_bytes().get(at + name.len()).copied();
        // `actix` stands for every crate of that family.
        !word(before) && (!word(after) || name == "actix")
    })
}

#[test]
fn nobody_knows_whom_they_must_not_know() {
    let mut faults = Vec::new();
    for file in sources("src") {
        for (part, banned) in RULES.iter().filter(|(part, _)| file.path.contains(part)) {
            for statement in uses(&file) {
                for name in banned.iter().filter(|name| names(&statement, name)) {
                    if !KNOWN.contains(&(file.path.as_str(), name)) {
                        faults.push(format!("{} ({part}) must not use {name}: {statement}", file.path));
                    }
                }
            }
        }
    }
    none(&faults);
}

#[test]
fn only_the_database_names_an_engine() {
    let outside = sources("src").into_iter().filter(|file| !file.path.starts_with("src/db/"));
    let faults: Vec<_> = outside
        .flat_map(|file| {
            ENGINES.iter().filter(|name| names(&file.text, name)).map(|name| format!("{} names {name}", file.path)).collect::<Vec<_>>()
        })
        .collect();
    none(&faults);
}

#[test]
fn only_transport_knows_the_web_framework() {
    let elsewhere = sources("src").into_iter().filter(|file| !HTTP.iter().any(|part| file.path.contains(part)));
    let faults: Vec<_> =
        elsewhere.filter(|file| file.text.contains("actix_web::")).map(|file| format!("{} names actix", file.path)).collect();
    none(&faults);
}

#[test]
fn every_module_says_what_lives_in_it() {
    let silent = sources("src").into_iter().chain(sources("tests/api")).filter(|file| {
        let declares_only =
            file.text.lines().all(|line| line.trim().is_empty() || line.starts_with("mod ") || line.starts_with("pub mod "));
        !file.text.starts_with("//!") && !declares_only && file.path != "src/lib.rs"
    });
    let faults: Vec<_> = silent.map(|file| format!("{} does not begin with //!", file.path)).collect();
    none(&faults);
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    let marks = [concat!("#[al", "low("), concat!("#![al", "low(")];
    let files = sources("src").into_iter().chain(sources("tests"));
    let faults: Vec<_> = files.filter(|file| marks.iter().any(|mark| file.text.contains(mark))).map(|file| file.path).collect();
    none(&faults);
}
