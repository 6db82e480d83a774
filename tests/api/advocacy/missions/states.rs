//! A mission's way from draft to its end.

use crate::support::{Campaign, at_once, json, racing};

#[test]
fn a19_a20_a21_an_instant_one_waits_as_a_draft_and_is_live_at_once() {
    let campaign = Campaign::start();
    let ana = campaign.advocate("Ana");
    let id = campaign.draft(json!({"trigger": {"kind": "instant"}}));
    campaign.advance("P20D");
    campaign.work();
    assert!(ana.ids("/me/missions").is_empty());
    let live = campaign.act(&id, "launch");
    assert_eq!((live["status"].as_str(), live["launched_at"].as_str()), (Some("live"), Some("2026-03-21T09:00:00.000000Z")));
    assert_eq!(ana.ids("/me/missions"), [id]);
    campaign.manager.post("/missions", json!({"type": "custom_task", "trigger": {"kind": "later"}})).problem(422, "validation_failed");
}

#[test]
fn a97_what_a_state_does_not_allow_is_refused_with_what_it_does() {
    let campaign = Campaign::start();
    let id = campaign.launched(json!({}));
    let refused = campaign.manager.post(&format!("/missions/{id}/launch"), ()).problem(409, "invalid_state");
    assert_eq!(refused["allowed_actions"], json!(["pause", "close"]));
    for (action, after, allowed) in [
        ("pause", "paused", json!(["resume", "close"])),
        ("resume", "live", json!(["pause", "close"])),
        ("close", "closed", json!(["reopen"])),
        ("reopen", "live", json!(["pause", "close"])),
    ] {
        let mission = campaign.act(&id, action);
        assert_eq!(mission["status"], after);
        let always = mission["allowed_actions"].as_array().unwrap().len() - 4;
        assert_eq!(json!(mission["allowed_actions"].as_array().unwrap()[..always]), allowed);
        for other in ["launch", "unschedule", "pause", "resume", "close", "reopen"] {
            if !allowed.as_array().unwrap().contains(&json!(other)) {
                let answer = campaign.manager.post(&format!("/missions/{id}/{other}"), ()).problem(409, "invalid_state");
                assert_eq!(answer["allowed_actions"], allowed, "{other} of what is {after}");
            }
        }
    }
}

#[test]
fn a_scheduled_one_launches_when_its_time_comes() {
    let campaign = Campaign::start();
    let ana = campaign.advocate("Ana");
    let id = campaign.draft(json!({}));
    let schedule = |at: &str| campaign.manager.post(&format!("/missions/{id}/schedule"), json!({"launch_at": at}));
    schedule("2026-03-01T09:00:00Z").problem(422, "schedule_in_past");
    let scheduled = schedule("2026-03-02T09:00:00Z").expect(200);
    assert_eq!((scheduled["status"].as_str(), scheduled["launch_at"].as_str()), (Some("scheduled"), Some("2026-03-02T09:00:00.000000Z")));
    assert_eq!(campaign.act(&id, "unschedule")["launch_at"], json!(null));
    campaign.advance("P2D");
    campaign.work();
    assert_eq!(campaign.mission(&id)["status"], "draft");
    schedule("2026-03-04T09:00:00Z").expect(200);
    schedule("2026-03-05T09:00:00Z").expect(200);
    campaign.advance("P1D");
    campaign.work();
    assert_eq!(campaign.mission(&id)["status"], "scheduled");
    campaign.advance("P1D");
    campaign.work();
    let live = campaign.mission(&id);
    assert_eq!((live["status"].as_str(), live["launched_at"].as_str()), (Some("live"), Some("2026-03-05T09:00:00.000000Z")));
    assert_eq!(ana.ids("/me/missions"), [id]);
}

#[test]
fn a_scheduled_launch_is_looked_at_again_when_it_fires() {
    let campaign = Campaign::start();
    let incomplete = campaign.draft(json!({"title": null}));
    let at = json!({"launch_at": "2026-03-02T09:00:00Z"});
    campaign.manager.post(&format!("/missions/{incomplete}/schedule"), at.clone()).problem(422, "title_required");
    let ends_before = campaign.draft(json!({"expires_at": "2026-03-02T08:00:00Z"}));
    campaign.manager.post(&format!("/missions/{ends_before}/schedule"), at.clone()).problem(422, "expiry_in_past");
    let reward = campaign.manager.post("/rewards", json!({"name": "Coffee", "kind": "gift_card"})).expect(201).id();
    let ids = [json!({}), json!({"recognition": {"kind": "reward", "reward_id": reward}})].map(|change| campaign.draft(change));
    for id in &ids {
        campaign.manager.post(&format!("/missions/{id}/schedule"), at.clone()).expect(200);
    }
    campaign.manager.patch(&format!("/missions/{}", ids[0]), json!({"title": null, "image_file_id": null})).expect(200);
    campaign.manager.patch(&format!("/rewards/{reward}"), json!({"state": "archived"})).send();
    campaign.manager.post(&format!("/rewards/{reward}/archive"), ()).send();
    campaign.advance("P1D");
    campaign.work();
    for (id, codes) in ids.iter().zip([vec!["title_required", "featured_image_required"], vec!["reward_required"]]) {
        let mission = campaign.mission(id);
        assert_eq!((mission["status"].as_str(), mission["launch_at"].as_str()), (Some("draft"), None));
        let log = campaign.manager.get(&format!("/missions/{id}/timeline?limit=100")).expect(200);
        let failed = log.data().iter().find(|event| event["type"] == "mission.launch_failed").expect("it is told");
        let told: Vec<_> = failed["data"]["errors"].as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap()).collect();
        assert_eq!(told, codes);
    }
}

#[test]
fn what_has_expired_runs_again_with_a_later_end() {
    let campaign = Campaign::start();
    let ana = campaign.advocate("Ana");
    let id = campaign.launched(json!({"expires_at": "2026-03-02T00:00:00Z"}));
    campaign.advance("P3D");
    let refused = campaign.manager.post(&format!("/missions/{id}/pause"), ()).problem(409, "invalid_state");
    assert_eq!(refused["allowed_actions"], json!(["reopen"]));
    campaign.work();
    campaign.manager.post(&format!("/missions/{id}/reopen"), ()).problem(422, "expiry_in_past");
    campaign.manager.patch(&format!("/missions/{id}"), json!({"expires_at": "2026-05-01T00:00:00Z"})).expect(200);
    assert_eq!(campaign.mission(&id)["status"], "expired");
    assert_eq!(campaign.act(&id, "reopen")["status"], "live");
    assert_eq!(ana.ids("/me/missions"), std::slice::from_ref(&id));
    let log = campaign.manager.get(&format!("/missions/{id}/timeline")).expect(200);
    let names = log.data().iter().map(|event| event["type"].as_str().unwrap());
    let names: Vec<&str> = names.filter(|name| *name != "mission.available").collect();
    assert_eq!(names, ["mission.created", "mission.launched", "mission.expired", "mission.updated", "mission.reopened"]);
}

#[test]
fn of_many_launches_at_once_one_counts() {
    let campaign = Campaign::of(racing());
    let id = campaign.draft(json!({}));
    let answers = at_once(12, |_| campaign.manager.post(&format!("/missions/{id}/launch"), ()).send().status);
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|status| matches!(status, 200 | 409)), "{answers:?}");
    let log = campaign.manager.get(&format!("/missions/{id}/timeline")).expect(200);
    assert_eq!(log.data().iter().filter(|event| event["type"] == "mission.launched").count(), 1);
    assert_eq!(campaign.mission(&id)["version"], 2);
}
