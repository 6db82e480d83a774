//! Missions that wait for people to enter a segment.

use crate::support::{Campaign, Person, Value, json};

fn waiting(campaign: &Campaign, segment: &str, change: Value) -> String {
    let mut trigger = json!({"kind": "segment", "segment_id": segment});
    for (name, value) in change.as_object().unwrap() {
        trigger[name] = value.clone();
    }
    campaign.draft(json!({"trigger": trigger}))
}

fn sees(person: &Person, id: &str) -> bool {
    person.ids("/me/missions").contains(&id.to_owned())
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, state)| ((*name).to_owned(), (*state).to_owned())).collect()
}

#[test]
fn a22_a23_an_armed_mission_is_seen_by_those_who_enter_its_segment() {
    let campaign = Campaign::start();
    let (ana, ben) = (campaign.advocate("Ana"), campaign.advocate("Ben"));
    let gold = campaign.segment("Gold", &[]);
    let id = waiting(&campaign, &gold, json!({}));
    assert_eq!(campaign.act(&id, "launch")["status"], "armed");
    campaign.work();
    assert!(!sees(&ana, &id) && !sees(&ben, &id));
    ana.get(&format!("/me/missions/{id}")).problem(404, "not_found");
    campaign.advance("PT1H");
    campaign.enter(&gold, &ana);
    assert_eq!(campaign.assigned(&id), pairs(&[("Ana", "assigned")]));
    assert!(sees(&ana, &id) && !sees(&ben, &id));
    let own = ana.get(&format!("/me/missions/{id}")).expect(200);
    assert_eq!((own["status"].as_str(), own["assignment"]["state"].as_str()), (Some("armed"), Some("assigned")));
    assert_eq!(own["available_since"], own["assignment"]["assigned_at"]);
    assert_eq!(campaign.mission(&id)["stats"]["assigned"], 1);
    ben.get(&format!("/me/missions/{id}")).problem(404, "not_found");
    let events = campaign.manager.get(&format!("/missions/{id}/timeline")).expect(200);
    let assigned = events.data().iter().find(|event| event["type"] == "mission.assigned").expect("announced");
    assert_eq!((&assigned["data"]["user_id"], &assigned["data"]["channels"]), (&json!(ana.id), &json!(["email"])));
}

#[test]
fn a24_who_is_inside_at_launch_is_left_out_unless_included() {
    let campaign = Campaign::start();
    let people: Vec<Person> = ["Ana", "Ben", "Cem"].iter().map(|name| campaign.advocate(name)).collect();
    let gold = campaign.segment("Gold", &people.iter().collect::<Vec<_>>());
    let (ignoring, including) = (waiting(&campaign, &gold, json!({})), waiting(&campaign, &gold, json!({"existing_members": "include"})));
    for id in [&ignoring, &including] {
        campaign.act(id, "launch");
    }
    campaign.work();
    assert!(campaign.assigned(&ignoring).is_empty());
    assert_eq!(campaign.assigned(&including).len(), 3);
    assert_eq!(campaign.mission(&including)["stats"]["assigned"], 3);
    let dora = campaign.advocate("Dora");
    campaign.enter(&gold, &dora);
    assert_eq!(campaign.assigned(&ignoring), pairs(&[("Dora", "assigned")]));
    assert_eq!(campaign.assigned(&including).len(), 4);
}

#[test]
fn a26_entering_a_draft_a_paused_or_an_ended_mission_assigns_nothing() {
    let campaign = Campaign::start();
    let people: Vec<Person> = (0..6).map(|number| campaign.advocate(&format!("Person {number}"))).collect();
    let gold = campaign.segment("Gold", &[]);
    let id = waiting(&campaign, &gold, json!({}));
    campaign.manager.patch(&format!("/missions/{id}"), json!({"expires_at": "2026-03-08T00:00:00Z"})).expect(200);
    let mut entering = people.iter();
    let mut enter = || campaign.enter(&gold, entering.next().unwrap());
    enter();
    campaign.act(&id, "launch");
    campaign.act(&id, "pause");
    enter();
    // Also what is read from the log only after it was resumed.
    campaign.manager.put(&format!("/segments/{gold}/members/{}", people[5].id), ()).expect(200);
    campaign.work();
    campaign.act(&id, "resume");
    campaign.work();
    assert!(campaign.assigned(&id).is_empty());
    enter();
    assert_eq!(campaign.assigned(&id), pairs(&[("Person 2", "assigned")]));
    campaign.act(&id, "close");
    enter();
    campaign.act(&id, "reopen");
    campaign.advance("P8D");
    enter();
    assert_eq!(campaign.assigned(&id).len(), 1);
    assert_eq!(campaign.mission(&id)["status"], "expired");
}

#[test]
fn a28_leaving_keeps_an_assignment_or_takes_it_back_as_the_mission_says() {
    let campaign = Campaign::start();
    let ana = campaign.advocate("Ana");
    let gold = campaign.segment("Gold", &[]);
    let missions = [
        waiting(&campaign, &gold, json!({})),
        waiting(&campaign, &gold, json!({"on_exit": "withdraw"})),
        waiting(&campaign, &gold, json!({"reentry": "always"})),
        waiting(&campaign, &gold, json!({"on_exit": "withdraw", "reentry": "always"})),
    ];
    for id in &missions {
        campaign.act(id, "launch");
    }
    let states = || missions.each_ref().map(|id| campaign.assigned(id).into_iter().map(|(_, state)| state).collect::<Vec<_>>().join(" "));
    campaign.enter(&gold, &ana);
    assert_eq!(states(), ["assigned"; 4]);
    campaign.leave(&gold, &ana);
    assert_eq!(states(), ["assigned", "withdrawn", "assigned", "withdrawn"]);
    assert!(sees(&ana, &missions[0]) && !sees(&ana, &missions[1]));
    ana.get(&format!("/me/missions/{}", missions[1])).problem(404, "not_found");
    campaign.advance("PT1H");
    campaign.enter(&gold, &ana);
    assert_eq!(states(), ["assigned", "withdrawn", "withdrawn assigned", "withdrawn assigned"]);
    assert_eq!(ana.ids("/me/missions").len(), 3);
    let list = campaign.manager.get(&format!("/missions/{}/assignments?state=assigned", missions[3])).expect(200);
    assert_eq!((list.data().len(), &list.data()[0]["entry_no"]), (1, &json!(2)));
}

#[test]
fn a_change_of_the_rule_sets_nothing_off() {
    let campaign = Campaign::start();
    let admin = campaign.admin();
    admin.post("/attribute-definitions", json!({"name": "nps", "type": "number"})).expect(201);
    let (ana, ben) = (campaign.advocate("Ana"), campaign.advocate("Ben"));
    for (person, score) in [(&ana, 7), (&ben, 3)] {
        admin.put(&format!("/users/{}/attributes", person.id), json!({"attributes": {"nps": score}})).expect(200);
    }
    let rule = |least: i64| json!({"field": "nps", "op": "gte", "value": least});
    let happy = admin.post("/segments", json!({"name": "Happy", "kind": "dynamic", "rule": rule(9)})).expect(201).id();
    campaign.work();
    let id = waiting(&campaign, &happy, json!({}));
    campaign.act(&id, "launch");
    campaign.work();
    admin.patch(&format!("/segments/{happy}"), json!({"rule": rule(6)})).expect(200);
    campaign.work();
    assert_eq!(admin.get(&format!("/segments/{happy}/members")).expect(200).data().len(), 1);
    assert!(campaign.assigned(&id).is_empty());
    admin.put(&format!("/users/{}/attributes", ben.id), json!({"attributes": {"nps": 9}})).expect(200);
    campaign.work();
    assert_eq!(campaign.assigned(&id), pairs(&[("Ben", "assigned")]));
}

#[test]
fn an_assignment_shows_a_mission_to_nobody_outside_its_audience() {
    let campaign = Campaign::start();
    let (ana, ben) = (campaign.advocate("Ana"), campaign.advocate("Ben"));
    let (gold, vips) = (campaign.segment("Gold", &[]), campaign.segment("VIPs", &[&ben]));
    let audience = json!({"kind": "segment", "segment_ids": [vips]});
    let id = campaign.launched(json!({"trigger": {"kind": "segment", "segment_id": gold}, "audience": audience}));
    campaign.enter(&gold, &ana);
    campaign.enter(&gold, &ben);
    assert_eq!(campaign.assigned(&id).len(), 2);
    assert!(!sees(&ana, &id) && sees(&ben, &id));
    ana.get(&format!("/me/missions/{id}")).problem(404, "not_found");
    campaign.enter(&vips, &ana);
    assert!(sees(&ana, &id));
}

#[test]
fn a_segment_that_a_mission_needs_is_not_deleted() {
    let campaign = Campaign::start();
    let (gold, vips) = (campaign.segment("Gold", &[]), campaign.segment("VIPs", &[]));
    let audience = json!({"kind": "segment", "segment_ids": [vips]});
    let id = campaign.launched(json!({"trigger": {"kind": "segment", "segment_id": gold}, "audience": audience}));
    for segment in [&gold, &vips] {
        campaign.manager.delete(&format!("/segments/{segment}")).problem(409, "segment_in_use");
        let usage = campaign.manager.get(&format!("/segments/{segment}/usage")).expect(200);
        assert!(usage.text().contains(&id), "{}", usage.text());
    }
    campaign.act(&id, "close");
    for segment in [&gold, &vips] {
        campaign.manager.delete(&format!("/segments/{segment}")).expect(204);
    }
    campaign.manager.post(&format!("/missions/{id}/reopen"), ()).problem(422, "unknown_segment");
}
