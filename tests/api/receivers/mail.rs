//! The inbox.

use super::Caller;
use crate::support::receivers::{Attachment, Inbox, ReceivedMail};

/// Greets and names who a mail is from and to.
fn envelope(inbox: &Inbox, to: &str) -> Caller {
    let mut caller = Caller::to(&inbox.url());
    assert_eq!(caller.code(), 220);
    assert_eq!(caller.smtp("EHLO app.example"), 250);
    assert_eq!(caller.smtp("MAIL FROM:<app@rapport.example> BODY=8BITMIME"), 250);
    assert_eq!(caller.smtp(&format!("RCPT TO:<{to}>")), 250);
    assert_eq!(caller.smtp("DATA"), 354);
    caller
}

/// A plain mail with this subject; the answer is still to be read.
fn message(subject: &str) -> String {
    format!("Subject: {subject}\r\n\r\nHello.\r\n.\r\n")
}

fn send(inbox: &Inbox, subject: &str) -> u16 {
    let mut caller = envelope(inbox, "mia@clients.example");
    caller.write(&message(subject));
    caller.code()
}

fn subjects(mails: &[ReceivedMail]) -> Vec<&str> {
    mails.iter().map(|mail| mail.subject.as_str()).collect()
}

/// Text, HTML and a calendar in one, and a file beside.
const INVITATION: &str = "From: =?UTF-8?Q?B=C3=BCro?= <app@rapport.example>\r\nTo: Mia <mia@clients.example>\r\n\
    Subject: =?UTF-8?B?U2l0enVuZyDDvGJlciBaaWVsZQ==?=\r\nMessage-ID: <itm_1@rapport.example>\r\n\
    List-Unsubscribe: <https://rapport.example/u/1>,\r\n <mailto:stop@rapport.example>\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=out\r\n\r\n\
    --out\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n\
    --in\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGr\u{fc}\u{df}e\r\n..und ein Punkt\r\n\
    --in\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Gr=C3=BC=C3=9Fe</p>\r\n\
    --in\r\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n--in--\r\n\
    --out\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename*=UTF-8''Pl%C3%A4ne.pdf\r\n\
    Content-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--out--\r\n.\r\n";

#[test]
fn an_inbox_keeps_what_a_real_client_sent() {
    let inbox = Inbox::start();
    let mut caller = Caller::to(&inbox.url());
    assert_eq!(caller.code(), 220);
    assert_eq!(caller.smtp("EHLO app.example"), 250);
    assert_eq!(caller.smtp("AUTH PLAIN AG1haWxlcgBzZWNyZXQ="), 235);
    assert_eq!(caller.smtp("NOOP"), 250);
    // Everything at once, as a pipelining client does.
    caller.write(
        "MAIL FROM:<app@rapport.example> BODY=8BITMIME\r\nRCPT TO:<Mia@clients.example>\r\nRCPT TO:<ben@clients.example>\r\nDATA\r\n",
    );
    assert_eq!([caller.code(), caller.code(), caller.code(), caller.code()], [250, 250, 250, 354]);
    caller.write(INVITATION);
    assert_eq!(caller.code(), 250);
    assert_eq!(caller.smtp("QUIT"), 221);
    assert!(caller.is_closed());

    let mails = inbox.wait_for(1);
    let [mail] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!(mail.login.as_deref(), Some("mailer"));
    assert_eq!(mail.from, "app@rapport.example");
    assert_eq!(mail.to, ["Mia@clients.example", "ben@clients.example"]);
    assert_eq!((mail.subject.as_str(), mail.message_id.as_str()), ("Sitzung über Ziele", "itm_1@rapport.example"));
    assert_eq!(mail.header("from"), "Büro <app@rapport.example>");
    assert_eq!(mail.header("List-Unsubscribe"), "<https://rapport.example/u/1>, <mailto:stop@rapport.example>");
    assert_eq!((mail.header("bcc"), mail.count("to"), mail.count("bcc")), ("", 1, 0));
    assert_eq!((mail.text.trim_end(), mail.html.as_str()), ("Grüße\r\n.und ein Punkt", "<p>Grüße</p>"));
    assert_eq!(mail.calendar.as_deref().map(str::trim_end), Some("BEGIN:VCALENDAR\r\nEND:VCALENDAR"));
    let plan = Attachment { filename: "Pläne.pdf".into(), media_type: "application/pdf".into(), bytes: b"%PDF-".into() };
    assert_eq!(mail.attachments, [plan]);
    assert!(mail.raw.starts_with(b"From: =?UTF-8?Q?B") && mail.raw.ends_with(b"--out--\r\n"));
    assert_eq!((inbox.mails_to("BEN@clients.example").len(), inbox.mails_to("ada@clients.example").len()), (1, 0));
}

#[test]
fn an_inbox_refuses_what_a_strict_server_refuses() {
    let inbox = Inbox::start();
    let mut caller = Caller::to(&inbox.url());
    assert_eq!(caller.code(), 220);
    assert_eq!(caller.smtp("STARTTLS"), 502);
    assert_eq!(caller.smtp("DATA"), 503);
    assert_eq!(caller.smtp("RCPT TO:<mia@clients.example>"), 503);
    assert_eq!(caller.smtp("MAIL FROM: nobody"), 501);
    assert_eq!(caller.smtp("MAIL FROM:<büro@rapport.example>"), 553);
    assert_eq!(caller.smtp("MAIL FROM:<büro@rapport.example> SMTPUTF8"), 250);
    assert_eq!(caller.smtp("RCPT TO:<büro@rapport.example>"), 250);
    assert_eq!(caller.smtp("MAIL FROM:<app@rapport.example>"), 503);
    assert_eq!(caller.smtp("RSET"), 250);
    assert_eq!(caller.smtp("AUTH LOGIN"), 334);
    assert_eq!(caller.smtp("bWFpbGVy"), 334);
    assert_eq!(caller.smtp("c2VjcmV0"), 235);
    let long = "x".repeat(999);
    for fault in ["a bare\nline feed", "a bare\rreturn", &long, "smuggled\n.\r\nMAIL FROM:<a@b.example>\r\n"] {
        assert_eq!(caller.smtp("MAIL FROM:<app@rapport.example>"), 250);
        assert_eq!(caller.smtp("RCPT TO:<mia@clients.example>"), 250);
        assert_eq!(caller.smtp("DATA"), 354);
        assert_eq!(caller.smtp(&format!("Subject: It is wrong\r\n\r\n{fault}\r\n.")), 554, "{fault:?}");
    }
    assert!(inbox.mails().is_empty());
}

#[test]
fn an_inbox_fails_as_it_is_told() {
    let inbox = Inbox::start();
    inbox.reject_recipient("Gone@clients.example", 550);
    inbox.fail_next(1, 451);
    inbox.fail_next(1, 421);
    inbox.drop_after_data(1);
    let mut caller = envelope(&inbox, "mia@clients.example");
    caller.write(&message("First"));
    assert_eq!(caller.code(), 451);
    assert_eq!(caller.smtp("MAIL FROM:<app@rapport.example>"), 250);
    assert_eq!(caller.smtp("RCPT TO:<gone@clients.example>"), 550);
    assert_eq!(caller.smtp("RCPT TO:<mia@clients.example>"), 250);
    assert_eq!(caller.smtp("DATA"), 354);
    caller.write(&message("Second"));
    assert_eq!(caller.code(), 421);
    assert!(caller.is_closed() && inbox.mails().is_empty());
    // Nobody told the sender that this one was kept.
    assert_eq!(send(&inbox, "Third"), 0);
    assert_eq!(send(&inbox, "Fourth"), 250);
    assert_eq!(subjects(&inbox.mails()), ["Third", "Fourth"]);
    assert_eq!(inbox.mails()[1].login, None);
}

#[test]
fn an_inbox_that_hangs_keeps_a_mail_when_it_is_released() {
    let inbox = Inbox::start();
    inbox.hang_next(2);
    let (mut patient, mut hasty) = (envelope(&inbox, "mia@clients.example"), envelope(&inbox, "mia@clients.example"));
    patient.write(&message("Patient"));
    inbox.wait_for_hanging(1);
    hasty.write(&message("Hasty"));
    inbox.wait_for_hanging(2);
    drop(hasty);
    inbox.wait_for_given_up(1);
    assert!(inbox.mails().is_empty());
    inbox.release();
    assert_eq!(patient.code(), 250);
    assert_eq!(send(&inbox, "Later"), 250);
    assert_eq!(subjects(&inbox.wait_for(2)), ["Patient", "Later"]);
}
