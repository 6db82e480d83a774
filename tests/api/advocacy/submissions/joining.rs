//! Guests who turn out to be somebody we know: after they confirmed, and not before.

use super::guests::{KIM, Open, of_guest};
use super::{Running, balance, done, own, points, review};
use crate::support::receivers::Inbox;
use crate::support::{TestApp, json};

#[test]
fn a90_after_confirming_a_guest_is_the_person_with_that_address() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let ava = app.advocate("Ava");
    let open = Open::start(&app, &inbox, json!({"participation_limit": {"kind": "once"}, "recognition": points(50)}));
    let stranger = open.hand_in(KIM).expect(200);
    let known = open.hand_in(&ava.email).expect(200);
    assert_eq!(known.body, stranger.body, "whom we know is not told");
    app.work();
    assert!(ava.ids("/me/submissions").is_empty(), "anybody could have named that address");

    let token = open.token(&ava.email);
    open.confirm(&token).expect(200);
    let mine = ava.ids("/me/submissions");
    let seen = ava.get(&format!("/submissions/{}", mine[0])).expect(200);
    assert_eq!(seen["author"], json!({"user_id": ava.id, "guest_id": null, "name": "Ava", "email": ava.email}));
    open.it.hand_in(&ava).problem(409, "participation_limit_reached");
    review(&open.it.staff, &mine[0], "approve").expect(200);
    assert_eq!(balance(&ava), 50);
    let earlier = open.token(&ava.email);
    open.confirm(&earlier).problem(409, "participation_limit_reached");
}

#[test]
fn a90_what_somebody_did_as_a_guest_counts_once_they_have_an_account() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let limit = json!({"participation_limit": {"kind": "times", "max": 2}});
    let (open, other) = (Open::start(&app, &inbox, limit.clone()), Open::start(&app, &inbox, limit));
    let (first, elsewhere) = (open.taken_part(KIM), other.taken_part(KIM));
    review(&open.it.staff, &first, "approve").expect(200);
    let kim = app.advocate("Kim");
    app.admin().patch(&format!("/users/{}", kim.id), json!({"email": KIM})).expect(200);
    assert!(kim.ids("/me/submissions").is_empty());

    let second = open.it.handed_in(&kim);
    assert_eq!(kim.ids("/me/submissions"), [second, elsewhere.clone(), first.clone()]);
    open.it.hand_in(&kim).problem(409, "participation_limit_reached");
    other.it.handed_in(&kim);
    other.it.hand_in(&kim).problem(409, "participation_limit_reached");
    let seen = open.it.staff.get(&format!("/submissions/{first}")).expect(200);
    assert_eq!((&seen["author"]["user_id"], &seen["author"]["guest_id"]), (&json!(kim.id), &json!(null)));
    own(&kim, &elsewhere, "withdraw").expect(200);
    other.it.handed_in(&kim);
    assert_eq!((open.it.counted(), other.it.counted()), ([2, 2, 1, 2], [3, 3, 0, 2]));
}

#[test]
fn of_who_is_deleted_nothing_is_left_that_they_did_as_a_guest() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let open = Open::start(&app, &inbox, json!({}));
    let id = open.taken_part(KIM);
    let kim = app.advocate("Kim");
    app.admin().patch(&format!("/users/{}", kim.id), json!({"email": KIM})).expect(200);
    app.admin().delete(&format!("/users/{}", kim.id)).expect(204);
    let seen = open.it.staff.get(&format!("/submissions/{id}")).expect(200);
    assert_eq!((&seen["author"]["user_id"], &seen["author"]["name"]), (&json!(kim.id), &json!("Deleted user")));
    assert!(!seen.text().contains(KIM) && !open.it.staff.get("/submissions").expect(200).text().contains(KIM));
}

#[test]
fn staff_who_take_part_as_guests_do_not_review_what_is_theirs() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let open = Open::start(&app, &inbox, json!({}));
    let token = open.token(&open.it.staff.email);
    open.confirm(&token).expect(200);
    let admin = app.admin();
    let id = admin.ids("/submissions")[0].clone();
    review(&open.it.staff, &id, "approve").problem(403, "own_submission");
    review(&admin, &id, "approve").expect(200);
}

#[test]
fn who_is_logged_in_takes_part_by_the_link_as_themselves() {
    let app = TestApp::start();
    let it = Running::public(&app, json!({"participation_limit": {"kind": "once"}, "auto_approve": true, "recognition": points(5)}));
    let ava = app.advocate("Ava");
    let path = format!("{}/submissions", it.link());
    let refused = ava.post(&path, of_guest(KIM)).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/email".to_owned(), "not_for_members".to_owned())]);
    let made = ava.post(&path, done()).expect(200);
    assert_eq!((&made["state"], balance(&ava)), (&json!("approved"), 5));
    assert_eq!(ava.ids("/me/submissions"), [made.id()]);
    ava.post(&path, done()).problem(409, "participation_limit_reached");
    it.hand_in(&ava).problem(409, "participation_limit_reached");
    app.guest().with_token("nonsense").post(&path, done()).problem(401, "invalid_token");
}

#[test]
fn somebody_of_another_organization_is_a_guest_here() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let open = Open::start(&app, &inbox, json!({}));
    let elsewhere = app.other_org();
    let xenia = elsewhere.advocate("Xenia");
    let path = format!("{}/submissions", open.link);
    xenia.post(&path, done()).problem(422, "validation_failed");
    assert_eq!(xenia.post(&path, of_guest(&xenia.email)).expect(200).body, json!({"id": null, "state": "held"}));
    let registered = Running::start(&app, json!({}));
    xenia.post(&format!("{}/submissions", registered.link()), of_guest(KIM)).problem(401, "login_required");
}
