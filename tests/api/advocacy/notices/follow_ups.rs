//! Reminders: who gets them, who does not and why.

use super::scene::Scene;
use crate::support::{Value, json};

const SUBJECT: &str = "A reminder: Try the beta";

fn reminding(offsets: &[&str]) -> Value {
    json!({"follow_ups": {"enabled": true, "offsets": offsets}})
}

impl Scene {
    fn reminders(&self, person: &crate::support::Person) -> usize {
        self.inbox.subjects(person).iter().filter(|subject| *subject == SUBJECT).count()
    }

    /// Offset and reason of the follow-ups that were skipped.
    fn skipped(&self, mission: &str) -> Vec<String> {
        let word = |event: &Value, key: &str| event["data"][key].as_str().unwrap_or_default().to_owned();
        let all = self.logged(mission, "mission.follow_up_skipped");
        all.iter().map(|event| format!("{} {}", word(event, "offset"), word(event, "reason"))).collect()
    }
}

#[test]
fn a82_a83_who_has_not_completed_is_reminded_and_who_has_is_not() {
    let it = Scene::new();
    let (ana, ben) = (it.app.advocate("Ana"), it.app.advocate("Ben"));
    let mission = it.launched(&json!({"follow_ups": {"enabled": true}}));
    it.app.work();
    Scene::takes_part(&ana, &mission);
    it.after("P2D");
    assert_eq!((it.reminders(&ana), it.reminders(&ben)), (0, 0));
    it.after("P1D");
    assert_eq!((it.reminders(&ana), it.reminders(&ben)), (0, 1));
    it.after("P4D");
    assert_eq!((it.reminders(&ana), it.reminders(&ben)), (0, 2), "three and seven days when nothing is said");
    it.after("P20D");
    assert_eq!((it.reminders(&ana), it.reminders(&ben)), (0, 2));
    let told = |person: &crate::support::Person| it.app.told(&format!("type=mission_reminder&recipient_id={}", person.id));
    assert_eq!(told(&ana), ["mission_reminder suppressed already_completed"; 2]);
    assert_eq!(told(&ben), ["mission_reminder sent"; 2]);
}

#[test]
fn who_completes_it_between_the_reminder_and_its_mail_gets_none() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    it.app.set(&json!({"quiet_hours": {"start": "20:00", "end": "23:00"}}));
    let mission = it.launched(&reminding(&["PT11H"]));
    it.app.work();
    it.after("PT11H");
    assert_eq!(it.mails_of(&mission, "mission_reminder"), ["mission_reminder pending"], "it waits for the end of quiet hours");
    Scene::takes_part(&ana, &mission);
    it.after("PT4H");
    assert_eq!(it.mails_of(&mission, "mission_reminder"), ["mission_reminder suppressed already_completed"]);
    assert_eq!(it.reminders(&ana), 0);
}

#[test]
fn a84_follow_ups_that_are_off_send_nothing() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    let never = it.launched(&json!({}));
    let switched_off = it.launched(&reminding(&["P3D"]));
    it.app.work();
    it.after("P1D");
    it.change(&switched_off, json!({"follow_ups": {"enabled": false}}));
    it.after("P20D");
    assert_eq!(it.reminders(&ana), 0);
    for mission in [never, switched_off] {
        assert!(it.mails_of(&mission, "mission_reminder").is_empty() && it.skipped(&mission).is_empty());
    }
}

#[test]
fn a85_turning_them_on_late_never_bursts_what_was_missed() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    let mission = it.launched(&json!({}));
    it.app.work();
    it.after("P8D");
    it.change(&mission, reminding(&["P3D", "P7D", "P10D"]));
    it.app.work();
    assert_eq!(it.reminders(&ana), 0);
    assert_eq!(it.skipped(&mission), ["P3D turned_on_late", "P7D turned_on_late"]);
    it.after("P2D");
    assert_eq!(it.reminders(&ana), 1);
    // Off and on again does not begin anew.
    it.change(&mission, json!({"follow_ups": {"enabled": false}}));
    it.change(&mission, json!({"follow_ups": {"enabled": true}}));
    it.after("P1D");
    assert_eq!((it.reminders(&ana), it.skipped(&mission).len()), (1, 2));
}

#[test]
fn a85_reminders_that_are_due_while_it_does_not_run_are_skipped_with_the_reason() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    let mission = it.launched(&reminding(&["P1D", "P2D", "P3D", "P5D"]));
    it.app.work();
    it.act(&mission, "pause");
    it.after("P1D");
    assert_eq!(it.skipped(&mission), ["P1D mission_not_running"]);
    // Also where nobody looked before it ran again.
    it.app.advance("P1D");
    it.act(&mission, "resume");
    it.app.work();
    assert_eq!(it.skipped(&mission)[1..], ["P2D mission_not_running"]);
    assert_eq!(it.reminders(&ana), 0);
    it.after("P1D");
    assert_eq!(it.reminders(&ana), 1);
    it.act(&mission, "close");
    it.after("P2D");
    assert_eq!((it.reminders(&ana), it.skipped(&mission).len()), (1, 3));
    it.act(&mission, "reopen");
    it.after("P9D");
    assert_eq!((it.reminders(&ana), it.skipped(&mission).len()), (1, 3));
}

#[test]
fn a85_who_is_not_eligible_any_more_is_skipped_with_the_reason() {
    let it = Scene::new();
    let (ana, ben, cleo) = (it.app.advocate("Ana"), it.app.advocate("Ben"), it.app.advocate("Cleo"));
    let gold = it.segment("Gold");
    for person in [&ana, &ben] {
        it.enters(&gold, person);
    }
    let audience = json!({"kind": "segment", "segment_ids": [gold]});
    let mission = it.launched(&json!({"audience": audience, "follow_ups": {"enabled": true, "offsets": ["P1D"]}}));
    it.app.work();
    it.leaves(&gold, &ana);
    it.enters(&gold, &cleo);
    it.after("P1D");
    assert_eq!((it.reminders(&ana), it.reminders(&ben), it.reminders(&cleo)), (0, 1, 1));
    let told = it.app.told(&format!("type=mission_reminder&recipient_id={}", ana.id));
    assert_eq!(told, ["mission_reminder suppressed not_eligible"]);
    assert_eq!(it.mails_of(&mission, "mission_reminder").len(), 3);
}

#[test]
fn a_reminder_that_is_too_late_is_not_sent_any_more() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    let mission = it.launched(&reminding(&["P1D"]));
    it.app.work();
    // Nothing worked for days.
    it.after("P3D");
    assert_eq!((it.reminders(&ana), it.skipped(&mission)), (0, vec!["P1D too_late".to_owned()]));
}

#[test]
fn a82_who_was_assigned_a_mission_is_reminded_in_their_own_time() {
    let it = Scene::new();
    let people: Vec<_> = ["Ana", "Ben", "Cleo"].iter().map(|name| it.app.advocate(name)).collect();
    let (ana, ben, cleo) = (&people[0], &people[1], &people[2]);
    let promoters = it.segment("Promoters");
    let change = json!({"trigger": {"kind": "segment", "segment_id": promoters, "on_exit": "withdraw"},
        "follow_ups": {"enabled": true, "offsets": ["P3D"]}});
    let mission = it.armed(&promoters, &change);
    it.after("P2D");
    it.enters(&promoters, ana);
    it.after("P1D");
    it.enters(&promoters, ben);
    it.enters(&promoters, cleo);
    assert_eq!(it.reminders(ana), 0, "the launch is not what counts");
    it.after("P1D");
    Scene::takes_part(ben, &mission);
    it.leaves(&promoters, cleo);
    it.after("P1D");
    assert_eq!((it.reminders(ana), it.reminders(ben)), (1, 0));
    it.after("P1D");
    assert_eq!((it.reminders(ana), it.reminders(ben), it.reminders(cleo)), (1, 0, 0));
    let told = |person: &crate::support::Person| it.app.told(&format!("type=mission_reminder&recipient_id={}", person.id));
    assert_eq!(told(ben), ["mission_reminder suppressed already_completed"]);
    assert_eq!(told(cleo), ["mission_reminder suppressed not_eligible"]);
    assert_eq!(it.skipped(&mission).len(), 1, "the two are skipped together");
}

#[test]
fn a85_turning_them_on_late_does_not_remind_those_whose_time_has_passed() {
    let it = Scene::new();
    let (ana, ben) = (it.app.advocate("Ana"), it.app.advocate("Ben"));
    let promoters = it.segment("Promoters");
    let mission = it.armed(&promoters, &json!({}));
    it.enters(&promoters, &ana);
    it.after("P4D");
    it.enters(&promoters, &ben);
    it.after("P1D");
    it.change(&mission, reminding(&["P3D"]));
    it.app.work();
    assert_eq!(it.skipped(&mission), ["P3D turned_on_late"]);
    assert_eq!(it.logged(&mission, "mission.follow_up_skipped")[0]["data"]["assignments"], 1);
    it.after("P2D");
    assert_eq!((it.reminders(&ana), it.reminders(&ben)), (0, 1));
}

#[test]
fn reminders_reach_zapier_and_webhooks_and_never_slack() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    it.slack();
    it.webhook();
    it.zap("mission.available");
    it.zap("mission.reminder_due");
    let channels = json!(["slack", "zapier", "webhook"]);
    it.launched(&json!({"notify": {"mode": "send", "channels": channels}, "follow_ups": {"enabled": true, "offsets": ["P1D"]}}));
    it.app.work();
    it.after("P1D");
    assert_eq!((it.posts().len(), it.receiver.count("/zap"), it.reminders(&ana)), (1, 2, 0));
    assert_eq!(it.heard("/hook").iter().filter(|name| *name == "mission.reminder_due").count(), 1);
}
