//! Lists of submissions follow an index in their order, however many submissions there are.

use diesel::connection::SimpleConnection;
use rapport::advocacy::submissions::bodies::SubmissionFilter;
use rapport::advocacy::submissions::state::SubmissionState;
use rapport::advocacy::submissions::store::{self, Scope};
use rapport::db::Intent;
use rapport::kernel::List;
use rapport::kernel::ids::{MissionId, UserId};

use super::Running;
use crate::scale::follows_an_index;
use crate::support::{TestApp, json, wait};

/// Copies of one submission: many people, a few missions, and few that were approved.
fn fill(app: &TestApp) -> (MissionId, UserId) {
    let missions: Vec<Running<'_>> = (0..20).map(|_| Running::start(app, json!({}))).collect();
    let ava = app.advocate("Ava");
    let people: Vec<_> = (0..60).map(|number| app.advocate(&format!("Advocate {number}"))).collect();
    missions[0].handed_in(&ava);
    let (mission, person) = (missions[3].id.clone(), people[7].id.clone());
    let missions: Vec<String> = missions.iter().map(|it| it.id.clone()).collect();
    let people: Vec<String> = people.iter().map(|person| person.id.clone()).collect();
    let number = "(a.n * 100 + b.n)";
    let pick = |column: &[String], by: &str| {
        let cases: Vec<String> = column.iter().enumerate().map(|(index, id)| format!("WHEN {index} THEN '{id}'")).collect();
        format!("CASE ({number}) {by} {} END", cases.join(" "))
    };
    let (mission_of, person_of) = (pick(&missions, "% 20"), pick(&people, "% 60"));
    let insert = format!(
        "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a WHERE n < 120), \
         b(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM b WHERE n < 99) \
         INSERT INTO submissions (id, organization_id, mission_id, mission_type, state, user_id, participant_key, content, terms_version, \
         round, depth, submitted_at, place_taken_at, version, created_at, updated_at) \
         SELECT substr(id, 1, 20) || substr('0000000000' || ({number}), -10), organization_id, {mission_of}, mission_type, \
         CASE WHEN ({number}) % 50 = 0 THEN 'approved' ELSE 'rejected' END, {person_of}, {person_of}, content, terms_version, \
         round, depth, submitted_at, submitted_at, version, created_at, updated_at FROM submissions, a, b"
    );
    let insert = if app.db().engine().name() == "postgres" {
        insert.replace("substr('0000000000' || (", "right('0000000000' || (").replace("), -10)", ")::text, 10)")
    } else {
        insert
    };
    wait(app.db().write(Intent::system(), move |tx| {
        tx.conn().batch_execute(&insert)?;
        Ok(tx.conn().batch_execute("ANALYZE")?)
    }))
    .unwrap();
    (mission.parse().unwrap(), person.parse().unwrap())
}

#[test]
fn lists_of_submissions_follow_an_index() {
    let app = TestApp::start();
    let (mission, person) = fill(&app);
    let org = app.org;
    let all = SubmissionFilter::default;
    let approved = || Some(List(vec![SubmissionState::Approved]));
    let cases = [
        ("all", Scope::HandedIn, all(), false),
        ("of a state", Scope::HandedIn, SubmissionFilter { state: approved(), ..all() }, false),
        ("of a mission", Scope::HandedIn, SubmissionFilter { mission_id: Some(mission), ..all() }, false),
        ("of a mission and state", Scope::HandedIn, SubmissionFilter { mission_id: Some(mission), state: approved(), ..all() }, true),
        ("since", Scope::HandedIn, SubmissionFilter { submitted_at_gte: Some(app.now()), ..all() }, false),
        // What one person has handed in is little and may be sorted.
        ("of a person", Scope::HandedIn, SubmissionFilter { user_id: Some(person), ..all() }, true),
        ("one's own", Scope::Own(person), all(), false),
        ("one's own of a state", Scope::Own(person), SubmissionFilter { state: approved(), ..all() }, true),
    ];
    for (what, scope, filter, is_little) in cases {
        follows_an_index(&app, what, "submissions", is_little, move |conn| {
            drop(store::list(conn, org, scope, &filter, None, 26).unwrap());
        });
    }
}

#[test]
fn a_page_of_submissions_costs_as_many_statements_among_many_as_among_few() {
    crate::support::alone("advocacy::submissions::plans::a_page_of_submissions_costs_as_many_statements_among_many_as_among_few", || {
        let app = TestApp::start();
        let it = Running::start(&app, json!({}));
        let people: Vec<_> = (0..2).map(|number| app.advocate(&format!("Advocate {number}"))).collect();
        let cost = || {
            it.staff.ids("/submissions?limit=50");
            let before = rapport::db::statements::executed();
            it.staff.ids("/submissions?limit=50");
            people[0].ids("/me/submissions?limit=50");
            rapport::db::statements::executed() - before
        };
        it.handed_in(&people[0]);
        let few = cost();
        for _ in 0..20 {
            it.handed_in(&people[0]);
            it.handed_in(&people[1]);
        }
        assert_eq!(cost(), few);
    });
}
