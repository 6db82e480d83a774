//! Many at once: exactly as many win as can.

use super::{a_reward, approval, balance, gift, give, points, redeem, reward, submission, take_back};
use crate::support::{Person, at_once, json, racing};

const MANY: usize = 100;

#[test]
fn the_last_reward_goes_to_exactly_one_of_a_hundred() {
    let app = racing();
    let admin = app.admin();
    let coffee = reward(&admin, 60, 1);
    let advocates: Vec<Person> = (0..MANY).map(|number| app.advocate(&format!("Avi {number}"))).collect();
    for advocate in &advocates {
        gift(&admin, advocate, 60);
    }
    let answers = at_once(MANY, |index| advocates[index].post(&format!("/rewards/{coffee}/redeem"), ()).send());
    let won: Vec<usize> = (0..MANY).filter(|index| answers[*index].status == 201).collect();
    let refused = answers.iter().filter(|answer| answer.status == 409 && answer["code"] == "out_of_stock").count();
    assert_eq!((won.len(), refused), (1, MANY - 1), "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    let seen = admin.get(&format!("/rewards/{coffee}")).expect(200);
    assert_eq!((&seen["stock"], &seen["granted_count"]), (&json!(0), &json!(1)));
    assert_eq!(admin.ids("/reward-grants").len(), 1);
    for (index, advocate) in advocates.iter().enumerate() {
        assert_eq!(balance(advocate), if won.contains(&index) { 0 } else { 60 });
    }
}

#[test]
fn nobody_spends_the_same_points_twice() {
    let app = racing();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let coffee = reward(&admin, 30, json!(null));
    gift(&admin, &advocate, 100);
    let answers = at_once(20, |_| advocate.post(&format!("/rewards/{coffee}/redeem"), ()).send());
    let count = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((count(201), count(409)), (3, 17));
    assert_eq!(balance(&advocate), 10);
}

#[test]
fn an_approval_that_is_made_at_once_by_many_pays_once_and_is_taken_back_once() {
    let app = racing();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let (one, two, coffee) = (submission(&app), submission(&app), reward(&admin, 60, 9));
    let paid = at_once(20, |index| {
        let (id, recognition) = if index % 2 == 0 { (one, points(100)) } else { (two, a_reward(&coffee)) };
        give(&app, approval(&app, &advocate, id, 1), recognition).unwrap()
    });
    assert_eq!((paid.iter().filter(|paid| **paid).count(), balance(&advocate)), (2, 100));
    let taken = at_once(20, |index| take_back(&app, if index % 2 == 0 { one } else { two }, 1).unwrap());
    assert_eq!((taken.iter().filter(|taken| **taken).count(), balance(&advocate)), (2, 0));
    assert_eq!(admin.get(&format!("/rewards/{coffee}")).expect(200)["stock"], 9);
}

#[test]
fn a_grant_that_is_fulfilled_and_cancelled_at_once_ends_in_one_way() {
    let app = racing();
    let (admin, advocate) = (app.admin(), app.advocate("Avi"));
    let coffee = reward(&admin, 10, 9);
    gift(&admin, &advocate, 10);
    let path = format!("/reward-grants/{}", redeem(&advocate, &coffee));
    let answers = at_once(20, |index| {
        let verb = if index % 2 == 0 { "fulfil" } else { "cancel" };
        admin.post(&format!("{path}/{verb}"), ()).send().status
    });
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    let is_cancelled = admin.get(&path).expect(200)["state"] == "cancelled";
    assert_eq!(balance(&advocate), if is_cancelled { 10 } else { 0 });
}
