//! What a reader finds in a mail, and what is refused.

use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::*;

fn raw(mail: &Mail) -> String {
    String::from_utf8(compose::compose(mail).unwrap().formatted()).unwrap()
}

#[test]
fn a_reader_finds_everything_that_was_written() {
    let (mail, raw) = (mail(), raw(&mail()));
    assert!(raw.is_ascii() && raw.lines().all(|line| line.len() <= 998));
    let read = MessageParser::default().parse(raw.as_bytes()).unwrap();
    assert_eq!(read.subject(), Some(mail.subject.as_str()));
    assert_eq!(read.message_id(), Some("ntf_01@rapport.example"));
    let (from, to) = (read.from().unwrap().first().unwrap(), read.to().unwrap().first().unwrap());
    assert_eq!((from.name(), from.address()), (mail.from.name.as_deref(), Some("no-reply@rapport.example")));
    assert_eq!((to.name(), to.address()), (mail.to.name.as_deref(), Some("zoe@example.com")));
    assert_eq!(read.reply_to().unwrap().first().unwrap().address(), Some("coach@example.com"));
    assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n"), mail.text);
    assert_eq!(read.body_html(0).unwrap().trim(), mail.html);
    assert!(read.date().is_some());
}

#[test]
fn attachments_and_calendar_arrive_byte_for_byte() {
    let (mail, raw) = (mail(), raw(&mail()));
    let read = MessageParser::default().parse(raw.as_bytes()).unwrap();
    let kinds: Vec<String> =
        read.parts.iter().filter_map(|part| part.content_type()).map(|kind| kind.subtype().unwrap_or("").to_owned()).collect();
    assert_eq!(kinds, ["mixed", "alternative", "plain", "html", "calendar", "pdf"]);
    let file = read.parts.iter().find(|part| part.attachment_name().is_some()).unwrap();
    assert_eq!((file.attachment_name(), file.contents()), (Some("Übersicht 2026.pdf"), mail.attachments[0].bytes.as_slice()));
    let calendar = read.parts.iter().find(|part| part.content_type().is_some_and(|kind| kind.subtype() == Some("calendar"))).unwrap();
    assert_eq!(calendar.content_type().unwrap().attribute("method"), Some("REQUEST"));
    let expected = mail.calendar.unwrap().ics;
    assert!(matches!(&calendar.body, PartType::Text(ics) if ics.trim_end() == expected.trim_end()));
}

#[test]
fn one_click_unsubscribes() {
    let (mail, raw) = (mail(), raw(&mail()));
    assert!(raw.contains(&format!("\r\nList-Unsubscribe: <{}>\r\n", mail.unsubscribe_url.unwrap())));
    assert!(raw.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    assert!(raw.contains("\r\nAuto-Submitted: auto-generated\r\n"));
}

#[test]
fn a_plain_mail_has_two_parts_and_no_more() {
    let plain = Mail { attachments: Vec::new(), calendar: None, unsubscribe_url: None, reply_to: None, ..mail() };
    let raw = raw(&plain);
    assert_eq!(MessageParser::default().parse(raw.as_bytes()).unwrap().parts.len(), 3);
    assert!(!raw.contains("List-Unsubscribe") && !raw.contains("Reply-To"));
}

#[test]
fn a_domain_with_umlauts_is_written_in_ascii() {
    let mail = Mail { to: address(None, "zoe@münchen.example"), ..mail() };
    assert!(raw(&mail).contains("To: zoe@xn--mnchen-3ya.example\r\n"));
}

#[test]
fn nothing_breaks_out_of_a_header() {
    for evil in
        ["x\r\nBcc: evil@example.com", "x\nBcc: evil@example.com", "x\rBcc: y", "x\0", "x\u{2028}Bcc: y", "x\u{85}y", "x\r\n\r\nbody"]
    {
        let file = |filename: &str, media_type: &str| {
            vec![Attachment { filename: filename.to_owned(), media_type: media_type.to_owned(), bytes: Vec::new() }]
        };
        let calendar = Some(Calendar { method: evil.to_owned(), ics: String::new() });
        let email = format!("zoe@example.com{evil}");
        for mail in [
            Mail { subject: evil.to_owned(), ..mail() },
            Mail { message_id: evil.to_owned(), ..mail() },
            Mail { to: address(Some(evil), "zoe@example.com"), ..mail() },
            Mail { to: address(None, &email), ..mail() },
            Mail { from: address(Some(evil), "zoe@example.com"), ..mail() },
            Mail { from: address(None, &email), ..mail() },
            Mail { reply_to: Some(address(Some(evil), "zoe@example.com")), ..mail() },
            Mail { reply_to: Some(address(None, &email)), ..mail() },
            Mail { unsubscribe_url: Some(format!("https://rapport.example/{evil}")), ..mail() },
            Mail { attachments: file(evil, "text/csv"), ..mail() },
            Mail { attachments: file("a.csv", &format!("text/csv; {evil}")), ..mail() },
            Mail { calendar, ..mail() },
        ] {
            let refused = compose::compose(&mail);
            assert!(refused.is_err(), "{mail:?}");
            assert!(!refused.unwrap_err().contains("evil"));
        }
    }
}

#[test]
fn what_is_no_address_is_refused() {
    for email in
        ["", "zoe", "@example.com", "zoe@", "zoe@exa mple.com", "zoe@example.com, b@example.com", "a@b@c", "<zoe@example.com>", "zoe@[x]"]
    {
        assert!(compose::compose(&Mail { to: address(None, email), ..mail() }).is_err(), "{email}");
    }
    for url in ["javascript:alert(1)", "mailto:x@example.com", "https://a.example/>,<https://b.example/", "no url"] {
        assert!(compose::compose(&Mail { unsubscribe_url: Some(url.to_owned()), ..mail() }).is_err(), "{url}");
    }
    for id in ["", "<a@b>", "a b@c", "ä@b", &"x".repeat(300)] {
        assert!(compose::compose(&Mail { message_id: id.to_owned(), ..mail() }).is_err(), "{id}");
    }
}
