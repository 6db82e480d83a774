//! Twilio SendGrid (<https://www.twilio.com/docs/sendgrid/api-reference/mail-send>).

use lettre::message::Mailbox;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use super::compose::{mailbox, own_headers};
use super::{Mail, api};
use crate::messaging::channels::Attempt;
use crate::messaging::channels::http::Outbound;

pub(super) async fn deliver(outbound: &Outbound, base_url: &str, key: &SecretString, mail: &Mail) -> Attempt {
    let headers = vec![("authorization", format!("Bearer {}", key.expose_secret()))];
    api::post(outbound, base_url, "/v3/mail/send", headers, body(mail)).await
}

fn body(mail: &Mail) -> Result<Value, String> {
    let headers: Map<_, _> = own_headers(mail)?.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let files: Vec<_> = api::files(mail)?.into_iter().map(attachment).collect();
    // It refuses an empty part.
    let parts = [("text/plain", &mail.text), ("text/html", &mail.html)].into_iter().filter(|(_, text)| !text.is_empty());
    let mut body = json!({
        "personalizations": [{"to": [person(&mailbox("recipient", &mail.to)?)]}],
        "from": person(&mailbox("sender", &mail.from)?),
        "subject": mail.subject,
        "content": parts.map(|(kind, text)| json!({"type": kind, "value": text})).collect::<Vec<_>>(),
        "headers": headers,
    });
    if let Some(reply_to) = &mail.reply_to {
        body["reply_to"] = person(&mailbox("reply address", reply_to)?);
    }
    if !files.is_empty() {
        body["attachments"] = files.into();
    }
    Ok(body)
}

fn person(mailbox: &Mailbox) -> Value {
    match &mailbox.name {
        Some(name) => json!({"email": mailbox.email.to_string(), "name": name}),
        None => json!({"email": mailbox.email.to_string()}),
    }
}

fn attachment(file: api::File) -> Value {
    // It refuses a type with parameters; calendars take the method from the file itself.
    let bare = file.media_type.split(';').next().unwrap_or_default().trim();
    json!({"filename": file.name, "content": file.base64, "type": bare, "disposition": "attachment"})
}
