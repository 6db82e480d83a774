//! Submissions and reviews that meet.

use super::{Running, balance, code, count, own, points, review, state};
use crate::support::{Answer, Person, TestApp, at_once, json, racing};

/// All that were refused were refused for want of a place.
#[track_caller]
fn taken(answers: &[Answer], expected: usize) {
    assert_eq!(count(answers, 201), expected);
    let refused: Vec<_> =
        answers.iter().filter(|answer| answer.status != 201).map(|answer| (answer.status, code(answer).to_owned())).collect();
    assert!(refused.iter().all(|(status, code)| (*status, code.as_str()) == (409, "participation_limit_reached")), "{refused:?}");
    assert_eq!(refused.len(), answers.len() - expected);
}

fn advocates(app: &TestApp, count: usize) -> Vec<Person> {
    (0..count).map(|number| app.advocate(&format!("Advocate {number}"))).collect()
}

#[test]
fn a87_of_a_hundred_submissions_at_once_as_many_succeed_as_one_person_may_make() {
    let app = racing();
    for (limit, most) in [
        (json!({"kind": "once"}), 1),
        (json!({"kind": "times", "max": 3}), 3),
        (json!({"kind": "per_period", "max": 3, "period": "day"}), 3),
    ] {
        let it = Running::start(&app, json!({"participation_limit": limit}));
        let ava = app.advocate("Ava");
        taken(&at_once(100, |_| it.hand_in(&ava).send()), most);
        let most = most as i64;
        assert_eq!(it.counted(), [most, most, 0, most]);
        assert_eq!(ava.ids(&format!("/me/submissions?mission_id={}", it.id)).len() as i64, most);
    }
}

#[test]
fn a87_of_a_hundred_people_at_once_as_many_take_part_as_the_total_cap_says() {
    let app = racing();
    let people = advocates(&app, 100);
    let it = Running::start(&app, json!({"participation_limit": {"kind": "once"}, "total_cap": 10}));
    taken(&at_once(100, |number| it.hand_in(&people[number]).send()), 10);
    assert_eq!(it.counted(), [10, 10, 0, 10]);
    // Who was refused holds nothing: with more places they get in, and the others do not.
    it.change(json!({"total_cap": 100}));
    let again = at_once(100, |number| it.hand_in(&people[number]).send());
    taken(&again, 90);
    assert_eq!(it.counted(), [100, 100, 0, 100]);
}

#[test]
fn drafts_that_are_handed_in_at_once_take_as_many_places_as_there_are() {
    let app = racing();
    let it = Running::start(&app, json!({"participation_limit": {"kind": "times", "max": 2}}));
    let ava = app.advocate("Ava");
    let drafts: Vec<String> = (0..10).map(|_| it.draft(&ava)).collect();
    let answers = at_once(40, |number| own(&ava, &drafts[number % 10], "submit").send());
    assert_eq!(count(&answers, 200), 2);
    assert!(
        answers.iter().all(|answer| answer.status == 200 || ["participation_limit_reached", "invalid_transition"].contains(&code(answer)))
    );
    assert_eq!(it.counted(), [10, 2, 0, 2]);
}

#[test]
fn a77_of_twenty_approvals_and_rejections_at_once_one_counts_and_nothing_is_paid_twice() {
    let app = racing();
    let ava = app.advocate("Ava");
    let mut approved = 0;
    for round in 0..6 {
        let it = Running::start(&app, json!({"recognition": points(50)}));
        let id = it.handed_in(&ava);
        let action = |number: usize| if (number + round).is_multiple_of(2) { "approve" } else { "reject" };
        let answers = at_once(20, |number| review(&it.staff, &id, action(number)).send());
        assert_eq!(count(&answers, 200), 1);
        let late: Vec<_> = answers.iter().filter(|answer| answer.status != 200).map(|answer| (answer.status, code(answer))).collect();
        assert!(late.iter().all(|answer| *answer == (409, "already_decided")), "{late:?}");
        let won = state(&ava, &id) == "approved";
        approved += i64::from(won);
        assert_eq!(it.counted(), if won { [1, 1, 1, 1] } else { [1, 1, 0, 0] });
        assert_eq!(balance(&ava), 50 * approved);
    }
}

#[test]
fn a76_a77_however_often_an_approval_is_taken_back_and_given_again_it_is_paid_once() {
    let app = racing();
    let it = Running::start(&app, json!({"recognition": points(50), "participation_limit": {"kind": "once"}}));
    let ava = app.advocate("Ava");
    let id = it.handed_in(&ava);
    assert_eq!(balance(&ava), 0);
    for _ in 0..4 {
        let answers = at_once(20, |number| review(&it.staff, &id, if number % 2 == 0 { "approve" } else { "revoke" }).send());
        assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 409)), "only states refuse");
        let is_approved = state(&ava, &id) == "approved";
        assert_eq!(balance(&ava), if is_approved { 50 } else { 0 });
        assert_eq!(it.counted(), [1, 1, i64::from(is_approved), 1]);
    }
}

#[test]
fn a_place_that_is_given_back_is_taken_once() {
    let app = racing();
    let it = Running::start(&app, json!({"participation_limit": {"kind": "once"}, "total_cap": 1}));
    let ava = app.advocate("Ava");
    let mut id = it.handed_in(&ava);
    for _ in 0..5 {
        let answers = at_once(20, |number| if number % 4 == 0 { own(&ava, &id, "withdraw").send() } else { it.hand_in(&ava).send() });
        let withdrawn = answers.iter().step_by(4).filter(|answer| answer.status == 200).count();
        assert_eq!(withdrawn, 1);
        let again: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
        assert!(again.len() <= 1);
        assert_eq!(it.counted()[3], again.len() as i64);
        id = again.first().map_or_else(|| it.handed_in(&ava), |answer| answer.id());
    }
}

#[test]
fn two_who_review_the_same_many_at_once_decide_each_once() {
    let app = racing();
    let (one, other) = (Running::start(&app, json!({"recognition": points(5)})), Running::start(&app, json!({"recognition": points(5)})));
    let people = advocates(&app, 10);
    let mut ids: Vec<String> = people.iter().flat_map(|person| [one.handed_in(person), other.handed_in(person)]).collect();
    let backwards: Vec<String> = ids.iter().rev().cloned().collect();
    ids.rotate_left(7);
    let bulk = |ids: &[String], action: &str| {
        one.staff.post("/submissions/bulk-review", json!({"action": action, "submission_ids": ids, "reason": "Because."})).send()
    };
    let answers = at_once(8, |number| match number % 4 {
        0 => bulk(&ids, "approve"),
        1 => bulk(&backwards, "approve"),
        2 => bulk(&ids, "reject"),
        _ => bulk(&backwards, "reject"),
    });
    assert!(answers.iter().all(|answer| answer.status == 200), "{:?}", answers.iter().map(Answer::text).collect::<Vec<_>>());
    let done: i64 = answers.iter().map(|answer| answer["done"].as_i64().unwrap()).sum();
    assert_eq!(done, 20);
    let approved: Vec<i64> = people.iter().map(balance).collect();
    assert_eq!(approved.iter().sum::<i64>(), 5 * (one.counted()[2] + other.counted()[2]));
    assert_eq!(one.counted()[2], one.counted()[3]);
}
