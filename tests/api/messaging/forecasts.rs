//! What will be told, what was, and why.

use crate::support::coaching::{DAY_AFTER, TOMORROW};
use crate::support::receivers::Inbox;
use crate::support::{Answer, Programme, TestApp, Value, json};

/// Type, moment and what it waits for, of the mails of a forecast to one person.
fn lines(forecast: &Answer, address: &str) -> Vec<String> {
    let word = |entry: &Value, key: &str| entry[key].as_str().unwrap_or("-").replace(".000000Z", "Z");
    let mails = forecast.data().iter().filter(|entry| entry["channel"] == "email" && entry["address"] == address);
    mails.map(|entry| ["type", "due_at", "waits_for", "reason"].map(|key| word(entry, key)).join(" ")).collect()
}

/// What a dry run tells of messages.
fn told(answer: &Answer) -> Vec<&Value> {
    answer["effects"].as_array().unwrap().iter().filter(|effect| effect["kind"] == "notification").collect()
}

#[test]
fn a_forecast_tells_what_goes_when_and_what_it_waits_for() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::draft(&app);
    let (session, task) = (it.session("First session"), it.task("Write"));
    it.form_after(&task, Some("P1D"));
    it.task("Some day");
    it.coach.patch(&format!("/items/{session}"), json!({"reminders": ["PT1H"]})).expect(200);
    it.schedule(&session, DAY_AFTER);
    it.schedule(&task, TOMORROW);
    let forecast = || it.coach.get(&it.path("/forecast")).expect(200);
    let mut drafted = lines(&forecast(), &it.coachee.email);
    drafted.sort();
    let expected = [
        "form_sent - activation -",
        "session_reminder 2026-03-03T08:00:00Z activation -",
        "session_scheduled - activation -",
        "task_sent 2026-03-02T09:00:00Z activation -",
    ];
    assert_eq!(drafted, expected);
    it.act("activate");
    app.work();
    let expected = ["task_sent 2026-03-02T09:00:00Z - -", "session_reminder 2026-03-03T08:00:00Z - -", "form_sent - prior_item -"];
    assert_eq!(lines(&forecast(), &it.coachee.email), expected);
    app.advance("P1D");
    app.work();
    it.complete(&task);
    app.work();
    let expected = ["session_reminder 2026-03-03T08:00:00Z - -", "form_sent 2026-03-03T09:00:00Z - -"];
    assert_eq!(lines(&forecast(), &it.coachee.email), expected);
    app.advance("P7D");
    app.work();
    assert_eq!(forecast().data().len(), 0, "{}", forecast().text());
}

#[test]
fn what_a_forecast_says_comes_true() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let (session, task) = (it.session("First session"), it.task("Write"));
    it.schedule(&session, DAY_AFTER);
    it.schedule(&task, TOMORROW);
    app.work();
    let forecast = it.coach.get(&it.path("/forecast")).expect(200);
    let key = |entry: &Value| {
        let word = |key: &str| entry[key].as_str().unwrap().to_owned();
        [word("type"), word("channel"), word("due_at"), word("recipient_id")].join(" ")
    };
    let mut foretold: Vec<String> = forecast.data().iter().map(key).collect();
    let before = app.notifications("").len();
    for _ in 0..48 {
        app.advance("PT1H");
        app.work();
    }
    let mut happened: Vec<String> = app.notifications("")[before..].iter().map(key).collect();
    foretold.sort();
    happened.sort();
    assert_eq!(happened, foretold);
    assert!(foretold.len() >= 4);
}

#[test]
fn a_forecast_tells_what_would_stop_it() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let form = it.item(json!({"kind": "form", "title": "Write"}));
    let (newcomer, address) = app.record("Rea");
    it.also_for(&form, &newcomer);
    it.schedule(&form, TOMORROW);
    let forecast = || it.coach.get(&it.path("/forecast")).expect(200);
    assert_eq!(lines(&forecast(), &address), ["form_sent 2026-03-02T09:00:00Z - recipient_not_active"]);
    app.admin().post("/email-suppressions", json!({"email": it.coachee.email})).expect(201);
    assert_eq!(lines(&forecast(), &it.coachee.email), ["form_sent 2026-03-02T09:00:00Z - address_suppressed"]);
    it.coach.put(&format!("/items/{form}/notification"), json!({"enabled": false})).expect(200);
    assert_eq!(lines(&forecast(), &it.coachee.email), ["form_sent 2026-03-02T09:00:00Z - switched_off"]);
    app.coach("Otto").get(&it.path("/forecast")).problem(404, "not_found");
    it.coachee.get(&it.path("/forecast")).problem(404, "not_found");
}

#[test]
fn notifications_are_listed_by_who_what_and_how_it_went() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let [it, other] = [Programme::active(&app), Programme::active(&app)];
    let (newcomer, _) = app.record("Rea");
    let form = it.item(json!({"kind": "form", "title": "Write"}));
    it.also_for(&form, &newcomer);
    it.send(&form);
    other.schedule(&other.session("First session"), TOMORROW);
    app.work();
    let count = |query: &str| app.notifications(query).len();
    assert_eq!((count(""), count("type=form_sent"), count("type=form_sent,session_scheduled")), (6, 4, 6));
    assert_eq!((count("state=suppressed"), count("state=sent,suppressed"), count("channel=in_app")), (2, 6, 3));
    assert_eq!(count(&format!("recipient_id={newcomer}")), 2);
    assert_eq!(count(&format!("engagement_id={}&state=sent", it.id)), 2);
    let admin = app.admin();
    let whole = admin.ids("/notifications");
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = admin.get(&format!("/notifications?limit=4{cursor}")).expect(200);
        pages.extend(page.ids());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(pages, whole);
    admin.get("/notifications?state=lost").expect(400);
    it.coach.get("/notifications").problem(403, "forbidden");
    app.other_org().admin().get(&format!("/notifications/{}", whole[0])).problem(404, "not_found");
}

#[test]
fn each_notification_can_be_explained() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let form = it.item(json!({"kind": "form", "title": "Write"}));
    let (newcomer, _) = app.record("Rea");
    it.also_for(&form, &newcomer);
    it.send(&form);
    app.work();
    let admin = app.admin();
    let explain = |person: &str| {
        let id = app.notifications(&format!("channel=email&recipient_id={person}"))[0]["id"].as_str().unwrap().to_owned();
        admin.get(&format!("/notifications/{id}/explain")).expect(200)
    };
    let steps = |explained: &Answer| -> Vec<(String, bool)> {
        let all = explained["steps"].as_array().unwrap().iter();
        all.map(|step| (step["check"].as_str().unwrap().to_owned(), step["passed"] == true)).collect()
    };
    let known =
        |steps: &[(&str, bool)]| -> Vec<(String, bool)> { steps.iter().map(|(check, passed)| ((*check).to_owned(), *passed)).collect() };
    let sent = explain(&it.coachee.id);
    let passed =
        known(&[("rule", true), ("template", true), ("account", true), ("recipient", true), ("outcome", true), ("delivery", true)]);
    assert_eq!(steps(&sent), passed);
    assert!(sent["delivery_id"].is_string() && sent["notification"]["state"] == "sent");
    let kept = explain(&newcomer);
    assert_eq!(steps(&kept), known(&[("rule", true), ("template", true), ("account", true), ("recipient", false), ("outcome", false)]));
    assert!(kept.text().contains("inactive_coachee_delivery is strict") && kept.text().contains("recipient_not_active"));
    assert_eq!(kept["delivery_id"], json!(null));
}

#[test]
fn a_dry_run_tells_who_would_hear_and_leaves_nothing() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let (form, session) = (it.item(json!({"kind": "form", "title": "Write"})), it.session("First session"));
    let (newcomer, _) = app.record("Rea");
    it.also_for(&form, &newcomer);
    app.work();
    let tried = it.on(&form, "send?dry_run=true", ()).expect(200);
    let now = "2026-03-01T09:00:00.000000Z";
    let effect = |to: &str, channel: &str, reason: Value| {
        json!({"kind": "notification", "type": "form_sent", "subject_id": to,
               "data": {"channel": channel, "due_at": now, "reason": reason}})
    };
    let expected = [
        effect(&it.coachee.id, "email", json!(null)),
        effect(&it.coachee.id, "in_app", json!(null)),
        effect(&newcomer, "email", json!("recipient_not_active")),
        effect(&newcomer, "in_app", json!("recipient_not_active")),
    ];
    assert_eq!(told(&tried), expected.iter().collect::<Vec<_>>());
    let scheduled = it.on(&session, "schedule?dry_run=true", json!({"scheduled_at": TOMORROW})).expect(200);
    assert!(told(&scheduled).iter().all(|effect| effect["type"] == "session_scheduled") && told(&scheduled).len() == 2);
    app.work();
    assert_eq!((inbox.mails().len(), app.notifications("").len()), (0, 0));
    assert_eq!(it.seen(&form)["sent_at"], json!(null));
}
