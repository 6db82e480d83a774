//! What providers report of mails that came back: Postmark, SendGrid, Resend, and a plain form of our
//! own for everything else. What says nothing of a bounce yields none.

use serde_json::Value;

const MAX_DETAIL: usize = 500;

/// A mail that came back, or that somebody complained about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    pub email: String,
    pub kind: BounceKind,
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BounceKind {
    /// The address does not exist.
    Hard,
    /// The address may work another time.
    Soft,
    /// The receiver calls our mails spam.
    Complaint,
}

/// Every bounce that a provider's report tells of.
pub fn parse(body: &Value) -> Vec<Bounce> {
    match body {
        Value::Array(reports) => reports.iter().flat_map(parse_one).collect(),
        report => parse_one(report),
    }
}

fn parse_one(report: &Value) -> Vec<Bounce> {
    let word = |key: &str| report[key].as_str();
    if let Some(record) = word("RecordType") {
        return postmark(record, report).into_iter().collect();
    }
    if let Some(event) = word("event") {
        return sendgrid(event, report).into_iter().collect();
    }
    match word("type") {
        Some("email.bounced" | "email.complained") => resend(report),
        _ => generic(report).into_iter().collect(),
    }
}

fn generic(report: &Value) -> Option<Bounce> {
    let kind = match report["kind"].as_str()?.to_ascii_lowercase().as_str() {
        "hard" => BounceKind::Hard,
        "soft" => BounceKind::Soft,
        "complaint" => BounceKind::Complaint,
        _ => return None,
    };
    bounce(&report["email"], kind, &report["detail"])
}

fn postmark(record: &str, report: &Value) -> Option<Bounce> {
    let kind = match (record, report["Type"].as_str().unwrap_or_default()) {
        ("SpamComplaint", _) | ("Bounce", "SpamNotification" | "SpamComplaint") => BounceKind::Complaint,
        ("Bounce", "HardBounce" | "BadEmailAddress") => BounceKind::Hard,
        // Neither says anything of the mail: an absence note, and somebody who subscribed again.
        ("Bounce", "AutoResponder" | "Subscribe" | "Unsubscribe" | "AddressChange") => return None,
        ("Bounce", _) => BounceKind::Soft,
        _ => return None,
    };
    let detail = if report["Details"].is_string() { &report["Details"] } else { &report["Description"] };
    bounce(&report["Email"], kind, detail)
}

fn sendgrid(event: &str, report: &Value) -> Option<Bounce> {
    let reason = report["reason"].as_str().unwrap_or_default();
    let kind = match (event, report["type"].as_str()) {
        ("spamreport", _) => BounceKind::Complaint,
        ("bounce", Some("blocked")) => BounceKind::Soft,
        ("bounce", _) => BounceKind::Hard,
        // Not sent because of what happened before.
        ("dropped", _) if reason.contains("Bounced Address") || reason.contains("Invalid") => BounceKind::Hard,
        ("dropped", _) if reason.contains("Spam Reporting") => BounceKind::Complaint,
        _ => return None,
    };
    bounce(&report["email"], kind, &report["reason"])
}

fn resend(report: &Value) -> Vec<Bounce> {
    let data = &report["data"];
    let kind = match (report["type"].as_str(), data["bounce"]["type"].as_str()) {
        (Some("email.complained"), _) => BounceKind::Complaint,
        (_, Some("Permanent")) => BounceKind::Hard,
        _ => BounceKind::Soft,
    };
    let everyone = data["to"].as_array().map_or_else(|| std::slice::from_ref(&data["to"]), Vec::as_slice);
    everyone.iter().filter_map(|email| bounce(email, kind, &data["bounce"]["message"])).collect()
}

fn bounce(email: &Value, kind: BounceKind, detail: &Value) -> Option<Bounce> {
    let email = email.as_str()?.trim();
    // `Ana <ana@example.com>` is how some repeat the recipient.
    let bare = email.rsplit_once('<').map_or(email, |(_, rest)| rest.trim_end_matches('>'));
    let is_one = bare.contains('@') && !bare.chars().any(|c| c.is_control() || c.is_whitespace());
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let detail = detail.as_str().unwrap_or_default().chars().map(plain).take(MAX_DETAIL).collect();
    is_one.then(|| Bounce { email: bare.to_owned(), kind, detail })
}
