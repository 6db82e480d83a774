//! What happens to forms.

use serde::Serialize;

use super::model::{Form, FormKind, FormVisibility};
use crate::kernel::ids::{FormId, OrganizationId, UserId};
use crate::messaging::events::event;

/// Something that happened to a form, with what it is afterwards.
#[derive(Serialize)]
pub struct FormEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    form_id: FormId,
    owner_id: Option<UserId>,
    kind: FormKind,
    title: String,
    visibility: FormVisibility,
    question_count: i32,
    published_version: Option<i64>,
    version: i64,
}

impl FormEvent {
    pub fn new(name: &'static str, form: &Form) -> Self {
        Self {
            name,
            organization_id: form.organization_id,
            form_id: form.id,
            owner_id: form.owner_id,
            kind: form.kind,
            title: form.title.clone(),
            visibility: form.visibility,
            question_count: form.question_count,
            published_version: form.published_version,
            version: form.version,
        }
    }
}

event!(FormEvent { name: name, subject: form_id });
