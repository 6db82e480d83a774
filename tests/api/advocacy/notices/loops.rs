//! Automations that set each other off come to an end, and say so.

use super::scene::Scene;
use crate::support::json;

#[test]
fn a_loop_of_approvals_points_segments_and_missions_stops_and_says_so() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    // Each mission gives the points that lead to the next one, and nobody of the staff has a hand in it.
    let missions: Vec<String> = (1..=3)
        .map(|step| {
            let rule = json!({"field": "points", "op": "gte", "value": 50 * step});
            let segment = json!({"name": format!("{} points", 50 * step), "kind": "dynamic", "rule": rule});
            let segment = it.admin.post("/segments", segment).expect(201).id();
            it.app.work();
            it.armed(&segment, &json!({"title": format!("Step {step}"), "auto_approve": true}))
        })
        .collect();
    let entry = json!({"amount": 50, "reason": "To begin with."});
    it.admin.post(&format!("/users/{}/points/entries", ana.id), entry).expect(201);
    it.app.work();
    for mission in &missions[..2] {
        Scene::takes_part(&ana, mission);
        it.app.work();
    }
    assert_eq!(ana.get("/me/points").expect(200)["balance"], 150, "she has what leads to the third");
    let told: Vec<String> = it.inbox.subjects(&ana).into_iter().filter(|subject| subject.starts_with("For you")).collect();
    assert_eq!(told, ["For you: Step 1", "For you: Step 2"]);
    let [stopped] = it.logged(&missions[2], "automation.stopped").try_into().unwrap();
    assert_eq!(stopped["data"]["user_id"], json!(ana.id));
    assert!(stopped["data"]["depth"].as_i64().unwrap() > 5, "{stopped}");
    assert!(!ana.ids("/me/missions").contains(&missions[2]));
    // What somebody does by hand begins anew.
    let entry = json!({"amount": -100, "reason": "Once more."});
    it.admin.post(&format!("/users/{}/points/entries", ana.id), entry).expect(201);
    it.app.work();
    let entry = json!({"amount": 100, "reason": "By hand."});
    it.admin.post(&format!("/users/{}/points/entries", ana.id), entry).expect(201);
    it.app.work();
    assert_eq!(it.inbox.subjects(&ana).iter().filter(|subject| *subject == "For you: Step 3").count(), 1);
}
