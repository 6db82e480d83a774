//! Asking for an export, and the short writes by which a worker makes it. Whatever a worker writes is
//! guarded by its lease: who was too slow finds another's token there and changes nothing.

use chrono::TimeDelta;

use super::events::ExportEvent;
use super::filters::{ExportFilters, Visibility};
use super::model::{Export, ExportRequest, ExportState, ExportView};
use super::requests::CreateExport;
use super::{resources, store};
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::kernel::ids::ExportId;
use crate::kernel::{Problem, Result, secrets};
use crate::messaging::events;

/// How long a worker may go without writing before another takes over.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// After a failure the next attempt waits this long, and longer each time.
const BACKOFF: TimeDelta = TimeDelta::seconds(5);
const MAX_ATTEMPTS: i32 = 5;

pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateExport, kept: TimeDelta) -> Result<ExportView> {
    let actor = caller.actor().id().ok_or_else(|| Problem::internal("an export needs somebody who asks for it"))?;
    let filters = ExportFilters::from(new.filters.unwrap_or_default());
    resources::ensure_readable(caller, new.resource)?;
    filters.ensure_valid(new.resource)?;
    let request = ExportRequest {
        resource: new.resource,
        format: new.format,
        dialect: new.dialect.unwrap_or_default(),
        filters,
        visibility: Visibility::of(caller)?,
    };
    let export = Export {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        requested_by: actor,
        request: Json(request),
        state: ExportState::Queued,
        total_rows: None,
        row_count: 0,
        byte_count: 0,
        sha256: None,
        lease_token: None,
        due_at: Some(tx.now()),
        attempts: 0,
        finished_at: None,
        expires_at: tx.now().plus(kept),
        created_at: tx.now(),
    };
    store::insert(tx.conn(), &export)?;
    events::emit(tx, &ExportEvent::new("export.requested", &export))?;
    Ok(export.into())
}

/// What a worker finds.
pub(super) enum Claim {
    Nothing,
    /// A job that had used up its attempts was given up.
    GaveUp,
    Taken(Box<Job>),
}

/// A job under a lease.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub export: Export,
    pub lease_token: String,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Progress {
    pub total_rows: Option<i64>,
    pub row_count: i64,
    pub byte_count: i64,
}

/// Takes the next job that is due and was not taken, or whose worker has not been heard of.
pub(super) fn claim(tx: &mut Tx<'_>) -> Result<Claim> {
    let now = tx.now();
    let Some(mut export) = store::next_due(tx.conn(), now)? else { return Ok(Claim::Nothing) };
    if export.attempts >= MAX_ATTEMPTS {
        give_up(tx, export)?;
        return Ok(Claim::GaveUp);
    }
    let lease_token = secrets::random_token()?;
    export.state = ExportState::Running;
    export.attempts += 1;
    export.lease_token = Some(lease_token.clone());
    export.due_at = Some(now.plus(LEASE));
    (export.total_rows, export.row_count, export.byte_count) = (None, 0, 0);
    store::update(tx.conn(), &export)?;
    Ok(Claim::Taken(Box::new(Job { export, lease_token })))
}

fn give_up(tx: &mut Tx<'_>, mut export: Export) -> Result<()> {
    export.state = ExportState::Failed;
    export.finished_at = Some(tx.now());
    (export.lease_token, export.due_at) = (None, None);
    store::update(tx.conn(), &export)?;
    store::delete_chunks(tx.conn(), export.id, None)?;
    events::emit(tx, &ExportEvent::new("export.failed", &export))
}

/// Keeps the next chunks, tells how far it is and renews the lease; false when the lease is lost.
pub(super) fn append(tx: &mut Tx<'_>, job: &Job, first_position: i32, chunks: &[Vec<u8>], progress: Progress) -> Result<bool> {
    let Some(mut export) = store::leased(tx.conn(), job.export.id, &job.lease_token)? else { return Ok(false) };
    for (position, bytes) in (first_position..).zip(chunks) {
        store::insert_chunk(tx.conn(), export.id, &job.lease_token, position, bytes)?;
    }
    note(&mut export, progress);
    export.due_at = Some(tx.now().plus(LEASE));
    store::update(tx.conn(), &export)?;
    Ok(true)
}

fn note(export: &mut Export, progress: Progress) {
    (export.total_rows, export.row_count, export.byte_count) = (progress.total_rows, progress.row_count, progress.byte_count);
}

/// The file is whole; chunks of attempts that were cut short go.
pub(super) fn finish(tx: &mut Tx<'_>, job: &Job, progress: Progress, sha256: String, kept: TimeDelta) -> Result<bool> {
    let Some(mut export) = store::leased(tx.conn(), job.export.id, &job.lease_token)? else { return Ok(false) };
    note(&mut export, progress);
    export.state = ExportState::Succeeded;
    export.sha256 = Some(sha256);
    export.due_at = None;
    export.finished_at = Some(tx.now());
    export.expires_at = tx.now().plus(kept);
    store::update(tx.conn(), &export)?;
    store::delete_chunks(tx.conn(), export.id, Some(&job.lease_token))?;
    events::emit(tx, &ExportEvent::new("export.completed", &export))?;
    Ok(true)
}

/// Gives a job that failed back, to be tried again later.
pub(super) fn release(tx: &mut Tx<'_>, id: ExportId, lease_token: &str) -> Result<()> {
    let Some(mut export) = store::leased(tx.conn(), id, lease_token)? else { return Ok(()) };
    export.state = ExportState::Queued;
    export.lease_token = None;
    export.due_at = Some(tx.now().plus(BACKOFF * export.attempts));
    store::update(tx.conn(), &export)
}

/// Lets go of one file that need not be kept any longer and tells whether there was one.
pub fn expire_next(tx: &mut Tx<'_>) -> Result<bool> {
    let now = tx.now();
    let Some(mut export) = store::next_expired(tx.conn(), now)? else { return Ok(false) };
    export.state = ExportState::Expired;
    store::update(tx.conn(), &export)?;
    store::delete_chunks(tx.conn(), export.id, None)?;
    Ok(true)
}
