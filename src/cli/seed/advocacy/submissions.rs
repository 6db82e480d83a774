//! What the demo organization's advocate has handed in: answers to the survey, which wait for review under the
//! documentation's id.

use serde_json::json;

use crate::advocacy::submissions::asked::Asked;
use crate::advocacy::submissions::bodies::CreateSubmission;
use crate::advocacy::submissions::commands;
use crate::app::App;
use crate::db::{Intent, Tx};
use crate::identity::permissions::Caller;
use crate::kernel::ids::{MissionId, SubmissionId};
use crate::kernel::{Problem, Result};

pub async fn seed(app: &App, advocate: Caller) -> Result<()> {
    let survey = MissionId::example();
    let asked = Asked::of_mission(app, advocate.organization_id, survey).await?;
    let answers = json!({"complete_survey": {"answers": {"score": 9, "why": "It changed how we talk."}}});
    let new: CreateSubmission = serde_json::from_value(answers).map_err(Problem::internal)?;
    let intent = Intent::of(advocate.actor());
    let hand_in = move |tx: &mut Tx<'_>| {
        tx.plan_id(SubmissionId::example());
        commands::create(tx, &advocate, survey, new, &asked).map(drop)
    };
    app.db.write(intent, hand_in).await
}
