//! The two places: a folder whose writes are synced to disk, and a bucket that speaks S3.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ClientOptions, GetResult, MultipartUpload, ObjectStore, ObjectStoreExt, RetryConfig};
use secrecy::ExposeSecret;

use crate::config::Config;
use crate::kernel::ids::{FileId, OrganizationId};
use crate::kernel::{Code, Problem, Result};

/// S3 takes no smaller parts but the last.
const BUCKET_PART: usize = 5 << 20;
const FOLDER_PART: usize = 256 << 10;
const TIMEOUT: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub(super) struct Place {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    /// Where the folder is, when it is one.
    folder: Option<PathBuf>,
}

impl Place {
    pub fn new(config: &Config) -> Result<Self> {
        match &config.storage_url {
            Some(url) => bucket(config, url),
            None => folder(config.data_dir.join("files")),
        }
    }

    pub fn part_size(&self) -> usize {
        if self.folder.is_some() { FOLDER_PART } else { BUCKET_PART }
    }

    /// A folder for each object: what a crash leaves half-written goes with it.
    fn path(&self, organization_id: OrganizationId, id: FileId) -> Path {
        [organization_id.to_string(), id.to_string(), "content".to_owned()].into_iter().fold(self.prefix.clone(), Path::join)
    }

    pub async fn begin(&self, organization_id: OrganizationId, id: FileId) -> Result<Box<dyn MultipartUpload>> {
        self.store.put_multipart(&self.path(organization_id, id)).await.map_err(fault)
    }

    pub async fn put(&self, organization_id: OrganizationId, id: FileId, bytes: Vec<u8>) -> Result<()> {
        self.store.put(&self.path(organization_id, id), bytes.into()).await.map(|_| ()).map_err(fault)
    }

    pub async fn get(&self, organization_id: OrganizationId, id: FileId) -> Result<GetResult> {
        self.store.get(&self.path(organization_id, id)).await.map_err(fault)
    }

    /// What is not there is removed already.
    pub async fn remove(&self, organization_id: OrganizationId, id: FileId) -> Result<()> {
        if let Some(folder) = &self.folder {
            let folder = folder.join(organization_id.to_string()).join(id.to_string());
            let removed = tokio::task::spawn_blocking(move || std::fs::remove_dir_all(folder)).await.map_err(Problem::internal)?;
            return match removed {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Problem::internal(error)),
                _ => Ok(()),
            };
        }
        match self.store.delete(&self.path(organization_id, id)).await {
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            removed => removed.map_err(fault),
        }
    }
}

/// The folder is made when it is first written to.
fn folder(folder: PathBuf) -> Result<Place> {
    // Absolute, for the process may change its own.
    let folder = std::path::absolute(&folder).map_err(Problem::internal)?;
    let prefix = Path::from_absolute_path(&folder).map_err(Problem::internal)?;
    let store = Arc::new(LocalFileSystem::new().with_fsync(true));
    Ok(Place { store, prefix, folder: Some(folder) })
}

fn bucket(config: &Config, url: &str) -> Result<Place> {
    let invalid = || Problem::internal("storage_url must be s3://bucket or s3://bucket/prefix");
    let parsed = url::Url::parse(url).ok().filter(|url| url.scheme() == "s3").ok_or_else(invalid)?;
    let bucket = parsed.host_str().ok_or_else(invalid)?;
    // The client wants to know who does TLS; a second answer changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let retry = RetryConfig { max_retries: 2, retry_timeout: TIMEOUT, ..RetryConfig::default() };
    let plain = config.storage_endpoint.as_ref().is_some_and(|endpoint| endpoint.starts_with("http://"));
    let client = ClientOptions::new().with_timeout(TIMEOUT).with_connect_timeout(Duration::from_secs(5)).with_allow_http(plain);
    let roots = config.extra_roots().map_err(Problem::internal)?;
    let roots = object_store::Certificate::from_pem_bundle(&roots).map_err(Problem::internal)?;
    let client = roots.into_iter().fold(client, ClientOptions::with_root_certificate);
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        // Not every service that speaks S3 knows it.
        .with_disable_bulk_delete(true)
        .with_region(&config.storage_region)
        .with_client_options(client)
        .with_retry(retry);
    if let Some(endpoint) = &config.storage_endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    if let (Some(key), Some(secret)) = (&config.storage_access_key, &config.storage_secret_key) {
        builder = builder.with_access_key_id(key).with_secret_access_key(secret.expose_secret());
    }
    let store = Arc::new(builder.build().map_err(Problem::internal)?);
    let prefix = Path::parse(parsed.path().trim_matches('/')).map_err(|_| invalid())?;
    Ok(Place { store, prefix, folder: None })
}

/// What went wrong, apart from what nobody can help: a full disk, a bucket that does not answer.
pub(super) fn fault(error: object_store::Error) -> Problem {
    let text = format!("{error}: {}", causes(&error));
    let code = match &error {
        object_store::Error::NotFound { .. } => return Problem::internal(format!("bytes of a file are missing: {text}")),
        _ if text.contains("No space left on device") || text.contains("os error 28") => Code::StorageFull,
        _ => Code::StorageUnavailable,
    };
    Problem::new(code).caused_by(text)
}

fn causes(error: &dyn std::error::Error) -> String {
    std::iter::successors(error.source(), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
