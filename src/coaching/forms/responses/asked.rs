//! What a response is asked, made ready before there is a transaction: a published version never changes, and
//! nobody waits while its patterns are compiled.

use super::{queries, store};
use crate::app::App;
use crate::coaching::forms::model::FormContent;
use crate::kernel::ids::{FormResponseId, OrganizationId};
use crate::kernel::{Problem, Result};
use crate::questions::Patterns;

/// The version that a response is pinned to.
pub struct Asked {
    pub content: FormContent,
    pub patterns: Patterns,
}

impl Asked {
    /// By a response of this organization; without one by what somebody's link opens.
    pub async fn of(app: &App, organization_id: Option<OrganizationId>, id: FormResponseId) -> Result<Self> {
        let read = app.db.read(move |conn| {
            let found = match organization_id {
                Some(organization_id) => store::find(conn, organization_id, id)?,
                None => store::find_any(conn, id)?,
            };
            queries::asked(conn, &found.response)
        });
        let content = read.await?;
        let compile = move || Self { patterns: Patterns::of(&content.questionnaire.questions), content };
        tokio::task::spawn_blocking(compile).await.map_err(Problem::internal)
    }
}
