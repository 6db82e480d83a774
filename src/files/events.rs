//! What files announce. The name is not told, for subscribers need not be readers.

use serde::Serialize;

use super::model::File;
use crate::kernel::ids::{FileId, OrganizationId};
use crate::messaging::events::event;

#[derive(Serialize)]
pub(super) struct FileEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    file_id: FileId,
    media_type: String,
    size: i64,
    sha256: String,
}

impl FileEvent {
    pub fn new(name: &'static str, file: &File) -> Self {
        Self {
            name,
            organization_id: file.organization_id,
            file_id: file.id,
            media_type: file.media_type.clone(),
            size: file.byte_count,
            sha256: file.sha256.clone(),
        }
    }
}

event!(FileEvent { name: name, subject: file_id });
