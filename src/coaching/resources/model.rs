//! A file or a link that is shared with everybody in an engagement.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::coaching::items::details::LinkDetails;
use crate::db::MultiBackend;
use crate::db::schema::resources;
use crate::files::links::FileLinks;
use crate::files::model::{File, FileView};
use crate::kernel::ids::{EngagementId, FileId, OrganizationId, ResourceId};
use crate::kernel::{Code, FieldError, Problem, Resource, Result, Timestamp, text_enum};

text_enum! {
    /// What a resource is.
    pub enum ResourceKind {
        /// An uploaded file.
        File = "file",
        /// A web page.
        Link = "link",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = resources, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct EngagementResource {
    pub id: ResourceId,
    pub organization_id: OrganizationId,
    pub engagement_id: EngagementId,
    pub kind: ResourceKind,
    pub title: String,
    pub description: Option<String>,
    pub file_id: Option<FileId>,
    pub url: Option<String>,
    pub added_by: Option<String>,
    pub created_at: Timestamp,
}

/// A file or a link that is shared with everybody in an engagement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Resource)]
pub struct ResourceView {
    pub id: ResourceId,
    pub engagement_id: EngagementId,
    pub kind: ResourceKind,
    #[schema(example = "Values workbook")]
    pub title: String,
    pub description: Option<String>,
    /// The file, with a link to its bytes.
    pub file: Option<FileView>,
    pub link: Option<LinkDetails>,
    /// The user or API key that added it.
    #[schema(example = "user_01kfq8v6n2e9t8w4x3y5z7a1bc")]
    pub added_by: Option<String>,
    /// What the caller can do with it.
    #[schema(example = json!(["delete"]))]
    pub allowed_actions: Vec<&'static str>,
    pub created_at: Timestamp,
}

impl ResourceView {
    pub fn new(resource: EngagementResource, file: Option<File>, links: &FileLinks, may_delete: bool) -> Result<Self> {
        let file = file.map(|file| links.make(file.id).map(|link| FileView::new(file, link))).transpose()?;
        Ok(Self {
            id: resource.id,
            engagement_id: resource.engagement_id,
            kind: resource.kind,
            title: resource.title,
            description: resource.description,
            file,
            link: resource.url.map(|url| LinkDetails { url }),
            added_by: resource.added_by,
            allowed_actions: if may_delete { vec!["delete"] } else { Vec::new() },
            created_at: resource.created_at,
        })
    }
}

impl Resource for ResourceView {
    fn path(&self) -> String {
        format!("/resources/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        None
    }
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResourceFile {
    /// A file that the caller can read.
    pub file_id: FileId,
}

/// A new resource.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "link", "title": "How to listen", "link": {"url": "https://reading.example/listening"}}))]
pub struct CreateResource {
    pub kind: ResourceKind,
    /// The file's name or the link's address when absent.
    #[schema(min_length = 1, max_length = 200, example = "Values workbook")]
    pub title: Option<String>,
    #[schema(max_length = 10_000)]
    pub description: Option<String>,
    pub file: Option<ResourceFile>,
    pub link: Option<LinkDetails>,
}

/// The one thing that a resource is.
pub enum Content {
    File(FileId),
    Link(String),
}

impl CreateResource {
    /// The field of its kind, and no other.
    pub fn take_content(&mut self) -> Result<Content> {
        let mismatch = |kind: &str| FieldError::at(format!("/{kind}"), Code::KindMismatch.as_str(), Code::KindMismatch.title());
        let required = |kind: &str| Problem::invalid(vec![FieldError::at(format!("/{kind}"), "required", "is required")]);
        match (self.kind, self.file.take(), self.link.take()) {
            (ResourceKind::File, _, Some(_)) => Err(Problem::new(Code::KindMismatch).with_errors(vec![mismatch("link")])),
            (ResourceKind::Link, Some(_), _) => Err(Problem::new(Code::KindMismatch).with_errors(vec![mismatch("file")])),
            (ResourceKind::File, Some(file), None) => Ok(Content::File(file.file_id)),
            (ResourceKind::Link, None, Some(link)) => Ok(Content::Link(link.url)),
            (ResourceKind::File, None, None) => Err(required("file")),
            (ResourceKind::Link, None, None) => Err(required("link")),
        }
    }
}
