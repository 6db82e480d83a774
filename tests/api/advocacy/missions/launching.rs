//! What a launch asks for, and that one which fails changes nothing.

use crate::support::{Campaign, Value, json};

/// What keeps a mission that lacks nothing else from being launched, once it is changed so.
#[track_caller]
fn refused(campaign: &Campaign, change: Value, code: &str, pointer: &str) {
    let id = campaign.draft(change);
    let before = campaign.mission(&id);
    let answer = campaign.manager.post(&format!("/missions/{id}/launch"), ()).problem(422, code);
    assert_eq!(answer.faults(), [(pointer.to_owned(), code.to_owned())]);
    let check = campaign.manager.get(&format!("/missions/{id}/launch-check")).expect(200);
    assert_eq!((&check["can_launch"], &check["errors"]), (&json!(false), &answer["errors"]));
    assert_eq!(campaign.mission(&id).body, before.body, "a failed launch changes nothing");
}

#[test]
fn a30_a_launch_needs_a_title() {
    let campaign = Campaign::start();
    refused(&campaign, json!({"title": null}), "title_required", "/title");
    refused(&campaign, json!({"title": "   "}), "title_required", "/title");
}

#[test]
fn a31_a_launch_needs_a_picture() {
    refused(&Campaign::start(), json!({"image_file_id": null}), "featured_image_required", "/image_file_id");
}

#[test]
fn a25_one_segment_sets_it_off_or_none() {
    let campaign = Campaign::start();
    refused(&campaign, json!({"trigger": {"kind": "segment"}}), "trigger_segment_required", "/trigger/segment_id");
    let gold = campaign.segment("Gold", &[]);
    let stray = campaign.manager.post("/missions", campaign.whole(json!({"trigger": {"kind": "instant", "segment_id": gold}})));
    stray.problem(422, "trigger_segment_not_allowed");
    // Whoever turns it round says nothing about the segment, and it is gone.
    let id = campaign.draft(json!({"trigger": {"kind": "segment", "segment_id": gold}}));
    let turned = campaign.manager.patch(&format!("/missions/{id}"), json!({"trigger": {"kind": "instant"}})).expect(200);
    assert_eq!(turned["trigger"]["segment_id"], Value::Null);
}

#[test]
fn a34_a38_a39_the_audience_is_one_of_three_and_its_segments_are_there() {
    let campaign = Campaign::start();
    refused(&campaign, json!({"audience": {"kind": "segment"}}), "audience_segments_required", "/audience/segment_ids");
    let gold = campaign.segment("Gold", &[]);
    let unknown = "seg_00000000000000000000000001";
    for (audience, code, pointer) in [
        (json!({"kind": "registered", "segment_ids": [gold]}), "audience_segments_not_allowed", "/audience/segment_ids"),
        (json!({"kind": "anyone", "segment_ids": [gold]}), "audience_segments_not_allowed", "/audience/segment_ids"),
        (json!({"kind": "segment", "segment_ids": [gold, unknown]}), "unknown_segment", "/audience/segment_ids/1"),
    ] {
        let answer = campaign.manager.post("/missions", json!({"type": "custom_task", "audience": audience})).problem(422, code);
        assert_eq!(answer.faults(), [(pointer.to_owned(), code.to_owned())]);
    }
    let foreign = campaign.other_org().admin().post("/segments", json!({"name": "Theirs", "kind": "static"})).expect(201).id();
    for id in [unknown, &foreign] {
        let trigger = json!({"kind": "segment", "segment_id": id});
        campaign.manager.post("/missions", json!({"type": "custom_task", "trigger": trigger})).problem(422, "unknown_segment");
    }
    campaign.manager.post("/missions", json!({"type": "custom_task", "audience": {"kind": "friends"}})).problem(422, "validation_failed");
}

#[test]
fn a44_a45_a46_whether_and_how_people_are_told_is_said_by_launch() {
    let campaign = Campaign::start();
    refused(&campaign, json!({"notify": {}}), "notify_mode_required", "/notify/mode");
    refused(&campaign, json!({"notify": {"mode": "send"}}), "channels_required", "/notify/channels");
    for channel in ["slack", "zapier", "webhook"] {
        let notify = json!({"mode": "send", "channels": ["email", channel]});
        refused(&campaign, json!({"notify": notify}), "channel_not_configured", "/notify/channels/1");
    }
    let slack = json!({"kind": "slack", "name": "Team", "slack": {"webhook_url": "https://slack.example/services/T/B/X"}});
    let admin = campaign.admin();
    let slack = admin.post("/channel-connections", slack).expect(201).id();
    let id = campaign.draft(json!({"notify": {"mode": "send", "channels": ["slack"]}}));
    admin.post(&format!("/channel-connections/{slack}/disable"), ()).expect(200);
    campaign.manager.post(&format!("/missions/{id}/launch"), ()).problem(422, "channel_not_configured");
    admin.post(&format!("/channel-connections/{slack}/enable"), ()).expect(200);
    campaign.act(&id, "launch");
    campaign.launched(json!({"notify": {"mode": "link_only"}}));
}

#[test]
fn a73_a74_a75_recognition_is_whole_by_launch() {
    let campaign = Campaign::start();
    refused(&campaign, json!({"recognition": {"kind": "points"}}), "points_required", "/recognition/points");
    refused(&campaign, json!({"recognition": {"kind": "reward"}}), "reward_required", "/recognition/reward_id");
    for points in [0, -5] {
        let body = campaign.whole(json!({"recognition": {"kind": "points", "points": points}}));
        campaign.manager.post("/missions", body).problem(422, "points_required");
    }
    let reward = campaign.manager.post("/rewards", json!({"name": "Coffee", "kind": "gift_card"})).expect(201).id();
    let id = campaign.draft(json!({"recognition": {"kind": "reward", "reward_id": reward}}));
    campaign.manager.delete(&format!("/rewards/{reward}")).problem(409, "reward_in_use");
    campaign.manager.post(&format!("/rewards/{reward}/archive"), ()).expect(200);
    campaign.manager.post(&format!("/missions/{id}/launch"), ()).problem(422, "reward_required");
    let other = campaign.manager.post("/rewards", json!({"name": "Tea", "kind": "gift_card"})).expect(201).id();
    campaign.launched(json!({"recognition": {"kind": "reward", "reward_id": other}}));
    campaign.launched(json!({"recognition": {"kind": "points", "points": 1}}));
}

#[test]
fn a86_a_launch_needs_a_limit_of_participation() {
    let campaign = Campaign::start();
    refused(&campaign, json!({"participation_limit": null}), "participation_limit_required", "/participation_limit");
    for limit in [
        json!({"kind": "once"}),
        json!({"kind": "unlimited"}),
        json!({"kind": "times", "max": 3}),
        json!({"kind": "per_period", "max": 2, "period": "week"}),
    ] {
        campaign.launched(json!({"participation_limit": limit, "total_cap": 10}));
    }
    for (limit, pointer) in [
        (json!({"kind": "times"}), "/participation_limit/max"),
        (json!({"kind": "per_period", "max": 2}), "/participation_limit/period"),
        (json!({"kind": "unlimited", "period": "day"}), "/participation_limit/period"),
        (json!({"kind": "times", "max": 0}), "/participation_limit/max"),
    ] {
        let answer = campaign.manager.post("/missions", json!({"type": "custom_task", "participation_limit": limit})).expect(422);
        assert_eq!(answer.faults()[0].0, pointer);
    }
}

#[test]
fn a89_a_launch_needs_an_end_that_is_to_come() {
    let campaign = Campaign::start();
    refused(&campaign, json!({"expires_at": "2026-03-01T09:00:00Z"}), "expiry_in_past", "/expires_at");
    campaign.launched(json!({"expires_at": "2026-03-01T09:00:01Z"}));
}

#[test]
fn a95_a96_a_launch_that_fails_names_everything_and_changes_nothing() {
    let campaign = Campaign::start();
    let made = campaign.manager.post("/missions", json!({"type": "complete_survey", "recognition": {"kind": "points"}})).expect(201);
    let id = made.id();
    let before = campaign.manager.get(&format!("/missions/{id}/timeline")).expect(200).data().len();
    let refused = campaign.manager.post(&format!("/missions/{id}/launch"), ()).problem(422, "validation_failed");
    let codes: Vec<String> = refused.faults().into_iter().map(|(_, code)| code).collect();
    assert_eq!(
        codes,
        [
            "survey_needs_question",
            "featured_image_required",
            "notify_mode_required",
            "participation_limit_required",
            "points_required",
            "title_required"
        ]
    );
    campaign.app.work();
    assert_eq!(campaign.mission(&id).body, made.body);
    assert_eq!(campaign.manager.get(&format!("/missions/{id}/timeline")).expect(200).data().len(), before);
    let foreseen = campaign.manager.post(&format!("/missions/{id}/launch?dry_run=true"), ()).problem(422, "validation_failed");
    assert_eq!(foreseen["errors"], refused["errors"]);
}

#[test]
fn a94_the_launch_check_tells_what_would_follow() {
    let campaign = Campaign::start();
    let people = ["Ana", "Ben", "Cem"].map(|name| campaign.advocate(name));
    campaign.coachee("Emil");
    let gold = campaign.segment("Gold", &[&people[0], &people[1]]);
    let check = |change: Value| {
        let id = campaign.draft(change);
        campaign.manager.get(&format!("/missions/{id}/launch-check")).expect(200)
    };
    let all = check(json!({}));
    assert_eq!((&all["eligible_now"], &all["inside_now"], &all["warnings"]), (&json!(3), &Value::Null, &json!([])));
    assert_eq!(all["channels"], json!([{"channel": "email", "messages": 3}]));
    let some = check(json!({"audience": {"kind": "segment", "segment_ids": [gold]}}));
    assert_eq!(some["eligible_now"], 2);
    let armed = json!({"kind": "segment", "segment_id": gold});
    let waiting = check(json!({"trigger": armed}));
    assert_eq!((&waiting["eligible_now"], &waiting["inside_now"]), (&json!(0), &json!(2)));
    let mut including = armed.clone();
    including["existing_members"] = json!("include");
    assert_eq!(check(json!({"trigger": including}))["eligible_now"], 2);
    let silent = check(json!({"notify": {"mode": "link_only"}}));
    assert_eq!((&silent["eligible_now"], &silent["channels"]), (&json!(3), &json!([])));
    let empty = campaign.segment("Nobody", &[]);
    let nobody = check(json!({"audience": {"kind": "segment", "segment_ids": [empty]}}));
    assert_eq!((&nobody["eligible_now"], &nobody["warnings"][0]["code"]), (&json!(0), &json!("nobody_eligible")));
}

#[test]
fn a29_a_public_link_bypasses_the_trigger_which_the_launch_check_says() {
    let campaign = Campaign::start();
    let gold = campaign.segment("Gold", &[]);
    let id = campaign.draft(json!({"trigger": {"kind": "segment", "segment_id": gold}, "audience": {"kind": "anyone"}}));
    let check = campaign.manager.get(&format!("/missions/{id}/launch-check")).expect(200);
    assert_eq!((&check["can_launch"], &check["warnings"][0]["code"]), (&json!(true), &json!("public_link_bypasses_trigger")));
    assert_eq!(campaign.act(&id, "launch")["status"], "armed");
    campaign.guest().get(&format!("/public/missions/{}", campaign.token(&id))).expect(200);
}

#[test]
fn a46_a_connection_that_hears_nothing_of_missions_is_none_for_them() {
    let campaign = Campaign::start();
    let connect = |name: &str, types: Value| {
        let slack = json!({"webhook_url": format!("https://slack.example/services/T/B/{name}")});
        campaign
            .admin()
            .post("/channel-connections", json!({"kind": "slack", "name": name, "event_types": types, "slack": slack}))
            .expect(201);
    };
    connect("coaches", json!(["item.sent"]));
    let id = campaign.draft(json!({"notify": {"mode": "send", "channels": ["slack"]}}));
    campaign.manager.post(&format!("/missions/{id}/launch"), ()).problem(422, "channel_not_configured");
    connect("advocates", Value::Null);
    campaign.act(&id, "launch");
}
