//! What becomes of what was handed in, and of what is given for it, is told.

use super::scene::Scene;
use crate::support::receivers::ReceivedMail;
use crate::support::{Person, Value, json};

impl Scene {
    /// What staff do with a submission.
    #[track_caller]
    fn review(&self, submission: &str, verb: &str, body: Value) {
        self.admin.post(&format!("/submissions/{submission}/{verb}"), body).expect(200);
        self.app.work();
    }

    /// The newest mail to somebody.
    #[track_caller]
    fn newest(&self, person: &Person) -> ReceivedMail {
        self.inbox.mails_to(&person.email).pop().expect("a mail")
    }
}

#[test]
fn what_becomes_of_a_submission_is_told_to_whom_it_concerns() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    let mission = it.launched(&json!({}));
    it.app.work();
    let submission = Scene::takes_part(&ana, &mission);
    it.app.work();
    let mail = it.newest(&it.admin);
    assert_eq!(mail.subject, "To review: Try the beta");
    assert!(mail.text.contains("Ana has taken part in \"Try the beta\"") && mail.text.contains(&format!("/submissions/{submission}")));
    it.review(&submission, "request-changes", json!({"reason": "Which version was it?"}));
    let mail = it.newest(&ana);
    assert_eq!(mail.subject, "Please change: Try the beta");
    assert!(mail.text.contains("please change this:") && mail.text.contains("Which version was it?"), "{}", mail.text);
    ana.post(&format!("/submissions/{submission}/resubmit"), ()).expect(200);
    it.app.work();
    assert_eq!(it.inbox.subjects(&it.admin).len(), 2, "it waits once more");
    it.review(&submission, "approve", json!({}));
    let mail = it.newest(&ana);
    assert_eq!(mail.subject, "Thank you: Try the beta");
    assert!(mail.text.contains("What you handed in is approved.") && mail.text.contains("You got 50 points for it."), "{}", mail.text);
    it.review(&submission, "revoke", json!({"reason": "It was somebody else's."}));
    let mail = it.newest(&ana);
    assert_eq!(mail.subject, "No longer approved: Try the beta");
    assert!(mail.text.contains("It was somebody else's."));
    let ben = it.app.advocate("Ben");
    let refused = Scene::takes_part(&ben, &mission);
    it.review(&refused, "reject", json!({"reason": "Nothing was tried."}));
    let mail = it.newest(&ben);
    assert_eq!(mail.subject, "Not accepted: Try the beta");
    assert!(mail.text.contains("Nothing was tried."));
}

#[test]
fn what_is_approved_by_itself_waits_for_nobody() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    let mission = it.launched(&json!({"auto_approve": true}));
    it.app.work();
    Scene::takes_part(&ana, &mission);
    it.app.work();
    assert!(it.inbox.subjects(&it.admin).is_empty());
    assert_eq!(it.inbox.subjects(&ana), ["For you: Try the beta", "Thank you: Try the beta"]);
}

#[test]
fn a_reward_is_told_from_promise_to_hand_over() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    let mug = it.admin.post("/rewards", json!({"name": "Coffee mug", "kind": "swag"})).expect(201).id();
    let mission = it.launched(&json!({"recognition": {"kind": "reward", "reward_id": mug}}));
    it.app.work();
    assert!(it.newest(&ana).text.contains("You get a reward for it: Coffee mug."));
    let submission = Scene::takes_part(&ana, &mission);
    it.review(&submission, "approve", json!({}));
    assert!(it.newest(&ana).text.contains("You got a reward for it: Coffee mug."));
    let mail = it.newest(&it.admin);
    assert_eq!(mail.subject, "To hand over: Coffee mug");
    assert!(mail.text.contains("Ana gets the reward"), "{}", mail.text);
    let [grant] = it.admin.ids("/reward-grants").try_into().unwrap();
    it.admin.post(&format!("/reward-grants/{grant}/fulfil"), json!({"note": "It comes by mail."})).expect(200);
    it.app.work();
    let mail = it.newest(&ana);
    assert_eq!(mail.subject, "Your reward: Coffee mug");
    assert!(mail.text.contains("It comes by mail."), "{}", mail.text);
}

#[test]
fn a_correction_of_points_is_told_with_its_reason() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    let entry = json!({"amount": 30, "reason": "For the talk in spring."});
    it.admin.post(&format!("/users/{}/points/entries", ana.id), entry).expect(201);
    it.app.work();
    let mail = it.newest(&ana);
    assert_eq!(mail.subject, "Your points were corrected");
    assert!(mail.text.contains("corrected by +30. You have 30 now.") && mail.text.contains("For the talk in spring."), "{}", mail.text);
}
