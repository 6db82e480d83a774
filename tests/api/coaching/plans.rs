//! The lists of forms, responses, goals, feedback, resources and files follow an index in their order,
//! however much there is.

use chrono::TimeDelta;
use rapport::coaching::forms::filter::{FormFilter, FormSort};
use rapport::coaching::forms::model::{FormKind, FormVersion, FormVisibility};
use rapport::coaching::forms::responses::model::{FormResponse, ResponseFilter, ResponseState};
use rapport::coaching::forms::responses::store::{self as responses, Scope};
use rapport::coaching::forms::store as forms;
use rapport::coaching::goals::feedback::store as feedback;
use rapport::coaching::goals::{milestones, store as goals};
use rapport::coaching::items::{attachments, store as items};
use rapport::coaching::resources::model::ResourceKind;
use rapport::coaching::resources::store as resources;
use rapport::db::{Intent, Tx};
use rapport::kernel::ids::UserId;
use rapport::kernel::{List, Result, Timestamp};

use super::forms::{published_form, response};
use crate::scale::follows_an_index;
use crate::support::coaching::TOMORROW;
use crate::support::files::PDF;
use crate::support::{Person, Programme, TestApp, json, rows, wait};

const ROWS: usize = 20_000;

/// Writes past the API, and tells the planner what there is.
fn fill(app: &TestApp, write: impl FnOnce(&mut Tx<'_>) -> Result<()> + Send + 'static) {
    wait(app.db().write(Intent::system(), move |tx| {
        write(tx)?;
        Ok(diesel::connection::SimpleConnection::batch_execute(tx.conn(), "ANALYZE")?)
    }))
    .unwrap();
}

fn people(app: &TestApp) -> Vec<Person> {
    (0..40).map(|number| app.coachee(&format!("Coachee {number}"))).collect()
}

fn ids(people: &[Person]) -> Vec<UserId> {
    people.iter().map(|person| person.id.parse().unwrap()).collect()
}

fn later(now: Timestamp, number: usize) -> Timestamp {
    now.plus(TimeDelta::seconds(number as i64))
}

#[test]
fn lists_of_forms_follow_an_index() {
    let app = TestApp::start();
    let (org, now, coach) = (app.org, app.now(), app.coach("Cora"));
    let form = published_form(&coach).parse().unwrap();
    fill(&app, move |tx| {
        let mut one = forms::find(tx.conn(), org, form)?;
        let owner = one.owner_id;
        let version = forms::find_version(tx.conn(), org, form, 1)?;
        for number in 0..4_000 {
            one.id = tx.new_id();
            one.owner_id = owner.filter(|_| number % 40 == 0);
            one.created_at = later(now, number);
            one.title = format!("Form {:05}", number * 7_919 % 4_000);
            one.search_title = one.title.to_lowercase();
            one.kind = if number % 3 == 0 { FormKind::Assessment } else { FormKind::Form };
            one.visibility = if number % 2 == 0 { FormVisibility::Private } else { FormVisibility::Shared };
            forms::insert(tx.conn(), &one)?;
        }
        for number in 2..2_000 {
            forms::insert_version(tx.conn(), &FormVersion { version: number, ..version.clone() })?;
        }
        Ok(())
    });
    let all = FormFilter::default;
    let own: UserId = coach.id.parse().unwrap();
    let cases = [
        ("newest", None, all(), FormSort::CreatedDesc),
        ("oldest", None, all(), FormSort::CreatedAsc),
        ("by title", None, all(), FormSort::TitleAsc),
        ("from Z to A", None, all(), FormSort::TitleDesc),
        ("a coach's", Some(own), all(), FormSort::CreatedDesc),
        ("a coach's by title", Some(own), all(), FormSort::TitleAsc),
        ("of a kind", None, FormFilter { kind: Some(FormKind::Assessment), ..all() }, FormSort::CreatedDesc),
        ("shared", None, FormFilter { visibility: Some(FormVisibility::Shared), ..all() }, FormSort::CreatedDesc),
        ("published", None, FormFilter { published: Some(true), ..all() }, FormSort::CreatedDesc),
        ("with a word", None, FormFilter { q: Some("form".into()), ..all() }, FormSort::TitleAsc),
    ];
    for (what, visible_to, filter, sort) in cases {
        follows_an_index(&app, what, "forms", false, move |conn| {
            assert_eq!(forms::list(conn, org, visible_to, &filter, sort, None, 26).unwrap().len(), 26);
        });
    }
    follows_an_index(&app, "versions", "form_versions", false, move |conn| {
        assert_eq!(forms::versions(conn, org, form, Some(1_000), 26).unwrap().len(), 26);
    });
}

#[test]
fn lists_of_responses_follow_an_index() {
    let app = TestApp::start();
    let (org, now) = (app.org, app.now());
    let (it, other, everybody) = (Programme::active(&app), Programme::active(&app), people(&app));
    let (form, rare) = (published_form(&it.coach), published_form(&other.coach));
    let (item, few) = (it.ask("form", &form), other.ask("form", &rare));
    let response = response(&it.coachee, &item).rsplit('/').next().unwrap().parse().unwrap();
    let (persons, coaches) = (ids(&everybody), ids(&[it.coach, other.coach]));
    let (one, coach, file) = (persons[3], coaches[1], it.coachee.uploaded("a.pdf", PDF).parse().unwrap());
    let common = it.coachee.uploaded("b.pdf", PDF).parse().unwrap();
    fill(&app, move |tx| {
        let base = responses::find(tx.conn(), org, response)?.response;
        let row = |number: usize| {
            let submitted = number.is_multiple_of(50);
            FormResponse {
                id: tx.new_id(),
                recipient_id: None,
                user_id: Some(persons[number % persons.len()]),
                coach_id: Some(coaches[usize::from(number.is_multiple_of(25))]),
                state: if submitted { ResponseState::Submitted } else { ResponseState::Open },
                submitted_at: submitted.then_some(now),
                created_at: later(now, number),
                ..base.clone()
            }
        };
        let rows: Vec<_> = (0..ROWS).map(row).collect();
        responses::insert_many(tx.conn(), &rows)?;
        for (number, row) in rows[..1_000].iter().enumerate() {
            responses::set_files(tx.conn(), row.id, &[if number == 0 { file } else { common }])?;
        }
        Ok(())
    });
    let none = ResponseFilter::default;
    let submitted = || Some(List(vec![ResponseState::Submitted]));
    let cases = [
        ("all", Scope::Everything, none(), false),
        ("of a state", Scope::Everything, ResponseFilter { state: submitted(), ..none() }, false),
        ("of a person", Scope::Everything, ResponseFilter { user_id: Some(one), ..none() }, false),
        ("of a form", Scope::Everything, ResponseFilter { form_id: Some(form.parse().unwrap()), ..none() }, false),
        ("of a rare form", Scope::Everything, ResponseFilter { form_id: Some(rare.parse().unwrap()), ..none() }, true),
        ("of an item", Scope::Everything, ResponseFilter { item_id: Some(few.parse().unwrap()), ..none() }, true),
        ("of an engagement", Scope::Everything, ResponseFilter { engagement_id: Some(other.id.parse().unwrap()), ..none() }, true),
        ("a coach's", Scope::OfCoach(coach), none(), false),
        // No more than one coach has of it.
        ("a coach's of a state", Scope::OfCoach(coach), ResponseFilter { state: submitted(), ..none() }, true),
        ("one's own", Scope::OfRespondent(one), none(), false),
    ];
    for (what, scope, filter, is_little) in cases {
        follows_an_index(&app, what, "form_responses", is_little, move |conn| {
            assert!(!responses::list(conn, org, scope, &filter, None, 26).unwrap().is_empty());
        });
    }
    follows_an_index(&app, "who needs a file", "form_response_files", true, move |conn| {
        assert!(responses::names_file(conn, file).unwrap());
    });
}

#[test]
fn lists_of_goals_and_feedback_follow_an_index() {
    let app = TestApp::start();
    let (org, now, it) = (app.org, app.now(), Programme::active(&app));
    let goal = it.goal("Speak up");
    let milestone = it.milestone(&goal, json!({"title": "Ask a question", "due_at": TOMORROW}));
    let request = it.coach.post(&format!("{goal}/feedback-requests"), json!({"email": "erik@partner.example"})).expect(201).id();
    let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let (goal, milestone, request) = (last(&goal).parse().unwrap(), last(&milestone).parse().unwrap(), request.parse().unwrap());
    let others = rows::engagements(&app, 200, &[&it.coach], &[&it.coachee]);
    let engagement = it.id.parse().unwrap();
    fill(&app, move |tx| {
        let mut one = goals::find(tx.conn(), org, goal)?;
        let mut step = milestones::store::find(tx.conn(), org, milestone)?;
        let mut asked = feedback::find(tx.conn(), org, request)?;
        for number in 0..4_000 {
            (one.id, step.id, asked.id) = (tx.new_id(), tx.new_id(), tx.new_id());
            (one.created_at, step.created_at, asked.created_at) = (later(now, number), later(now, number), later(now, number));
            if number % 40 != 0 {
                one.engagement_id = others[number % others.len()].id;
                (step.goal_id, asked.goal_id) = (one.id, one.id);
            } else {
                one.engagement_id = engagement;
                (step.goal_id, asked.goal_id) = (goal, goal);
            }
            asked.email_key = format!("{number}@partner.example");
            goals::insert(tx.conn(), &one)?;
            milestones::store::insert(tx.conn(), &step)?;
            feedback::insert(tx.conn(), &asked)?;
        }
        Ok(())
    });
    follows_an_index(&app, "goals", "goals", false, move |conn| {
        assert_eq!(goals::list(conn, org, engagement, None, 26).unwrap().len(), 26);
    });
    follows_an_index(&app, "milestones", "milestones", true, move |conn| {
        assert!(milestones::store::of_goals(conn, &[goal]).unwrap().len() > 26);
    });
    follows_an_index(&app, "requests", "feedback_requests", false, move |conn| {
        assert_eq!(feedback::list(conn, org, goal, None, 26).unwrap().len(), 26);
    });
}

#[test]
fn lists_of_resources_and_who_needs_a_file_follow_an_index() {
    let app = TestApp::start();
    let (org, now, it) = (app.org, app.now(), Programme::shared(&app));
    let (file, common) = (it.coach.uploaded("a.pdf", PDF), it.coach.uploaded("b.pdf", PDF).parse().unwrap());
    let resource = it.coach.post(&it.path("/resources"), json!({"kind": "file", "file": {"file_id": file}})).expect(201).id();
    let task = it.task("Write");
    let others = rows::engagements(&app, 200, &[&it.coach], &[&it.coachee]);
    let (engagement, resource, file, task) =
        (it.id.parse().unwrap(), resource.parse().unwrap(), file.parse().unwrap(), task.parse().unwrap());
    let coach: UserId = it.coach.id.parse().unwrap();
    fill(&app, move |tx| {
        let mut shared = resources::find(tx.conn(), org, resource)?;
        (shared.kind, shared.file_id, shared.url) = (ResourceKind::Link, None, Some("https://reading.example/".into()));
        let mut item = items::find(tx.conn(), org, task)?;
        for number in 0..4_000 {
            (shared.id, shared.created_at) = (tx.new_id(), later(now, number));
            shared.engagement_id = if number % 40 == 0 { engagement } else { others[number % others.len()].id };
            resources::insert(tx.conn(), &shared)?;
            (item.id, item.position) = (tx.new_id(), number as i32 + 2);
            items::insert(tx.conn(), &item)?;
            attachments::store::replace(tx.conn(), item.id, &[if number == 0 { file } else { common }])?;
        }
        Ok(())
    });
    follows_an_index(&app, "resources", "resources", false, move |conn| {
        assert_eq!(resources::list(conn, org, engagement, None, 26).unwrap().len(), 26);
    });
    follows_an_index(&app, "files of resources", "resources", true, move |conn| {
        assert_eq!(resources::shown_to(conn, org, coach, true, &[file]).unwrap(), [file]);
    });
    follows_an_index(&app, "files of items", "item_files", true, move |conn| {
        assert_eq!(attachments::store::shown_to(conn, org, coach, true, &[file]).unwrap(), [file]);
    });
}
