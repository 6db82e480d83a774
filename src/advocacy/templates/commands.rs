//! Making, changing and deleting an organization's own templates.

use super::events::TemplateEvent;
use super::model::{MissionTemplate, TemplateContent, search_text};
use super::requests::{NewTemplate, TemplateChange};
use super::views::TemplateView;
use super::{builtin, model, queries, store};
use crate::db::{Json, Tx};
use crate::files;
use crate::identity::permissions::Caller;
use crate::kernel::ids::MissionTemplateId;
use crate::kernel::patch::apply;
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::events;

/// A template of a type, or a copy of another one with changes.
pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: NewTemplate) -> Result<TemplateView> {
    let mut content = match (new.template_id, new.mission_type) {
        (Some(id), wanted) => queries::for_type(tx.conn(), caller.organization_id, id, wanted).map_err(|problem| match problem.code() {
            Code::NotFound => Problem::invalid(vec![FieldError::at("/template_id", "invalid_choice", "must be a template")]),
            _ => problem,
        })?,
        (None, Some(kind)) => TemplateContent::empty(kind),
        (None, None) => return Err(Problem::invalid(vec![FieldError::at("/type", "required", "is required without template_id")])),
    };
    new.content.apply_to(&mut content, tx.now())?;
    create_from(tx, caller, new.name, new.about.flatten(), content)
}

/// Keeps what exists elsewhere as a template.
pub fn create_from(
    tx: &mut Tx<'_>,
    caller: &Caller,
    name: String,
    about: Option<String>,
    content: TemplateContent,
) -> Result<TemplateView> {
    let mut template = MissionTemplate {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        mission_type: content.details.kind(),
        name,
        about,
        search_text: String::new(),
        image_file_id: None,
        content: Json(content),
        created_by: caller.user_id(),
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    summarise(tx, caller, &mut template)?;
    store::insert(tx.conn(), &template)?;
    events::emit(tx, &TemplateEvent::new("mission_template.created", &template))?;
    Ok(model::Template::Own(template).into())
}

/// Missions that were made from it stay as they are.
pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: MissionTemplateId, change: TemplateChange) -> Result<TemplateView> {
    let mut template = open(tx, caller, id)?;
    if change.mission_type.is_some_and(|kind| kind != template.mission_type) {
        return Err(Problem::field(Code::ImmutableField, "/type"));
    }
    let before = template.content.clone();
    change.content.apply_to(&mut template.content.0, tx.now())?;
    let mut changed = template.content != before;
    changed |= apply(&mut template.name, change.name);
    changed |= apply(&mut template.about, change.about);
    if changed {
        template.version += 1;
        template.updated_at = tx.now();
        summarise(tx, caller, &mut template)?;
        store::update(tx.conn(), &template)?;
        events::emit(tx, &TemplateEvent::new("mission_template.updated", &template))?;
    }
    Ok(model::Template::Own(template).into())
}

pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: MissionTemplateId) -> Result<()> {
    let template = open(tx, caller, id)?;
    store::delete(tx.conn(), template.organization_id, template.id)?;
    events::emit(tx, &TemplateEvent::new("mission_template.deleted", &template))
}

/// The template, held until the transaction ends. What is built in is there and cannot be changed.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: MissionTemplateId) -> Result<MissionTemplate> {
    if builtin::find(id).is_some() {
        return Err(Problem::new(Code::BuiltinTemplate));
    }
    let template = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(template.version)?;
    Ok(template)
}

/// Takes over what lists and files are found by. A picture that it names anew is one that the caller can read.
fn summarise(tx: &mut Tx<'_>, caller: &Caller, template: &mut MissionTemplate) -> Result<()> {
    let image_file_id = template.content.0.image_file_id;
    if let Some(id) = image_file_id.filter(|id| template.image_file_id != Some(*id)) {
        let file = files::commands::attach(tx, caller, id, "/image_file_id")?;
        if !file.is_picture() {
            return Err(Problem::invalid(vec![FieldError::at("/image_file_id", "file_type", "is no picture")]));
        }
    }
    template.image_file_id = image_file_id;
    template.search_text = search_text(&template.name, template.about.as_deref(), &template.content.0);
    Ok(())
}
