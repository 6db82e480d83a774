//! A note, and who may change it.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::MultiBackend;
use crate::db::schema::notes;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, NoteId, OrganizationId, UserId};
use crate::kernel::patch::clearable;
use crate::kernel::{Code, Problem, Resource, Result, Timestamp, text_enum};

text_enum! {
    /// Who may read a note.
    pub enum NoteVisibility {
        /// Its author only, not even admins.
        Private = "private",
        /// Everybody who sees the engagement.
        Shared = "shared",
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notes, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Note {
    pub id: NoteId,
    pub organization_id: OrganizationId,
    pub engagement_id: EngagementId,
    pub author_id: UserId,
    pub visibility: NoteVisibility,
    pub title: Option<String>,
    pub body: String,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Note {
    pub fn is_private(&self) -> bool {
        self.visibility == NoteVisibility::Private
    }

    pub fn is_by(&self, caller: &Caller) -> bool {
        caller.user_id() == Some(self.author_id)
    }

    /// Whoever else can read it may not change it.
    pub fn ensure_author(&self, caller: &Caller) -> Result<()> {
        if self.is_by(caller) { Ok(()) } else { Err(Problem::new(Code::Forbidden)) }
    }
}

/// A note.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Note)]
pub struct NoteView {
    pub id: NoteId,
    pub engagement_id: EngagementId,
    pub author_id: UserId,
    pub visibility: NoteVisibility,
    #[schema(example = "After the first session")]
    pub title: Option<String>,
    #[schema(example = "We agreed to practise listening.")]
    pub body: String,
    /// What the caller can do with it.
    #[schema(example = json!(["update", "delete"]))]
    pub allowed_actions: Vec<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl NoteView {
    pub fn new(note: Note, caller: &Caller) -> Self {
        let actions: &[&str] = if note.is_by(caller) { &["update", "delete"] } else { &[] };
        Self {
            id: note.id,
            engagement_id: note.engagement_id,
            author_id: note.author_id,
            visibility: note.visibility,
            title: note.title,
            body: note.body,
            allowed_actions: actions.iter().map(|action| (*action).to_owned()).collect(),
            version: note.version,
            created_at: note.created_at,
            updated_at: note.updated_at,
        }
    }
}

impl Resource for NoteView {
    fn path(&self) -> String {
        format!("/notes/{}", self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// A new note.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "First session", "body": "What we agreed on.", "visibility": "shared"}))]
pub struct CreateNote {
    #[schema(max_length = 200, example = "After the first session")]
    pub title: Option<String>,
    #[schema(min_length = 1, max_length = 50_000, example = "We agreed to practise listening.")]
    pub body: String,
    /// `private` when absent.
    pub visibility: Option<NoteVisibility>,
}

/// A change of a note; what is absent stays, null clears.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"body": "What we agreed on, in short."}))]
pub struct UpdateNote {
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub title: Option<Option<String>>,
    #[schema(nullable = false, min_length = 1, max_length = 50_000)]
    pub body: Option<String>,
    #[schema(nullable = false)]
    pub visibility: Option<NoteVisibility>,
}
