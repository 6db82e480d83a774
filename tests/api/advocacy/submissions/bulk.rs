//! The same decision about many.

use super::{Running, balance, points, review, state};
use crate::support::{TestApp, Value, json};

#[test]
fn each_is_decided_for_itself_and_the_answer_says_what_became_of_it() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"recognition": points(10)}));
    let both = app.home().person("Bo", &[rapport::identity::permissions::Role::Manager, rapport::identity::permissions::Role::Advocate]);
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    let (first, second, decided, mine) = (it.handed_in(&ava), it.handed_in(&olga), it.handed_in(&ava), it.handed_in(&both));
    review(&it.staff, &decided, "reject").expect(200);
    let draft = it.draft(&ava);
    let elsewhere = app.other_org();
    let foreign = Running::of(&app, super::manager(&elsewhere), json!({})).handed_in(&elsewhere.advocate("Xenia"));
    let ids = [&second, &mine, &foreign, &first, &decided, &draft, &first];
    let answer = both.post("/submissions/bulk-review", json!({"action": "approve", "submission_ids": ids})).expect(200);
    let outcomes: Vec<(&str, bool, &Value)> = answer
        .data()
        .iter()
        .map(|outcome| (outcome["submission_id"].as_str().unwrap(), outcome["done"].as_bool().unwrap(), &outcome["code"]))
        .collect();
    let expected = [
        (&second, true, json!(null)),
        (&mine, false, json!("own_submission")),
        (&foreign, false, json!("not_found")),
        (&first, true, json!(null)),
        (&decided, false, json!("already_decided")),
        (&draft, false, json!("not_found")),
    ];
    let expected: Vec<(&str, bool, &Value)> = expected.iter().map(|(id, done, code)| (id.as_str(), *done, code)).collect();
    assert_eq!(outcomes, expected);
    assert_eq!((&answer["done"], &answer["refused"]), (&json!(2), &json!(4)));
    assert_eq!((balance(&ava), balance(&olga), balance(&both)), (10, 10, 0));
    assert_eq!((state(&both, &mine).as_str(), state(&ava, &draft).as_str()), ("pending_review", "draft"));
    assert_eq!(it.counted(), [5, 4, 2, 3]);
}

#[test]
fn what_one_of_them_cannot_be_given_keeps_nothing_from_the_others() {
    let app = TestApp::start();
    let staff = super::manager(&app.home());
    let reward = staff.post("/rewards", json!({"name": "A cup", "kind": "swag", "stock": 2})).expect(201).id();
    let it = Running::of(&app, staff, json!({"recognition": {"kind": "reward", "reward_id": reward}}));
    let ids: Vec<String> = (0..3).map(|number| it.handed_in(&app.advocate(&format!("Advocate {number}")))).collect();
    let answer = it.staff.post("/submissions/bulk-review", json!({"action": "approve", "submission_ids": ids})).expect(200);
    assert_eq!(answer["done"], 2);
    let refused: Vec<_> = answer.data().iter().filter(|outcome| outcome["done"] == false).collect();
    assert_eq!((refused.len(), &refused[0]["code"]), (1, &json!("out_of_stock")));
    let id = refused[0]["submission_id"].as_str().unwrap();
    let waiting = it.staff.get(&format!("/submissions/{id}")).expect(200);
    assert_eq!((&waiting["state"], &waiting["decided_at"], &waiting["version"]), (&json!("pending_review"), &json!(null), &json!(1)));
    assert_eq!(it.counted(), [3, 3, 2, 3]);
    assert_eq!(it.events().iter().filter(|name| *name == "submission.approved").count(), 2);
}

#[test]
fn a_reason_is_needed_unless_they_are_approved() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let id = it.handed_in(&app.advocate("Ava"));
    for action in ["reject", "request_changes"] {
        let body = json!({"action": action, "submission_ids": [id]});
        let refused = it.staff.post("/submissions/bulk-review", body).problem(422, "validation_failed");
        assert_eq!(refused.faults(), [("/reason".to_owned(), "required".to_owned())]);
    }
    for ids in [json!([]), json!(vec![id.clone(); 101])] {
        it.staff.post("/submissions/bulk-review", json!({"action": "approve", "submission_ids": ids})).problem(422, "validation_failed");
    }
    let body = json!({"action": "request_changes", "submission_ids": [id], "reason": "A screenshot, please."});
    assert_eq!(it.staff.post("/submissions/bulk-review", body).expect(200).data()[0]["state"], "changes_requested");
}

#[test]
fn a_dry_run_decides_nothing_and_tells_what_it_would() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({"recognition": points(10)}));
    let ava = app.advocate("Ava");
    let (first, second) = (it.handed_in(&ava), it.handed_in(&ava));
    review(&it.staff, &second, "reject").expect(200);
    let body = json!({"action": "approve", "submission_ids": [first, second]});
    let dry = it.staff.post("/submissions/bulk-review?dry_run=true", body).expect(200);
    let approved = |effect: &&Value| effect["type"] == "submission.approved";
    assert_eq!((&dry["done"], dry["effects"].as_array().unwrap().iter().filter(approved).count()), (&json!(1), 1));
    assert_eq!((balance(&ava), state(&ava, &first).as_str()), (0, "pending_review"));
}
