//! What sending an item with a form brings about: it is pinned to the newest published version, and each
//! recipient has a response.

use std::collections::{HashMap, HashSet};

use super::model::{FormResponse, ResponseState};
use super::store;
use crate::coaching::engagements;
use crate::coaching::forms;
use crate::coaching::forms::model::FormKind;
use crate::coaching::items::model::Item;
use crate::coaching::items::recipients;
use crate::coaching::items::recipients::model::Recipient;
use crate::db::{Json, Tx};
use crate::identity::organizations;
use crate::kernel::ids::{FormId, ItemId, UserId};
use crate::kernel::{Result, Timestamp};
use crate::questions::answers::Answers;

/// For items that are sent at this moment. A form that was deleted after the date was set goes out in the
/// last version that it had.
pub fn pin(tx: &mut Tx<'_>, items: &mut [Item]) -> Result<()> {
    let ids: Vec<FormId> = items.iter().filter_map(|item| item.details.0.form_id()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let published = forms::store::published(tx.conn(), &ids)?;
    for item in items.iter_mut() {
        item.form_version = item.details.0.form_id().and_then(|id| published.get(&id).copied());
    }
    Ok(())
}

/// A response for each recipient of these items who has none yet.
pub fn issue(tx: &mut Tx<'_>, items: &[Item]) -> Result<()> {
    let asking: Vec<&Item> = items.iter().filter(|item| item.form_version.is_some()).collect();
    if asking.is_empty() {
        return Ok(());
    }
    let item_ids: Vec<ItemId> = asking.iter().map(|item| item.id).collect();
    let engagement_ids: Vec<_> = asking.iter().map(|item| item.engagement_id).collect();
    let organization_ids: Vec<_> = asking.iter().map(|item| item.organization_id).collect();
    let coaches = engagements::store::coaches_of(tx.conn(), &engagement_ids)?;
    let settings: HashMap<_, _> = organizations::queries::settings_of(tx.conn(), &organization_ids)?.into_iter().collect();
    let known: HashSet<_> = store::recipients_of(tx.conn(), &item_ids)?.into_iter().flatten().collect();
    let mut people: HashMap<ItemId, Vec<Recipient>> = HashMap::new();
    for recipient in recipients::store::of_items(tx.conn(), &item_ids)?.into_iter().filter(|recipient| !known.contains(&recipient.id)) {
        people.entry(recipient.item_id).or_default().push(recipient);
    }
    let mut rows = Vec::new();
    for item in asking {
        let coach_id = coaches.get(&item.engagement_id).copied().flatten();
        let lifetime = settings.get(&item.organization_id).map(|settings| settings.form_link_lifetime);
        let expires_at = lifetime.map(|lifetime| tx.now().plus(lifetime.delta()));
        for recipient in people.remove(&item.id).unwrap_or_default() {
            rows.extend(blank(tx, item, recipient, coach_id, expires_at));
        }
    }
    store::insert_many(tx.conn(), &rows)
}

fn blank(tx: &Tx<'_>, item: &Item, recipient: Recipient, coach_id: Option<UserId>, expires_at: Option<Timestamp>) -> Option<FormResponse> {
    Some(FormResponse {
        id: tx.new_id(),
        organization_id: item.organization_id,
        form_id: item.details.0.form_id()?,
        form_version: item.form_version?,
        kind: FormKind::of_item(item.kind)?,
        item_id: item.id,
        engagement_id: item.engagement_id,
        coach_id,
        recipient_id: Some(recipient.id),
        // Users log in, and have no link that could expire.
        expires_at: expires_at.filter(|_| recipient.user_id.is_none()),
        user_id: recipient.user_id,
        name: recipient.name,
        email: recipient.email,
        state: ResponseState::Open,
        answers: Json(Answers::new()),
        score: None,
        started_at: None,
        submitted_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    })
}

/// It is sent once more: links of people outside work as long as new ones.
pub fn renew_links(tx: &mut Tx<'_>, item: &Item) -> Result<()> {
    if item.form_version.is_none() {
        return Ok(());
    }
    let lifetime = organizations::queries::settings(tx.conn(), item.organization_id)?.form_link_lifetime;
    let expires_at = tx.now().plus(lifetime.delta());
    store::extend(tx.conn(), item.id, expires_at)
}
