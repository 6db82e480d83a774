//! A mail as it goes over the wire: text and HTML as alternatives, a calendar as a third, attachments
//! beside them. What would break out of a header is refused and never mended.

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};
use url::{Host, Url};

use super::{Address, Mail};

/// A line of a mail has at most 998 bytes, and these headers cannot be folded.
const MAX_UNFOLDED: usize = 900;
const MAX_MESSAGE_ID: usize = 250;

pub const CALENDAR_FILE: &str = "invite.ics";

/// The mail as a message, or what is wrong with it.
pub fn compose(mail: &Mail) -> Result<Message, String> {
    ensure_single_line("subject", &mail.subject)?;
    let mut builder = Message::builder().from(mailbox("sender", &mail.from)?).to(mailbox("recipient", &mail.to)?).subject(&mail.subject);
    if let Some(reply_to) = &mail.reply_to {
        builder = builder.reply_to(mailbox("reply address", reply_to)?);
    }
    for (name, value) in own_headers(mail)? {
        let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|error| error.to_string())?;
        builder = builder.raw_header(HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value));
    }
    let alternatives = alternatives(mail)?;
    let attachments = mail.attachments.iter().map(attachment).collect::<Result<Vec<_>, String>>()?;
    let content = if attachments.is_empty() {
        alternatives
    } else {
        attachments.into_iter().fold(MultiPart::mixed().multipart(alternatives), MultiPart::singlepart)
    };
    builder.multipart(content).map_err(|error| format!("the mail cannot be composed: {error}"))
}

/// Headers that every way of sending adds itself.
pub(super) fn own_headers(mail: &Mail) -> Result<Vec<(&'static str, String)>, String> {
    let id = &mail.message_id;
    let is_plain = |c: char| c.is_ascii_graphic() && c != '<' && c != '>';
    if id.is_empty() || id.len() > MAX_MESSAGE_ID || !id.chars().all(is_plain) {
        return Err("the message id is not valid".to_owned());
    }
    // Keeps absence notes from answering.
    let mut headers = vec![("Message-ID", format!("<{id}>")), ("Auto-Submitted", "auto-generated".to_owned())];
    if let Some(url) = &mail.unsubscribe_url {
        headers.push(("List-Unsubscribe", format!("<{}>", unsubscribe_url(url)?)));
        headers.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    Ok(headers)
}

/// An address as mail servers read it: a domain with umlauts in its ASCII form.
pub(super) fn mailbox(what: &str, address: &Address) -> Result<Mailbox, String> {
    let invalid = || format!("the {what} is not a valid mail address");
    ensure_single_line(what, &address.email)?;
    let (user, domain) = address.email.rsplit_once('@').ok_or_else(invalid)?;
    let domain = match (domain.is_ascii(), Host::parse(domain)) {
        (true, _) => domain.to_owned(),
        (false, Ok(Host::Domain(ascii))) => ascii,
        (false, _) => return Err(invalid()),
    };
    let email = lettre::Address::new(user, domain).map_err(|_| invalid())?;
    let name = address.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    if let Some(name) = name {
        ensure_single_line(what, name)?;
    }
    Ok(Mailbox::new(name.map(str::to_owned), email))
}

/// The media type of the calendar part.
pub(super) fn calendar_type(method: &str) -> Result<String, String> {
    if method.is_empty() || !method.chars().all(|c| c.is_ascii_alphabetic()) {
        return Err("the calendar's method is not valid".to_owned());
    }
    Ok(format!("text/calendar; method={method}; charset=utf-8"))
}

fn alternatives(mail: &Mail) -> Result<MultiPart, String> {
    // The last alternative that is understood is shown: plain text, then HTML, then the calendar.
    let both = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
    let Some(calendar) = &mail.calendar else { return Ok(both) };
    let part = SinglePart::builder().header(content_type(&calendar_type(&calendar.method)?)?).body(calendar.ics.clone());
    Ok(both.singlepart(part))
}

fn attachment(file: &super::Attachment) -> Result<SinglePart, String> {
    ensure_single_line("name of an attachment", &file.filename)?;
    ensure_single_line("type of an attachment", &file.media_type)?;
    // Base64 whatever is in it: other encodings change the ends of lines.
    let body = Body::new_with_encoding(file.bytes.clone(), ContentTransferEncoding::Base64);
    let body = body.map_err(|_| "an attachment cannot be encoded".to_owned())?;
    Ok(lettre::message::Attachment::new(file.filename.clone()).body(body, content_type(&file.media_type)?))
}

fn content_type(text: &str) -> Result<ContentType, String> {
    ContentType::parse(text).map_err(|_| "a media type is not valid".to_owned())
}

fn unsubscribe_url(url: &str) -> Result<Url, String> {
    let parsed = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.as_str().len() <= MAX_UNFOLDED);
    let is_plain = !url.chars().any(|c| ends_line(c) || c.is_whitespace() || matches!(c, '<' | '>' | ','));
    parsed.filter(|_| is_plain).ok_or_else(|| "the unsubscribe address is not valid".to_owned())
}

/// U+2028 and U+2029 end a line for some readers too.
fn ends_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn ensure_single_line(what: &str, text: &str) -> Result<(), String> {
    if text.chars().any(ends_line) { Err(format!("the {what} holds a line break or control character")) } else { Ok(()) }
}
