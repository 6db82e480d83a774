//! Associating records with items.

use super::model::{AddRecord, Record, RecordKind, RecordView};
use super::store;
use crate::coaching::items::details::ItemKind;
use crate::coaching::items::events::ItemEvent;
use crate::coaching::items::model::{Item, ItemStatus};
use crate::coaching::{engagements, items, notes};
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, ItemId, RecordId};
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::events;

pub fn add(tx: &mut Tx<'_>, caller: &Caller, item_id: ItemId, new: AddRecord) -> Result<RecordView> {
    let (item, engagement) = items::queries::managed(tx.conn(), caller, item_id)?;
    let row = Record {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        item_id,
        kind: new.kind,
        note_id: new.note.map(|note| note.note_id),
        assessment_item_id: new.assessment.map(|assessment| assessment.item_id),
        created_at: tx.now(),
    };
    ensure_fits(tx, caller, &item, &row)?;
    store::insert(tx.conn(), &row)?;
    events::emit(tx, &ItemEvent::new("item.record_added", &item, engagement.is_active()))?;
    Ok(row.into())
}

/// The record is of the kind it says, suits the kind of item, and belongs to the same coachee.
fn ensure_fits(tx: &mut Tx<'_>, caller: &Caller, item: &Item, row: &Record) -> Result<()> {
    let (wanted, other) = match row.kind {
        RecordKind::Note => ("/note", row.assessment_item_id.map(|_| "/assessment")),
        RecordKind::Assessment => ("/assessment", row.note_id.map(|_| "/note")),
    };
    if let Some(other) = other {
        return Err(Problem::field(Code::KindMismatch, other));
    }
    let mismatch = |detail: &str| Problem::field(Code::RecordMismatch, wanted).detail(detail);
    let missing = || Problem::invalid(vec![FieldError::at(wanted, "required", "is required")]);
    // Whatever cannot be seen by the caller does not belong here, which is all that is told.
    let hidden = |_| mismatch("There is no such record of this coachee.");
    let belongs_to: EngagementId = match row.kind {
        RecordKind::Note => {
            if item.kind != ItemKind::Session {
                return Err(mismatch("Notes belong to sessions."));
            }
            notes::queries::find_visible(tx.conn(), caller, row.note_id.ok_or_else(missing)?).map_err(hidden)?.engagement_id
        }
        RecordKind::Assessment => {
            if item.kind != ItemKind::Assessment {
                return Err(mismatch("Completed assessments belong to assessments."));
            }
            let (assessment, _) =
                items::queries::managed(tx.conn(), caller, row.assessment_item_id.ok_or_else(missing)?).map_err(hidden)?;
            if assessment.kind != ItemKind::Assessment || assessment.status != ItemStatus::Completed || assessment.id == item.id {
                return Err(mismatch("The assessment is not completed."));
            }
            assessment.engagement_id
        }
    };
    if engagements::store::share_a_coachee(tx.conn(), item.engagement_id, belongs_to)? {
        Ok(())
    } else {
        Err(mismatch("It belongs to another coachee."))
    }
}

pub fn remove(tx: &mut Tx<'_>, caller: &Caller, item_id: ItemId, id: RecordId) -> Result<()> {
    let (item, engagement) = items::queries::managed(tx.conn(), caller, item_id)?;
    let row = store::find(tx.conn(), item_id, id)?;
    store::delete(tx.conn(), row.id)?;
    events::emit(tx, &ItemEvent::new("item.record_removed", &item, engagement.is_active()))
}
