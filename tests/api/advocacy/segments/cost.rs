//! What a change costs: by the segments that mention it, however many segments and members there are.

use rapport::advocacy::segments::membership::store::Due;
use rapport::advocacy::segments::membership::{following, store as membership};
use rapport::advocacy::segments::model::Segment;
use rapport::advocacy::segments::store;
use rapport::db::statements::executed;
use rapport::db::{Intent, Json};
use rapport::identity::attributes;
use rapport::identity::attributes::model::StoredValues;
use rapport::identity::permissions::Role;
use rapport::identity::users;
use rapport::identity::users::model::{CreateUser, UserState};
use rapport::kernel::ids::{SegmentId, UserId};

use super::Scene;
use crate::scale::{follows_an_index, reads_through};
use crate::support::{Person, TestApp, alone, json, wait, wait_for_the_log};

/// So many active advocates with a score, past the API; every segment has looked at them.
fn advocates(app: &TestApp, count: usize) {
    let org = app.org;
    wait(app.db().write(Intent::system(), move |tx| {
        let score = attributes::queries::definitions(tx.conn(), org)?.get("nps_score").unwrap().id;
        let mut people = Vec::new();
        for number in 0..count {
            let email = format!("advocate.{number}.{}@people.example", tx.new_id::<rapport::kernel::ids::kind::User>());
            let new = CreateUser { email, name: format!("Advocate {number}"), roles: vec![Role::Advocate], time_zone: None };
            let mut user = users::commands::draft(tx, org, &new, "Europe/Berlin");
            user.state = UserState::Active;
            people.push(user);
        }
        users::store::insert_many(tx.conn(), &people)?;
        let known = |(number, user): (usize, &users::model::User)| attributes::model::UserAttributes {
            user_id: user.id,
            organization_id: org,
            attribute_values: Json(StoredValues::from([(score, json!(number % 11))])),
        };
        let known: Vec<_> = people.iter().enumerate().map(known).collect();
        attributes::store::replace(tx.conn(), org, &known)?;
        membership::mark(tx.conn(), org, &people.iter().map(|user| user.id).collect::<Vec<_>>())?;
        Ok(())
    }))
    .unwrap();
}

/// So many more segments like this one, past the API, each of which mentions a field and refers to a list.
fn more_segments(app: &TestApp, like: SegmentId, lists: &[String], count: usize) {
    let (org, lists) = (app.org, lists.iter().map(|id| id.parse().unwrap()).collect::<Vec<SegmentId>>());
    wait(app.db().write(Intent::system(), move |tx| {
        let first = store::find(tx.conn(), org, like)?;
        for number in 0..count {
            let segment = Segment { id: tx.new_id(), member_count: 0, ..first.clone() };
            store::insert(tx.conn(), &segment)?;
            store::add_fields(tx.conn(), &segment, &[format!("field_{number}")].into())?;
            store::replace_references(tx.conn(), &segment, &[lists[number % lists.len()]].into())?;
        }
        // And as many who wait for a date.
        let waiting = membership::advocates(tx.conn(), org, None, count as i64)?;
        let due_at = |number: usize| tx.now().plus(chrono::TimeDelta::hours(1 + number as i64));
        let due = waiting.iter().enumerate().map(|(number, user)| Due { segment_id: like, user_id: user.id, due_at: due_at(number) });
        let due: Vec<Due> = due.collect();
        membership::insert_dues(tx.conn(), &due)
    }))
    .unwrap();
}

/// Changes the score and follows it: statements, and how many times somebody was held against a segment.
fn change(scene: &Scene<'_>, person: &Person, score: i64) -> (u64, usize, usize) {
    scene.app.run_workers_until_idle();
    scene.know(person, json!({"nps_score": score}));
    wait_for_the_log(scene.app.db());
    let before = executed();
    let mut sum = (0, 0);
    loop {
        let followed = wait(scene.app.db().write(Intent::system(), |tx| following::take(tx, 200))).unwrap();
        if followed.events == 0 {
            return (executed() - before, sum.0, sum.1);
        }
        sum = (sum.0 + followed.settled.evaluated, sum.1 + followed.settled.moved);
    }
}

#[test]
fn a_change_costs_by_the_segments_that_mention_it() {
    alone("advocacy::segments::cost::a_change_costs_by_the_segments_that_mention_it", || {
        let app = TestApp::start();
        let scene = Scene::of(&app);
        let ana = scene.advocate("Ana", json!({"nps_score": 5}));
        let new = |name: String, field: &str, op: &str, value: crate::support::Value| {
            scene
                .admin
                .post("/segments", json!({"name": name, "kind": "dynamic", "rule": {"field": field, "op": op, "value": value}}))
                .expect(201)
                .id()
        };
        // Three mention the score. One of them is always, one never, one sometimes hers.
        new("All".into(), "nps_score", "gte", json!(0));
        new("None".into(), "nps_score", "lt", json!(0));
        new("Promoters".into(), "nps_score", "gte", json!(9));
        let few = (change(&scene, &ana, 6), change(&scene, &ana, 9));
        assert_eq!(((few.0.1, few.0.2), (few.1.1, few.1.2)), ((3, 0), (3, 1)));
        for number in 0..197 {
            new(format!("Other {number}"), "account.tier", "eq", json!(format!("tier {number}")));
        }
        app.run_workers_until_idle();
        advocates(&app, 10_000);
        scene.know(&ana, json!({"nps_score": 5}));
        // The two who hold for many are built over all of them.
        for segment in scene.admin.get("/segments?q=all").expect(200).ids() {
            scene
                .admin
                .patch(&format!("/segments/{segment}"), json!({"rule": {"field": "nps_score", "op": "gt", "value": -1}}))
                .expect(200);
            app.run_workers_until_idle();
            assert_eq!(scene.admin.get(&format!("/segments/{segment}")).expect(200)["member_count"], 10_001);
        }
        let many = (change(&scene, &ana, 6), change(&scene, &ana, 9));
        assert_eq!(many, few);
        // What nobody mentions costs next to nothing; what more mention costs no more statements.
        scene.know(&ana, json!({"is_customer": true}));
        wait_for_the_log(app.db());
        let unmentioned = wait(app.db().write(Intent::system(), |tx| following::take(tx, 200))).unwrap();
        assert_eq!((unmentioned.events, unmentioned.settled.evaluated), (1, 0));
        for number in 0..20 {
            new(format!("More {number}"), "nps_score", "eq", json!(100 + number));
        }
        scene.know(&ana, json!({"nps_score": 5}));
        let more = (change(&scene, &ana, 6), change(&scene, &ana, 9));
        assert_eq!(((more.0.1, more.0.0), (more.1.1, more.1.0)), ((23, few.0.0), (23, few.1.0)));
    });
}

#[test]
fn what_follows_changes_follows_an_index() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let ana = scene.advocate("Ana", json!({"nps_score": 5}));
    let base = scene.segment("Base", json!({"field": "nps_score", "op": "gte", "value": 0}));
    let lists: Vec<String> = (0..20).map(|number| scene.list(&format!("List {number}"))).collect();
    for number in 0..60 {
        let rule = json!({"all": [{"field": "account.tier", "op": "eq", "value": format!("tier {number}")}, {"segment": if number % 20 == 0 { &base } else { &lists[number % 20] }}]});
        let rule = if number == 7 { json!({"field": "renewal_on", "op": "within_last", "value": "P3D"}) } else { rule };
        scene.admin.post("/segments", json!({"name": format!("Segment {number}"), "kind": "dynamic", "rule": rule})).expect(201);
    }
    app.run_workers_until_idle();
    advocates(&app, 3_000);
    scene.admin.patch(&format!("/segments/{base}"), json!({"rule": {"field": "nps_score", "op": "gte", "value": 1}})).expect(200);
    app.run_workers_until_idle();
    more_segments(&app, base.parse().unwrap(), &lists, 2_000);
    wait(app.db().write(Intent::system(), |tx| Ok(diesel::connection::SimpleConnection::batch_execute(tx.conn(), "ANALYZE")?))).unwrap();
    let org = app.org;
    let (segment, user): (SegmentId, UserId) = (base.parse().unwrap(), ana.id.parse().unwrap());
    let now = app.now();
    follows_an_index(&app, "who mentions a field", "segment_fields", true, move |conn| {
        assert_eq!(membership::mentioning(conn, org, &["nps_score".into()]).unwrap().len(), 1);
    });
    follows_an_index(&app, "who refers to it", "segment_references", true, move |conn| {
        assert_eq!(membership::dependents(conn, org, &[segment]).unwrap().len(), 3);
    });
    follows_an_index(&app, "who is inside", "segment_members", true, move |conn| {
        assert_eq!(membership::memberships(conn, org, &[segment], &[user]).unwrap().len(), 1);
    });
    follows_an_index(&app, "where somebody is inside", "segment_members", true, move |conn| {
        assert_eq!(membership::memberships_of(conn, org, &[user]).unwrap().len(), 1);
    });
    follows_an_index(&app, "members", "segment_members", false, move |conn| {
        assert_eq!(membership::members(conn, org, segment, None, 26).unwrap().len(), 26);
    });
    follows_an_index(&app, "advocates", "users", false, move |conn| {
        assert_eq!(membership::advocates(conn, org, None, 26).unwrap().len(), 26);
    });
    follows_an_index(&app, "what is due", "segment_dues", false, move |conn| drop(membership::due(conn, now, 200).unwrap()));
    reads_through(&app, "what is being built", "segments_building", move |conn| drop(store::next_building(conn).unwrap()));
    follows_an_index(&app, "segments", "segments", false, move |conn| {
        assert_eq!(store::list(conn, org, None, None, None, 26).unwrap().len(), 26);
    });
    follows_an_index(&app, "people's values", "user_attributes", true, move |conn| {
        assert_eq!(attributes::queries::stored(conn, org, &[user]).unwrap().len(), 1);
    });
}
