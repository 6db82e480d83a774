//! Who enters a segment hears of the missions that wait for them.

use super::scene::Scene;
use crate::support::json;

const ALL: &[&str] = &["email", "slack", "zapier", "webhook"];

#[test]
fn a23_who_enters_the_segment_is_told_by_every_channel_that_is_named() {
    let it = Scene::new();
    let (ana, ben) = (it.app.advocate("Ana"), it.app.advocate("Ben"));
    it.slack();
    it.webhook();
    it.zap("mission.assigned");
    let promoters = it.segment("Promoters");
    let mission = it.armed(&promoters, &json!({"notify": {"mode": "send", "channels": ALL}}));
    assert_eq!((it.inbox.mails().len(), it.posts().len()), (0, 0), "armed is visible to nobody");
    it.enters(&promoters, &ana);
    assert_eq!(it.inbox.subjects(&ana), ["For you: Try the beta"]);
    assert_eq!(it.inbox.subjects(&ben).len(), 0);
    let told = |path: &str| it.receiver.requests(path).into_iter().map(|request| request.json());
    let hook = told("/hook").find(|body| body["type"] == "mission.assigned").unwrap();
    assert_eq!((&hook["data"]["user_id"], &hook["data"]["mission_id"]), (&json!(ana.id), &json!(mission)));
    let zap = told("/zap").next().unwrap();
    assert_eq!((&zap["data__user_id"], &zap["data__title"]), (&json!(ana.id), &json!("Try the beta")));
    it.after("PT15S");
    assert_eq!(it.posts(), ["One person more can take part: Try the beta"]);
}

#[test]
fn a_channel_that_is_not_named_hears_of_nobody_who_enters() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    it.slack();
    it.webhook();
    it.zap("mission.assigned");
    let promoters = it.segment("Promoters");
    it.armed(&promoters, &json!({}));
    it.armed(&promoters, &json!({"title": "Quiet", "notify": {"mode": "link_only"}}));
    it.enters(&promoters, &ana);
    it.after("PT1H");
    assert_eq!(it.inbox.subjects(&ana), ["For you: Try the beta"]);
    assert_eq!((it.posts().len(), it.receiver.count("/zap")), (0, 0));
    assert!(it.heard("/hook").iter().all(|name| name != "mission.assigned" && name != "mission.entries_gathered"));
}

#[test]
fn a48_slack_gets_one_post_a_window_and_none_a_person() {
    let it = Scene::new();
    let people: Vec<_> = (0..6).map(|number| it.app.advocate(&format!("Advocate {number}"))).collect();
    it.slack();
    let promoters = it.segment("Promoters");
    let mission = it.armed(&promoters, &json!({"notify": {"mode": "send", "channels": ["slack"]}}));
    for person in &people[..3] {
        it.enters(&promoters, person);
    }
    assert_eq!(it.posts().len(), 0, "they are gathered");
    it.after("PT15S");
    assert_eq!(it.posts(), ["3 people more can take part: Try the beta"]);
    for person in &people[3..5] {
        it.after("PT4M");
        it.enters(&promoters, person);
    }
    it.after("PT6M59S");
    assert_eq!(it.posts().len(), 1, "the window is not over");
    it.after("PT1S");
    assert_eq!(it.posts()[1..], ["2 people more can take part: Try the beta"]);
    it.after("PT1H");
    assert_eq!(it.posts().len(), 2, "nobody entered, nothing is posted");
    // Nothing is posted of what does not run any more.
    it.enters(&promoters, &people[5]);
    it.act(&mission, "pause");
    it.after("PT1H");
    assert_eq!(it.posts().len(), 2);
}
