//! Making missions: from nothing, from templates, from missions.

use crate::support::files::PDF;
use crate::support::{Campaign, json};

#[test]
fn a2_only_staff_make_and_run_missions() {
    let campaign = Campaign::start();
    let id = campaign.draft(json!({}));
    let (advocate, coach, guest) = (campaign.advocate("Avi"), campaign.coach("Cora"), campaign.guest());
    for (path, body) in [
        ("/missions".to_owned(), campaign.whole(json!({}))),
        (format!("/missions/{id}/launch"), json!({})),
        (format!("/missions/{id}/duplicate"), json!({})),
    ] {
        guest.post(&path, body.clone()).problem(401, "unauthenticated");
        advocate.post(&path, body.clone()).problem(403, "forbidden");
        coach.post(&path, body).problem(403, "forbidden");
    }
    advocate.patch(&format!("/missions/{id}"), json!({"title": "Mine"})).problem(403, "forbidden");
    advocate.get(&format!("/missions/{id}")).problem(403, "forbidden");
    let key = campaign.api_key(&["missions:read", "missions:write"]);
    key.post("/missions", json!({"type": "send_update"})).expect(201);
    campaign.admin().post(&format!("/missions/{id}/launch"), ()).expect(200);
}

#[test]
fn a3_a_mission_of_another_organization_is_not_there() {
    let campaign = Campaign::start();
    let id = campaign.launched(json!({}));
    let stranger = campaign.other_org().admin();
    let unknown = "msn_00000000000000000000000001";
    for (path, unknown) in [
        (format!("/missions/{id}"), format!("/missions/{unknown}")),
        (format!("/missions/{id}/link"), format!("/missions/{unknown}/link")),
        (format!("/missions/{id}/launch-check"), format!("/missions/{unknown}/launch-check")),
    ] {
        let (foreign, random) = (stranger.get(&path).problem(404, "not_found"), stranger.get(&unknown).problem(404, "not_found"));
        assert_eq!(foreign.text().len(), random.text().len());
    }
    stranger.post(&format!("/missions/{id}/pause"), ()).problem(404, "not_found");
    assert!(stranger.ids("/missions").is_empty());
    campaign.other_org().advocate("Olga").get(&format!("/me/missions/{id}")).problem(404, "not_found");
}

#[test]
fn a93_a_draft_needs_nothing_but_a_type_or_a_template() {
    let campaign = Campaign::start();
    let made = campaign.manager.post("/missions", json!({"type": "complete_survey"})).expect(201);
    assert_eq!((made["status"].as_str(), made["title"].as_str(), made["type"].as_str()), (Some("draft"), None, Some("complete_survey")));
    assert_eq!(made["audience"], json!({"kind": "registered", "segment_ids": []}));
    assert_eq!(made["recognition"]["kind"], "none");
    assert_eq!(made["follow_ups"], json!({"enabled": false, "offsets": ["P3D", "P7D"], "enabled_at": null}));
    assert!(made["complete_survey"].is_object() && made["send_update"].is_null());
    let refused = campaign.manager.post("/missions", json!({})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/type".into(), "required".into())]);
}

#[test]
fn a15_a16_a17_a_template_is_copied_once_and_agrees_with_the_type() {
    let campaign = Campaign::start();
    let manager = &campaign.manager;
    let details = json!({"questions": [{"id": "why", "kind": "short_text", "label": "Why?"}]});
    let template = json!({"type": "complete_survey", "name": "NPS", "title": "How are we doing?", "complete_survey": details});
    let template = manager.post("/mission-templates", template).expect(201).id();
    let refused = manager.post("/missions", json!({"type": "record_video", "template_id": template}));
    refused.problem(422, "template_type_mismatch");
    let made = manager.post("/missions", json!({"template_id": template, "summary": "Two minutes."})).expect(201);
    assert_eq!((made["title"].as_str(), made["summary"].as_str()), (Some("How are we doing?"), Some("Two minutes.")));
    assert_eq!(made["complete_survey"]["questions"][0]["label"], "Why?");
    assert_eq!(made["template_id"], template.as_str());
    manager.patch(&format!("/mission-templates/{template}"), json!({"title": "Another"})).expect(200);
    assert_eq!(campaign.mission(&made.id())["title"], "How are we doing?");
    manager.post("/missions", json!({"template_id": "mtp_00000000000000000000000001"})).problem(404, "not_found");
}

#[test]
fn a18_the_type_stays_and_a_mission_becomes_a_template_again() {
    let campaign = Campaign::start();
    let id = campaign.draft(json!({"summary": "In a line."}));
    let change = campaign.manager.patch(&format!("/missions/{id}"), json!({"type": "send_update"}));
    assert_eq!(change.problem(422, "immutable_field").faults(), [("/type".into(), "immutable_field".into())]);
    campaign.manager.patch(&format!("/missions/{id}"), json!({"type": "custom_task"})).expect(200);
    let template = campaign.manager.post(&format!("/missions/{id}/save-as-template"), json!({"name": "What worked"})).expect(201);
    assert_eq!((template["name"].as_str(), template["title"].as_str()), (Some("What worked"), Some("Say a word")));
    assert_eq!((template["type"].as_str(), template["image_file_id"].as_str()), (Some("custom_task"), Some(campaign.image.as_str())));
    let nameless = campaign.manager.post("/missions", json!({"type": "send_update"})).expect(201).id();
    campaign.manager.post(&format!("/missions/{nameless}/save-as-template"), ()).problem(422, "validation_failed");
}

#[test]
fn a31_a32_a33_the_featured_image_is_a_picture_and_the_cards_thumbnail() {
    let campaign = Campaign::start();
    let document = campaign.manager.uploaded("a.pdf", PDF);
    let refused = campaign.manager.post("/missions", json!({"type": "send_update", "image_file_id": document}));
    assert_eq!(refused.problem(422, "file_type").faults(), [("/image_file_id".into(), "file_type".into())]);
    let theirs = campaign.advocate("Avi").uploaded("a.png", &crate::support::files::png(10, 10));
    campaign.manager.post("/missions", json!({"type": "send_update", "image_file_id": theirs})).problem(422, "validation_failed");

    let small = campaign.manager.uploaded("small.png", &crate::support::files::png(600, 600));
    let id = campaign.draft(json!({"image_file_id": small}));
    let check = campaign.manager.get(&format!("/missions/{id}/launch-check")).expect(200);
    assert_eq!((&check["can_launch"], &check["warnings"][0]["code"]), (&json!(true), &json!("image_size_not_recommended")));
    campaign.act(&id, "launch");
    let advocate = campaign.advocate("Ben");
    let card = advocate.get("/me/missions").expect(200).data()[0].clone();
    assert_eq!((&card["image"]["id"], &card["image"]["width"]), (&json!(small), &json!(600)));
    // Whoever sees the card may ask for the picture, and nobody forgets it meanwhile.
    advocate.get(&format!("/files/{small}")).expect(200);
    advocate.get(&format!("/files/{}", campaign.image)).problem(404, "not_found");
    let in_use = campaign.manager.delete(&format!("/files/{small}")).problem(409, "file_in_use");
    assert!(in_use.text().contains("missions"));
}

#[test]
fn a98_a_duplicate_is_a_new_draft_with_a_link_of_its_own_from_any_state() {
    let campaign = Campaign::start();
    let vips = campaign.segment("VIPs", &[]);
    let extra = json!({
        "summary": "In a line.", "audience": {"kind": "segment", "segment_ids": [vips]},
        "recognition": {"kind": "points", "points": 50}, "follow_ups": {"enabled": true, "offsets": ["P2D"]},
        "expires_at": "2026-04-01T00:00:00Z",
    });
    let id = campaign.launched(extra);
    for action in ["pause", "close"] {
        campaign.act(&id, action);
        let copy = campaign.manager.post(&format!("/missions/{id}/duplicate"), json!({})).expect(201);
        let source = campaign.mission(&id);
        assert_eq!((copy["status"].as_str(), copy["title"].as_str()), (Some("draft"), Some("Copy of Say a word")));
        for same in
            ["type", "summary", "audience", "notify", "recognition", "participation_limit", "segment_label", "expires_at", "custom_task"]
        {
            assert_eq!(copy[same], source[same], "{same}");
        }
        assert_eq!(copy["follow_ups"]["offsets"], source["follow_ups"]["offsets"]);
        assert!(copy["launched_at"].is_null() && copy["closed_at"].is_null());
        assert_ne!(campaign.token(&copy.id()), campaign.token(&id));
        campaign.manager.post(&format!("/missions/{}/launch", copy.id()), ()).expect(200);
    }
    campaign.advance("P60D");
    let titled = campaign.manager.post(&format!("/missions/{id}/duplicate"), json!({"title": "Once more"})).expect(201);
    assert_eq!((titled["title"].as_str(), titled["expires_at"].as_str()), (Some("Once more"), None));
}

#[test]
fn everything_that_is_wrong_with_a_draft_is_told_at_once() {
    let campaign = Campaign::start();
    let body = json!({
        "type": "send_update",
        "trigger": {"kind": "instant", "segment_id": "seg_00000000000000000000000001"},
        "audience": {"kind": "registered", "segment_ids": ["seg_00000000000000000000000001"]},
        "recognition": {"kind": "points", "points": 5},
        "follow_ups": {"enabled": true, "offsets": ["PT0S"]},
        "participation_limit": {"kind": "times"},
        "custom_task": {"instructions": "No."},
    });
    let refused = campaign.manager.post("/missions", body).problem(422, "validation_failed");
    let faults: Vec<String> = refused.faults().into_iter().map(|(at, code)| format!("{at} {code}")).collect();
    assert_eq!(
        faults,
        [
            "/audience/segment_ids audience_segments_not_allowed",
            "/custom_task kind_mismatch",
            "/follow_ups follow_ups_not_allowed",
            "/follow_ups/offsets out_of_range",
            "/participation_limit/max required",
            "/recognition recognition_not_allowed",
            "/trigger/segment_id trigger_segment_not_allowed",
        ]
    );
    for (body, code) in [
        (json!({"type": "send_update", "recognition": {"kind": "points", "points": 5}}), "recognition_not_allowed"),
        (json!({"type": "send_update", "follow_ups": {"enabled": true}}), "follow_ups_not_allowed"),
        (json!({"type": "custom_task", "visibility": "public"}), "read_only_field"),
        (json!({"type": "custom_task", "participation_limit": {"kind": "once", "max": 3}}), "kind_mismatch"),
    ] {
        campaign.manager.post("/missions", body).problem(422, code);
    }
}

#[test]
fn only_a_draft_is_deleted() {
    let campaign = Campaign::start();
    let (draft, live) = (campaign.draft(json!({})), campaign.launched(json!({})));
    let token = campaign.token(&draft);
    let refused = campaign.manager.delete(&format!("/missions/{live}")).problem(409, "invalid_state");
    assert_eq!(refused["allowed_actions"], json!(["pause", "close"]));
    campaign.manager.delete(&format!("/missions/{draft}")).expect(204);
    campaign.manager.get(&format!("/missions/{draft}")).problem(404, "not_found");
    campaign.guest().get(&format!("/public/missions/{token}")).problem(404, "not_found");
}
