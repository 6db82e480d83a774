//! The words of a notification: the built-in ones, over them the organization's, over them the
//! engagement's, over them the item's.

use super::catalogue::NotificationType;
use super::render::{self, Facts};
use super::subject::Subject;
use super::templates;
use super::templates::model::Template;
use crate::db::Conn;
use crate::kernel::Result;
use crate::kernel::ids::OrganizationId;

/// What counts for one thing, after every layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    pub is_enabled: bool,
    pub subject: String,
    pub body: String,
    /// HTML that somebody wrote; else it is made from the body.
    pub html: Option<String>,
}

impl Wording {
    pub fn built_in(entry: &NotificationType) -> Self {
        Self { is_enabled: true, subject: entry.subject.into(), body: entry.body.into(), html: None }
    }
}

/// The scopes whose words count for this thing, the nearest last.
pub fn scopes(subject: &Subject) -> Vec<String> {
    let mut scopes = vec![subject.organization_id.to_string()];
    scopes.extend(subject.engagement.as_ref().map(|engagement| engagement.id.to_string()));
    scopes.extend(subject.item.as_ref().map(|item| item.id.to_string()));
    scopes
}

pub fn of(conn: &mut Conn, entry: &NotificationType, subject: &Subject) -> Result<Wording> {
    let layers = templates::store::of_scopes(conn, subject.organization_id, entry.key, &scopes(subject))?;
    Ok(layered(entry, subject, &layers))
}

/// Whether the organization has a kind switched on.
pub fn is_enabled(conn: &mut Conn, organization_id: OrganizationId, entry: &NotificationType) -> Result<bool> {
    let own = templates::store::of_scopes(conn, organization_id, entry.key, &[organization_id.to_string()])?;
    Ok(!entry.can_be_switched_off || own.iter().all(|layer| layer.is_enabled))
}

/// The same from layers that were read already; those of other types and things do not count.
pub fn layered(entry: &NotificationType, subject: &Subject, layers: &[Template]) -> Wording {
    let mut wording = Wording::built_in(entry);
    let scopes = scopes(subject);
    let own = |scope: &String| layers.iter().find(|layer| layer.scope_id == *scope && layer.notification_type == entry.key);
    for layer in scopes.iter().filter_map(own).cloned() {
        // What a wider layer switched off stays off; a nearer one may switch off what is on.
        wording.is_enabled &= layer.is_enabled || !entry.can_be_switched_off;
        if let Some(subject) = layer.subject {
            wording.subject = subject;
        }
        if layer.body.is_some() || layer.html.is_some() {
            wording.html = layer.html;
        }
        if let Some(body) = layer.body {
            wording.body = body;
        }
    }
    wording
}

/// A notification as its recipient reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub title: String,
    pub text: String,
    pub html: String,
}

pub fn render(wording: &Wording, facts: &Facts) -> Rendered {
    let title = render::line(&wording.subject, facts);
    let text = render::text(&wording.body, facts);
    let content = match &wording.html {
        Some(html) => render::html(html, facts),
        None => render::paragraphs(&text),
    };
    let organization = render::escape(facts.get("organization.name").map_or("", String::as_str));
    Rendered { html: page(&render::escape(&title), &content, &organization), title, text }
}

/// The frame of every mail: readable without images, styles or a wide screen.
fn page(title: &str, content: &str, organization: &str) -> String {
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head>\
         <body style=\"margin:0;padding:24px;background:#f4f4f5;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;color:#18181b;line-height:1.5\">\
         <div style=\"max-width:560px;margin:0 auto;padding:24px 32px;background:#ffffff;border-radius:8px\">\n{content}\n</div>\
         <p style=\"max-width:560px;margin:16px auto;font-size:12px;color:#71717a;text-align:center\">{organization}</p></body></html>\n"
    )
}
