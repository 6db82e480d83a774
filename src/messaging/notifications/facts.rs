//! What the variables of a notification stand for, in the recipient's time zone.

use chrono_tz::Tz;

use super::advocacy;
use super::links::PersonalLink;
use super::render::Facts;
use super::subject::Subject;
use crate::coaching::invoices::model::Invoice;
use crate::coaching::invoices::state::InvoiceState;
use crate::identity::people::Person;
use crate::kernel::{Timestamp, duration, money};
use crate::messaging::Messaging;

pub fn of(messaging: &Messaging, subject: &Subject, person: &Person, link: Option<&PersonalLink>) -> Facts {
    let zone = person.zone(&subject.settings.time_zone);
    let mut facts = Facts::from([
        ("recipient.name", person.name().to_owned()),
        ("organization.name", subject.organization_name.clone()),
        ("link", address(messaging, subject, person, link)),
    ]);
    if let Some(coach) = &subject.coach {
        facts.insert("coach.name", coach.name.clone());
    }
    if let Some(engagement) = &subject.engagement {
        facts.insert("engagement.title", engagement.title.clone());
    }
    if let Some(actor) = &subject.actor {
        facts.insert("actor.name", actor.name().to_owned());
    }
    if let Some(expires_at) = link.and_then(|link| link.expires_at) {
        facts.insert("expires_at", moment(expires_at, zone));
    }
    if let Some(connection) = &subject.connection {
        facts.insert("connection.name", connection.name.clone());
        facts.insert("connection.reason", connection.disabled_reason.clone().unwrap_or_default());
    }
    if let Some(resource) = &subject.resource {
        facts.insert("resource.title", resource.title.clone());
        facts.insert("resource.description", resource.description.clone().unwrap_or_default());
    }
    if let Some(invoice) = &subject.invoice {
        of_invoice(&mut facts, invoice);
    }
    if let Some(mission) = &subject.mission {
        facts.insert("mission.title", mission.title.clone());
    }
    add_goal(&mut facts, subject, zone);
    advocacy::add_facts(&mut facts, subject, person, zone);
    if let Some(item) = &subject.item {
        facts.insert("item.title", item.title.clone());
        facts.insert("item.description", item.description.clone().unwrap_or_default());
        facts.insert("item.url", item.details.0.url().unwrap_or_default().to_owned());
        if let Some(at) = item.scheduled_at {
            facts.insert("session.starts_at", moment(at, zone));
        }
        if let Some(session) = item.details.0.session() {
            facts.insert("session.location", session.location.clone().unwrap_or_default());
            facts.insert("session.duration", session.duration.map(words).unwrap_or_default());
        }
    }
    if let Some(choice) = &subject.choice {
        facts.insert("coachee.name", choice.coachee.name.clone());
        facts.insert("match.message", choice.message.clone().unwrap_or_default());
        facts.insert("reason", choice.reason.clone().unwrap_or_default());
        let times: Vec<String> = choice.times.iter().map(|at| moment(*at, zone)).collect();
        facts.insert("interview.times", times.join("\n"));
        if let Some(coach) = &choice.coach {
            facts.insert("coach.name", coach.name.clone());
        }
    }
    if let Some(session) = &subject.session {
        facts.insert("session.title", session.title.clone());
        facts.insert("session.starts_at", moment(session.starts_at, zone));
        facts.insert("session.location", session.location.clone().unwrap_or_default());
        facts.insert("session.duration", words(session.duration()));
    }
    facts
}

fn of_invoice(facts: &mut Facts, invoice: &Invoice) {
    let payment_url = invoice.payment_url.clone().filter(|_| invoice.state == InvoiceState::Sent).unwrap_or_default();
    facts.insert("invoice.number", invoice.number.clone().unwrap_or_default());
    facts.insert("invoice.subject", invoice.subject.clone().unwrap_or_default());
    facts.insert("invoice.total", money::with_currency(invoice.total_minor, &invoice.currency));
    facts.insert("invoice.due_on", invoice.due_on.map(|day| day.date().format("%-d %B %Y").to_string()).unwrap_or_default());
    facts.insert("invoice.payment", if payment_url.is_empty() { String::new() } else { format!("Pay by card: {payment_url}") });
    facts.insert("invoice.payment_url", payment_url);
    facts.insert("invoice.payer", invoice.payer_name.clone());
}

fn add_goal(facts: &mut Facts, subject: &Subject, zone: Tz) {
    if let Some(goal) = &subject.goal {
        facts.insert("goal.name", goal.name.clone());
        facts.insert("goal.description", goal.description.clone().unwrap_or_default());
        facts.insert("goal.answered", goal.feedback_answered.to_string());
    }
    if let Some(milestone) = &subject.milestone {
        facts.insert("milestone.title", milestone.title.clone());
        facts.insert("milestone.due_at", milestone.due_at.map(|at| moment(at, zone)).unwrap_or_default());
    }
    if let Some(request) = &subject.request {
        facts.insert("feedback.message", request.message.clone().unwrap_or_default());
    }
}

/// Where the recipient goes from here. People outside, who cannot log in, go nowhere without a link of
/// their own.
fn address(messaging: &Messaging, subject: &Subject, person: &Person, link: Option<&PersonalLink>) -> String {
    let frontend = subject.settings.frontend_url.as_deref().map(|url| url.trim_end_matches('/'));
    let base = messaging.base_url.as_str();
    if let (None, Some(invoice), Some(_)) = (link, &subject.invoice, person.user()) {
        return frontend.map_or_else(|| format!("{base}/api/v1/invoices/{}", invoice.id), |url| format!("{url}/invoices/{}", invoice.id));
    }
    if let (None, Some(path), Some(_)) = (link, advocacy::path(subject), person.user()) {
        return frontend.map_or_else(|| format!("{base}/api/v1{}", path.here), |url| format!("{url}{}", path.frontend));
    }
    match (link, &subject.item, &subject.engagement) {
        (None, ..) if person.user().is_none() => String::new(),
        (Some(link), ..) => match frontend {
            Some(url) => format!("{url}/{}/{}", link.path, link.token),
            None => format!("{base}/api/v1/public/{}/{}", link.path, link.token),
        },
        (None, Some(item), _) => {
            frontend.map_or_else(|| format!("{base}/api/v1/items/{}", item.id), |url| format!("{url}/items/{}", item.id))
        }
        (None, None, Some(_)) if subject.goal.is_some() => {
            let id = subject.goal.as_ref().map_or_else(String::new, |goal| goal.id.to_string());
            frontend.map_or_else(|| format!("{base}/api/v1/goals/{id}"), |url| format!("{url}/goals/{id}"))
        }
        (None, None, _) if subject.choice.is_some() => {
            let id = subject.choice.as_ref().map(|choice| choice.match_id.to_string()).unwrap_or_default();
            frontend.map_or_else(|| format!("{base}/api/v1/matches/{id}"), |url| format!("{url}/matches/{id}"))
        }
        (None, None, Some(engagement)) => {
            let id = engagement.id;
            frontend.map_or_else(|| format!("{base}/api/v1/engagements/{id}"), |url| format!("{url}/engagements/{id}"))
        }
        (None, None, None) => frontend.unwrap_or(base).to_owned(),
    }
}

/// "Monday, 2 March 2026, 10:00 (Europe/Berlin)".
pub fn moment(at: Timestamp, zone: Tz) -> String {
    at.datetime().with_timezone(&zone).format(&format!("%A, %-d %B %Y, %H:%M ({})", zone.name())).to_string()
}

/// "1 hour 30 minutes".
fn words(duration: duration::IsoDuration) -> String {
    let minutes = duration.seconds() / 60;
    let part = |count: i64, unit: &str| match count {
        0 => None,
        1 => Some(format!("1 {unit}")),
        _ => Some(format!("{count} {unit}s")),
    };
    let parts: Vec<String> = [part(minutes / 60, "hour"), part(minutes % 60, "minute")].into_iter().flatten().collect();
    parts.join(" ")
}
