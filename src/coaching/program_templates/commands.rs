//! Changing program templates. Every change but a deletion writes a further version.

use super::events::TemplateEvent;
use super::items::{self, CreateTemplateItem, TemplateItem, UpdateTemplateItem};
use super::model::{
    CreateProgramTemplate, ProgramTemplate, ProgramTemplateView, TemplateContent, TemplateVersion, TemplateVisibility,
    UpdateProgramTemplate,
};
use super::{files, sequence, store};
use crate::coaching::forms;
use crate::coaching::items::attachments;
use crate::coaching::items::details::Details;
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::{FileId, ProgramTemplateId, TemplateItemId};
use crate::kernel::patch::apply;
use crate::messaging::events;

pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateProgramTemplate) -> Result<ProgramTemplateView> {
    sequence::ensure_room(new.items.len())?;
    let mut items = items::first_items(new.items, || tx.new_id())?;
    let details = items.iter().enumerate().map(|(index, item)| (format!("/items/{index}"), &item.details));
    forms::queries::ensure_usable(tx.conn(), caller, details)?;
    adopt(tx, caller, &[], &mut items, |index| format!("/items/{index}/file/file_id"))?;
    add(tx, caller, TemplateContent::new(&new.title, new.description, items), new.visibility)
}

/// Makes a template from items that exist elsewhere; their ids are theirs already.
pub fn create_with_items(
    tx: &mut Tx<'_>,
    caller: &Caller,
    title: String,
    description: Option<String>,
    items: Vec<TemplateItem>,
) -> Result<ProgramTemplateView> {
    sequence::ensure_room(items.len())?;
    add(tx, caller, TemplateContent::new(&title, description, items), None)
}

/// A copy that is the caller's own, whoever's the source is.
pub fn duplicate(tx: &mut Tx<'_>, caller: &Caller, id: ProgramTemplateId) -> Result<ProgramTemplateView> {
    let source = store::find(tx.conn(), caller.organization_id, id)?;
    source.ensure_visible(caller)?;
    tx.ensure_fresh(source.version)?;
    let content = store::find_content(tx.conn(), &source)?.copied(|| tx.new_id());
    add(tx, caller, content, None)
}

pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: ProgramTemplateId, change: UpdateProgramTemplate) -> Result<ProgramTemplateView> {
    let (mut template, mut content) = open(tx, caller, id)?;
    let mut changed = apply(&mut content.title, change.title.map(|title| title.trim().to_owned()));
    changed |= apply(&mut content.description, change.description);
    changed |= apply(&mut template.visibility, change.visibility);
    if changed {
        save(tx, &mut template, &content)?;
    }
    Ok(ProgramTemplateView::new(template, content, caller))
}

/// The template is gone from everywhere, except for engagements that were made from it.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: ProgramTemplateId) -> Result<()> {
    let mut template = hold(tx, caller, id)?;
    template.deleted_at = Some(tx.now());
    template.updated_at = tx.now();
    store::update(tx.conn(), &template)?;
    events::emit(tx, &TemplateEvent::new("program_template.deleted", &template))
}

pub fn add_item(tx: &mut Tx<'_>, caller: &Caller, id: ProgramTemplateId, new: CreateTemplateItem) -> Result<ProgramTemplateView> {
    let (mut template, mut content) = open(tx, caller, id)?;
    let item_id = tx.new_id();
    content.insert(item_id, new)?;
    ensure_form(tx, caller, &content, item_id)?;
    adopt_one(tx, caller, &template, &mut content)?;
    save(tx, &mut template, &content)?;
    Ok(ProgramTemplateView::new(template, content, caller))
}

pub fn update_item(
    tx: &mut Tx<'_>,
    caller: &Caller,
    (id, item_id): (ProgramTemplateId, TemplateItemId),
    change: UpdateTemplateItem,
) -> Result<ProgramTemplateView> {
    let (mut template, mut content) = open(tx, caller, id)?;
    let form_id = content.details(item_id).and_then(Details::form_id);
    if content.change(item_id, change)? {
        if content.details(item_id).and_then(Details::form_id) != form_id {
            ensure_form(tx, caller, &content, item_id)?;
        }
        adopt_one(tx, caller, &template, &mut content)?;
        save(tx, &mut template, &content)?;
    }
    Ok(ProgramTemplateView::new(template, content, caller))
}

pub fn delete_item(tx: &mut Tx<'_>, caller: &Caller, (id, item_id): (ProgramTemplateId, TemplateItemId)) -> Result<()> {
    let (mut template, mut content) = open(tx, caller, id)?;
    content.remove(item_id)?;
    save(tx, &mut template, &content)
}

pub fn reorder_items(tx: &mut Tx<'_>, caller: &Caller, id: ProgramTemplateId, order: &[TemplateItemId]) -> Result<ProgramTemplateView> {
    let (mut template, mut content) = open(tx, caller, id)?;
    if content.reorder(order)? {
        save(tx, &mut template, &content)?;
    }
    Ok(ProgramTemplateView::new(template, content, caller))
}

/// An item's form is one that the caller can use.
fn ensure_form(tx: &mut Tx<'_>, caller: &Caller, content: &TemplateContent, item_id: TemplateItemId) -> Result<()> {
    let details = content.details(item_id).map(|details| (String::new(), details));
    forms::queries::ensure_usable(tx.conn(), caller, details.into_iter())
}

/// Uploaded files that items name now are ones that the caller can read.
fn adopt(tx: &mut Tx<'_>, caller: &Caller, known: &[FileId], items: &mut [TemplateItem], pointer: impl Fn(usize) -> String) -> Result<()> {
    for (index, item) in items.iter_mut().enumerate() {
        let is_known = item.details.file_id().is_none_or(|id| known.contains(&id));
        if !is_known || !item.details.is_named() {
            attachments::commands::adopt(tx, caller, &mut item.details, &pointer(index))?;
        }
    }
    Ok(())
}

/// The same after a change of one item.
fn adopt_one(tx: &mut Tx<'_>, caller: &Caller, template: &ProgramTemplate, content: &mut TemplateContent) -> Result<()> {
    let known = files::known(tx.conn(), template.id)?;
    adopt(tx, caller, &known, &mut content.items, |_| "/file/file_id".to_owned())
}

/// Stores a new template with its first version and tells of it.
fn add(tx: &mut Tx<'_>, caller: &Caller, content: TemplateContent, visibility: Option<TemplateVisibility>) -> Result<ProgramTemplateView> {
    let mut template = ProgramTemplate {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        owner_id: caller.user_id(),
        title: String::new(),
        search_title: String::new(),
        visibility: visibility.unwrap_or_else(|| TemplateVisibility::default_of(caller)),
        item_count: 0,
        version: 1,
        deleted_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    template.summarise(&content);
    store::insert(tx.conn(), &template)?;
    keep_version(tx, &template, &content)?;
    events::emit(tx, &TemplateEvent::new("program_template.created", &template))?;
    Ok(ProgramTemplateView::new(template, content, caller))
}

/// Writes the template's next version and tells of it.
fn save(tx: &mut Tx<'_>, template: &mut ProgramTemplate, content: &TemplateContent) -> Result<()> {
    template.version += 1;
    template.updated_at = tx.now();
    template.summarise(content);
    store::update(tx.conn(), template)?;
    keep_version(tx, template, content)?;
    events::emit(tx, &TemplateEvent::new("program_template.updated", template))
}

fn keep_version(tx: &mut Tx<'_>, template: &ProgramTemplate, content: &TemplateContent) -> Result<()> {
    let version = TemplateVersion {
        template_id: template.id,
        organization_id: template.organization_id,
        version: template.version,
        content: Json(content.clone()),
        created_at: tx.now(),
    };
    store::insert_version(tx.conn(), &version)?;
    files::note(tx.conn(), template, content)
}

/// The template, held until the transaction ends, for a caller who may change it.
fn hold(tx: &mut Tx<'_>, caller: &Caller, id: ProgramTemplateId) -> Result<ProgramTemplate> {
    let template = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    template.ensure_changeable(caller)?;
    tx.ensure_fresh(template.version)?;
    Ok(template)
}

fn open(tx: &mut Tx<'_>, caller: &Caller, id: ProgramTemplateId) -> Result<(ProgramTemplate, TemplateContent)> {
    let template = hold(tx, caller, id)?;
    let content = store::find_content(tx.conn(), &template)?;
    Ok((template, content))
}
