//! Which files go along in a mail: one place. Their bytes are read when the mail leaves, while no
//! transaction is open.

use serde::Serialize;
use utoipa::ToSchema;

use super::catalogue::NotificationType;
use super::subject::Subject;
use crate::coaching::items;
use crate::db::Conn;
use crate::files;
use crate::files::model::File;
use crate::kernel::{Problem, Result};

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
    match (entry.key, &subject.item, &subject.invoice) {
        ("session_scheduled" | "session_rescheduled", Some(item), _) => items::attachments::queries::of_item(conn, item.id),
        ("invoice_sent" | "invoice_reminder", _, Some(invoice)) => {
            // It was there before the mail was announced; without it the mail waits and is tried again.
            let id = invoice.document_file_id.ok_or_else(|| Problem::internal("an invoice is mailed before its document is there"))?;
            Ok(vec![files::queries::find(conn, invoice.organization_id, id)?])
        }
        _ => Ok(Vec::new()),
    }
}
