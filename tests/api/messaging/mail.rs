//! Mail as it arrives.

use crate::support::receivers::Inbox;
use crate::support::{Programme, TestApp, json};

#[test]
fn a_mail_says_the_same_as_text_and_as_html() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let link = it.item(json!({"kind": "link", "title": "On feedback", "link": {"url": "https://reading.example/?a=1&b=2"}}));
    it.send(&link);
    app.work();
    let mail = &inbox.mails_to(&it.coachee.email)[0];
    assert!(mail.text.contains("https://reading.example/?a=1&b=2"), "{}", mail.text);
    let anchor = r#"<a href="https://reading.example/?a=1&amp;b=2">https://reading.example/?a=1&amp;b=2</a>"#;
    assert!(mail.html.contains(anchor) && mail.html.contains("Hello Emil,"), "{}", mail.html);
    assert_eq!((mail.from.as_str(), mail.to.as_slice()), ("no-reply@rapport.example", [it.coachee.email.clone()].as_slice()));
    assert_eq!(mail.header("auto-submitted"), "auto-generated");
    assert!(mail.message_id.ends_with("@rapport.example") && mail.count("bcc") == 0);
}

#[test]
fn a_second_attempt_is_the_same_mail() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    // The server took it, and the answer was lost.
    inbox.drop_after_data(1);
    let task = it.task("Write");
    it.send(&task);
    app.work();
    assert_eq!(app.told(""), ["task_sent pending"]);
    app.advance("PT1M");
    app.work();
    let mails = inbox.mails_to(&it.coachee.email);
    assert_eq!((mails.len(), &mails[0].message_id), (2, &mails[1].message_id));
    assert_eq!(app.told(""), ["task_sent sent"]);
    app.advance("P1D");
    app.work();
    assert_eq!(inbox.mails_to(&it.coachee.email).len(), 2);
}

#[test]
fn what_a_server_refuses_for_now_is_tried_again() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    inbox.fail_next(2, 451);
    it.send(&it.task("Write"));
    app.work();
    app.advance("PT1M");
    app.work();
    assert_eq!((inbox.mails().len(), app.told("")), (0, vec!["task_sent pending".to_owned()]));
    app.advance("PT10M");
    app.work();
    assert_eq!((inbox.mails().len(), app.told("")), (1, vec!["task_sent sent".to_owned()]));
    let admin = app.admin();
    let id = app.notifications("channel=email")[0]["id"].as_str().unwrap().to_owned();
    let delivery = admin.get(&format!("/notifications/{id}/explain")).expect(200).str("delivery_id");
    assert_eq!(admin.get(&format!("/deliveries/{delivery}")).expect(200)["attempts"], 3);
}

#[test]
fn an_address_that_is_refused_for_good_is_not_tried_again() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    let (task, guest) = (it.task("Write"), app.coachee("Gus"));
    it.also_for(&task, &guest.id);
    inbox.reject_recipient(&it.coachee.email, 550);
    it.send(&task);
    app.work();
    let [failed] = app.notifications(&format!("channel=email&recipient_id={}", it.coachee.id)).try_into().unwrap();
    assert_eq!(failed["state"], "failed");
    assert!(failed["reason"].as_str().unwrap().contains("550"), "{failed}");
    assert_eq!(inbox.subjects(&guest), ["A task for you: Write"]);
    app.advance("P1D");
    assert_eq!(app.work().attempts, 0);
}

#[test]
fn nothing_that_people_write_breaks_out_of_its_place() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    it.coachee.patch("/me", json!({"name": "Emil\r\nBcc: everybody@else.example\u{2028}<b>"})).expect(200);
    let titles = [
        "Look\r\nBcc: everybody@else.example\r\n\r\nHello",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "One line\u{2028}and another\u{2029}and one more\u{85}end",
        "{{recipient.name}} {{link}} {% raw %}",
        "<a@b.example>, \"quoted\"; \\ 日本語 ✓",
    ];
    for title in titles {
        it.send(&it.task(title));
        app.work();
    }
    let mails = inbox.mails_to(&it.coachee.email);
    assert_eq!(mails.len(), titles.len(), "{:?}", app.told(""));
    for mail in &mails {
        assert_eq!((mail.to.len(), mail.count("bcc"), mail.count("subject")), (1, 0, 1), "{}", mail.subject);
        assert!(!mail.html.contains("<script") && !mail.html.contains("<img") && !mail.html.contains("<b>"), "{}", mail.html);
    }
    let has = |subject: &str| mails.iter().any(|mail| mail.subject == format!("A task for you: {subject}"));
    assert!(has(titles[1]) && has(titles[3]) && has(titles[4]), "{:?}", inbox.subjects(&it.coachee));
}

#[test]
fn umlauts_arrive_as_they_were_written() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Programme::active(&app);
    app.admin().patch("/organization", json!({"name": "Übungs-Büro Köln"})).expect(200);
    it.coachee.patch("/me", json!({"name": "Jürgen Öztürk, \"der Große\""})).expect(200);
    let title = "Drei Größen: Füße, Hände und ein sehr langer Titel, der über eine Zeile hinausgeht — Straße für Straße";
    let task = it.item(json!({"kind": "task", "title": title, "description": format!("{}\n\nschöne Grüße", "ä".repeat(2_000))}));
    it.send(&task);
    app.work();
    let mail = &inbox.mails_to(&it.coachee.email)[0];
    assert_eq!(mail.subject, format!("A task for you: {title}"));
    assert!(mail.text.contains("Hello Jürgen Öztürk, \"der Große\",") && mail.text.contains("schöne Grüße"), "{}", mail.text);
    assert!(mail.html.contains("Übungs-Büro Köln") && mail.html.contains(&"ä".repeat(2_000)));
    assert!(mail.raw.is_ascii(), "nothing that needs 8BITMIME");
}

#[test]
fn without_a_mail_server_mails_are_files() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    it.send(&it.task("Nowhere but in a file"));
    app.work();
    let files: Vec<_> = std::fs::read_dir(app.app.config.data_dir.join("mail")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(app.told(""), ["task_sent sent"]);
    let ours = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).filter(|text| text.contains("Nowhere but in a file"));
    assert_eq!(ours.count(), 1);
}
