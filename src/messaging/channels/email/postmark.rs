//! Postmark (<https://postmarkapp.com/developer/api/email-api>).

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::compose::{mailbox, own_headers};
use super::{Mail, api};
use crate::messaging::channels::Attempt;
use crate::messaging::channels::http::Outbound;

pub(super) async fn deliver(outbound: &Outbound, base_url: &str, token: &SecretString, mail: &Mail) -> Attempt {
    let headers = vec![("x-postmark-server-token", token.expose_secret().to_owned())];
    api::post(outbound, base_url, "/email", headers, body(mail)).await
}

fn body(mail: &Mail) -> Result<Value, String> {
    let mut headers: Vec<_> = own_headers(mail)?.into_iter().map(|(name, value)| json!({"Name": name, "Value": value})).collect();
    // Without it, Postmark puts a Message-ID of its own in place of ours.
    headers.push(json!({"Name": "X-PM-KeepID", "Value": "true"}));
    let files = api::files(mail)?.into_iter();
    let files: Vec<_> = files.map(|file| json!({"Name": file.name, "Content": file.base64, "ContentType": file.media_type})).collect();
    let mut body = json!({
        "From": mailbox("sender", &mail.from)?.to_string(),
        "To": mailbox("recipient", &mail.to)?.to_string(),
        "Subject": mail.subject,
        "TextBody": mail.text,
        "HtmlBody": mail.html,
        "Headers": headers,
    });
    if let Some(reply_to) = &mail.reply_to {
        body["ReplyTo"] = mailbox("reply address", reply_to)?.to_string().into();
    }
    if !files.is_empty() {
        body["Attachments"] = files.into();
    }
    Ok(body)
}
