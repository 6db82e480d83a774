//! Makes an export: one snapshot is scanned with no transaction of ours open, and what comes out is
//! kept in chunks by short writes, so that neither memory nor the one writer is taken up by a large one.

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::commands::{self, Claim, Job, Progress};
use super::encode::Encoding;
use super::filters::Selection;
use super::queries;
use super::sources::{Piece, Plan};
use super::stream;
use crate::app::App;
use crate::db::{Db, Intent};
use crate::kernel::{Result, Timestamp, secrets};

/// Bytes that are kept in one row.
const CHUNK: usize = 256 * 1024;
/// A scan that finds little still tells that it is alive this often.
const SIGN_OF_LIFE: TimeDelta = TimeDelta::seconds(15);

/// Makes the next export that is due and tells how many there were: none or one.
pub async fn run_next(app: &App) -> Result<usize> {
    let db = &app.db;
    let now = db.clock().now();
    // Asking first keeps an idle worker from writing.
    if !db.read(move |conn| queries::has_due(conn, now)).await? {
        return Ok(0);
    }
    let job = match db.write(Intent::system(), commands::claim).await? {
        Claim::Nothing => return Ok(0),
        Claim::GaveUp => return Ok(1),
        Claim::Taken(job) => *job,
    };
    let (id, token) = (job.export.id, job.lease_token.clone());
    if let Err(problem) = make(db, job, TimeDelta::days(app.config.export_days)).await {
        tracing::error!(export_id = %id, %problem, "an export failed and will be tried again");
        db.write(Intent::system(), move |tx| commands::release(tx, id, &token)).await?;
    }
    Ok(1)
}

async fn make(db: &Db, job: Job, kept: TimeDelta) -> Result<()> {
    let mut pieces = stream::open(db, plan(&job)).await?;
    let mut file = File::new(db.clone(), job);
    while let Some(piece) = pieces.recv().await {
        file.add(piece?);
        if !file.keep_full_chunks().await? {
            // Another worker has the job; that it is made is all that matters.
            return Ok(());
        }
    }
    file.finish(kept).await
}

fn plan(job: &Job) -> Plan {
    let request = &job.export.request.0;
    Plan {
        resource: request.resource,
        encoding: Encoding { format: request.format, dialect: request.dialect },
        selection: Selection::new(job.export.organization_id, &request.visibility, &request.filters),
        counted: true,
    }
}

/// The file as it grows.
struct File {
    db: Db,
    job: Job,
    /// What does not fill a chunk yet.
    rest: Vec<u8>,
    position: i32,
    hash: Sha256,
    progress: Progress,
    renewed_at: Timestamp,
}

impl File {
    fn new(db: Db, job: Job) -> Self {
        let renewed_at = db.clock().now();
        Self { db, job, rest: Vec::new(), position: 0, hash: Sha256::new(), progress: Progress::default(), renewed_at }
    }

    fn add(&mut self, piece: Piece) {
        self.hash.update(&piece.bytes);
        self.progress.total_rows = self.progress.total_rows.or(piece.total);
        self.progress.row_count += piece.rows;
        self.progress.byte_count += piece.bytes.len() as i64;
        self.rest.extend_from_slice(&piece.bytes);
    }

    async fn keep_full_chunks(&mut self) -> Result<bool> {
        let full = self.rest.len() / CHUNK * CHUNK;
        let quiet = self.db.clock().now() < self.renewed_at.plus(SIGN_OF_LIFE);
        if full == 0 && quiet {
            return Ok(true);
        }
        let rest = self.rest.split_off(full);
        let bytes = std::mem::replace(&mut self.rest, rest);
        self.keep(&bytes).await
    }

    async fn keep(&mut self, bytes: &[u8]) -> Result<bool> {
        let chunks: Vec<Vec<u8>> = bytes.chunks(CHUNK).map(<[u8]>::to_vec).collect();
        let (job, position, progress) = (self.job.clone(), self.position, self.progress);
        self.position += chunks.len() as i32;
        self.renewed_at = self.db.clock().now();
        self.db.write(Intent::system(), move |tx| commands::append(tx, &job, position, &chunks, progress)).await
    }

    async fn finish(mut self, kept: TimeDelta) -> Result<()> {
        let rest = std::mem::take(&mut self.rest);
        if !rest.is_empty() && !self.keep(&rest).await? {
            return Ok(());
        }
        let (job, progress, sha256) = (self.job, self.progress, secrets::hex(&self.hash.finalize()));
        self.db.write(Intent::system(), move |tx| commands::finish(tx, &job, progress, sha256, kept)).await?;
        Ok(())
    }
}
