//! Launches: who is told, by what, in batches, and what stops it.

use rapport::db::statements::executed;

use super::scene::Scene;
use crate::support::{alone, json, wait};

/// What `mission_available` looks like in the log of notifications.
const TOLD: &str = "mission_available sent";

#[test]
fn a47_each_eligible_advocate_gets_a_mail_and_nobody_else() {
    let it = Scene::new();
    let (ana, ben) = (it.app.advocate("Ana"), it.app.advocate("Ben"));
    let emil = it.app.coachee("Emil");
    it.app.record("Rita");
    let mission = it.launched(&json!({}));
    it.app.work();
    for advocate in [&ana, &ben] {
        assert_eq!(it.inbox.subjects(advocate), ["For you: Try the beta"]);
    }
    assert_eq!((it.inbox.mails().len(), it.inbox.subjects(&emil).len()), (2, 0));
    let mission = it.admin.get(&format!("/missions/{mission}")).expect(200);
    assert_eq!(mission["stats"]["notified"], 2);
}

#[test]
fn a_launch_reads_well() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    it.app.set(&json!({"frontend_url": "https://community.example"}));
    let mission = it.launched(&json!({"expires_at": "2026-03-31T16:00:00Z"}));
    it.app.work();
    let [mail] = it.inbox.mails_to(&ana.email).try_into().unwrap();
    let text = format!(
        "Hello Ana,\n\nNorthwind Coaching has something for you: \"Try the beta\".\n\nTen minutes, and we hear what breaks.\n\n\
         You get 50 points for it.\n\nIt is open until Tuesday, 31 March 2026, 18:00 (Europe/Berlin).\n\nYou find it here:\n\n\
         https://community.example/missions/{mission}"
    );
    assert_eq!(mail.text.replace("\r\n", "\n").trim(), text);
    assert!(!mail.header("list-unsubscribe").is_empty(), "who does not want such mails can say so");
}

#[test]
fn a44_a53_nothing_is_sent_before_the_launch() {
    let it = Scene::new();
    it.app.advocate("Ana");
    it.slack();
    let channels = json!({"mode": "send", "channels": ["email", "slack"]});
    let mission = it.draft(&json!({"notify": channels}));
    it.change(&mission, json!({"title": "Try the second beta"}));
    it.admin.post(&format!("/missions/{mission}/schedule"), json!({"launch_at": "2026-03-02T09:00:00Z"})).expect(200);
    it.app.work();
    assert_eq!((it.inbox.mails().len(), it.posts().len()), (0, 0));
    it.after("P1D");
    assert_eq!((it.inbox.mails().len(), it.posts()), (1, vec!["New: Try the second beta".to_owned()]));
}

#[test]
fn a45_a48_a49_a50_a52_each_channel_that_is_named_tells_it_in_its_own_way() {
    let it = Scene::new();
    let ana = it.app.advocate("Ana");
    it.app.advocate("Ben");
    it.slack();
    it.webhook();
    it.zap("mission.available");
    it.app.work();
    let told = |channels: &[&str]| {
        let before = (it.inbox.mails().len(), it.posts().len(), notices(&it, "/hook"), notices(&it, "/zap"));
        it.launched(&json!({"notify": {"mode": "send", "channels": channels}}));
        it.app.work();
        let after = (it.inbox.mails().len(), it.posts().len(), notices(&it, "/hook"), notices(&it, "/zap"));
        (after.0 - before.0, after.1 - before.1, after.2 - before.2, after.3 - before.3)
    };
    assert_eq!(told(&["email"]), (2, 0, 0, 0));
    assert_eq!(told(&["slack"]), (0, 1, 0, 0), "one post, however many people");
    assert_eq!(told(&["zapier"]), (0, 0, 0, 1));
    assert_eq!(told(&["webhook"]), (0, 0, 1, 0));
    assert_eq!(told(&["email", "slack", "zapier", "webhook"]), (2, 1, 1, 1));
    // One that is down keeps none of the others from being told.
    it.receiver.answer("/slack", crate::support::receivers::Reply::Status(500));
    assert_eq!(told(&["email", "slack", "webhook"]), (2, 1, 1, 0));
    assert_eq!(it.inbox.subjects(&ana).len(), 3);
    let hook = it.receiver.requests("/hook").into_iter().map(|request| request.json()).find(|body| body["type"] == "mission.available");
    let data = &hook.unwrap()["data"];
    assert_eq!((&data["title"], &data["type"], &data["channels"]), (&json!("Try the beta"), &json!("custom_task"), &json!(["webhook"])));
}

/// Notices of missions that reached this path; what else happens is told to whoever subscribes.
fn notices(it: &Scene, path: &str) -> usize {
    it.heard(path).iter().filter(|name| *name == "mission.available").count()
}

#[test]
fn a51_link_only_sends_nothing_ever() {
    let it = Scene::new();
    it.app.advocate("Ana");
    it.slack();
    it.webhook();
    for event in ["mission.available", "mission.assigned", "mission.reminder_due"] {
        it.zap(event);
    }
    let mission = it.launched(&json!({"notify": {"mode": "link_only"}, "follow_ups": {"enabled": true, "offsets": ["P1D"]}}));
    it.app.work();
    assert!(it.forecast(&mission).is_empty());
    it.act(&mission, "pause");
    it.act(&mission, "resume");
    it.change(&mission, json!({"follow_ups": {"enabled": false}}));
    it.change(&mission, json!({"follow_ups": {"enabled": true, "offsets": ["P2D"]}}));
    it.after("P1D");
    it.after("P7D");
    assert_eq!((it.inbox.mails().len(), it.posts().len(), it.receiver.count("/zap")), (0, 0, 0));
    assert!(it.heard("/hook").iter().all(|name| !["mission.available", "mission.reminder_due"].contains(&name.as_str())));
    assert!(it.mails_of(&mission, "mission_available,mission_reminder").is_empty());
}

#[test]
fn a_dry_run_of_a_launch_tells_how_many_would_hear_of_it() {
    let it = Scene::new();
    it.app.advocate("Ana");
    it.app.advocate("Ben");
    it.slack();
    let mission = it.draft(&json!({"notify": {"mode": "send", "channels": ["email", "slack"]}}));
    let told = it.admin.post(&format!("/missions/{mission}/launch?dry_run=true"), ()).expect(200);
    let effects = told["effects"].as_array().unwrap();
    let one = |kind: &str, name: &str| effects.iter().find(|effect| effect["kind"] == kind && effect["type"] == name).cloned();
    let mail = one("notification", "mission_available").unwrap();
    assert_eq!((&mail["data"]["channel"], &mail["data"]["recipients"]), (&json!("email"), &json!(2)));
    assert_eq!(one("delivery", "mission.available").unwrap()["data"]["channel"], "slack");
    it.app.work();
    assert_eq!((it.inbox.mails().len(), it.posts().len()), (0, 0));
    assert!(it.mails_of(&mission, "mission_available").is_empty());
}

#[test]
fn whoever_does_not_want_it_or_cannot_get_it_is_counted_out_beforehand() {
    let it = Scene::new();
    let (ana, ben) = (it.app.advocate("Ana"), it.app.advocate("Ben"));
    let cleo = it.app.advocate("Cleo");
    let preference = json!({"preferences": [{"type": "mission_available", "email": false, "in_app": false}]});
    ana.put("/me/notification-preferences", preference).expect(200);
    it.admin.post("/email-suppressions", json!({"email": ben.email})).expect(201);
    let mission = it.draft(&json!({}));
    assert_eq!(it.mails_expected(&mission), 1);
    it.act(&mission, "launch");
    it.app.work();
    assert_eq!((it.inbox.mails().len(), it.inbox.subjects(&cleo).len()), (1, 1));
    let mut told = it.mails_of(&mission, "mission_available");
    told.sort();
    assert_eq!(told, [TOLD, "mission_available suppressed address_suppressed", "mission_available suppressed unsubscribed"]);
}

#[test]
fn a_pause_stops_what_has_not_gone_and_resuming_sends_it() {
    let it = Scene::new();
    let people: Vec<_> = ["Ana", "Ben", "Cleo"].iter().map(|name| it.app.advocate(name)).collect();
    let mission = it.launched(&json!({}));
    // The batch is made, and no mail has gone.
    wait(rapport::workers::notices::step(&it.app.app)).unwrap();
    assert_eq!(it.mails_of(&mission, "mission_available"), ["mission_available pending"; 3]);
    it.act(&mission, "pause");
    it.app.work();
    assert_eq!(it.inbox.mails().len(), 0);
    assert_eq!(it.mails_of(&mission, "mission_available"), ["mission_available suppressed mission_not_running"; 3]);
    // Who comes later is not told of a launch that was before their time.
    it.app.advocate("Dora");
    it.act(&mission, "resume");
    it.app.work();
    assert_eq!(it.mails_of(&mission, "mission_available"), [TOLD; 3]);
    assert!(people.iter().all(|person| it.inbox.subjects(person).len() == 1));
    it.act(&mission, "pause");
    it.act(&mission, "resume");
    it.app.work();
    assert_eq!(it.inbox.mails().len(), 3, "nobody is told twice");
}

#[test]
fn a_launch_to_ten_thousand_answers_at_once_and_goes_out_in_batches_until_it_is_paused() {
    alone("advocacy::notices::launch::a_launch_to_ten_thousand_answers_at_once_and_goes_out_in_batches_until_it_is_paused", || {
        let it = Scene::new();
        let cost = |mission: &str| {
            let before = executed();
            it.act(mission, "launch");
            executed() - before
        };
        it.advocates(10);
        let few = cost(&it.draft(&json!({})));
        it.app.work();
        it.advocates_from(10, 9_990);
        let mission = it.draft(&json!({}));
        assert_eq!(it.mails_expected(&mission), 10_000);
        assert_eq!(cost(&mission), few, "a launch costs as much to ten thousand as to ten");
        let queued = || it.queued(&mission);
        assert_eq!(queued(), 0, "nobody is told within the request");
        let step = || wait(rapport::workers::notices::step(&it.app.app)).unwrap();
        let before = executed();
        step();
        let batch = executed() - before;
        assert_eq!(queued(), 500);
        assert!(batch < 60, "a batch of 500 took {batch} statements");
        step();
        it.act(&mission, "pause");
        while step() > 0 {}
        assert_eq!(queued(), 1_000, "a pause stops the rest");
        it.act(&mission, "resume");
        while step() > 0 {}
        assert_eq!(queued(), 10_000, "as many as launch-check said");
        let mission = it.admin.get(&format!("/missions/{mission}")).expect(200);
        assert_eq!(mission["stats"]["notified"], 10_000);
    });
}
