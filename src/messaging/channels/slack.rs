//! Slack: an incoming-webhook URL or a bot's token, and messages as Block Kit within its limits. Text
//! comes from users; it cannot become a link, a mention or an entity.

use serde_json::{Value, json};

use super::http::Outbound;
use super::{ANSWER_LIMIT, Attempt, Outcome};

// What Slack takes at most; it refuses a message as a whole when one text is longer.
const TITLE: usize = 150;
const TEXT: usize = 3000;
const LABEL: usize = 75;
const LINK: usize = 3000;
const CONTEXT: usize = 2000;
const CONTEXTS: usize = 10;
const BLOCKS: usize = 50;

/// What a bot is told when its workspace or channel is closed to it.
const CLOSED: &[&str] = &["invalid_auth", "account_inactive", "token_revoked", "channel_not_found", "is_archived", "not_in_channel"];
/// What is said of a message that will not be taken later either.
const UNACCEPTABLE: &[&str] =
    &["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text", "invalid_arguments"];

/// A message in plain words; how it looks is decided here.
#[derive(Debug, Clone, Default)]
pub struct SlackMessage {
    /// What notifications and screen readers have.
    pub text: String,
    pub title: String,
    pub lines: Vec<String>,
    /// Label and URL of a button.
    pub link: Option<(String, String)>,
    /// Small print.
    pub context: Vec<String>,
}

/// How a message reaches a workspace.
#[derive(Clone)]
pub enum SlackTarget {
    Webhook {
        url: String,
    },
    Bot {
        token: String,
        channel: String,
        /// `https://slack.com/api`
        api_base: String,
    },
}

/// The message as Block Kit.
pub fn blocks(message: &SlackMessage) -> Value {
    let mut blocks = Vec::new();
    if let Some(title) = fit(&message.title, TITLE) {
        blocks.push(json!({"type": "header", "text": {"type": "plain_text", "text": title, "emoji": true}}));
    }
    let mut end = Vec::new();
    end.extend(button(message.link.as_ref()));
    let context: Vec<_> = message.context.iter().filter_map(|text| fit(text, CONTEXT)).take(CONTEXTS).map(verbatim).collect();
    if !context.is_empty() {
        end.push(json!({"type": "context", "elements": context}));
    }
    let room = BLOCKS - blocks.len() - end.len();
    blocks.extend(sections(&message.lines, room).into_iter().map(|text| json!({"type": "section", "text": verbatim(text)})));
    blocks.append(&mut end);
    Value::Array(blocks)
}

/// Posts a message. A target that is closed for good is gone; 429 waits as long as Slack says.
pub async fn send(outbound: &Outbound, target: &SlackTarget, message: &SlackMessage) -> Attempt {
    let mut body = json!({"text": fit(&message.text, TEXT).unwrap_or_default(), "blocks": blocks(message), "unfurl_links": false, "unfurl_media": false});
    let mut headers = vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())];
    match target {
        SlackTarget::Webhook { url } => read_webhook(outbound.post(url, headers, body.to_string().into_bytes()).await),
        SlackTarget::Bot { token, channel, api_base } => {
            body["channel"] = channel.as_str().into();
            headers.push(("authorization".to_owned(), format!("Bearer {token}")));
            let url = format!("{}/chat.postMessage", api_base.trim_end_matches('/'));
            read_bot(outbound.post(&url, headers, body.to_string().into_bytes()).await)
        }
    }
}

fn read_webhook(attempt: Attempt) -> Attempt {
    match attempt.status {
        Some(403 | 404 | 410) => attempt.read_as(Outcome::Gone, Some("Slack says that this webhook is gone".to_owned())),
        Some(400) => attempt.read_as(Outcome::Rejected, Some("Slack does not take this message".to_owned())),
        Some(429) => attempt.read_as(Outcome::Failed, Some("Slack asks to send less often".to_owned())),
        _ => attempt,
    }
}

/// Slack's API answers 200 and says in the body whether it means it.
fn read_bot(attempt: Attempt) -> Attempt {
    if attempt.outcome == Outcome::Gone {
        // The address of the API is ours and not the owner's.
        return attempt.read_as(Outcome::Failed, Some("Slack's API answered 410".to_owned()));
    }
    if !attempt.is_delivered() {
        return attempt;
    }
    let Ok(answer) = serde_json::from_str::<Value>(&attempt.answer) else {
        // It repeats a message that it took, so that the answer may have been too long to read to its end.
        let is_taken = attempt.answer.len() >= ANSWER_LIMIT && attempt.answer.starts_with(r#"{"ok":true"#);
        return if is_taken { attempt } else { attempt.read_as(Outcome::Failed, Some("Slack's answer cannot be read".to_owned())) };
    };
    if answer["ok"] == true {
        return attempt;
    }
    let error = answer["error"].as_str().unwrap_or("unknown");
    let outcome = match error {
        error if CLOSED.contains(&error) => Outcome::Gone,
        error if UNACCEPTABLE.contains(&error) => Outcome::Rejected,
        _ => Outcome::Failed,
    };
    attempt.read_as(outcome, Some(format!("Slack answered {error}")))
}

fn button(link: Option<&(String, String)>) -> Option<Value> {
    let (label, url) = link?;
    let is_usable = url.len() <= LINK && (url.starts_with("https://") || url.starts_with("http://"));
    let text = json!({"type": "plain_text", "text": fit(label, LABEL)?, "emoji": true});
    is_usable.then(|| json!({"type": "actions", "elements": [{"type": "button", "action_id": "open", "text": text, "url": url}]}))
}

/// `verbatim` keeps Slack from making links of what looks like one.
fn verbatim(text: String) -> Value {
    json!({"type": "mrkdwn", "text": text, "verbatim": true})
}

/// Lines gathered into as few sections as hold them; the last one says when there was no room for all.
fn sections(lines: &[String], room: usize) -> Vec<String> {
    let mut sections: Vec<String> = Vec::new();
    for line in lines.iter().filter_map(|line| fit(line, TEXT)) {
        match sections.last_mut() {
            Some(last) if width(last) + 1 + width(&line) <= TEXT => {
                last.push('\n');
                last.push_str(&line);
            }
            _ => sections.push(line),
        }
    }
    if sections.len() > room {
        sections.truncate(room.saturating_sub(1));
        sections.push("…".to_owned());
    }
    sections
}

fn width(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text escaped and cut so that it fits escaped, never within an entity. None when it is blank,
/// which Slack refuses.
fn fit(text: &str, limit: usize) -> Option<String> {
    let text = text.trim();
    let (mut fitted, mut used, mut cut) = (String::with_capacity(text.len()), 0, None);
    for c in text.chars() {
        let mut buffer = [0; 4];
        let piece = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            c if c.is_control() && c != '\n' => " ",
            c => c.encode_utf8(&mut buffer),
        };
        if used + width(piece) > limit {
            fitted.truncate(cut.unwrap_or(0));
            fitted.push('…');
            break;
        }
        fitted.push_str(piece);
        used += width(piece);
        if used < limit {
            cut = Some(fitted.len());
        }
    }
    (!fitted.is_empty()).then_some(fitted)
}

#[cfg(test)]
mod tests;
