//! Reading the words that count.

use super::model::{Layer, TemplateView};
use super::store;
use crate::coaching::engagements;
use crate::coaching::items;
use crate::coaching::items::details::ItemKind;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, ItemId, OrganizationId};
use crate::kernel::{Problem, Result};
use crate::messaging::notifications::catalogue::{self, NotificationType};
use crate::messaging::notifications::subject::{self, Around};
use crate::messaging::notifications::{rules, wording};

/// Whose words are meant.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    Organization(OrganizationId),
    Engagement(EngagementId),
    Item(ItemId, ItemKind),
}

impl Place {
    pub fn organization(caller: &Caller) -> Self {
        Self::Organization(caller.organization_id)
    }

    /// An engagement that the caller runs.
    pub fn engagement(conn: &mut Conn, caller: &Caller, id: EngagementId) -> Result<Self> {
        let engagement = engagements::store::find(conn, caller.organization_id, id)?;
        if engagements::queries::manages(caller, &engagement) { Ok(Self::Engagement(id)) } else { Err(Problem::not_found()) }
    }

    /// An item of an engagement that the caller runs.
    pub fn item(conn: &mut Conn, caller: &Caller, id: ItemId) -> Result<Self> {
        let (item, _) = items::queries::managed(conn, caller, id)?;
        Ok(Self::Item(id, item.kind))
    }

    pub fn scope_id(&self) -> String {
        match self {
            Place::Organization(id) => id.to_string(),
            Place::Engagement(id) => id.to_string(),
            Place::Item(id, _) => id.to_string(),
        }
    }

    /// What goes out when the item of this place is sent or scheduled.
    pub fn own_type(&self) -> Result<&'static NotificationType> {
        match self {
            Place::Item(_, kind) => catalogue::find(rules::of_item_kind(kind.as_str()).unwrap_or_default()),
            _ => Err(Problem::not_found()),
        }
    }

    /// Only what is about engagements can have words of an engagement's own.
    pub fn ensure_suits(&self, entry: &NotificationType) -> Result<()> {
        let is_about_engagements = entry.variables.contains(&"engagement.title");
        match self {
            Place::Organization(_) => Ok(()),
            Place::Engagement(_) | Place::Item(..) if is_about_engagements => Ok(()),
            _ => Err(Problem::not_found()),
        }
    }

    fn path(&self, key: &str) -> String {
        match self {
            Place::Organization(_) => format!("/notification-types/{key}/template"),
            Place::Engagement(id) => format!("/engagements/{id}/notification-templates/{key}"),
            Place::Item(id, _) => format!("/items/{id}/notification"),
        }
    }

    fn subject(&self, conn: &mut Conn, organization_id: OrganizationId) -> Result<subject::Subject> {
        match self {
            Place::Organization(id) => subject::of(conn, organization_id, &id.to_string(), Around::default()),
            Place::Engagement(id) => {
                let around = Around { engagement_id: Some(*id), ..Around::default() };
                subject::of(conn, organization_id, &id.to_string(), around)
            }
            Place::Item(id, _) => subject::of(conn, organization_id, &id.to_string(), Around::default()),
        }
    }
}

pub fn view(conn: &mut Conn, organization_id: OrganizationId, place: &Place, entry: &NotificationType) -> Result<TemplateView> {
    place.ensure_suits(entry)?;
    let subject = place.subject(conn, organization_id)?;
    let wording = wording::of(conn, entry, &subject)?;
    let scopes = wording::scopes(&subject);
    let rows = store::of_scopes(conn, organization_id, entry.key, &scopes)?;
    let nearest = rows.iter().max_by_key(|row| scopes.iter().position(|scope| *scope == row.scope_id));
    let layer = match nearest.and_then(|row| scopes.iter().position(|scope| *scope == row.scope_id)) {
        None => Layer::BuiltIn,
        Some(0) => Layer::Organization,
        Some(1) => Layer::Engagement,
        Some(_) => Layer::Item,
    };
    let version = rows.iter().find(|row| row.scope_id == place.scope_id()).map(|row| row.version);
    Ok(TemplateView {
        notification_type: entry.key.to_owned(),
        layer,
        enabled: wording.is_enabled,
        subject: wording.subject,
        body: wording.body,
        html: wording.html,
        version,
        path: place.path(entry.key),
    })
}

pub fn get(conn: &mut Conn, caller: &Caller, place: &Place, key: &str) -> Result<TemplateView> {
    view(conn, caller.organization_id, place, catalogue::find(key)?)
}
