//! Details of an item of kind `file`: either an uploaded file or an address with a name.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::ids::FileId;
use crate::kernel::{FieldError, Problem, Result};

/// A file: one that was uploaded, or one that is kept elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FileDetails {
    /// Needed with `url`; an uploaded file's own name when absent.
    #[schema(min_length = 1, max_length = 255, example = "values-workbook.pdf")]
    pub name: Option<String>,
    /// Where a file is that is kept elsewhere. Either this or `file_id`.
    #[schema(format = "uri", max_length = 2_000, example = "https://files.example/values-workbook.pdf")]
    pub url: Option<String>,
    /// An uploaded file that the caller can read.
    pub file_id: Option<FileId>,
}

impl FileDetails {
    /// Either an uploaded file or an address with a name.
    pub(super) fn ensure_whole(&self) -> Result<()> {
        let fault = |pointer: &str, code: &str, detail: &str| FieldError::at(pointer, code, detail);
        let mut faults = Vec::new();
        match (&self.url, self.file_id) {
            (None, None) => faults.push(fault("/file/url", "required", "is required without file_id")),
            (Some(_), Some(_)) => faults.push(fault("/file/file_id", "one_of", "name either a url or a file_id")),
            _ => {}
        }
        if self.name.is_none() && self.file_id.is_none() {
            faults.push(fault("/file/name", "required", "is required without file_id"));
        }
        faults.sort_by(|one, other| one.pointer.cmp(&other.pointer));
        if faults.is_empty() { Ok(()) } else { Err(Problem::invalid(faults)) }
    }

    pub(super) fn whole(self) -> Result<Self> {
        self.ensure_whole().map(|()| self)
    }

    /// After a change that names the one, the other from before is gone.
    pub(super) fn supersede(&mut self, before: &Self) {
        match (&self.url, self.file_id) {
            (Some(_), Some(_)) if before.file_id.is_none() && self.url == before.url => self.url = None,
            (Some(_), Some(_)) if before.url.is_none() && self.file_id == before.file_id => self.file_id = None,
            _ => {}
        }
    }
}
