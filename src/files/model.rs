//! A file's metadata.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::inspect::Findings;
use super::links::{FileLink, FileLinks};
use crate::db::MultiBackend;
use crate::db::schema::files;
use crate::kernel::ids::{FileId, OrganizationId};
use crate::kernel::{Resource, Result, Timestamp};

/// A file as it is stored. It never changes.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = files, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct File {
    pub id: FileId,
    pub organization_id: OrganizationId,
    pub uploaded_by: Option<String>,
    pub name: String,
    pub media_type: String,
    pub byte_count: i64,
    pub sha256: String,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub created_at: Timestamp,
}

impl File {
    pub fn is_picture(&self) -> bool {
        self.width.is_some()
    }

    /// Whether documents can hold it. It is unpacked to be drawn, and stands in every one of them.
    pub fn is_drawable(&self) -> bool {
        const MOST_PIXELS: i64 = 4_000_000;
        const MOST_BYTES: i64 = 2_000_000;
        let is_known = matches!(self.media_type.as_str(), "image/png" | "image/jpeg");
        let pixels = self.width.zip(self.height).map(|(width, height)| i64::from(width) * i64::from(height));
        is_known && self.byte_count <= MOST_BYTES && pixels.is_some_and(|pixels| pixels <= MOST_PIXELS)
    }
}

/// Bytes that are in the storage and that no file names yet.
#[derive(Debug, Clone)]
pub struct StoredBytes {
    pub(super) id: FileId,
    pub(super) organization_id: OrganizationId,
    pub(super) findings: Findings,
}

impl StoredBytes {
    /// The id that the file will have.
    pub fn id(&self) -> FileId {
        self.id
    }

    /// What tells these bytes from others: their name, type and hash.
    pub fn fingerprint(&self) -> String {
        format!("{}\n{}\n{}", self.findings.name, self.findings.media_type, self.findings.sha256)
    }
}

/// A file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = File)]
pub struct FileView {
    pub id: FileId,
    /// A base name whose extension fits the type.
    #[schema(example = "values-workbook.pdf")]
    pub name: String,
    /// What the bytes were found to be, whatever was declared.
    #[schema(example = "application/pdf")]
    pub media_type: String,
    /// In bytes.
    #[schema(example = 48_213)]
    pub size: i64,
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub sha256: String,
    /// Of a picture, in pixels.
    pub width: Option<i32>,
    pub height: Option<i32>,
    /// The user or API key that uploaded it; null for what the server made.
    #[schema(example = "user_01kfq8v6n2e9t8w4x3y5z7a1bc")]
    pub uploaded_by: Option<String>,
    /// Where the bytes are. Needs no credentials and works for ten minutes; read the file again for another.
    #[schema(
        format = "uri",
        example = "https://rapport.example/api/v1/files/file_01kfq8v6n2e9t8w4x3y5z7a1bc/content?expires=1772356800&signature=kX1b9Q"
    )]
    pub url: String,
    pub url_expires_at: Timestamp,
    pub created_at: Timestamp,
}

impl FileView {
    pub fn new(file: File, link: FileLink) -> Self {
        Self {
            id: file.id,
            name: file.name,
            media_type: file.media_type,
            size: file.byte_count,
            sha256: file.sha256,
            width: file.width,
            height: file.height,
            uploaded_by: file.uploaded_by,
            url: link.url,
            url_expires_at: link.expires_at,
            created_at: file.created_at,
        }
    }
}

impl Resource for FileView {
    fn path(&self) -> String {
        format!("/files/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        None
    }
}

/// A picture as everybody sees it who sees what it belongs to. Who uploaded it, and how they call it, is not theirs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Picture)]
pub struct PictureView {
    pub id: FileId,
    #[schema(example = "image/png")]
    pub media_type: String,
    /// In pixels.
    pub width: Option<i32>,
    pub height: Option<i32>,
    /// Where the bytes are. Needs no credentials and works for ten minutes; read what it belongs to again for another.
    #[schema(
        format = "uri",
        example = "https://rapport.example/api/v1/files/file_01kfq8v6n2e9t8w4x3y5z7a1bc/content?expires=1772356800&signature=kX1b9Q"
    )]
    pub url: String,
    pub url_expires_at: Timestamp,
}

impl PictureView {
    pub fn new(file: File, links: &FileLinks) -> Result<Self> {
        let File { id, media_type, width, height, .. } = file;
        let link = links.make(id)?;
        Ok(Self { id, media_type, width, height, url: link.url, url_expires_at: link.expires_at })
    }
}

/// What is uploaded.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a form in OpenAPI; never made")]
pub struct UploadForm {
    /// The file, with its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes an answer in OpenAPI; never made")]
pub struct FileContent(Vec<u8>);
