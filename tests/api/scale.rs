//! A page of a list costs the same among many engagements as among few: as many statements, each of
//! which follows an index in the order that was asked for.

use std::sync::{Arc, Mutex};

use diesel::connection::{Connection, InstrumentationEvent};
use diesel::prelude::*;
use diesel::sql_types::Text;
use rapport::coaching::engagements::filter::{EngagementFilter, EngagementSort};
use rapport::coaching::engagements::store;
use rapport::coaching::visibility::Visibility;
use rapport::db::statements::executed;
use rapport::db::{Conn, Intent};
use rapport::kernel::List;

use crate::support::{Person, TestApp, alone, rows, wait};

fn people(app: &TestApp) -> (Vec<Person>, Vec<Person>) {
    let coaches = (0..8).map(|number| app.coach(&format!("Coach {number}"))).collect();
    // So many that one of them takes part in few of all, as people do.
    let coachees = (0..250).map(|number| app.coachee(&format!("Coachee {number}"))).collect();
    (coaches, coachees)
}

fn references(people: &[Person]) -> Vec<&Person> {
    people.iter().collect()
}

#[test]
fn a_page_costs_as_many_statements_among_many_as_among_few() {
    alone("scale::a_page_costs_as_many_statements_among_many_as_among_few", || {
        let app = TestApp::start();
        let (coaches, coachees) = people(&app);
        let admin = app.admin();
        let (coach, coachee) = (&coaches[0].id, &coachees[0].id);
        let mut paths: Vec<_> = ["created_at", "-created_at", "title", "-title"].map(|sort| format!("sort={sort}")).into();
        paths.extend(
            ["status=active", "status=active,draft", "shared=true", "q=engagement", "created_at_gte=2026-01-01T00:00:00Z"]
                .map(str::to_owned),
        );
        paths.extend([format!("coach_id={coach}"), format!("coachee_id={coachee}"), format!("coach_id={coach}&status=draft&sort=title")]);
        let cost = |client: &Person| -> Vec<u64> {
            let one = |query: &String| {
                client.get(&format!("/engagements?limit=50&{query}")).expect(200);
                let before = executed();
                assert!(!client.get(&format!("/engagements?limit=50&{query}")).expect(200).data().is_empty(), "{query}");
                executed() - before
            };
            paths.iter().map(one).collect()
        };
        rows::engagements(&app, 1_000, &references(&coaches), &references(&coachees));
        let few = (cost(&admin), cost(&coaches[0]));
        rows::engagements(&app, 19_000, &references(&coaches), &references(&coachees));
        assert_eq!((cost(&admin), cost(&coaches[0])), few, "{paths:?}");
    });
}

/// How the engine would go about the statements that `read` sends.
pub fn plans(app: &TestApp, read: impl FnOnce(&mut Conn) + Send + 'static) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text, column_name = "detail")]
        line: String,
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let collected = seen.clone();
    wait(app.db().scan(move |conn| {
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                seen.lock().unwrap().push(query.to_string());
            }
        });
        read(conn);
        conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
        let statements = collected.lock().unwrap().clone();
        let explain = |statement: &String| match conn {
            Conn::Sqlite(conn) => {
                let sql = statement.split(" -- binds: ").next().unwrap();
                let lines = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load::<Line>(conn).unwrap();
                lines.into_iter().map(|line| line.line).collect::<Vec<_>>().join("\n")
            }
            Conn::Postgres(conn) => {
                let query = diesel::dsl::sql::<Text>(&format!("EXPLAIN {}", with_values(statement)));
                diesel::RunQueryDsl::load::<String>(query, conn).unwrap().join("\n")
            }
        };
        let mut explain = explain;
        Ok(statements.iter().map(&mut explain).collect::<Vec<_>>())
    }))
    .unwrap()
}

/// `table` is entered by an index, and what comes out needs no sorting unless it is little.
pub fn follows_an_index(app: &TestApp, what: &str, table: &str, is_little: bool, read: impl FnOnce(&mut Conn) + Send + 'static) {
    let all = plans(app, read);
    assert!(all.iter().any(|plan| plan.contains(table)), "{what}: {all:?}");
    for plan in all.iter().filter(|plan| plan.contains(table)) {
        let reads_all = plan.contains(&format!("Seq Scan on {table}")) || plan.contains(&format!("SCAN {table}"));
        assert!(!reads_all, "{what} reads the whole table:\n{plan}");
        let sorts = plan.contains("Sort") || plan.contains("TEMP B-TREE FOR ORDER BY");
        assert!(is_little || !sorts, "{what} is sorted:\n{plan}");
    }
}

/// What is read is all that stands in this partial index, and nothing else.
pub fn reads_through(app: &TestApp, what: &str, index: &str, read: impl FnOnce(&mut Conn) + Send + 'static) {
    let all = plans(app, read);
    assert!(all.iter().any(|plan| plan.contains(index)), "{what}: {all:?}");
}

/// A statement with its values in the place of `$1`, `$2` …
fn with_values(statement: &str) -> String {
    let (sql, values) = statement.split_once(" -- binds: ").unwrap();
    let values = values.strip_prefix('[').unwrap().strip_suffix(']').unwrap();
    // A state is shown by its Rust name, a moment within its type, a list in brackets with the same commas.
    let mut depth = 0;
    let between = |c: char| {
        depth += i32::from(c == '[') - i32::from(c == ']');
        c == ',' && depth == 0
    };
    let values = values.split(between).map(str::trim);
    let bare = |value: &str| value.strip_prefix("Timestamp(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(value).to_owned();
    let plain = |value: &str| bare(value).replace('"', "").replace(r"\\", r"\").replace('[', "{").replace(']', "}").to_lowercase();
    let quoted = |value: &str| format!("'{}'", plain(value));
    let all: Vec<_> = values.map(quoted).enumerate().collect();
    all.iter().rev().fold(sql.to_owned(), |sql, (index, value)| sql.replace(&format!("${}", index + 1), value))
}

#[test]
fn lists_follow_an_index_in_the_order_that_was_asked_for() {
    let app = TestApp::start();
    let (coaches, coachees) = people(&app);
    rows::engagements(&app, 20_000, &references(&coaches), &references(&coachees));
    let analyze = |tx: &mut rapport::db::Tx<'_>| Ok(diesel::connection::SimpleConnection::batch_execute(tx.conn(), "ANALYZE")?);
    wait(app.db().write(Intent::system(), analyze)).unwrap();
    let (org, coach, coachee) = (app.org, coaches[0].id.parse().unwrap(), coachees[0].id.parse().unwrap());
    let everything = || EngagementFilter { limit: None, sort: None, ..EngagementFilter::of_batch(rapport::kernel::ids::Id::nil(), None) };
    let all = || EngagementFilter { batch_id: None, ..everything() };
    let status = || Some(List(vec![rapport::coaching::engagements::model::EngagementStatus::Active]));
    let (newest, oldest, title) = (EngagementSort::CreatedDesc, EngagementSort::CreatedAsc, EngagementSort::TitleAsc);
    let cases = [
        ("newest", Visibility::Everything, all(), newest),
        ("oldest", Visibility::Everything, all(), oldest),
        ("by title", Visibility::Everything, all(), title),
        ("of a state", Visibility::Everything, EngagementFilter { status: status(), ..all() }, newest),
        ("a coach's own", Visibility::Coach(coach), all(), newest),
        ("a coach's by title", Visibility::Coach(coach), all(), title),
        ("a coach's of a state", Visibility::Coach(coach), EngagementFilter { status: status(), ..all() }, newest),
        ("of a coach", Visibility::Everything, EngagementFilter { coach_id: Some(coach), ..all() }, newest),
        ("of a coachee", Visibility::Everything, EngagementFilter { coachee_id: Some(coachee), ..all() }, newest),
        ("a coachee's own", Visibility::Coachee(coachee), all(), newest),
    ];
    for (what, visibility, filter, sort) in cases {
        let of_a_coachee = what.contains("coachee");
        let read = move |conn: &mut Conn| drop(store::list(conn, org, visibility, &filter, sort, None, 26).unwrap());
        for plan in plans(&app, read) {
            assert!(plan.contains("engagements"), "{what}: {plan}");
            let reads_all = plan.contains("Seq Scan on engagements") || plan.contains("SCAN engagements");
            assert!(!reads_all, "{what} reads the whole table:\n{plan}");
            // What one coachee takes part in is little, and may be sorted.
            let sorts = plan.contains("Sort") || plan.contains("TEMP B-TREE FOR ORDER BY");
            assert!(of_a_coachee || !sorts, "{what} is sorted:\n{plan}");
        }
    }
}
