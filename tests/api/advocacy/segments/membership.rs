//! Who is inside follows from what changes about people.

use diesel::prelude::*;
use rapport::identity::permissions::Role;

use super::{Scene, told};
use crate::support::{TestApp, json, wait};

#[test]
fn a27_a_member_enters_and_leaves_with_their_own_change() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let (ana, bo) = (scene.advocate("Ana", json!({"nps_score": 3})), scene.advocate("Bo", json!({"nps_score": 10})));
    let promoters = scene.segment("Promoters", json!({"field": "nps_score", "op": "gte", "value": 9}));
    scene.holds(&promoters, &[&bo]);
    scene.know(&ana, json!({"nps_score": 9}));
    scene.holds(&promoters, &[&ana, &bo]);
    // What no rule mentions moves nobody.
    scene.know(&ana, json!({"account.tier": "gold"}));
    scene.know(&bo, json!({"nps_score": null}));
    scene.holds(&promoters, &[&ana]);
    assert_eq!(scene.moves(&promoters), [told("entered", &bo, "rule"), told("entered", &ana, "member"), told("exited", &bo, "member")]);
    let members = scene.admin.get(&format!("/segments/{promoters}/members")).expect(200);
    assert_eq!((&members.data()[0]["name"], &members.data()[0]["email"]), (&json!("Ana"), &json!(ana.email)));
}

#[test]
fn only_active_advocates_are_in_segments() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let everybody = scene.segment("Everybody", json!({"field": "points", "op": "gte", "value": 0}));
    let customers = scene.segment("Customers", json!({"not": {"field": "is_customer", "op": "eq", "value": false}}));
    let coachee = app.coachee("Emil");
    let record = scene.admin.post("/users", json!({"email": "r@people.example", "name": "R", "roles": ["advocate"]})).expect(201).id();
    scene.holds(&everybody, &[]);
    // Getting the role is entering.
    scene.admin.patch(&format!("/users/{}", coachee.id), json!({"roles": ["coachee", "advocate"]})).expect(200);
    scene.holds(&everybody, &[&coachee]);
    scene.holds(&customers, &[&coachee]);
    // So is becoming active, as everybody here did who was made an advocate.
    let avi = app.advocate("Avi");
    scene.holds(&everybody, &[&coachee, &avi]);
    scene.admin.post(&format!("/users/{}/deactivate", avi.id), ()).expect(200);
    scene.admin.patch(&format!("/users/{}", coachee.id), json!({"roles": ["coachee"]})).expect(200);
    scene.holds(&everybody, &[]);
    scene.holds(&customers, &[]);
    scene.admin.post(&format!("/users/{}/reactivate", avi.id), ()).expect(200);
    scene.holds(&everybody, &[&avi]);
    scene.admin.delete(&format!("/users/{}", avi.id)).expect(204);
    scene.holds(&everybody, &[]);
    assert!(scene.moves(&everybody).iter().all(|(_, user, cause)| cause == "member" && *user != record));
    assert_eq!(scene.moves(&everybody).len(), 6);
}

#[test]
fn a_name_or_another_role_moves_nobody() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let everybody = scene.segment("Everybody", json!({"field": "points", "op": "gte", "value": 0}));
    let avi = app.home().person("Avi", &[Role::Advocate]);
    scene.holds(&everybody, &[&avi]);
    scene.admin.patch(&format!("/users/{}", avi.id), json!({"name": "Avi Advocate", "roles": ["advocate", "coachee"]})).expect(200);
    scene.holds(&everybody, &[&avi]);
    assert_eq!(scene.moves(&everybody).len(), 1);
}

#[test]
fn an_import_gives_attributes_to_new_and_known_people() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let promoters = scene.segment("Promoters", json!({"field": "nps_score", "op": "gte", "value": 9}));
    let (ana, bo) = (scene.advocate("Ana", json!({"nps_score": 3, "account.tier": "gold"})), app.advocate("Bo"));
    let csv = format!(
        "email,name,roles,attribute:nps_score,attribute:topics,attribute:renewal_on,attribute:is_customer\r\n\
         {},Somebody else,admin,9.5,rust; talks,2026-12-31,TRUE\r\n\
         {},Bo,,,,,\r\n\
         new@people.example,New,advocate,10,,,false\r\n",
        ana.email, bo.email
    );
    let tried = scene.admin.post("/users/import?dry_run=true", json!({"csv": csv})).expect(200);
    let done = scene.admin.post("/users/import", json!({"csv": csv})).expect(200);
    for answer in [&tried, &done] {
        assert_eq!((&answer["created"], &answer["updated"], &answer["skipped"]), (&json!(1), &json!(1), &json!(1)));
    }
    let shown = scene.admin.get(&format!("/users/{}", ana.id)).expect(200);
    assert_eq!((&shown["name"], &shown["roles"]), (&json!("Ana"), &json!(["advocate"])));
    let all = json!({
        "account.tier": "gold", "is_customer": true, "nps_score": 9.5, "renewal_on": "2026-12-31", "topics": ["rust", "talks"]
    });
    assert_eq!(shown["attributes"], all);
    let new = scene.admin.get("/users?email=new@people.example").expect(200).data()[0].clone();
    assert_eq!(new["attributes"], json!({"is_customer": false, "nps_score": 10}));
    scene.holds(&promoters, &[&ana]);
    // The same once more says nothing new.
    let again = scene.admin.post("/users/import", json!({"csv": csv})).expect(200);
    assert_eq!((&again["created"], &again["updated"], &again["skipped"]), (&json!(0), &json!(0), &json!(3)));
}

#[test]
fn cells_and_columns_of_an_import_are_read_strictly() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let bad = "email,name,attribute:nps_score,attribute:is_customer,attribute:renewal_on\n\
               a@people.example,A,nine,true,2026-01-01\nb@people.example,B,9,yes,31.12.2026\n";
    let refused = scene.admin.post("/users/import", json!({"csv": bad})).problem(422, "validation_failed");
    let details: Vec<_> = refused["errors"].as_array().unwrap().iter().map(|one| one["detail"].as_str().unwrap().to_owned()).collect();
    assert_eq!(details.len(), 3, "{details:?}");
    assert!(
        details[0].starts_with("line 2: attribute:nps_score") && details[1].starts_with("line 3: attribute:is_customer"),
        "{details:?}"
    );
    for header in ["email,name,attribute:shoe_size", "email,name,attribute:points", "email,name,email", "name,attribute:nps_score"] {
        scene.admin.post("/users/import", json!({"csv": format!("{header}\n")})).problem(422, "validation_failed");
    }
}

#[test]
fn points_bring_people_in_and_out_and_events_tell_how_far_automation_has_come() {
    let app = TestApp::start();
    let scene = Scene::of(&app);
    let ana = app.advocate("Ana");
    let rich = scene.segment("Rich", json!({"field": "points", "op": "gte", "value": 100}));
    let around = scene.segment("Around", json!({"segment": rich}));
    let path = format!("/users/{}/points/entries", ana.id);
    for (amount, is_inside) in [(60, false), (40, true), (-1, false)] {
        scene.admin.post(&path, json!({"amount": amount, "reason": "By hand"})).expect(201);
        scene.holds(&rich, &[&ana][..usize::from(is_inside)]);
    }
    assert_eq!(scene.moves(&around), [told("entered", &ana, "member"), told("exited", &ana, "member")]);
    let explained = scene.admin.get(&format!("/segments/{rich}/explain/{}", ana.id)).expect(200);
    assert_eq!(explained["parts"][0]["actual"], 99);
    let depths = |conn: &mut rapport::db::Conn| {
        use rapport::db::schema::events::dsl;
        Ok(dsl::events.filter(dsl::event_type.eq("segment.entered")).select(dsl::depth).load::<i32>(conn)?)
    };
    assert_eq!(wait(app.db().read(depths)).unwrap(), [1, 1]);
}
