//! Changing the words of notifications, and going back to those below.

use super::model::{PutTemplate, Template, TemplateView};
use super::queries::Place;
use super::{queries, store};
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::{Code, FieldError, Problem, Result, html};
use crate::messaging::notifications::catalogue::{self, NotificationType};
use crate::messaging::notifications::render;

pub fn put(tx: &mut Tx<'_>, caller: &Caller, place: &Place, key: &str, new: PutTemplate) -> Result<TemplateView> {
    let entry = catalogue::find(key)?;
    place.ensure_suits(entry)?;
    let is_enabled = new.enabled.unwrap_or(true);
    if !entry.customizable || (!is_enabled && !entry.can_be_switched_off) {
        return Err(Problem::new(Code::NotCustomizable));
    }
    ensure_known_variables(entry, &new)?;
    let scope_id = place.scope_id();
    let earlier = store::of_scopes(tx.conn(), caller.organization_id, key, std::slice::from_ref(&scope_id))?.pop();
    if let Some(earlier) = &earlier {
        tx.ensure_fresh(earlier.version)?;
    }
    let row = Template {
        scope_id,
        notification_type: key.to_owned(),
        organization_id: caller.organization_id,
        is_enabled,
        subject: new.subject,
        body: new.body,
        html: new.html.map(|html| html::mail(&html)),
        version: earlier.as_ref().map_or(1, |earlier| earlier.version + 1),
        created_at: earlier.as_ref().map_or(tx.now(), |earlier| earlier.created_at),
        updated_at: tx.now(),
    };
    match earlier {
        Some(_) => store::update(tx.conn(), &row)?,
        None => store::insert(tx.conn(), &row)?,
    }
    queries::view(tx.conn(), caller.organization_id, place, entry)
}

/// Back to the layer below.
pub fn delete(tx: &mut Tx<'_>, place: &Place, key: &str) -> Result<()> {
    catalogue::find(key)?;
    store::delete(tx.conn(), &place.scope_id(), key)?;
    Ok(())
}

pub fn ensure_known_variables(entry: &NotificationType, new: &PutTemplate) -> Result<()> {
    let texts = [("/subject", &new.subject), ("/body", &new.body), ("/html", &new.html)];
    let known = entry.variables.join(", ");
    let faults: Vec<FieldError> = texts
        .into_iter()
        .filter_map(|(pointer, text)| text.as_ref().map(|text| (pointer, text)))
        .filter(|(_, text)| !render::unknown_variables(text, entry.variables).is_empty())
        .map(|(pointer, _)| FieldError::at(pointer, Code::UnknownVariable.as_str(), format!("the variables are: {known}")))
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(Problem::new(Code::UnknownVariable).with_errors(faults)) }
}
