//! Who hears what of engagements and of their own account.

use crate::support::coaching::{SOON, TOMORROW};
use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, Value, json};

/// The address in a mail that has this in it, from where it begins.
fn link(text: &str, part: &str) -> String {
    let word = text.split_whitespace().find(|word| word.contains(part)).unwrap_or_else(|| panic!("no {part} in {text}"));
    word[word.find(part).unwrap()..].to_owned()
}

#[test]
fn c45_who_is_not_active_hears_nothing_and_the_reason_is_kept() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let (newcomer, address) = app.record("Rea");
    for (item, goes_to_all) in it.one_of_each().into_iter().zip([true, true, false, true, false]) {
        if goes_to_all {
            it.also_for(&item, &newcomer);
        }
        it.send(&item);
    }
    app.work();
    assert_eq!((inbox.mails_to(&it.coachee.email).len(), inbox.mails_to(&address).len()), (5, 0));
    let kept = app.notifications(&format!("recipient_id={newcomer}"));
    assert_eq!(kept.len(), 6);
    assert!(kept.iter().all(|entry| entry["state"] == "suppressed" && entry["reason"] == "recipient_not_active"));
    assert!(app.told(&format!("recipient_id={}", it.coachee.id)).iter().all(|line| line.ends_with(" sent")));
    // What was kept back does not come later either.
    let token = app.admin().post(&format!("/users/{newcomer}/invitation"), ()).expect(201).str("token");
    app.guest().post(&format!("/public/invitations/{token}/accept"), json!({"password": "a password of mine"})).expect(200);
    app.work();
    assert_eq!(app.told(&format!("recipient_id={newcomer}&state=sent")), [""; 0]);
    assert_eq!(app.told(&format!("recipient_id={newcomer}&type=invitation")), ["invitation suppressed link_not_valid"]);
}

#[test]
fn c45_with_the_intentional_setting_what_somebody_chose_to_send_goes_through() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"inactive_coachee_delivery": "intentional"}));
    let it = Programme::active(&app);
    let (newcomer, address) = app.record("Rea");
    let session = it.session("First session");
    for item in it.one_of_each() {
        // Files and tasks are not sent to them, but they may be added to one that is on its way.
        it.schedule(&item, SOON);
        it.also_for(&item, &newcomer);
    }
    app.advance("PT30M");
    app.work();
    it.also_for(&session, &newcomer);
    it.schedule(&session, TOMORROW);
    app.work();
    let mut told = app.told(&format!("recipient_id={newcomer}"));
    told.sort();
    let expected = [
        "assessment_sent sent",
        "file_sent suppressed recipient_not_active",
        "form_sent sent",
        "link_sent sent",
        "session_scheduled sent",
        "task_sent suppressed recipient_not_active",
    ];
    assert_eq!(told, expected);
    assert_eq!(inbox.mails_to(&address).len(), 4);
}

#[test]
fn c45_who_was_deactivated_hears_nothing_and_nothing_floods_them_on_return() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"inactive_coachee_delivery": "intentional"}));
    let it = Programme::active(&app);
    let (admin, guest) = (app.admin(), app.coachee("Gus"));
    let link = it.item(json!({"kind": "link", "title": "On feedback", "link": {"url": "https://reading.example/feedback"}}));
    it.also_for(&link, &guest.id);
    admin.post(&format!("/users/{}/deactivate", guest.id), ()).expect(200);
    it.send(&link);
    app.work();
    assert_eq!(app.told(&format!("recipient_id={}", guest.id)), ["link_sent suppressed recipient_deactivated"]);
    admin.post(&format!("/users/{}/reactivate", guest.id), ()).expect(200);
    app.work();
    assert_eq!(inbox.mails_to(&guest.email).len(), 0);
    it.on(&link, "resend", ()).expect(200);
    app.work();
    assert_eq!(inbox.subjects(&guest), ["A link for you: On feedback"]);
}

#[test]
fn c46_the_catalogue_lists_every_kind_with_its_variables() {
    let app = TestApp::start();
    let types = app.admin().get("/notification-types").expect(200);
    let keys: Vec<&str> = types.data().iter().map(|entry| entry["key"].as_str().unwrap()).collect();
    for key in
        ["invitation", "session_scheduled", "session_rescheduled", "session_cancelled", "form_sent", "file_sent", "task_sent", "link_sent"]
    {
        assert!(keys.contains(&key), "{key}");
    }
    for entry in types.data() {
        let variables = entry["variables"].as_array().unwrap();
        let told = |variable: &Value| ["name", "description", "example"].iter().all(|key| !variable[key].as_str().unwrap().is_empty());
        assert!(!entry["description"].as_str().unwrap().is_empty() && variables.len() > 2 && variables.iter().all(told), "{entry}");
        assert_eq!(entry["customized"], false);
    }
    app.coach("Cora").get("/notification-types").problem(403, "forbidden");
}

#[test]
fn c47_to_c50_an_invitation_is_mailed_and_its_link_works_once() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let (admin, guest) = (app.admin(), app.guest());
    let (user, address) = app.record("Ina");
    app.work();
    assert_eq!(inbox.mails_to(&address).len(), 0, "a record is never mailed");
    let issued = admin.post(&format!("/users/{user}/invitation"), ()).expect(201);
    app.work();
    let mail = &inbox.mails_to(&address)[0];
    assert_eq!(mail.subject, "Northwind Coaching invites you");
    let page = link(&mail.text, "/public/invitations/");
    assert_eq!(page, format!("/public/invitations/{}", issued.str("token")));
    assert!(mail.html.contains(&page) && mail.text.contains("Sunday, 15 March 2026, 10:00 (Europe/Berlin)"), "{}", mail.text);
    for _ in 0..2 {
        guest.get(&page).expect(200);
    }
    let accept = || guest.post(&format!("{page}/accept"), json!({"password": "a password of mine"}));
    assert_eq!(accept().expect(200)["state"], "active");
    accept().problem(410, "token_expired");
    guest.post("/auth/login", json!({"email": address, "password": "a password of mine"})).expect(200);
}

#[test]
fn c50_after_a_second_invitation_only_the_newer_mail_works() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let admin = app.admin();
    let (user, address) = app.record("Ina");
    for _ in 0..2 {
        admin.post(&format!("/users/{user}/invitation"), ()).expect(201);
        app.work();
    }
    let pages: Vec<String> = inbox.mails_to(&address).iter().map(|mail| link(&mail.text, "/public/invitations/")).collect();
    app.guest().get(&pages[0]).problem(410, "token_expired");
    app.guest().post(&format!("{}/accept", pages[0]), json!({"password": "a password of mine"})).problem(410, "token_expired");
    app.guest().post(&format!("{}/accept", pages[1]), json!({"password": "a password of mine"})).expect(200);
    assert_eq!(pages.len(), 2);
}

#[test]
fn a_forgotten_password_is_replaced_by_the_link_in_a_mail() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let coach = app.coach("Cora");
    let (_, record) = app.record("Rea");
    for address in [&coach.email, &record, "nobody@people.example"] {
        app.guest().post("/auth/password-reset", json!({"email": address})).expect(202);
    }
    app.work();
    assert_eq!(inbox.mails().len(), 1);
    let mail = &inbox.mails_to(&coach.email)[0];
    assert_eq!(mail.subject, "A new password for Northwind Coaching");
    let token = link(&mail.text, "/public/password-reset/").rsplit_once('/').unwrap().1.to_owned();
    let confirm = || app.guest().post("/auth/password-reset/confirm", json!({"token": token, "password": "another long password"}));
    confirm().expect(204);
    confirm().problem(410, "token_expired");
}

#[test]
fn with_a_frontend_links_lead_there() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    app.set(&json!({"frontend_url": "https://app.northwind.example/"}));
    let it = Programme::active(&app);
    let task = it.task("Write");
    it.send(&task);
    let (user, address) = app.record("Ina");
    app.admin().post(&format!("/users/{user}/invitation"), ()).expect(201);
    app.work();
    assert!(inbox.mails_to(&it.coachee.email)[0].text.contains(&format!("https://app.northwind.example/items/{task}")));
    assert!(inbox.mails_to(&address)[0].text.contains("https://app.northwind.example/invitations/"));
}

#[test]
fn c54_nothing_goes_out_before_a_send_or_a_date() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let [task, dated] = [it.task("Write"), it.task("Read")];
    let session = it.session("First session");
    it.coach.patch(&format!("/items/{task}"), json!({"title": "Write more"})).expect(200);
    it.schedule(&dated, TOMORROW);
    app.work();
    assert_eq!((inbox.mails().len(), app.notifications("").len()), (0, 0));
    it.schedule(&session, "2026-03-05T09:00:00Z");
    app.work();
    assert_eq!(inbox.subjects(&it.coachee), ["First session: Thursday, 5 March 2026, 10:00 (Europe/Berlin)"]);
    app.advance("P1D");
    app.work();
    assert_eq!(inbox.subjects(&it.coachee)[1..], ["A task for you: Read"]);
}

#[test]
fn c80_c83_each_kind_of_item_is_mailed_once_it_is_sent() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    for item in it.one_of_each() {
        it.send(&item);
        app.work();
    }
    let expected = [
        "Please complete: Where you stand",
        "Please fill in: How it went",
        "A file for you: Workbook",
        "A link for you: On feedback",
        "A task for you: Three situations",
    ];
    assert_eq!(inbox.subjects(&it.coachee), expected);
    let mails = inbox.mails_to(&it.coachee.email);
    assert!(mails[2].text.contains("https://files.example/workbook.pdf") && mails[3].text.contains("https://reading.example/feedback"));
    assert!(mails.iter().all(|mail| mail.text.starts_with("Hello Emil,") && mail.text.contains("Cora")));
}

#[test]
fn the_coach_hears_what_a_recipient_completed_and_not_their_own_doing() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::shared(&app);
    let [theirs, mine] = [it.task("Theirs"), it.task("Mine")];
    it.send(&theirs);
    it.send(&mine);
    it.complete(&mine);
    it.coachee.post(&format!("/items/{theirs}/complete"), ()).expect(200);
    app.work();
    assert_eq!(inbox.subjects(&it.coach), ["Emil completed Theirs"]);
    assert_eq!(inbox.subjects(&it.coachee)[0], "Leading a first team is open for you");
}
