//! Copies of items by value: from templates, between engagements, and back into templates. A copy has
//! no dates, no answers, no deliveries and no records.

use std::collections::HashMap;

use super::attachments::model::ItemFile;
use super::details::{CompletionRule, Details};
use super::model::{Item, ItemStatus};
use super::reminders::{UsualReminders, usual_reminders};
use super::{attachments, recipients, store};
use crate::coaching::engagements::model::Engagement;
use crate::coaching::program_templates::items::TemplateItem;
use crate::db::{Json, Tx};
use crate::kernel::Result;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{FileId, ItemId, TemplateItemId, UserId};

/// What a copy takes over. A prior item is named by its index in the list.
#[derive(Debug, Clone)]
pub struct ItemSeed {
    pub title: String,
    pub description: Option<String>,
    pub details: Details,
    pub completion_rule: CompletionRule,
    pub after: Option<usize>,
    pub after_delay: Option<IsoDuration>,
    pub file_ids: Vec<FileId>,
}

pub fn from_template(items: Vec<TemplateItem>) -> Vec<ItemSeed> {
    let places: HashMap<TemplateItemId, usize> = items.iter().enumerate().map(|(index, item)| (item.id, index)).collect();
    let seed = |item: TemplateItem| ItemSeed {
        file_ids: item.details.file_id().into_iter().collect(),
        title: item.title,
        description: item.description,
        details: item.details,
        completion_rule: item.completion_rule,
        after: item.after_item_id.and_then(|id| places.get(&id).copied()),
        after_delay: item.after_delay,
    };
    items.into_iter().map(seed).collect()
}

pub fn of_engagement(tx: &mut Tx<'_>, engagement: &Engagement) -> Result<Vec<ItemSeed>> {
    let items = store::of_engagement(tx.conn(), engagement.id)?;
    let places: HashMap<ItemId, usize> = items.iter().enumerate().map(|(index, item)| (item.id, index)).collect();
    let mut files = attachments::store::of_engagement(tx.conn(), engagement.id)?;
    let seed = |item: Item| ItemSeed {
        file_ids: files.remove(&item.id).unwrap_or_default(),
        after_delay: item.after_delay_seconds.map(IsoDuration::from_seconds),
        after: item.after_item_id.and_then(|id| places.get(&id).copied()),
        title: item.title,
        description: item.description,
        details: item.details.0,
        completion_rule: item.completion_rule,
    };
    Ok(items.into_iter().map(seed).collect())
}

pub fn into_template(tx: &Tx<'_>, seeds: Vec<ItemSeed>) -> Vec<TemplateItem> {
    let ids: Vec<TemplateItemId> = seeds.iter().map(|_| tx.new_id()).collect();
    let item = |(seed, id): (ItemSeed, &TemplateItemId)| TemplateItem {
        id: *id,
        title: seed.title,
        description: seed.description,
        details: seed.details,
        completion_rule: seed.completion_rule,
        after_item_id: seed.after.map(|index| ids[index]),
        after_delay: seed.after_delay,
    };
    seeds.into_iter().zip(&ids).map(item).collect()
}

/// Puts copies into fresh engagements, with their coachees as recipients, in a fixed number of
/// statements however many there are.
pub fn insert(tx: &mut Tx<'_>, targets: &[(&Engagement, &[UserId])], seeds: &[ItemSeed]) -> Result<()> {
    let mut rows = Vec::with_capacity(targets.len() * seeds.len());
    let (mut people, mut files) = (Vec::new(), Vec::new());
    let Some((first, _)) = targets.first() else { return Ok(()) };
    let usual = usual_reminders(tx, first.organization_id)?;
    for (engagement, coachees) in targets {
        let ids: Vec<ItemId> = seeds.iter().map(|_| tx.new_id()).collect();
        for ((seed, id), position) in seeds.iter().zip(&ids).zip(1..) {
            rows.push(Item { after_item_id: seed.after.map(|index| ids[index]), ..fresh(tx, engagement, seed, &usual, *id, position) });
            files.extend(ItemFile::all(*id, &seed.file_ids));
            people.extend(coachees.iter().map(|user_id| (*id, *user_id)));
        }
    }
    insert_in_dependency_order(tx, rows)?;
    attachments::store::insert_many(tx.conn(), &files)?;
    match targets.first() {
        Some((engagement, _)) => recipients::commands::add_many(tx, engagement.organization_id, &people),
        None => Ok(()),
    }
}

/// A chain a ← b ← c is stored from its beginning, because each row refers to the one before.
fn insert_in_dependency_order(tx: &mut Tx<'_>, mut rows: Vec<Item>) -> Result<()> {
    let mut stored: std::collections::HashSet<ItemId> = std::collections::HashSet::new();
    while !rows.is_empty() {
        let (ready, rest): (Vec<Item>, Vec<Item>) =
            rows.into_iter().partition(|item| item.after_item_id.is_none_or(|prior| stored.contains(&prior)));
        if ready.is_empty() {
            return Err(crate::kernel::Problem::internal("items wait for each other in a circle"));
        }
        stored.extend(ready.iter().map(|item| item.id));
        store::insert_many(tx.conn(), &ready)?;
        rows = rest;
    }
    Ok(())
}

fn fresh(tx: &Tx<'_>, engagement: &Engagement, seed: &ItemSeed, usual: &UsualReminders, id: ItemId, position: i32) -> Item {
    Item {
        id,
        organization_id: engagement.organization_id,
        engagement_id: engagement.id,
        position,
        kind: seed.details.kind(),
        title: seed.title.clone(),
        description: seed.description.clone(),
        details: Json(seed.details.clone()),
        status: ItemStatus::Unscheduled,
        completion_rule: seed.completion_rule,
        scheduled_at: None,
        time_zone: None,
        after_item_id: None,
        after_delay_seconds: seed.after_delay.map(IsoDuration::seconds),
        released_at: None,
        send_due_at: None,
        reminders: Json(usual.of(seed.details.kind())),
        next_reminder_at: None,
        form_version: None,
        sent_at: None,
        completed_at: None,
        completed_by: None,
        deleted_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

/// A copy of one item, to stand directly after it.
pub fn of_item(tx: &Tx<'_>, source: &Item) -> Item {
    Item {
        id: tx.new_id(),
        position: source.position + 1,
        title: copy_title(&source.title),
        status: ItemStatus::Unscheduled,
        scheduled_at: None,
        time_zone: None,
        send_due_at: None,
        next_reminder_at: None,
        form_version: None,
        sent_at: None,
        completed_at: None,
        completed_by: None,
        deleted_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        ..source.clone()
    }
}

/// "Copy of …", cut where a title ends.
pub fn copy_title(title: &str) -> String {
    format!("Copy of {title}").chars().take(200).collect()
}
