//! Who gets which reward, and how that ends.

use super::{a_reward, approval, balance, gift, give, redeem, reward, submission, take_back};
use crate::support::{Person, TestApp, json};

fn stock(admin: &Person, reward: &str) -> (i64, i64) {
    let seen = admin.get(&format!("/rewards/{reward}")).expect(200);
    (seen["stock"].as_i64().unwrap(), seen["granted_count"].as_i64().unwrap())
}

#[test]
fn a78_points_are_redeemed_for_rewards_and_too_few_are_refused() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let coffee = reward(&admin, 60, 3);
    gift(&admin, &advocate, 100);
    let made = advocate.post(&format!("/rewards/{coffee}/redeem"), json!({"message": "Size M"})).expect(201);
    assert_eq!(made.header("location"), format!("/api/v1/reward-grants/{}", made.id()));
    assert_eq!((&made["state"], &made["source"], &made["cost_points"]), (&json!("pending"), &json!("redemption"), &json!(60)));
    assert_eq!((&made["user_id"], &made["message"], &made["allowed_actions"]), (&json!(advocate.id), &json!("Size M"), &json!([])));
    assert_eq!((balance(&advocate), stock(&admin, &coffee)), (40, (2, 1)));
    advocate.post(&format!("/rewards/{coffee}/redeem"), ()).problem(409, "insufficient_points");
    assert_eq!((balance(&advocate), stock(&admin, &coffee)), (40, (2, 1)));
    let entry = &advocate.get("/me/points/entries").expect(200).data()[0].clone();
    assert_eq!((&entry["kind"], &entry["amount"], &entry["grant_id"]), (&json!("redemption"), &json!(-60), &json!(made.id())));
}

#[test]
fn a_grant_is_handed_over_with_a_note_that_its_owner_reads() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let coffee = reward(&admin, 60, 3);
    gift(&admin, &advocate, 100);
    let path = format!("/reward-grants/{}", redeem(&advocate, &coffee));
    advocate.post(&format!("{path}/fulfil"), ()).problem(403, "forbidden");
    let done = admin.post(&format!("{path}/fulfil"), json!({"note": "Your code is COFFEE-2026."})).if_match(1).expect(200);
    assert_eq!((&done["state"], &done["allowed_actions"]), (&json!("fulfilled"), &json!([])));
    assert_eq!(advocate.get(&path).expect(200)["fulfilment_note"], "Your code is COFFEE-2026.");
    let refused = admin.post(&format!("{path}/cancel"), ()).problem(409, "invalid_transition");
    assert_eq!(refused["allowed_actions"], json!([]));
    assert_eq!((balance(&advocate), stock(&admin, &coffee)), (40, (2, 1)));
    let log = admin.get("/events?type=reward.redeemed,reward_grant.fulfilled").expect(200);
    assert_eq!(log.data().len(), 2);
    assert!(!log.text().contains("COFFEE-2026"), "a code is nobody's business");
}

#[test]
fn a_grant_that_is_cancelled_gives_the_points_back_once_and_returns_to_the_stock() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let coffee = reward(&admin, 60, 1);
    gift(&admin, &advocate, 100);
    let path = format!("/reward-grants/{}", redeem(&advocate, &coffee));
    advocate.post(&format!("/rewards/{coffee}/redeem"), ()).problem(409, "out_of_stock");
    // What it costs now is not what was paid.
    admin.patch(&format!("/rewards/{coffee}"), json!({"cost_points": 10})).expect(200);
    let gone = admin.post(&format!("{path}/cancel"), json!({"reason": "Out of print"})).expect(200);
    assert_eq!((&gone["state"], &gone["cancel_reason"]), (&json!("cancelled"), &json!("Out of print")));
    admin.post(&format!("{path}/cancel"), ()).problem(409, "invalid_transition");
    assert_eq!((balance(&advocate), stock(&admin, &coffee)), (100, (1, 0)));
    let entry = &advocate.get("/me/points/entries").expect(200).data()[0].clone();
    assert_eq!((&entry["kind"], &entry["amount"], &entry["reason"]), (&json!("refund"), &json!(60), &json!("Out of print")));
}

#[test]
fn staff_give_a_reward_without_points_to_an_advocate_and_never_to_themselves() {
    use rapport::identity::permissions::Role::{Advocate, Manager};
    let app = TestApp::start();
    let (manager, advocate) = (app.home().person("Max", &[Manager, Advocate]), app.advocate("Avi"));
    let coffee = reward(&manager, 60, 1);
    let give = |user: &str| manager.post("/reward-grants", json!({"reward_id": coffee, "user_id": user, "message": "Thank you"}));
    give(&manager.id).problem(403, "forbidden");
    for nobody in [app.coachee("Emil").id, app.other_org().advocate("Olga").id] {
        assert_eq!(give(&nobody).problem(422, "validation_failed").faults(), [("/user_id".to_owned(), "invalid_choice".to_owned())]);
    }
    let made = give(&advocate.id).expect(201);
    assert_eq!((&made["source"], &made["cost_points"], &made["reward"]["name"]), (&json!("staff"), &json!(0), &json!("Coffee")));
    give(&advocate.id).problem(409, "out_of_stock");
    manager.post(&format!("/reward-grants/{}/cancel", made.id()), ()).expect(200);
    assert_eq!((balance(&advocate), stock(&manager, &coffee)), (0, (1, 0)));
}

#[test]
fn advocates_see_their_own_grants_and_staff_see_all() {
    let app = TestApp::start();
    let (admin, avi, bo) = (app.admin(), app.advocate("Avi"), app.advocate("Bo"));
    let (coffee, tea) = (reward(&admin, 10, 9), reward(&admin, 10, 9));
    let mut taken = Vec::new();
    for (person, reward) in [(&avi, &coffee), (&bo, &coffee), (&avi, &tea)] {
        app.advance("PT1S");
        gift(&admin, person, 10);
        taken.insert(0, redeem(person, reward));
    }
    assert_eq!(admin.ids("/reward-grants"), taken);
    assert_eq!(avi.ids("/reward-grants"), [taken[0].as_str(), &taken[2]]);
    assert_eq!(avi.ids(&format!("/reward-grants?user_id={}", avi.id)), [taken[0].as_str(), &taken[2]]);
    assert!(avi.ids(&format!("/reward-grants?user_id={}", bo.id)).is_empty());
    avi.get(&format!("/reward-grants/{}", taken[1])).problem(404, "not_found");
    assert_eq!(admin.ids(&format!("/reward-grants?reward_id={coffee}")), [taken[1].as_str(), &taken[2]]);
    admin.post(&format!("/reward-grants/{}/fulfil", taken[1]), ()).expect(200);
    assert_eq!(admin.ids("/reward-grants?state=fulfilled"), [taken[1].as_str()]);
    assert_eq!(admin.ids("/reward-grants?state=pending,cancelled&source=redemption"), [taken[0].as_str(), &taken[2]]);
    let first = admin.get("/reward-grants?limit=2").expect(200);
    assert_eq!(admin.ids(&format!("/reward-grants?limit=2&cursor={}", first.str("next_cursor"))), [taken[2].as_str()]);
}

#[test]
fn a_mission_gives_its_reward_once_an_approval_also_when_it_was_archived_or_deleted_meanwhile() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let (coffee, one) = (reward(&admin, 60, 2), submission(&app));
    admin.delete(&format!("/rewards/{coffee}")).expect(204);
    let approved = |round| approval(&app, &advocate, one, round);
    assert!(give(&app, approved(1), a_reward(&coffee)).unwrap());
    assert!(!give(&app, approved(1), a_reward(&coffee)).unwrap());
    let grants = admin.get("/reward-grants").expect(200);
    assert_eq!((grants.data().len(), &grants.data()[0]["source"]), (1, &json!("mission")));
    assert!(take_back(&app, one, 1).unwrap());
    assert!(!take_back(&app, one, 1).unwrap());
    assert_eq!(admin.get("/reward-grants").expect(200).data()[0]["state"], "cancelled");
    // Approved again, and handed over: that is not taken back.
    assert!(give(&app, approved(2), a_reward(&coffee)).unwrap());
    let second = admin.ids("/reward-grants?state=pending")[0].clone();
    admin.post(&format!("/reward-grants/{second}/fulfil"), ()).expect(200);
    assert!(!take_back(&app, one, 2).unwrap());
    assert!(give(&app, approval(&app, &advocate, submission(&app), 1), a_reward(&coffee)).unwrap());
    let refused = give(&app, approval(&app, &advocate, submission(&app), 1), a_reward(&coffee)).unwrap_err();
    assert_eq!(refused.code(), rapport::kernel::Code::OutOfStock);
}

#[test]
fn somebody_without_an_account_gets_a_reward_and_no_points() {
    use rapport::advocacy::recognition::Recipient;
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let coffee = reward(&admin, 60, 2);
    let guest = Recipient::Guest { name: Some("Gerda".into()), email: "gerda@partner.example".into() };
    let approved = |id| rapport::advocacy::recognition::Approval { recipient: guest.clone(), ..approval(&app, &advocate, id, 1) };
    assert!(!give(&app, approved(submission(&app)), super::points(50)).unwrap());
    assert!(give(&app, approved(submission(&app)), a_reward(&coffee)).unwrap());
    let grant = admin.get("/reward-grants").expect(200).data()[0].clone();
    assert_eq!((&grant["user_id"], &grant["guest"]), (&json!(null), &json!({"name": "Gerda", "email": "gerda@partner.example"})));
    let path = format!("/reward-grants/{}", grant["id"].as_str().unwrap());
    advocate.get(&path).problem(404, "not_found");
    admin.post(&format!("{path}/cancel"), ()).expect(200);
    assert_eq!(stock(&admin, &coffee), (2, 0));
}
