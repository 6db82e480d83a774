//! Mails as their readers get them, and what the ways of sending make of answers.

mod messages;
mod providers;
mod transports;

use super::*;

fn address(name: Option<&str>, email: &str) -> Address {
    Address { name: name.map(str::to_owned), email: email.to_owned() }
}

fn mail() -> Mail {
    Mail {
        message_id: "ntf_01@rapport.example".to_owned(),
        from: address(Some("Rapport, für Ünternehmen"), "no-reply@rapport.example"),
        reply_to: Some(address(None, "coach@example.com")),
        to: address(Some("Zoë \"Z\" Müller"), "zoe@example.com"),
        subject: "Größe & Grüße — deine nächste Sitzung mit einer Coachin, die einen sehr langen Namen trägt 🎉".to_owned(),
        text: "Hallo Zoë,\n.\nein Punkt allein.\n".to_owned(),
        html: "<p>Hallo <b>Zoë</b></p>".to_owned(),
        attachments: vec![Attachment {
            filename: "Übersicht 2026.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: b"a\nb\r\n\xff\x00".to_vec(),
        }],
        calendar: Some(Calendar { method: "REQUEST".to_owned(), ics: "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n".to_owned() }),
        unsubscribe_url: Some(format!("https://rapport.example/u/{}", "x".repeat(300))),
    }
}
