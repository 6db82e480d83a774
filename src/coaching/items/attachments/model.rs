//! What goes along in a session's mails.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::schema::item_files;
use crate::files::links::FileLink;
use crate::files::model::File;
use crate::kernel::Timestamp;
use crate::kernel::ids::{FileId, ItemId};
use crate::kernel::page::list_schema;

/// Mail servers take about 25 MB, and what is attached grows by a third on the way.
pub const MAX_BYTES: i64 = 10 << 20;

/// A file of an item, in its place.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = item_files, treat_none_as_default_value = false)]
pub struct ItemFile {
    pub item_id: ItemId,
    pub file_id: FileId,
    pub position: i32,
}

impl ItemFile {
    /// These files of one item, in this order.
    pub fn all(item_id: ItemId, file_ids: &[FileId]) -> Vec<Self> {
        file_ids.iter().zip(1..).map(|(file_id, position)| Self { item_id, file_id: *file_id, position }).collect()
    }
}

/// A file that goes along in a session's mails.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ItemAttachment)]
pub struct AttachmentView {
    pub file_id: FileId,
    #[schema(example = "agenda.pdf")]
    pub name: String,
    #[schema(example = "application/pdf")]
    pub media_type: String,
    /// In bytes.
    #[schema(example = 48_213)]
    pub size: i64,
    /// Where the bytes are. Needs no credentials and works for ten minutes.
    #[schema(format = "uri")]
    pub url: String,
    pub url_expires_at: Timestamp,
}

list_schema!(AttachmentList of AttachmentView);

impl AttachmentView {
    pub fn new(file: File, link: FileLink) -> Self {
        Self {
            file_id: file.id,
            name: file.name,
            media_type: file.media_type,
            size: file.byte_count,
            url: link.url,
            url_expires_at: link.expires_at,
        }
    }
}

/// The files that go along in a session's mails, all of them and in this order.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"file_ids": ["file_01kfq8v6n2e9t8w4x3y5z7a1bc"]}))]
pub struct PutAttachments {
    /// At most ten, and 10 MiB together.
    #[schema(max_items = 10)]
    pub file_ids: Vec<FileId>,
}
