//! One engagement each for many.

use crate::support::{Person, TestApp, Value, json};

/// A coach and the coachees they serve.
fn class(app: &TestApp, names: &[&str]) -> (Person, Vec<Person>) {
    let coach = app.coach("Cora");
    let coachees: Vec<Person> = names.iter().map(|name| app.coachee(name)).collect();
    app.assign(&coach, &coachees.iter().collect::<Vec<_>>());
    (coach, coachees)
}

fn of(coachees: &[Person]) -> Vec<Value> {
    coachees.iter().map(|person| json!(person.id)).collect()
}

#[test]
fn c4_bulk_makes_one_engagement_each_in_the_order_named() {
    let app = TestApp::start();
    let (coach, coachees) = class(&app, &["Ana", "Bo", "Cem"]);
    let template = coach.post("/program-templates", json!({"title": "Start", "items": [{"kind": "task", "title": "Write"}]})).expect(201);
    let mut ids = of(&coachees);
    ids.reverse();
    ids.push(ids[0].clone());
    let made = coach.post("/engagements/bulk", json!({"coachee_ids": ids, "template_id": template.id()})).expect(201);
    let named: Vec<_> = made.data().iter().map(|engagement| engagement["coachees"][0]["name"].clone()).collect();
    assert_eq!(named, ["Cem", "Bo", "Ana"]);
    for engagement in made.data() {
        assert_eq!((&engagement["status"], &engagement["batch_id"]), (&json!("draft"), &made["batch_id"]));
        assert_eq!((&engagement["progress"]["total"], &engagement["title"]), (&json!(1), &json!("Start")));
        assert_eq!(engagement["coachees"].as_array().unwrap().len(), 1);
        let items = coach.get(&format!("/engagements/{}/items", engagement["id"].as_str().unwrap())).expect(200);
        let people = coach.get(&format!("/items/{}/recipients", items.ids()[0])).expect(200);
        assert_eq!(people.data()[0]["user_id"], engagement["coachees"][0]["id"]);
    }
    assert_eq!(coach.ids(&format!("/engagements?batch_id={}&sort=created_at", made.str("batch_id"))), made.ids());
}

#[test]
fn c4_one_bad_coachee_and_none_is_made() {
    let app = TestApp::start();
    let (coach, coachees) = class(&app, &["Ana", "Bo"]);
    let mut ids = of(&coachees);
    ids.push(json!(app.coachee("Uwe").id));
    coach.post("/engagements/bulk", json!({"title": "T", "coachee_ids": ids})).problem(404, "not_found");
    assert!(app.admin().ids("/engagements").is_empty());
}

#[test]
fn c4_a_batch_of_more_than_a_page_is_answered_whole() {
    let app = TestApp::start();
    let admin = app.admin();
    let row = |index: usize| format!("p{index}@people.example,Person {index},coachee\n");
    let csv = (0..120).fold("email,name,roles\n".to_owned(), |text, index| text + &row(index));
    admin.post("/users/import", json!({"csv": csv})).expect(200);
    let mut ids = admin.ids("/users?role=coachee&limit=100&sort=created_at");
    ids.extend(admin.ids("/users?role=coachee&limit=20&sort=-created_at"));
    let made = admin.post("/engagements/bulk", json!({"title": "T", "coachee_ids": ids})).expect(201);
    let named: Vec<_> = made.data().iter().map(|engagement| engagement["coachees"][0]["id"].clone()).collect();
    assert_eq!(json!(named), json!(ids));
}
