//! What was due while nothing could be sent.

use crate::support::coaching::TOMORROW;
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

#[test]
fn what_was_due_too_long_ago_is_not_sent_and_the_coach_is_told() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let task = it.task("Write");
    it.schedule(&task, TOMORROW);
    app.work();
    app.advance("P2DT1S");
    app.work();
    let seen = it.seen(&task);
    assert_eq!((&seen["status"], &seen["scheduled_at"], &seen["sent_at"]), (&json!("unscheduled"), &json!(null), &json!(null)));
    assert_eq!(it.events().last().unwrap(), "item.missed");
    assert_eq!(inbox.subjects(&it.coach), ["Not sent: Write"]);
    assert_eq!(inbox.subjects(&it.coachee), [""; 0]);
    assert_eq!(it.progress(), [1, 1, 0, 0]);
    assert_eq!(it.coach.get("/me/notifications").expect(200).data()[0]["title"], "Not sent: Write");
    // It can still be sent.
    it.send(&task);
    app.work();
    assert_eq!(inbox.subjects(&it.coachee), ["A task for you: Write"]);
}

#[test]
fn what_is_late_by_less_is_sent() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    it.schedule(&it.task("Write"), TOMORROW);
    app.work();
    app.advance("P2D");
    app.work();
    assert_eq!(inbox.subjects(&it.coachee), ["A task for you: Write"]);
    assert_eq!(inbox.subjects(&it.coach), [""; 0]);
}

#[test]
fn the_organization_says_how_late_is_too_late() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"max_lateness": "PT1H"}));
    let it = Programme::active(&app);
    let [early, late] = [it.task("Early"), it.task("Late")];
    it.schedule(&early, "2026-03-02T07:00:00Z");
    it.schedule(&late, "2026-03-02T08:30:00Z");
    app.work();
    app.advance("P1D");
    app.work();
    assert_eq!(inbox.subjects(&it.coachee), ["A task for you: Late"]);
    assert_eq!(inbox.subjects(&it.coach), ["Not sent: Early"]);
    assert_eq!(it.seen(&early)["status"], "unscheduled");
}

#[test]
fn a_mail_that_could_not_leave_in_time_is_missed() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    inbox.fail_next(1, 451);
    it.send(&it.task("Write"));
    app.work();
    app.advance("P1DT1S");
    app.work();
    assert_eq!((inbox.mails().len(), app.told("")), (0, vec!["task_sent missed too_late".to_owned()]));
}

#[test]
fn what_nobody_made_messages_of_in_time_is_missed() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    it.send(&it.task("Write"));
    // Workers stood still all the while.
    app.advance("P1DT1S");
    app.work();
    assert_eq!((inbox.mails().len(), app.told("")), (0, vec!["task_sent missed too_late".to_owned()]));
    it.send(&it.task("Draw"));
    app.advance("PT23H");
    app.work();
    assert_eq!(inbox.subjects(&it.coachee), ["A task for you: Draw"]);
}

#[test]
fn a_reminder_that_is_too_late_is_left_out_and_the_next_comes() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"max_lateness": "PT1H"}));
    let it = Programme::active(&app);
    let session = it.session("First session");
    it.coach.patch(&format!("/items/{session}"), json!({"reminders": ["P1D", "PT1H"]})).expect(200);
    it.schedule(&session, "2026-03-03T09:00:00Z");
    app.work();
    app.advance("P1DT2H");
    app.work();
    assert_eq!(app.told("type=session_reminder"), [""; 0]);
    app.advance("PT21H");
    app.work();
    assert_eq!(app.told("type=session_reminder"), ["session_reminder sent"]);
}
