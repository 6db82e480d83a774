//! Associating records with items.

use super::model::{AddRecord, Record, RecordKind, RecordView};
use super::store;
use crate::coaching::engagements::views::Person;
use crate::coaching::forms::model::FormKind;
use crate::coaching::forms::responses;
use crate::coaching::items::details::ItemKind;
use crate::coaching::items::events::ItemEvent;
use crate::coaching::items::model::{Item, ItemStatus};
use crate::coaching::{engagements, items, notes};
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, FormResponseId, ItemId, RecordId, UserId};
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
        assessment_item_id: new.assessment.as_ref().and_then(|assessment| assessment.item_id),
        response_id: new.assessment.as_ref().and_then(|assessment| assessment.form_response_id),
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
        RecordKind::Note => ("/note", (row.assessment_item_id.is_some() || row.response_id.is_some()).then_some("/assessment")),
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
            let assessment_id = match (row.assessment_item_id, row.response_id) {
                (Some(id), None) => id,
                (None, Some(id)) => return ensure_response_fits(tx, caller, item, id),
                (None, None) => return Err(missing()),
                (Some(_), Some(_)) => {
                    let fault = FieldError::at("/assessment/form_response_id", "one_of", "name either an item or a response");
                    return Err(Problem::invalid(vec![fault]));
                }
            };
            let (assessment, _) = items::queries::managed(tx.conn(), caller, assessment_id).map_err(hidden)?;
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

/// What was handed in is an assessment, another item's, and about a coachee of this engagement.
fn ensure_response_fits(tx: &mut Tx<'_>, caller: &Caller, item: &Item, id: FormResponseId) -> Result<()> {
    let mismatch = |detail: &str| Problem::field(Code::RecordMismatch, "/assessment").detail(detail);
    let response = responses::queries::managed(tx.conn(), caller, id).map_err(|_| mismatch("There is no such record of this coachee."))?;
    if response.kind != FormKind::Assessment || !response.is_submitted() || response.item_id == item.id {
        return Err(mismatch("The assessment is not completed."));
    }
    let here = engagements::store::coachees(tx.conn(), item.engagement_id)?;
    let there = engagements::store::coachees(tx.conn(), response.engagement_id)?;
    let is_in = |people: &[Person], id: UserId| people.iter().any(|person| person.id == id);
    let fits = match response.user_id.filter(|id| is_in(&there, *id)) {
        // A coachee answers about themselves, anybody else about the coachees.
        Some(coachee) => is_in(&here, coachee),
        None => there.iter().any(|coachee| is_in(&here, coachee.id)),
    };
    if fits { Ok(()) } else { Err(mismatch("It belongs to another coachee.")) }
}

pub fn remove(tx: &mut Tx<'_>, caller: &Caller, item_id: ItemId, id: RecordId) -> Result<()> {
    let (item, engagement) = items::queries::managed(tx.conn(), caller, item_id)?;
    let row = store::find(tx.conn(), item_id, id)?;
    store::delete(tx.conn(), row.id)?;
    events::emit(tx, &ItemEvent::new("item.record_removed", &item, engagement.is_active()))
}
