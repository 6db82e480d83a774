//! Both migration folders make the same database, and `schema.rs` describes it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::thread;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use rapport::db::{Db, Engine};

use crate::support::database::{Database, is_postgres};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

const SQLITE: &[&str] = &[
    // Columns
    "SELECT m.name || '.' || p.name || ' ' || lower(p.type) || CASE WHEN p.\"notnull\" OR p.pk THEN '' ELSE ' null' END AS line
     FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'",
    // Primary keys
    "SELECT 'primary key ' || m.name || ' (' || COALESCE(
       (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_table_info(m.name) WHERE pk > 0 ORDER BY pk)), '') || ')' AS line
     FROM sqlite_master m WHERE m.type = 'table'",
    // Indexes
    "SELECT 'index ' || m.name || ' ' || i.name || ' (' ||
       (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')' ||
       CASE WHEN i.\"unique\" THEN ' unique' ELSE '' END || CASE WHEN i.partial THEN ' partial' ELSE '' END AS line
     FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin = 'c'",
    // Foreign keys
    "SELECT 'foreign key ' || m.name || '.' || f.\"from\" || ' ' || f.\"table\" || ' ' || f.on_delete AS line
     FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
];

const POSTGRES: &[&str] = &[
    "SELECT table_name || '.' || column_name || ' ' || data_type || CASE WHEN is_nullable = 'NO' THEN '' ELSE ' null' END AS line
     FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT CASE WHEN x.indisprimary THEN 'primary key ' || t.relname ELSE 'index ' || t.relname || ' ' || i.relname END || ' (' ||
       (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(x.indkey) WITH ORDINALITY AS k(number, place)
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number) || ')' ||
       CASE WHEN x.indisunique AND NOT x.indisprimary THEN ' unique' ELSE '' END ||
       CASE WHEN x.indpred IS NULL THEN '' ELSE ' partial' END AS line
     FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
     WHERE t.relnamespace = 'public'::regnamespace",
    "SELECT 'foreign key ' || t.relname || '.' || a.attname || ' ' || f.relname || ' ' ||
       CASE c.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END AS line
     FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (c.conkey) WHERE c.contype = 'f'",
];

/// How each type of `schema.rs` is kept by SQLite and by PostgreSQL.
const TYPES: &[(&str, &str, &str)] = &[
    ("Text", "text", "text"),
    ("BigInt", "integer", "bigint"),
    ("Integer", "integer", "integer"),
    ("Bool", "integer", "boolean"),
    ("UtcTimestamp", "integer", "timestamp with time zone"),
    ("JsonDocument", "text", "jsonb"),
    ("Binary", "blob", "bytea"),
];

/// Tables, columns, keys and indexes, a line each.
fn structure(engine: &Engine) -> BTreeSet<String> {
    let lines: Vec<Line> = match engine {
        Engine::Sqlite { path } => {
            let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            SQLITE.iter().flat_map(|query| diesel::sql_query(*query).load::<Line>(&mut conn).unwrap()).collect()
        }
        Engine::Postgres { url } => {
            let mut conn = PgConnection::establish(url).unwrap();
            POSTGRES.iter().flat_map(|query| diesel::sql_query(*query).load::<Line>(&mut conn).unwrap()).collect()
        }
    };
    lines.into_iter().map(|line| line.line).filter(|line| !line.contains("__diesel") && !line.contains("sqlite_sequence")).collect()
}

fn columns(structure: &BTreeSet<String>) -> BTreeSet<String> {
    let words = ["primary key", "foreign key", "index"];
    structure.iter().filter(|line| !words.iter().any(|word| line.starts_with(word))).cloned().collect()
}

/// The columns that `schema.rs` describes, as the engine would tell them.
fn described(postgres: bool) -> BTreeSet<String> {
    let text = std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/db/schema.rs")).unwrap();
    let (mut table, mut found, mut renamed) = (String::new(), BTreeSet::new(), None);
    for line in text.lines().map(str::trim) {
        if let Some((name, _)) = line.strip_suffix('{').and_then(|line| line.split_once(" (")) {
            name.clone_into(&mut table);
        } else if let Some((column, kind)) = line.trim_end_matches(',').split_once(" -> ") {
            let (kind, null) = kind.strip_prefix("Nullable<").map_or((kind, ""), |kind| (kind.trim_end_matches('>'), " null"));
            let (_, sqlite, pg) = TYPES.iter().find(|(name, ..)| *name == kind).unwrap_or_else(|| panic!("add {kind} to TYPES"));
            let column = renamed.take().unwrap_or(column);
            found.insert(format!("{table}.{column} {}{null}", if postgres { pg } else { sqlite }));
        } else if line.starts_with("#[sql_name") {
            renamed = line.split('"').nth(1);
        }
    }
    found
}

#[track_caller]
fn same(left: &BTreeSet<String>, right: &BTreeSet<String>) {
    let only_left: Vec<_> = left.difference(right).collect();
    let only_right: Vec<_> = right.difference(left).collect();
    assert!(only_left.is_empty() && only_right.is_empty(), "only here: {only_left:#?}\nonly there: {only_right:#?}");
}

#[test]
fn the_schema_describes_what_the_migrations_make() {
    let database = Database::fresh();
    same(&described(is_postgres()), &columns(&structure(&database.engine())));
}

#[test]
fn both_engines_have_the_same_tables_keys_and_indexes() {
    if !is_postgres() {
        // Two engines can be compared only where there are two; the other half is the test above.
        return;
    }
    let (sqlite, postgres) = (structure(&Database::sqlite().engine()), structure(&Database::postgres().engine()));
    let rest = |all: &BTreeSet<String>| all.difference(&columns(all)).cloned().collect();
    same(&rest(&sqlite), &rest(&postgres));
}

#[test]
fn both_folders_have_the_same_migrations_each_with_a_way_back() {
    let names = |engine: &str| -> BTreeSet<String> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let entries =
            entries.inspect(|path| assert!(path.join("up.sql").is_file() && path.join("down.sql").is_file(), "{}", path.display()));
        entries.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
    };
    same(&names("sqlite"), &names("postgres"));
}

#[test]
fn processes_that_migrate_at_once_take_turns() {
    let database = Database::empty();
    let counts: Vec<usize> = thread::scope(|scope| {
        let all: Vec<_> = (0..4).map(|_| scope.spawn(|| Db::migrate(&database.engine()).unwrap())).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(counts.iter().filter(|count| **count > 0).count(), 1, "{counts:?}");
}

#[test]
fn the_way_back_leaves_nothing() {
    let database = Database::fresh();
    let engine = if is_postgres() { "postgres" } else { "sqlite" };
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
    let mut downs: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join("down.sql")).collect();
    downs.sort();
    for down in downs.iter().rev() {
        let sql = std::fs::read_to_string(down).unwrap();
        match database.engine() {
            Engine::Sqlite { path } => SqliteConnection::establish(path.to_str().unwrap()).unwrap().batch_execute(&sql).unwrap(),
            Engine::Postgres { url } => PgConnection::establish(&url).unwrap().batch_execute(&sql).unwrap(),
        }
    }
    same(&BTreeSet::new(), &structure(&database.engine()));
}
