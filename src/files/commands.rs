//! Keeping and forgetting files. The bytes are elsewhere: they are there before a file is kept, and go
//! after it was forgotten.

use chrono::TimeDelta;

use super::access;
use super::events::FileEvent;
use super::model::{File, StoredBytes};
use super::store;
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, OrganizationId};
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::events;

/// After a removal that failed, the next is tried this much later.
const RETRY: TimeDelta = TimeDelta::minutes(15);
const BATCH: i64 = 50;

/// Makes stored bytes a file.
pub fn keep(tx: &mut Tx<'_>, stored: &StoredBytes, quota: Option<i64>) -> Result<File> {
    let StoredBytes { id, organization_id, findings } = stored;
    if !store::claim_loose(tx.conn(), *organization_id, *id)? {
        return Err(Problem::internal("stored bytes waited too long for their file"));
    }
    let file = File {
        id: *id,
        organization_id: *organization_id,
        uploaded_by: tx.actor().id(),
        name: findings.name.clone(),
        media_type: findings.media_type.to_owned(),
        byte_count: findings.byte_count,
        sha256: findings.sha256.clone(),
        width: findings.size.map(|(width, _)| width),
        height: findings.size.map(|(_, height)| height),
        created_at: tx.now(),
    };
    let total = store::add_to_total(tx.conn(), file.organization_id, 1, file.byte_count)?;
    if quota.is_some_and(|quota| total > quota) {
        return Err(Problem::new(Code::StorageQuotaExceeded));
    }
    store::insert(tx.conn(), &file)?;
    events::emit(tx, &FileEvent::new("file.uploaded", &file))?;
    Ok(file)
}

/// Whoever uploaded it, or an admin, deletes it, unless something still needs it.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: FileId) -> Result<()> {
    let file = store::find_for_update(tx.conn(), caller.organization_id, id)?.ok_or_else(Problem::not_found)?;
    access::ensure_readable(tx.conn(), caller, &file)?;
    if !access::owns(caller, &file) {
        return Err(Problem::new(Code::Forbidden));
    }
    let holders = access::holders(tx.conn(), &file)?;
    if !holders.is_empty() {
        return Err(Problem::new(Code::FileInUse).with("used_by", holders));
    }
    let now = tx.now();
    store::delete(tx.conn(), file.organization_id, file.id)?;
    store::add_to_total(tx.conn(), file.organization_id, -1, -file.byte_count)?;
    store::insert_loose(tx.conn(), file.organization_id, file.id, now)?;
    events::emit(tx, &FileEvent::new("file.deleted", &file))
}

/// A file that the caller may attach to something, held so that it is not deleted meanwhile. A file
/// that is not there is a fault of the field that names it.
pub fn attach(tx: &mut Tx<'_>, caller: &Caller, id: FileId, pointer: &str) -> Result<File> {
    let unknown = || Problem::invalid(vec![FieldError::at(pointer, "invalid_choice", "must be a file that you can read")]);
    let file = store::find_for_update(tx.conn(), caller.organization_id, id)?.ok_or_else(unknown)?;
    match access::ensure_readable(tx.conn(), caller, &file) {
        Err(problem) if problem.code() == Code::NotFound => Err(unknown()),
        readable => readable.map(|()| file),
    }
}

/// Several at once, in the order in which they are named.
pub fn attach_all(tx: &mut Tx<'_>, caller: &Caller, ids: &[FileId], pointer: &str) -> Result<Vec<File>> {
    let files = store::find_many_for_update(tx.conn(), caller.organization_id, ids)?;
    let readable = access::readable(tx.conn(), caller, files)?;
    let find = |(index, id): (usize, &FileId)| {
        let unknown = || FieldError::at(format!("{pointer}/{index}"), "invalid_choice", "must be a file that you can read");
        readable.iter().find(|file| file.id == *id).cloned().ok_or_else(unknown)
    };
    let (found, faults): (Vec<_>, Vec<_>) = ids.iter().enumerate().map(find).partition(std::result::Result::is_ok);
    if faults.is_empty() {
        Ok(found.into_iter().flatten().collect())
    } else {
        Err(Problem::invalid(faults.into_iter().filter_map(Result::err).collect()))
    }
}

/// Those of the files that this person has uploaded, held so that they are not deleted meanwhile.
pub fn uploads_of(tx: &mut Tx<'_>, organization_id: OrganizationId, uploader: &str, ids: &[FileId]) -> Result<Vec<File>> {
    let mut files = store::find_many_for_update(tx.conn(), organization_id, ids)?;
    files.retain(|file| file.uploaded_by.as_deref() == Some(uploader));
    Ok(files)
}

/// Bytes are about to be written that no file names yet.
pub(super) fn announce(tx: &mut Tx<'_>, organization_id: OrganizationId, id: FileId, patience: TimeDelta) -> Result<()> {
    let due_at = tx.now().plus(patience);
    store::insert_loose(tx.conn(), organization_id, id, due_at)
}

/// Bytes that nobody needs, which the caller is to remove.
pub(super) fn take_due(tx: &mut Tx<'_>) -> Result<Vec<(OrganizationId, FileId)>> {
    let now = tx.now();
    store::take_due_loose(tx.conn(), now, now.plus(RETRY), BATCH)
}

/// The same for these, if they belong to no file.
pub(super) fn take(tx: &mut Tx<'_>, id: FileId) -> Result<Vec<(OrganizationId, FileId)>> {
    let retry_at = tx.now().plus(RETRY);
    store::take_loose(tx.conn(), &[id], retry_at)
}

/// They were removed.
pub(super) fn forget(tx: &mut Tx<'_>, ids: &[FileId]) -> Result<()> {
    store::forget_loose(tx.conn(), ids)
}
