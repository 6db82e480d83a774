//! The catalogue of rewards.

use super::{balance, gift, redeem, reward};
use crate::support::files::{PDF, png};
use crate::support::{TestApp, json};

#[test]
fn staff_keep_a_catalogue_and_advocates_see_what_is_in_it() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let new = json!({"name": " Coffee for a month ", "kind": "gift_card", "description": "Next door.", "cost_points": 200, "stock": 2});
    let made = admin.post("/rewards", new).expect(201);
    assert_eq!(made.header("location"), format!("/api/v1/rewards/{}", made.id()));
    assert_eq!((&made["name"], &made["state"], &made["granted_count"]), (&json!("Coffee for a month"), &json!("active"), &json!(0)));
    assert_eq!(made["allowed_actions"], json!(["update", "archive", "delete", "grant"]));
    let seen = advocate.get(&format!("/rewards/{}", made.id())).expect(200);
    assert_eq!((&seen["allowed_actions"], &seen["granted_count"]), (&json!(["redeem"]), &json!(null)));
    let path = format!("/rewards/{}", made.id());
    advocate.patch(&path, json!({"cost_points": 1})).problem(403, "forbidden");
    advocate.post("/rewards", json!({"name": "Mine", "kind": "other"})).problem(403, "forbidden");
    let changed = admin.patch(&path, json!({"stock": null, "name": "Tea"})).if_match(1).expect(200);
    assert_eq!((&changed["stock"], &changed["name"], &changed["version"]), (&json!(null), &json!("Tea"), &json!(2)));
    admin.patch(&path, json!({"stock": 9})).if_match(1).problem(412, "version_mismatch");
    let faults =
        admin.post("/rewards", json!({"name": "", "kind": "cash", "cost_points": 0, "stock": -1})).problem(422, "validation_failed");
    let pointers: Vec<_> = faults.faults().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/cost_points", "/kind", "/name", "/stock"]);
    app.other_org().admin().get(&path).problem(404, "not_found");
}

#[test]
fn what_is_archived_is_there_for_staff_only_and_can_come_back() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let coffee = reward(&admin, 10, 5);
    let path = format!("/rewards/{coffee}");
    gift(&admin, &advocate, 100);
    let archived = admin.post(&format!("{path}/archive"), ()).expect(200);
    assert_eq!(archived["allowed_actions"], json!(["update", "restore", "delete"]));
    admin.post(&format!("{path}/archive"), ()).problem(409, "invalid_transition");
    advocate.get(&path).problem(404, "not_found");
    advocate.post(&format!("{path}/redeem"), ()).problem(404, "not_found");
    admin.post("/reward-grants", json!({"reward_id": coffee, "user_id": advocate.id})).problem(409, "invalid_transition");
    assert!(advocate.ids("/rewards").is_empty() && advocate.ids("/rewards?state=archived").is_empty());
    assert_eq!(admin.ids("/rewards?state=archived"), [coffee.as_str()]);
    admin.post(&format!("{path}/restore"), ()).expect(200);
    redeem(&advocate, &coffee);
}

#[test]
fn rewards_are_found_by_name_kind_and_whether_they_are_sold() {
    let app = TestApp::start();
    let admin = app.admin();
    let new = |name: &str, kind: &str, cost: Option<i64>| {
        app.advance("PT1S");
        admin.post("/rewards", json!({"name": name, "kind": kind, "cost_points": cost})).expect(201).id()
    };
    let (cafe, shirt, medal) = (new("Café au lait", "gift_card", Some(10)), new("Shirt", "swag", Some(50)), new("Medal", "other", None));
    assert_eq!(admin.ids("/rewards"), [medal.as_str(), &shirt, &cafe]);
    assert_eq!(admin.ids("/rewards?q=CAFE"), [cafe.as_str()]);
    assert_eq!(admin.ids("/rewards?kind=swag,other"), [medal.as_str(), &shirt]);
    assert_eq!(admin.ids("/rewards?redeemable=false"), [medal.as_str()]);
    let first = admin.get("/rewards?limit=2&redeemable=true&q=").expect(200);
    assert_eq!(first.ids(), [shirt.as_str(), &cafe]);
    let page = admin.get("/rewards?limit=1").expect(200);
    assert_eq!(admin.ids(&format!("/rewards?limit=2&cursor={}", page.str("next_cursor"))), [shirt.as_str(), &cafe]);
}

#[test]
fn a_reward_that_somebody_waits_for_is_not_deleted_and_who_got_it_keeps_it() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let coffee = reward(&admin, 10, 5);
    gift(&admin, &advocate, 10);
    let grant = redeem(&advocate, &coffee);
    admin.delete(&format!("/rewards/{coffee}")).problem(409, "reward_in_use");
    admin.post(&format!("/reward-grants/{grant}/fulfil"), ()).expect(200);
    admin.delete(&format!("/rewards/{coffee}")).expect(204);
    admin.get(&format!("/rewards/{coffee}")).problem(404, "not_found");
    admin.delete(&format!("/rewards/{coffee}")).problem(404, "not_found");
    assert!(admin.ids("/rewards").is_empty());
    assert_eq!(advocate.get(&format!("/reward-grants/{grant}")).expect(200)["reward"]["name"], "Coffee");
    let refused = admin.post("/reward-grants", json!({"reward_id": coffee, "user_id": advocate.id})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/reward_id".to_owned(), "invalid_choice".to_owned())]);
}

#[test]
fn a_reward_has_a_picture_that_advocates_see() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let (picture, text) = (admin.uploaded("cup.png", &png(64, 64)), admin.uploaded("a.pdf", PDF));
    let refused = admin.post("/rewards", json!({"name": "Cup", "kind": "swag", "image_file_id": text})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/image_file_id".to_owned(), "invalid_choice".to_owned())]);
    let cup = admin.post("/rewards", json!({"name": "Cup", "kind": "swag", "image_file_id": picture})).expect(201).id();
    let seen = advocate.get(&format!("/rewards/{cup}")).expect(200);
    assert_eq!(seen["image"]["id"], json!(picture));
    assert_eq!(advocate.get("/rewards").expect(200).data()[0]["image"]["id"], json!(picture));
    advocate.get(&format!("/files/{picture}")).expect(200);
    app.coachee("Emil").get(&format!("/files/{picture}")).problem(404, "not_found");
    admin.delete(&format!("/files/{picture}")).problem(409, "file_in_use");
    admin.post(&format!("/rewards/{cup}/archive"), ()).expect(200);
    advocate.get(&format!("/files/{picture}")).problem(404, "not_found");
    admin.patch(&format!("/rewards/{cup}"), json!({"image_file_id": null})).expect(200);
    admin.delete(&format!("/files/{picture}")).expect(204);
}

#[test]
fn what_is_not_sold_for_points_is_not_redeemed_and_a_price_that_was_seen_is_what_it_costs() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    gift(&admin, &advocate, 100);
    let medal = admin.post("/rewards", json!({"name": "Medal", "kind": "other"})).expect(201).id();
    assert_eq!(advocate.get(&format!("/rewards/{medal}")).expect(200)["allowed_actions"], json!([]));
    advocate.post(&format!("/rewards/{medal}/redeem"), ()).problem(409, "not_redeemable");
    let coffee = reward(&admin, 10, 5);
    admin.patch(&format!("/rewards/{coffee}"), json!({"cost_points": 90})).expect(200);
    advocate.post(&format!("/rewards/{coffee}/redeem"), ()).if_match(1).problem(412, "version_mismatch");
    assert_eq!(balance(&advocate), 100);
    admin.post(&format!("/rewards/{coffee}/redeem"), ()).problem(403, "forbidden");
}
