//! Changing organizations.

use super::events::OrganizationUpdated;
use super::model::{Organization, OrganizationView, Settings, UpdateOrganization};
use super::store;
use crate::db::{Json, Tx};
use crate::files;
use crate::identity::permissions::Caller;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{FileId, OrganizationId};
use crate::kernel::patch::apply;
use crate::kernel::{FieldError, Problem, Result};
use crate::messaging::events;

/// Makes a new organization; only the command line does.
pub fn create(tx: &mut Tx<'_>, name: &str, settings: Settings) -> Result<OrganizationId> {
    let (id, now) = (tx.new_id(), tx.now());
    let organization = Organization { id, name: name.to_owned(), settings: Json(settings), version: 1, created_at: now, updated_at: now };
    store::insert(tx.conn(), &organization)?;
    Ok(id)
}

/// The organization of that name, made when there is none.
pub fn find_or_create(tx: &mut Tx<'_>, name: &str) -> Result<OrganizationId> {
    match store::find_by_name(tx.conn(), name)? {
        Some(id) => Ok(id),
        None => create(tx, name, Settings::default()),
    }
}

pub fn update(tx: &mut Tx<'_>, caller: &Caller, change: UpdateOrganization) -> Result<OrganizationView> {
    let mut organization = store::find_for_update(tx.conn(), caller.organization_id)?;
    tx.ensure_fresh(organization.version)?;
    let mut changed = apply(&mut organization.name, change.name);
    if let Some(new) = change.settings {
        ensure_lateness(new.max_lateness)?;
        ensure_logo(tx, caller, new.logo_file_id.flatten())?;
        let Json(settings) = &mut organization.settings;
        changed |= apply(&mut settings.time_zone, new.time_zone);
        changed |= apply(&mut settings.invitation_lifetime, new.invitation_lifetime);
        changed |= apply(&mut settings.session_duration, new.session_duration);
        changed |= apply(&mut settings.inactive_coachee_delivery, new.inactive_coachee_delivery);
        changed |= apply(&mut settings.max_lateness, new.max_lateness);
        changed |= apply(&mut settings.session_reminders, new.session_reminders.map(longest_first));
        changed |= apply(&mut settings.item_reminders, new.item_reminders.map(longest_first));
        changed |= apply(&mut settings.quiet_hours, new.quiet_hours);
        changed |= apply(&mut settings.interview_approval, new.interview_approval);
        changed |= apply(&mut settings.selection_approval, new.selection_approval);
        changed |= apply(&mut settings.interviews_required, new.interviews_required);
        changed |= apply(&mut settings.external_recipients, new.external_recipients);
        changed |= apply(&mut settings.form_link_lifetime, new.form_link_lifetime);
        changed |= apply(&mut settings.feedback_min_raters, new.feedback_min_raters);
        changed |= apply(&mut settings.feedback_lifetime, new.feedback_lifetime);
        changed |= apply(&mut settings.frontend_url, new.frontend_url);
        changed |= apply(&mut settings.logo_file_id, new.logo_file_id);
        changed |= new.invoices.unwrap_or_default().apply_to(&mut settings.invoices)?;
    }
    if changed {
        organization.version += 1;
        organization.updated_at = tx.now();
        store::update(tx.conn(), &organization)?;
        events::emit(tx, &OrganizationUpdated { organization_id: organization.id, name: organization.name.clone() })?;
    }
    Ok(organization.into())
}

/// Each offset once.
pub fn longest_first(mut offsets: Vec<IsoDuration>) -> Vec<IsoDuration> {
    offsets.sort();
    offsets.dedup();
    offsets.reverse();
    offsets
}

/// A picture that documents can hold.
fn ensure_logo(tx: &mut Tx<'_>, caller: &Caller, id: Option<FileId>) -> Result<()> {
    const POINTER: &str = "/settings/logo_file_id";
    let Some(id) = id else { return Ok(()) };
    if files::commands::attach(tx, caller, id, POINTER)?.is_drawable() {
        return Ok(());
    }
    let detail = "must be a PNG or JPEG of at most 4 million pixels and 2 MB";
    Err(Problem::invalid(vec![FieldError::at(POINTER, "invalid_choice", detail)]))
}

fn ensure_lateness(lateness: Option<IsoDuration>) -> Result<()> {
    const RANGE: std::ops::RangeInclusive<i64> = 60..=30 * 86_400;
    match lateness {
        Some(lateness) if !RANGE.contains(&lateness.seconds()) => {
            Err(Problem::invalid(vec![FieldError::at("/settings/max_lateness", "out_of_range", "must be from PT1M to P30D")]))
        }
        _ => Ok(()),
    }
}
