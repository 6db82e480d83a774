//! Magic links.

use crate::support::{Campaign, Value, json, without_request_id};

#[test]
fn a54_a55_a56_a_mission_has_one_link_in_every_state_for_many_uses() {
    let campaign = Campaign::start();
    let id = campaign.draft(json!({"audience": {"kind": "anyone"}}));
    let token = campaign.token(&id);
    assert_eq!(token.len(), 43);
    for action in ["launch", "pause", "resume", "close", "reopen"] {
        campaign.act(&id, action);
        assert_eq!(campaign.token(&id), token, "after {action}");
    }
    for _ in 0..5 {
        campaign.guest().get(&format!("/public/missions/{token}")).expect(200);
    }
    let link = campaign.manager.get(&format!("/missions/{id}/link")).expect(200);
    assert_eq!(link["url"], format!("https://rapport.example/api/v1/public/missions/{token}"));
    campaign.set(&json!({"frontend_url": "https://app.northwind.example/"}));
    let link = campaign.manager.get(&format!("/missions/{id}/link")).expect(200);
    assert_eq!(link["url"], format!("https://app.northwind.example/missions/{token}"));
}

#[test]
fn a57_the_link_never_widens_the_audience() {
    let campaign = Campaign::start();
    let (ana, ben) = (campaign.advocate("Ana"), campaign.advocate("Ben"));
    let gold = campaign.segment("Gold", &[&ana]);
    let id = campaign.launched(json!({"audience": {"kind": "segment", "segment_ids": [gold]}}));
    let path = format!("/public/missions/{}", campaign.token(&id));
    ana.get(&path).expect(200);
    ben.get(&path).problem(404, "not_found");
    let refused = campaign.guest().get(&path).problem(401, "login_required");
    assert!(!refused.text().contains("Say a word") && !refused.text().contains(&id));
}

#[test]
fn a59_the_link_of_a_draft_looks_like_one_that_nobody_made() {
    let campaign = Campaign::start();
    let draft = campaign.draft(json!({"audience": {"kind": "anyone"}}));
    let scheduled = campaign.draft(json!({}));
    campaign.manager.post(&format!("/missions/{scheduled}/schedule"), json!({"launch_at": "2026-04-01T00:00:00Z"})).expect(200);
    let live = campaign.launched(json!({}));
    let unknown = "A".repeat(43);
    for client in [&campaign.guest(), &*campaign.advocate("Ana"), &*campaign.manager] {
        let nobody = without_request_id(&client.get(&format!("/public/missions/{unknown}")).problem(404, "not_found"));
        for id in [&draft, &scheduled] {
            let answer = client.get(&format!("/public/missions/{}", campaign.token(id))).problem(404, "not_found");
            assert_eq!(without_request_id(&answer), nobody);
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }
    let outside = campaign.other_org().advocate("Olga").get(&format!("/public/missions/{}", campaign.token(&live)));
    let unknown = campaign.guest().get(&format!("/public/missions/{unknown}")).send();
    assert_eq!(without_request_id(&outside.problem(404, "not_found")), without_request_id(&unknown));
}

#[test]
fn a60_only_staff_read_a_link_and_rotating_it_ends_the_one_before() {
    let campaign = Campaign::start();
    let id = campaign.launched(json!({"audience": {"kind": "anyone"}}));
    campaign.advocate("Ana").get(&format!("/missions/{id}/link")).problem(403, "forbidden");
    campaign.coach("Cora").get(&format!("/missions/{id}/link")).problem(403, "forbidden");
    let old = campaign.token(&id);
    campaign.advance("PT1H");
    let rotated = campaign.manager.post(&format!("/missions/{id}/link/rotate"), ()).expect(200);
    let new = rotated.str("token");
    assert_ne!(old, new);
    assert_eq!((campaign.token(&id), rotated["created_at"].as_str()), (new.clone(), Some("2026-03-01T10:00:00.000000Z")));
    campaign.guest().get(&format!("/public/missions/{old}")).problem(410, "token_expired");
    campaign.guest().get(&format!("/public/missions/{new}")).expect(200);
    // A draft's old link opens as little as its new one.
    let draft = campaign.draft(json!({}));
    let old = campaign.token(&draft);
    campaign.manager.post(&format!("/missions/{draft}/link/rotate"), ()).expect(200);
    campaign.guest().get(&format!("/public/missions/{old}")).problem(404, "not_found");
}

#[test]
fn a_guest_sees_of_a_mission_what_they_take_part_in_and_nothing_else() {
    let campaign = Campaign::start();
    let coffee = campaign.manager.post("/rewards", json!({"name": "Coffee", "kind": "gift_card"})).expect(201).id();
    let id = campaign.launched(json!({"audience": {"kind": "anyone"}, "recognition": {"kind": "reward", "reward_id": coffee}}));
    let seen = campaign.guest().get(&format!("/public/missions/{}", campaign.token(&id))).expect(200);
    assert_eq!(seen["reward_name"], "Coffee");
    assert_eq!(campaign.advocate("Ana").get("/me/missions").expect(200).data()[0]["reward_name"], "Coffee");
    let keys = |value: &Value| {
        let mut keys: Vec<_> = value.as_object().expect("an object").keys().cloned().collect();
        keys.sort();
        keys.join(" ")
    };
    let card = "allowed_actions assignment available_since be_a_reference complete_survey custom_task description expires_at id image \
                organization_name participation_limit recognition record_video reward_name send_update social_post status submit_media \
                submit_referral submit_review summary title type";
    assert_eq!(keys(&seen.body), card);
    assert_eq!(keys(&seen["image"]), "height id media_type url url_expires_at width");
    assert!(!seen.text().contains(&campaign.manager.id) && !seen.text().contains("card.png"));
}

#[test]
fn looking_changes_nothing_and_having_looked_is_said_once() {
    let campaign = Campaign::start();
    let (ana, ben) = (campaign.advocate("Ana"), campaign.advocate("Ben"));
    let id = campaign.launched(json!({"audience": {"kind": "anyone"}}));
    let path = format!("/public/missions/{}", campaign.token(&id));
    campaign.work();
    let before = (campaign.mission(&id).body, campaign.admin().get("/events?limit=100").expect(200).data().len());
    for client in [&campaign.guest(), &*ana, &*ben, &*campaign.manager] {
        for _ in 0..3 {
            let page = client.get(&path).expect(200);
            assert_eq!(page.header("cache-control"), "no-store");
        }
    }
    ana.get(&format!("/me/missions/{id}")).expect(200);
    campaign.work();
    let after = campaign.admin().get("/events?limit=100").expect(200).data().len();
    // The second admin of this test was made meanwhile.
    assert_eq!(campaign.mission(&id).body, before.0);
    assert!(after - before.1 <= 2, "{} events", after - before.1);
    for _ in 0..2 {
        ana.post(&format!("/me/missions/{id}/view"), ()).expect(204);
        ben.post(&format!("{path}/view"), ()).expect(204);
        ana.post(&format!("{path}/view"), ()).expect(204);
        campaign.guest().post(&format!("{path}/view"), ()).expect(204);
        campaign.manager.post(&format!("{path}/view"), ()).expect(204);
    }
    assert_eq!(campaign.mission(&id)["stats"]["viewed"], 2);
    assert_eq!(campaign.manager.get(&format!("/missions/{id}/stats")).expect(200)["viewed"], 2);
    let hidden = campaign.launched(json!({"notify": {"mode": "link_only"}}));
    ana.post(&format!("/me/missions/{hidden}/view"), ()).problem(404, "not_found");
    ana.post(&format!("/public/missions/{}/view", campaign.token(&hidden)), ()).expect(204);
    assert_eq!(campaign.mission(&hidden)["stats"]["viewed"], 1);
}

#[test]
fn a91_a92_a_preview_is_what_an_advocate_gets_and_makes_nothing() {
    let campaign = Campaign::start();
    let ana = campaign.advocate("Ana");
    let id = campaign.draft(json!({"audience": {"kind": "anyone"}, "description": "<p>Hello</p>", "summary": "In a line."}));
    let path = format!("/missions/{id}/preview");
    let draft = campaign.manager.get(&format!("{path}?as=advocate")).expect(200);
    assert_eq!((draft["status"].as_str(), draft["description"].as_str()), (Some("live"), Some("<p>Hello</p>")));
    campaign.act(&id, "launch");
    let (preview, own) = (campaign.manager.get(&path).expect(200), ana.get(&format!("/me/missions/{id}")).expect(200));
    assert_eq!(preview.body, own.body);
    let guest = campaign.guest().get(&format!("/public/missions/{}", campaign.token(&id))).expect(200);
    assert_eq!(campaign.manager.get(&format!("{path}?as=guest")).expect(200).body, guest.body);
    ana.get(&path).problem(403, "forbidden");
    assert_eq!(campaign.mission(&id)["stats"]["viewed"], 0);
    let private = campaign.draft(json!({}));
    campaign.manager.get(&format!("/missions/{private}/preview?as=guest")).problem(400, "invalid_parameter");
    campaign.manager.get(&format!("/missions/{private}/preview?as=admin")).problem(400, "invalid_parameter");
}
