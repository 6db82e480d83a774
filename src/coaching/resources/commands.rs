//! Sharing and removing resources.

use super::events::ResourceEvent;
use super::model::{Content, CreateResource, EngagementResource};
use super::store;
use crate::coaching::engagements;
use crate::db::Tx;
use crate::files;
use crate::files::model::File;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, ResourceId};
use crate::kernel::{Problem, Result};
use crate::messaging::events;

/// Shares a file or a link with everybody who sees the engagement.
pub fn create(
    tx: &mut Tx<'_>,
    caller: &Caller,
    engagement_id: EngagementId,
    mut new: CreateResource,
) -> Result<(EngagementResource, Option<File>)> {
    engagements::commands::open(tx, caller, engagement_id)?;
    let (file, url) = match new.take_content()? {
        Content::File(id) => (Some(files::commands::attach(tx, caller, id, "/file/file_id")?), None),
        Content::Link(url) => (None, Some(url)),
    };
    let title = new.title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    let usual = || file.as_ref().map(|file| file.name.clone()).or_else(|| url.clone()).unwrap_or_default();
    let resource = EngagementResource {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        engagement_id,
        kind: new.kind,
        title: title.unwrap_or_else(usual),
        description: new.description,
        file_id: file.as_ref().map(|file| file.id),
        url,
        added_by: caller.actor().id(),
        created_at: tx.now(),
    };
    store::insert(tx.conn(), &resource)?;
    events::emit(tx, &ResourceEvent::new("resource.shared", &resource))?;
    Ok((resource, file))
}

/// The file itself stays; whoever uploaded it can delete it then.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: ResourceId) -> Result<()> {
    let resource = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    let engagement = engagements::store::find(tx.conn(), caller.organization_id, resource.engagement_id)?;
    if !engagements::queries::manages(caller, &engagement) {
        return Err(Problem::not_found());
    }
    store::delete(tx.conn(), resource.organization_id, id)?;
    events::emit(tx, &ResourceEvent::new("resource.removed", &resource))
}
