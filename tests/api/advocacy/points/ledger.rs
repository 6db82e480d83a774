//! The ledger: what adds to it, and that it stays.

use super::{balance, gift, give, points, redeem, reward, submission, take_back};
use crate::support::{Person, TestApp, Value, json};

fn entries(reader: &Person, advocate: &Person) -> Vec<Value> {
    reader.get(&format!("/users/{}/points/entries?limit=100", advocate.id)).expect(200).data().to_vec()
}

/// Kind, amount and balance of each entry, oldest first.
fn told(entries: &[Value]) -> Vec<(String, i64, i64)> {
    let number = |entry: &Value, key: &str| entry[key].as_i64().unwrap();
    let line = |entry: &Value| (entry["kind"].as_str().unwrap().to_owned(), number(entry, "amount"), number(entry, "balance"));
    entries.iter().rev().map(line).collect()
}

#[test]
fn somebody_who_has_earned_nothing_has_nothing() {
    let app = TestApp::start();
    let (manager, advocate) = (app.home().person("Max", &[rapport::identity::permissions::Role::Manager]), app.advocate("Avi"));
    let nothing = json!({"user_id": advocate.id, "balance": 0, "entries": 0, "submissions_approved": 0});
    assert_eq!(advocate.get("/me/points").expect(200).body, nothing);
    assert_eq!(manager.get(&format!("/users/{}/points", advocate.id)).expect(200).body, nothing);
    assert!(advocate.get("/me/points/entries").expect(200).data().is_empty());
}

#[test]
fn an_approval_pays_once_and_is_taken_back_once() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let one = submission(&app);
    let approval = |round| super::approval(&app, &advocate, one, round);
    assert!(give(&app, approval(1), points(100)).unwrap());
    assert!(!give(&app, approval(1), points(100)).unwrap());
    assert_eq!(balance(&advocate), 100);
    assert!(take_back(&app, one, 1).unwrap());
    assert!(!take_back(&app, one, 1).unwrap());
    assert!(!take_back(&app, one, 2).unwrap());
    // Approved once more: paid once more, by the terms of then.
    assert!(give(&app, approval(2), points(70)).unwrap());
    assert!(!give(&app, approval(2), points(70)).unwrap());
    let all = entries(&admin, &advocate);
    let expected = [("award", 100, 100), ("reversal", -100, 0), ("award", 70, 70)];
    assert_eq!(told(&all), expected.map(|(kind, amount, balance)| (kind.to_owned(), amount, balance)));
    assert_eq!(all[0]["position"], 3);
    assert_eq!((&all[0]["submission_id"], &all[0]["mission_id"].is_string()), (&json!(one.to_string()), &true));
}

#[test]
fn taking_an_approval_back_can_leave_less_than_nothing_and_spending_cannot() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let (one, coffee) = (submission(&app), reward(&admin, 60, 5));
    give(&app, super::approval(&app, &advocate, one, 1), points(100)).unwrap();
    redeem(&advocate, &coffee);
    take_back(&app, one, 1).unwrap();
    assert_eq!(balance(&advocate), -60);
    let refused = advocate.post(&format!("/rewards/{coffee}/redeem"), ()).problem(409, "insufficient_points");
    assert_eq!((&refused["balance"], &refused["needed"]), (&json!(-60), &json!(60)));
    gift(&admin, &advocate, 50);
    assert_eq!(balance(&advocate), -10);
}

#[test]
fn staff_correct_a_balance_with_a_reason_but_not_their_own_and_not_below_nothing() {
    use rapport::identity::permissions::Role::{Advocate, Manager};
    let app = TestApp::start();
    let (manager, advocate) = (app.home().person("Max", &[Manager, Advocate]), app.advocate("Avi"));
    let path = format!("/users/{}/points/entries", advocate.id);
    let made = manager.post(&path, json!({"amount": 50, "reason": "Spoke for us"})).expect(201);
    assert_eq!((&made["kind"], &made["amount"], &made["balance"]), (&json!("adjustment"), &json!(50), &json!(50)));
    assert_eq!((&made["reason"], &made["created_by"]), (&json!("Spoke for us"), &json!(manager.id)));
    manager.post(&path, json!({"amount": -51, "reason": "Too much"})).problem(409, "insufficient_points");
    manager.post(&path, json!({"amount": -50, "reason": "By mistake"})).expect(201);
    assert_eq!(balance(&advocate), 0);
    let refused = manager.post(&path, json!({"amount": 0, "reason": "Nothing"})).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/amount".to_owned(), "out_of_range".to_owned())]);
    let faults = manager.post(&path, json!({"amount": 1_000_000_001, "reason": ""})).problem(422, "validation_failed").faults();
    assert_eq!(faults, [("/amount".to_owned(), "out_of_range".to_owned()), ("/reason".to_owned(), "too_short".to_owned())]);
    let own = format!("/users/{}/points/entries", manager.id);
    manager.post(&own, json!({"amount": 50, "reason": "For me"})).problem(403, "forbidden");
    advocate.post(&path, json!({"amount": 50, "reason": "For me"})).problem(403, "forbidden");
    advocate.get(&path).problem(403, "forbidden");
}

#[test]
fn a_ledger_is_read_newest_first_page_by_page_and_by_kind() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    (1..=5).for_each(|amount| gift(&admin, &advocate, amount * 10));
    redeem(&advocate, &reward(&admin, 20, 1));
    let first = advocate.get("/me/points/entries?limit=4").expect(200);
    let rest = advocate.get(&format!("/me/points/entries?limit=4&cursor={}", first.str("next_cursor"))).expect(200);
    let amounts: Vec<i64> = first.data().iter().chain(rest.data()).map(|entry| entry["amount"].as_i64().unwrap()).collect();
    assert_eq!(amounts, [-20, 50, 40, 30, 20, 10]);
    let spent = advocate.get("/me/points/entries?kind=redemption,refund").expect(200);
    assert_eq!(spent.data().len(), 1);
    advocate.get("/me/points/entries?kind=gift").problem(400, "invalid_parameter");
}

#[test]
fn every_change_of_points_is_told() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    gift(&admin, &advocate, 30);
    let events = admin.get("/events?type=points.changed").expect(200);
    let event = events.data().last().unwrap();
    let data = &event["data"];
    assert_eq!(
        (&data["user_id"], &data["delta"], &data["balance"], &data["kind"]),
        (&json!(advocate.id), &json!(30), &json!(30), &json!("adjustment"))
    );
}

#[test]
fn the_ledger_stays_when_a_person_is_deleted_and_what_they_wrote_goes() {
    let app = TestApp::start();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    gift(&admin, &advocate, 100);
    let coffee = reward(&admin, 60, 5);
    let grant = advocate.post(&format!("/rewards/{coffee}/redeem"), json!({"message": "Lindenweg 3, Leipzig"})).expect(201).id();
    admin.post(&format!("/reward-grants/{grant}/fulfil"), json!({"note": "Code COFFEE-1"})).expect(200);
    let before = (entries(&admin, &advocate), admin.get(&format!("/users/{}/points", advocate.id)).expect(200).body);
    admin.delete(&format!("/users/{}", advocate.id)).expect(204);
    assert_eq!((entries(&admin, &advocate), admin.get(&format!("/users/{}/points", advocate.id)).expect(200).body), before);
    let kept = admin.get(&format!("/reward-grants/{grant}")).expect(200);
    assert_eq!((&kept["message"], &kept["fulfilment_note"], &kept["state"]), (&Value::Null, &Value::Null, &json!("fulfilled")));
}

#[test]
fn nobody_reads_the_points_of_another_organization() {
    let app = TestApp::start();
    let (advocate, stranger) = (app.advocate("Avi"), app.other_org().admin());
    for path in ["points", "points/entries"] {
        stranger.get(&format!("/users/{}/{path}", advocate.id)).problem(404, "not_found");
    }
    let entry = json!({"amount": 5, "reason": "From afar"});
    stranger.post(&format!("/users/{}/points/entries", advocate.id), entry).problem(404, "not_found");
    assert_eq!(balance(&advocate), 0);
}
