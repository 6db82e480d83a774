//! What may still change once a mission runs.

use crate::support::{Campaign, Value, json};

fn patch(campaign: &Campaign, id: &str, change: Value) -> crate::support::Request {
    campaign.manager.patch(&format!("/missions/{id}"), change)
}

#[test]
fn words_picture_reminders_and_a_later_end_change_freely() {
    let campaign = Campaign::start();
    let other = campaign.manager.uploaded("other.png", &crate::support::files::png(1200, 630));
    let id = campaign.launched(json!({"expires_at": "2026-04-01T00:00:00Z"}));
    let changed = patch(
        &campaign,
        &id,
        json!({
            "title": "Say two words", "summary": "Short.", "description": "<p>Please.</p>", "image_file_id": other,
            "follow_ups": {"enabled": true, "offsets": ["P5D", "P1D", "P5D"]}, "expires_at": "2026-05-01T00:00:00Z",
            "notify": {"channels": ["email"]},
        }),
    )
    .expect(200);
    assert_eq!((changed["title"].as_str(), changed["image"]["id"].as_str()), (Some("Say two words"), Some(other.as_str())));
    assert_eq!(changed["follow_ups"], json!({"enabled": true, "offsets": ["P1D", "P5D"], "enabled_at": "2026-03-01T09:00:00.000000Z"}));
    assert_eq!(changed["expires_at"], "2026-05-01T00:00:00.000000Z");
    patch(&campaign, &id, json!({"expires_at": "2026-04-15T00:00:00Z"})).problem(422, "expiry_not_later");
    patch(&campaign, &id, json!({"expires_at": "2026-02-01T00:00:00Z"})).problem(422, "expiry_in_past");
    assert_eq!(patch(&campaign, &id, json!({"expires_at": null})).expect(200)["expires_at"], Value::Null);
}

#[test]
fn type_trigger_and_whether_anybody_is_told_never_change_once_it_runs() {
    let campaign = Campaign::start();
    let gold = campaign.segment("Gold", &[]);
    let id = campaign.launched(json!({}));
    for (change, pointer) in [
        (json!({"type": "send_update"}), "/type"),
        (json!({"trigger": {"kind": "segment", "segment_id": gold}}), "/trigger/kind"),
        (json!({"notify": {"mode": "link_only"}}), "/notify/mode"),
        (json!({"notify": {"mode": null}}), "/notify/mode"),
    ] {
        let refused = patch(&campaign, &id, change).problem(422, "immutable_field");
        assert_eq!(refused.faults(), [(pointer.to_owned(), "immutable_field".to_owned())]);
    }
    patch(&campaign, &id, json!({"trigger": {"kind": "instant"}, "notify": {"mode": "send"}})).expect(200);
    let draft = campaign.draft(json!({}));
    patch(&campaign, &draft, json!({"trigger": {"kind": "segment", "segment_id": gold}, "notify": {"mode": "link_only"}})).expect(200);
}

#[test]
fn what_runs_keeps_what_it_was_launched_with() {
    let campaign = Campaign::start();
    let id = campaign.launched(json!({}));
    for (change, code) in [
        (json!({"title": null}), "title_required"),
        (json!({"image_file_id": null}), "featured_image_required"),
        (json!({"participation_limit": null}), "participation_limit_required"),
        (json!({"notify": {"channels": []}}), "channels_required"),
        (json!({"audience": {"kind": "segment"}}), "audience_segments_required"),
        (json!({"recognition": {"kind": "points"}}), "points_required"),
    ] {
        patch(&campaign, &id, change).problem(422, code);
    }
    assert_eq!(campaign.mission(&id)["version"], 2);
    campaign.act(&id, "close");
    patch(&campaign, &id, json!({"title": null})).expect(200);
    campaign.manager.post(&format!("/missions/{id}/reopen"), ()).problem(422, "title_required");
}

#[test]
fn a_change_that_changes_nothing_is_no_new_version_and_a_stale_one_is_refused() {
    let campaign = Campaign::start();
    let vips = campaign.segment("VIPs", &[]);
    let id = campaign.draft(json!({"audience": {"kind": "segment", "segment_ids": [vips]}}));
    let same = patch(&campaign, &id, json!({"title": " Say a word ", "audience": {"segment_ids": [vips, vips]}})).expect(200);
    assert_eq!(same["version"], 1);
    assert_eq!(patch(&campaign, &id, json!({"title": "Another"})).if_match(1).expect(200)["version"], 2);
    patch(&campaign, &id, json!({"title": "Too late"})).if_match(1).problem(412, "version_mismatch");
    let other = patch(&campaign, &id, json!({"audience": {"kind": "registered"}})).expect(200);
    assert_eq!(other["audience"], json!({"kind": "registered", "segment_ids": []}));
}

#[test]
fn details_are_merged_and_rich_text_is_made_safe() {
    let campaign = Campaign::start();
    let survey = json!({
        "type": "complete_survey",
        "description": "<p onclick=\"x()\">Hi<script>alert(1)</script></p>",
        "complete_survey": {
            "introduction": "<p>Welcome</p><img src=x onerror=alert(1)>",
            "questions": [{"id": "why", "kind": "short_text", "label": "Why?"}],
        },
    });
    let id = campaign.draft(survey);
    let made = campaign.mission(&id);
    assert_eq!(made["description"], "<p>Hi</p>");
    assert_eq!(made["complete_survey"]["introduction"], "<p>Welcome</p>");
    campaign.act(&id, "launch");
    let changed = patch(&campaign, &id, json!({"complete_survey": {"thank_you": "<p>Thanks</p>"}})).expect(200);
    assert_eq!(changed["complete_survey"]["questions"].as_array().unwrap().len(), 1);
    assert_eq!(changed["complete_survey"]["thank_you"], "<p>Thanks</p>");
    patch(&campaign, &id, json!({"complete_survey": {"questions": []}})).problem(422, "survey_needs_question");
    patch(&campaign, &id, json!({"custom_task": {"instructions": "No"}})).problem(422, "kind_mismatch");
    let ana = campaign.advocate("Ana");
    assert_eq!(ana.get(&format!("/me/missions/{id}")).expect(200)["complete_survey"]["thank_you"], "<p>Thanks</p>");
}
