//! Which files go along in a mail: one place. Their bytes are read when the mail leaves, while no
//! transaction is open.

use serde::Serialize;
use utoipa::ToSchema;

use super::catalogue::NotificationType;
use super::subject::Subject;
use crate::coaching::items;
use crate::db::Conn;
use crate::files::model::File;
use crate::kernel::Result;

/// A file that goes along in a mail.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MailAttachment {
    #[schema(example = "agenda.pdf")]
    pub filename: String,
    #[schema(example = "application/pdf")]
    pub media_type: String,
    /// In bytes.
    #[schema(example = 48_213)]
    pub size: i64,
}

impl From<File> for MailAttachment {
    fn from(file: File) -> Self {
        Self { filename: file.name, media_type: file.media_type, size: file.byte_count }
    }
}

pub fn of(conn: &mut Conn, entry: &NotificationType, subject: &Subject) -> Result<Vec<File>> {
    match (entry.key, &subject.item) {
        ("session_scheduled" | "session_rescheduled", Some(item)) => items::attachments::queries::of_item(conn, item.id),
        _ => Ok(Vec::new()),
    }
}
