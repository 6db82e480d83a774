//! Setting goals, and how they end.

use crate::support::{Programme, TestApp, json};

#[test]
fn a_goal_is_set_changed_reached_and_deleted() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let made = it.coach.post(&it.path("/goals"), json!({"name": " Speak up "})).expect(201);
    let path = format!("/goals/{}", made.id());
    assert_eq!(made.header("location"), format!("/api/v1{path}"));
    assert_eq!((&made["name"], &made["status"], &made["milestones"]), (&json!("Speak up"), &json!("active"), &json!([])));
    assert_eq!(made["allowed_actions"], json!(["achieve", "drop", "update", "delete"]));
    let changed = it.coach.patch(&path, json!({"description": "In meetings."})).if_match(1).expect(200);
    assert_eq!((&changed["version"], &changed["description"]), (&json!(2), &json!("In meetings.")));
    it.coach.patch(&path, json!({"name": "Stale"})).if_match(1).problem(412, "version_mismatch");
    let reached = it.coach.post(&format!("{path}/achieve"), ()).expect(200);
    assert_eq!((&reached["status"], &reached["achieved_at"]), (&json!("achieved"), &json!("2026-03-01T09:00:00.000000Z")));
    assert_eq!(it.coach.post(&format!("{path}/drop"), ()).problem(409, "invalid_transition")["allowed_actions"], json!(["reopen"]));
    assert_eq!(it.coach.post(&format!("{path}/reopen"), ()).expect(200)["achieved_at"], json!(null));
    assert_eq!(it.coach.post(&format!("{path}/drop"), ()).expect(200)["status"], "dropped");
    it.coach.delete(&path).expect(204);
    it.coach.get(&path).problem(404, "not_found");
    assert!(it.coach.ids(&it.path("/goals")).is_empty());
    let events: Vec<_> = it.events().into_iter().filter(|event| event.starts_with("goal.")).collect();
    assert_eq!(events, ["goal.created", "goal.updated", "goal.achieved", "goal.reopened", "goal.dropped", "goal.deleted"]);
}

#[test]
fn goals_are_for_who_runs_the_engagement_and_once_it_is_shared_for_who_takes_part() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let (admin, goal) = (app.admin(), it.goal("Speak up"));
    let milestone = it.milestone(&goal, json!({"title": "Ask"}));
    let strangers = [app.coach("Carl"), app.coachee("Uwe"), app.other_org().admin()];
    for stranger in &strangers {
        stranger.get(&goal).problem(404, "not_found");
        stranger.get(&it.path("/goals")).problem(404, "not_found");
        stranger.post(&format!("{milestone}/complete"), ()).problem(404, "not_found");
    }
    it.coachee.get(&goal).problem(404, "not_found");
    it.coachee.post(&format!("{milestone}/complete"), ()).problem(404, "not_found");
    it.act("share");
    for reader in [&it.coach, &admin, &it.coachee] {
        assert_eq!(reader.ids(&it.path("/goals")).len(), 1);
        assert_eq!(reader.get(&goal).expect(200)["milestones"][0]["title"], "Ask");
    }
    let seen = it.coachee.get(&goal).expect(200);
    assert_eq!((&seen["allowed_actions"], &seen["milestones"][0]["allowed_actions"]), (&json!([]), &json!(["complete"])));
    it.coachee.patch(&goal, json!({"name": "Mine"})).problem(403, "forbidden");
    it.coachee.post(&it.path("/goals"), json!({"name": "Mine"})).problem(403, "forbidden");
    it.coachee.get(&format!("{goal}/feedback-requests")).problem(403, "forbidden");
    assert_eq!(it.coachee.post(&format!("{milestone}/complete"), ()).expect(200)["completed_by"], it.coachee.id);
    it.act("unshare");
    it.coachee.get(&goal).problem(404, "not_found");
}

#[test]
fn goals_of_an_engagement_that_has_ended_stay_as_they_are() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let goal = it.goal("Speak up");
    let milestone = it.milestone(&goal, json!({"title": "Ask"}));
    it.coach.post(&it.path("/cancel"), json!({"reason": "Moved."})).expect(200);
    for refused in [
        it.coach.patch(&goal, json!({"name": "Late"})),
        it.coach.post(&format!("{goal}/achieve"), ()),
        it.coach.post(&it.path("/goals"), json!({"name": "Late"})),
        it.coach.post(&format!("{goal}/milestones"), json!({"title": "Late"})),
        it.coachee.post(&format!("{milestone}/complete"), ()),
    ] {
        refused.problem(409, "engagement_not_active");
    }
    let seen = it.coachee.get(&goal).expect(200);
    assert_eq!((&seen["allowed_actions"], &seen["milestones"][0]["allowed_actions"]), (&json!([]), &json!([])));
}

#[test]
fn goals_are_listed_in_the_order_in_which_they_were_set() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let goals: Vec<String> = ["One", "Two", "Three"]
        .iter()
        .map(|name| {
            app.advance("PT1M");
            it.goal(name).rsplit('/').next().unwrap().to_owned()
        })
        .collect();
    let first = it.coach.get(&it.path("/goals?limit=2")).expect(200);
    assert_eq!(first.ids(), goals[..2]);
    assert_eq!(it.coach.ids(&it.path(&format!("/goals?limit=2&cursor={}", first.str("next_cursor")))), goals[2..]);
}
