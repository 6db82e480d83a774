//! Resend (<https://resend.com/docs/api-reference/emails/send-email>).

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use super::compose::{mailbox, own_headers};
use super::{Mail, api};
use crate::messaging::channels::Attempt;
use crate::messaging::channels::http::Outbound;

pub(super) async fn deliver(outbound: &Outbound, base_url: &str, key: &SecretString, mail: &Mail) -> Attempt {
    let headers = vec![("authorization", format!("Bearer {}", key.expose_secret())), ("idempotency-key", mail.message_id.clone())];
    api::post(outbound, base_url, "/emails", headers, body(mail)).await
}

fn body(mail: &Mail) -> Result<Value, String> {
    let headers: Map<_, _> = own_headers(mail)?.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let files = api::files(mail)?.into_iter();
    let files: Vec<_> = files.map(|file| json!({"filename": file.name, "content": file.base64, "content_type": file.media_type})).collect();
    let mut body = json!({
        "from": mailbox("sender", &mail.from)?.to_string(),
        "to": [mailbox("recipient", &mail.to)?.to_string()],
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "headers": headers,
    });
    if let Some(reply_to) = &mail.reply_to {
        body["reply_to"] = mailbox("reply address", reply_to)?.to_string().into();
    }
    if !files.is_empty() {
        body["attachments"] = files.into();
    }
    Ok(body)
}
