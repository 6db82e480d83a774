//! Milestones and their reminders.

use crate::support::coaching::{DAY_AFTER, TOMORROW};
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

/// An application with mail, in which a login lasts.
fn with_inbox() -> (Inbox, TestApp) {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    (inbox, app)
}

#[test]
fn c85_a_goal_has_milestones_with_due_dates() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let goal = it.goal("Speak up");
    let body = json!({"title": "Ask", "due_at": DAY_AFTER, "time_zone": "America/New_York", "reminders": ["PT1H", "P1D", "PT1H"]});
    let made = it.coach.post(&format!("{goal}/milestones"), body).expect(201);
    assert_eq!((&made["due_at"], &made["time_zone"]), (&json!(DAY_AFTER), &json!("America/New_York")));
    assert_eq!((&made["reminders"], &made["allowed_actions"]), (&json!(["P1D", "PT1H"]), &json!(["complete", "update", "delete"])));
    it.milestone(&goal, json!({"title": "Some day"}));
    let sooner = it.milestone(&goal, json!({"title": "Listen", "due_at": TOMORROW}));
    let seen = it.coach.get(&goal).expect(200);
    let titles: Vec<_> = seen["milestones"].as_array().unwrap().iter().map(|one| one["title"].clone()).collect();
    assert_eq!(titles, ["Listen", "Ask", "Some day"]);
    assert_eq!((&seen["milestones"][0]["time_zone"], &seen["milestones"][0]["reminders"]), (&json!("Europe/Berlin"), &json!(["P1D"])));
    assert_eq!((&seen["milestones"][2]["time_zone"], &seen["milestones_total"]), (&json!(null), &json!(3)));
    let cleared = it.coach.patch(&sooner, json!({"due_at": null, "title": "Listen more"})).if_match(1).expect(200);
    assert_eq!((&cleared["due_at"], &cleared["time_zone"], &cleared["version"]), (&json!(null), &json!(null), &json!(2)));
    it.coach.patch(&sooner, json!({"due_at": TOMORROW})).if_match(1).problem(412, "version_mismatch");
    it.coach.delete(&sooner).expect(204);
    it.coach.delete(&sooner).problem(404, "not_found");
    assert_eq!(it.coach.get(&goal).expect(200)["milestones_total"], 2);
    it.coach
        .post(&format!("{goal}/milestones"), json!({"title": "", "due_at": "soon", "reminders": ["often"]}))
        .problem(422, "validation_failed");
}

#[test]
fn c85_coachees_are_reminded_before_a_milestone_is_due() {
    let (inbox, app) = with_inbox();
    let it = Programme::shared(&app);
    let goal = it.goal("Speak up");
    it.milestone(&goal, json!({"title": "Ask", "due_at": DAY_AFTER, "reminders": ["P1D", "PT1H"]}));
    app.advance("PT23H59M");
    assert_eq!(app.run_workers_until_idle(), 0);
    app.advance("PT1M");
    assert_eq!(app.run_workers_until_idle(), 1);
    let mails = inbox.mails_to(&it.coachee.email);
    assert_eq!(mails.last().unwrap().subject, "Soon due: Ask");
    assert!(mails.last().unwrap().text.contains("\"Speak up\", is due on Tuesday, 3 March 2026, 10:00 (Europe/Berlin)."));
    assert!(mails.last().unwrap().text.contains(&goal));
    app.advance("PT23H");
    app.work();
    assert_eq!(inbox.mails_to(&it.coachee.email).iter().filter(|mail| mail.subject == "Soon due: Ask").count(), 2);
    app.advance("P1D");
    assert_eq!(app.run_workers_until_idle(), 0);
    assert_eq!(app.notifications("type=milestone_reminder&channel=in_app").len(), 2);
    assert!(inbox.mails_to(&it.coach.email).is_empty());
}

#[test]
fn c85_nobody_is_reminded_of_what_was_reached_given_up_hidden_or_ended() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let due = json!({"title": "Ask", "due_at": DAY_AFTER, "reminders": ["P1D"]});
    let goals = ["Done", "Dropped", "Deleted", "Without a date"].map(|name| it.goal(name));
    let [done, _, _, dateless] = goals.each_ref().map(|goal| it.milestone(goal, due.clone()));
    assert_eq!(it.coachee.post(&format!("{done}/complete"), ()).expect(200)["allowed_actions"], json!([]));
    it.coach.post(&format!("{}/drop", goals[1]), ()).expect(200);
    it.coach.delete(&goals[2]).expect(204);
    it.coach.patch(&dateless, json!({"due_at": null})).expect(200);
    let unshared = Programme::active(&app);
    unshared.milestone(&unshared.goal("Unshared"), due.clone());
    let draft = Programme::draft(&app);
    draft.milestone(&draft.goal("Draft"), due.clone());
    let ended = Programme::shared(&app);
    ended.milestone(&ended.goal("Ended"), due);
    ended.coach.post(&ended.path("/cancel"), json!({"reason": "Moved."})).expect(200);
    app.advance("P1D");
    app.work();
    assert!(app.notifications("type=milestone_reminder").is_empty());
    app.advance("P5D");
    assert_eq!(app.run_workers_until_idle(), 0);
}

#[test]
fn c85_a_milestone_that_is_reached_after_its_reminder_was_planned_sends_none() {
    let (inbox, app) = with_inbox();
    app.set(&json!({"quiet_hours": {"start": "09:00", "end": "18:00"}}));
    let it = Programme::shared(&app);
    let milestone = it.milestone(&it.goal("Speak up"), json!({"title": "Ask", "due_at": DAY_AFTER, "reminders": ["P1D"]}));
    app.advance("P1D");
    app.work();
    it.coach.post(&format!("{milestone}/complete"), ()).expect(200);
    app.advance("PT8H");
    app.work();
    assert!(!inbox.subjects(&it.coachee).contains(&"Soon due: Ask".to_owned()));
    assert_eq!(app.told("type=milestone_reminder"), ["milestone_reminder suppressed no_longer_needed"]);
}

#[test]
fn a_milestone_is_reached_once_and_opened_again_by_its_coach() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let goal = it.goal("Speak up");
    let milestone = it.milestone(&goal, json!({"title": "Ask", "due_at": DAY_AFTER}));
    it.coach.post(&format!("{milestone}/complete"), ()).expect(200);
    assert_eq!(it.coach.get(&goal).expect(200)["milestones_completed"], 1);
    assert_eq!(
        it.coach.post(&format!("{milestone}/complete"), ()).problem(409, "invalid_transition")["allowed_actions"],
        json!(["reopen"])
    );
    it.coachee.post(&format!("{milestone}/reopen"), ()).problem(403, "forbidden");
    let open = it.coach.post(&format!("{milestone}/reopen"), ()).expect(200);
    assert_eq!((&open["completed_at"], &open["completed_by"]), (&json!(null), &json!(null)));
    it.coach.post(&format!("{milestone}/reopen"), ()).problem(409, "invalid_transition");
    app.advance("P1D");
    app.work();
    assert_eq!(app.notifications("type=milestone_reminder&channel=in_app").len(), 1);
}

#[test]
fn a_goal_has_fifty_milestones_at_most() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let goal = it.goal("Speak up");
    for number in 0..50 {
        it.milestone(&goal, json!({"title": format!("Step {number}")}));
    }
    it.coach.post(&format!("{goal}/milestones"), json!({"title": "Too much"})).problem(422, "template_too_large");
}
