//! A mail as it was received, taken apart.

use mail_parser::{ContentType, Message, MessageParser, MessagePart, MimeHeaders, PartType};

#[derive(Clone, Debug)]
pub struct ReceivedMail {
    /// Who logged in to send it.
    pub login: Option<String>,
    /// The sender and the recipients of the envelope.
    pub from: String,
    pub to: Vec<String>,
    pub raw: Vec<u8>,
    /// Every header in its order, unfolded and decoded.
    pub headers: Vec<(String, String)>,
    pub subject: String,
    /// Without its angle brackets.
    pub message_id: String,
    /// The bodies; empty when there is none of that kind.
    pub text: String,
    pub html: String,
    /// The first part of the type `text/calendar`, wherever it stands.
    pub calendar: Option<String>,
    /// Also the calendar, when it has a file's name.
    pub attachments: Vec<Attachment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub filename: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// The parts of an envelope.
#[derive(Clone, Default)]
pub struct Envelope {
    pub login: Option<String>,
    pub from: String,
    pub to: Vec<String>,
}

impl ReceivedMail {
    /// Nothing when the bytes are no mail.
    pub fn parse(envelope: Envelope, raw: Vec<u8>) -> Option<Self> {
        let message = MessageParser::new().with_mime_headers().default_header_text().parse(&raw)?;
        let headers = headers(&message);
        let header = |name| first(&headers, name).to_owned();
        let leaves = || message.parts.iter().filter(|part| !matches!(part.body, PartType::Multipart(_)));
        let body = |media_type: &str| {
            let part = leaves().find(|part| part.attachment_name().is_none() && self::media_type(part) == media_type);
            part.map(text).unwrap_or_default()
        };
        Some(Self {
            subject: header("subject"),
            message_id: header("message-id").trim_matches(['<', '>']).to_owned(),
            text: body("text/plain"),
            html: body("text/html"),
            calendar: leaves().find(|part| media_type(part) == "text/calendar").map(text),
            attachments: leaves().filter_map(attachment).collect(),
            headers,
            login: envelope.login,
            from: envelope.from,
            to: envelope.to,
            raw,
        })
    }

    /// The first header of that name, empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        first(&self.headers, name)
    }

    /// How many headers have that name.
    pub fn count(&self, name: &str) -> usize {
        self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).count()
    }

    /// Whether the envelope names somebody as a recipient.
    pub fn is_to(&self, address: &str) -> bool {
        self.to.iter().any(|to| to.eq_ignore_ascii_case(address))
    }
}

fn headers(message: &Message<'_>) -> Vec<(String, String)> {
    let decoded = message.headers().iter().map(|header| {
        let raw = || String::from_utf8_lossy(&message.raw_message[header.offset_start as usize..header.offset_end as usize]).into_owned();
        // Those with parameters are not decoded; they are unfolded all the same.
        let value = header.value.as_text().map_or_else(raw, str::to_owned);
        (header.name().to_owned(), value.replace("\r\n", "").trim().to_owned())
    });
    decoded.collect()
}

fn first<'a>(headers: &'a [(String, String)], name: &str) -> &'a str {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
}

fn text(part: &MessagePart<'_>) -> String {
    String::from_utf8_lossy(part.contents()).into_owned()
}

/// In lower case and without parameters.
fn media_type(part: &MessagePart<'_>) -> String {
    let Some(given) = part.content_type() else { return "text/plain".into() };
    format!("{}/{}", given.ctype(), given.subtype().unwrap_or_default()).to_lowercase()
}

/// A part that has a name or says that it is one.
fn attachment(part: &MessagePart<'_>) -> Option<Attachment> {
    let attached = part.content_disposition().is_some_and(ContentType::is_attachment);
    let filename = part.attachment_name().map(str::to_owned).or(attached.then(String::new))?;
    Some(Attachment { filename, media_type: media_type(part), bytes: part.contents().to_vec() })
}
