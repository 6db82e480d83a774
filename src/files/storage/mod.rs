//! Where bytes are: a folder or a bucket. An object's place follows from its organization and id, so
//! that there is nothing to look up and nothing that a name could break out of.

mod place;

use std::sync::Arc;

use bytes::Bytes;
use chrono::TimeDelta;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::MultipartUpload;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::place::Place;
use super::inspect::Inspector;
use super::model::{File, StoredBytes};
use super::{commands, queries};
use crate::config::Config;
use crate::db::{Db, Intent};
use crate::kernel::ids::{FileId, OrganizationId};
use crate::kernel::{Code, Problem, Result};

/// How long bytes wait for the transaction that names them.
const PATIENCE: TimeDelta = TimeDelta::days(1);
/// Uploads of one process at a time; each holds a part in memory.
const AT_ONCE: usize = 64;

/// The storage of this process. Cheap to clone.
#[derive(Clone)]
pub struct Storage {
    place: Place,
    db: Db,
    limit: usize,
    quota: Option<i64>,
    uploads: Arc<Semaphore>,
}

/// A file on its way in.
pub struct Incoming {
    storage: Storage,
    organization_id: OrganizationId,
    id: FileId,
    inspector: Inspector,
    part: Vec<u8>,
    upload: Option<Box<dyn MultipartUpload>>,
    _permit: OwnedSemaphorePermit,
}

impl Storage {
    pub fn new(config: &Config, db: Db) -> Result<Self> {
        let place = Place::new(config)?;
        let (limit, quota) = (config.max_upload_bytes, config.organization_storage_bytes);
        Ok(Self { place, db, limit, quota, uploads: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// The largest file that is taken.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// How much an organization may keep.
    pub fn quota(&self) -> Option<i64> {
        self.quota
    }

    /// Begins to take a file in. What becomes of nothing is removed after a day.
    pub async fn receive(&self, organization_id: OrganizationId) -> Result<Incoming> {
        let id: FileId = self.db.ids().next(self.db.clock().now());
        self.receive_as(organization_id, id).await
    }

    /// The same under an id that is given, for demo data with ids that are written down.
    pub async fn receive_as(&self, organization_id: OrganizationId, id: FileId) -> Result<Incoming> {
        let permit = self.uploads.clone().acquire_owned().await.map_err(Problem::internal)?;
        self.db.write(Intent::system(), move |tx| commands::announce(tx, organization_id, id, PATIENCE)).await?;
        let storage = self.clone();
        Ok(Incoming { storage, organization_id, id, inspector: Inspector::new(), part: Vec::new(), upload: None, _permit: permit })
    }

    /// Stores what the server made, before the transaction that keeps it.
    pub async fn put(&self, organization_id: OrganizationId, name: &str, bytes: &[u8]) -> Result<StoredBytes> {
        let mut incoming = self.receive(organization_id).await?;
        incoming.write(bytes).await?;
        incoming.finish(name).await
    }

    /// All bytes of a file that is known to be small.
    pub async fn get(&self, file: &File) -> Result<Vec<u8>> {
        let found = self.place.get(file.organization_id, file.id).await?;
        found.bytes().await.map(|bytes| bytes.to_vec()).map_err(place::fault)
    }

    /// The bytes of a file, piece by piece.
    pub async fn stream(&self, file: &File) -> Result<BoxStream<'static, Result<Bytes>>> {
        let found = self.place.get(file.organization_id, file.id).await?;
        Ok(found.into_stream().map_err(place::fault).boxed())
    }

    /// Removes bytes that became nothing: a dry run's, a refused request's.
    pub async fn settle(&self, id: FileId) -> Result<()> {
        if self.db.read(move |conn| queries::is_loose(conn, id)).await? {
            let taken = self.db.write(Intent::system(), move |tx| commands::take(tx, id)).await?;
            self.remove(taken).await?;
        }
        Ok(())
    }

    /// Removes the next bytes that nobody needs any more and tells how many there were.
    pub async fn sweep(&self) -> Result<usize> {
        let now = self.db.clock().now();
        if !self.db.read(move |conn| queries::has_loose(conn, now)).await? {
            return Ok(0);
        }
        let taken = self.db.write(Intent::system(), commands::take_due).await?;
        let count = taken.len();
        self.remove(taken).await?;
        Ok(count)
    }

    /// First the bytes, then the note of them: a crash in between removes them once more.
    async fn remove(&self, taken: Vec<(OrganizationId, FileId)>) -> Result<()> {
        for (organization_id, id) in &taken {
            self.place.remove(*organization_id, *id).await?;
        }
        let ids: Vec<FileId> = taken.into_iter().map(|(_, id)| id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        self.db.write(Intent::system(), move |tx| commands::forget(tx, &ids)).await
    }
}

impl Incoming {
    /// Takes the next bytes; refuses them as soon as there are too many.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        if self.inspector.byte_count() + bytes.len() > self.storage.limit {
            return Err(Problem::new(Code::PayloadTooLarge).detail(format!("A file has at most {} bytes.", self.storage.limit)));
        }
        self.inspector.see(bytes);
        let size = self.storage.place.part_size();
        while self.part.len() + bytes.len() >= size {
            let (now, later) = bytes.split_at(size - self.part.len());
            self.part.extend_from_slice(now);
            bytes = later;
            self.send_part().await?;
        }
        self.part.extend_from_slice(bytes);
        Ok(())
    }

    async fn send_part(&mut self) -> Result<()> {
        let part = std::mem::take(&mut self.part);
        let upload = match &mut self.upload {
            Some(upload) => upload,
            none => none.insert(self.storage.place.begin(self.organization_id, self.id).await?),
        };
        upload.put_part(part.into()).await.map_err(place::fault)
    }

    /// The file is whole: its bytes are durable from here on, if it is one that is taken.
    pub async fn finish(mut self, name: &str) -> Result<StoredBytes> {
        let inspector = std::mem::replace(&mut self.inspector, Inspector::new());
        let findings = match inspector.finish(name) {
            Ok(findings) => findings,
            Err(problem) => {
                self.give_up().await;
                return Err(problem);
            }
        };
        if self.upload.is_some() && !self.part.is_empty() {
            self.send_part().await?;
        }
        match &mut self.upload {
            Some(upload) => upload.complete().await.map(|_| ()).map_err(place::fault)?,
            None => self.storage.place.put(self.organization_id, self.id, std::mem::take(&mut self.part)).await?,
        }
        Ok(StoredBytes { id: self.id, organization_id: self.organization_id, findings })
    }

    /// Lets go of what has come so far. What cannot be removed now, housekeeping removes.
    pub async fn give_up(mut self) {
        if let Some(upload) = &mut self.upload {
            let _ = upload.abort().await;
        }
        if let Err(problem) = self.storage.settle(self.id).await {
            tracing::warn!(%problem, "an upload that was given up is removed later");
        }
    }
}
