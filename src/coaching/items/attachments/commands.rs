//! Attaching files to items.

use super::model::{MAX_BYTES, PutAttachments};
use super::store;
use crate::coaching::items::commands::{open, save};
use crate::coaching::items::details::Details;
use crate::coaching::items::model::Item;
use crate::db::Tx;
use crate::files;
use crate::files::model::File;
use crate::identity::permissions::Caller;
use crate::kernel::ids::ItemId;
use crate::kernel::{Code, FieldError, Problem, Result};

/// The files that go along in the mails of a session, instead of those that did.
pub fn put(tx: &mut Tx<'_>, caller: &Caller, id: ItemId, new: &PutAttachments) -> Result<Vec<File>> {
    let (mut item, mut engagement) = open(tx, caller, id)?;
    if !item.is_session() {
        return Err(Problem::new(Code::KindMismatch).detail("Only the mails of a session take files along."));
    }
    let mut ids = new.file_ids.clone();
    ids.sort();
    ids.dedup();
    if ids.len() < new.file_ids.len() {
        return Err(Problem::invalid(vec![FieldError::at("/file_ids", "not_unique", "must not repeat an entry")]));
    }
    let files = files::commands::attach_all(tx, caller, &new.file_ids, "/file_ids")?;
    if files.iter().map(|file| file.byte_count).sum::<i64>() > MAX_BYTES {
        let detail = format!("must have at most {MAX_BYTES} bytes together");
        return Err(Problem::invalid(vec![FieldError::at("/file_ids", "too_large", detail)]));
    }
    store::replace(tx.conn(), id, &new.file_ids)?;
    let was = item.status;
    save(tx, &mut item, &mut engagement, was, "item.updated")?;
    Ok(files)
}

/// The uploaded file that details name is one that the caller can read; its name is the file's where it
/// has none.
pub fn adopt(tx: &mut Tx<'_>, caller: &Caller, details: &mut Details, pointer: &str) -> Result<()> {
    let Details::File(named) = details else { return Ok(()) };
    let Some(id) = named.file_id else { return Ok(()) };
    let file = files::commands::attach(tx, caller, id, pointer)?;
    named.name.get_or_insert(file.name);
    Ok(())
}

/// Notes the uploaded file of an item of kind `file`.
pub fn note(tx: &mut Tx<'_>, item: &Item) -> Result<()> {
    let ids: Vec<_> = item.details.0.file_id().into_iter().collect();
    store::replace(tx.conn(), item.id, &ids)
}

/// The same files for a copy.
pub fn copy(tx: &mut Tx<'_>, source: ItemId, copy: ItemId) -> Result<()> {
    let ids: Vec<_> = store::of_item(tx.conn(), source)?.into_iter().map(|file| file.id).collect();
    store::replace(tx.conn(), copy, &ids)
}
