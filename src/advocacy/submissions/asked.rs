//! What a submission is held to, made ready before there is a transaction: nobody waits while the patterns of
//! its questions are compiled. The terms are those that count when the request comes.

use super::model::KeptTerms;
use super::state::SubmissionState;
use super::{participations, store};
use crate::advocacy::missions;
use crate::app::App;
use crate::kernel::ids::{MissionId, OrganizationId, SubmissionId};
use crate::kernel::{Problem, Result};
use crate::questions::Patterns;

pub struct Asked {
    pub terms: KeptTerms,
    pub patterns: Patterns,
}

impl Asked {
    /// For somebody who begins.
    pub async fn of_mission(app: &App, organization_id: OrganizationId, id: MissionId) -> Result<Self> {
        let now = app.db.clock().now();
        let terms = app.db.read(move |conn| missions::store::find(conn, organization_id, id).map(|mission| KeptTerms::of(&mission, now)));
        Self::prepare(terms.await?).await
    }

    /// For what was begun: a draft is made under the terms of the day on which it is handed in.
    pub async fn of_submission(app: &App, organization_id: OrganizationId, id: SubmissionId) -> Result<Self> {
        let now = app.db.clock().now();
        let terms = app.db.read(move |conn| {
            let submission = store::find(conn, organization_id, id)?;
            if submission.state == SubmissionState::Draft {
                return missions::store::find(conn, organization_id, submission.mission_id).map(|mission| KeptTerms::of(&mission, now));
            }
            participations::find_terms(conn, submission.mission_id, submission.terms_version)
        });
        Self::prepare(terms.await?).await
    }

    /// For a guest who confirms.
    pub async fn of_guest(app: &App, id: SubmissionId) -> Result<Self> {
        let terms = app.db.read(move |conn| {
            let submission = store::find_anywhere(conn, id)?;
            participations::find_terms(conn, submission.mission_id, submission.terms_version)
        });
        Self::prepare(terms.await?).await
    }

    /// For somebody who comes by a mission's link.
    pub async fn behind(app: &App, token: String) -> Result<Self> {
        let now = app.db.clock().now();
        let terms = app.db.read(move |conn| missions::links::open(conn, &token).map(|mission| KeptTerms::of(&mission, now)));
        Self::prepare(terms.await?).await
    }

    /// Of a mission that asks nothing.
    pub fn without_patterns(terms: KeptTerms) -> Self {
        Self { terms, patterns: Patterns::default() }
    }

    async fn prepare(terms: KeptTerms) -> Result<Self> {
        let prepare = move || Self { patterns: terms.content.0.details.patterns(), terms };
        tokio::task::spawn_blocking(prepare).await.map_err(Problem::internal)
    }
}
