//! Making, changing and publishing forms.

use super::events::FormEvent;
use super::model::{Form, FormChange, FormContent, FormVersion, FormVisibility, NewForm};
use super::store;
use super::views::FormView;
use crate::coaching::items::copies::copy_title;
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::kernel::ids::FormId;
use crate::kernel::patch::apply;
use crate::kernel::{Code, Problem, Result};
use crate::messaging::events;

pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: NewForm) -> Result<FormView> {
    let NewForm { kind, visibility, content } = new;
    let mut form = Form {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        owner_id: caller.user_id(),
        kind,
        title: String::new(),
        search_title: String::new(),
        visibility: visibility.unwrap_or_else(|| FormVisibility::default_of(caller)),
        draft: Json(FormContent::default()),
        question_count: 0,
        published_version: None,
        published_at: None,
        is_changed: true,
        version: 1,
        deleted_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    form.set_draft(content);
    store::insert(tx.conn(), &form)?;
    events::emit(tx, &FormEvent::new("form.created", &form))?;
    Ok(FormView::of_draft(form, caller))
}

/// A copy of the draft that is the caller's own, whoever's the source is.
pub fn duplicate(tx: &mut Tx<'_>, caller: &Caller, id: FormId) -> Result<FormView> {
    let source = store::find(tx.conn(), caller.organization_id, id)?;
    source.ensure_visible(caller)?;
    tx.ensure_fresh(source.version)?;
    let content = FormContent { title: copy_title(&source.title), ..source.draft.0 };
    create(tx, caller, NewForm { kind: source.kind, visibility: None, content })
}

/// Changes the draft. What was published stays as it is.
pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: FormId, change: FormChange) -> Result<FormView> {
    let mut form = open(tx, caller, id)?;
    let mut changed = apply(&mut form.visibility, change.visibility());
    let content = change.apply_to(form.draft.0.clone(), form.kind)?;
    if content != form.draft.0 {
        form.set_draft(content);
        form.is_changed = true;
        changed = true;
    }
    if changed {
        save(tx, &mut form, "form.updated")?;
    }
    Ok(FormView::of_draft(form, caller))
}

/// Makes the draft a version that never changes, and that is sent from now on.
pub fn publish(tx: &mut Tx<'_>, caller: &Caller, id: FormId) -> Result<FormView> {
    let mut form = open(tx, caller, id)?;
    if form.draft.0.questionnaire.is_empty() {
        return Err(Problem::field(Code::FormNeedsQuestion, "/questions"));
    }
    if !form.is_changed {
        let actions = form.allowed_actions(caller);
        return Err(Problem::new(Code::InvalidTransition).detail("The draft was published already.").with("allowed_actions", actions));
    }
    let version = FormVersion {
        form_id: form.id,
        organization_id: form.organization_id,
        version: form.published_version.unwrap_or(0) + 1,
        title: form.title.clone(),
        question_count: form.question_count,
        content: form.draft.clone(),
        published_by: caller.user_id(),
        published_at: tx.now(),
    };
    store::insert_version(tx.conn(), &version)?;
    form.published_version = Some(version.version);
    form.published_at = Some(tx.now());
    form.is_changed = false;
    save(tx, &mut form, "form.published")?;
    Ok(FormView::of_draft(form, caller))
}

/// It is gone from everywhere but from what was sent.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: FormId) -> Result<()> {
    let mut form = open(tx, caller, id)?;
    form.deleted_at = Some(tx.now());
    save(tx, &mut form, "form.deleted")
}

/// The form, held until the transaction ends, for a caller who may change it.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: FormId) -> Result<Form> {
    let form = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    form.ensure_changeable(caller)?;
    tx.ensure_fresh(form.version)?;
    Ok(form)
}

fn save(tx: &mut Tx<'_>, form: &mut Form, event: &'static str) -> Result<()> {
    form.version += 1;
    form.updated_at = tx.now();
    store::update(tx.conn(), form)?;
    events::emit(tx, &FormEvent::new(event, form))
}
