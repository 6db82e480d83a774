//! The demo organization's missions: a survey that runs under the documentation's id, one for everybody who
//! has its link, and one that waits for people to enter the segment.

use serde_json::{Value, json};

use crate::advocacy::missions::requests::CreateMission;
use crate::advocacy::missions::{commands, lifecycle};
use crate::app::App;
use crate::db::{Intent, Tx};
use crate::files;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, MissionId, SegmentId};
use crate::kernel::{Problem, Result, Vault};

const CARD: &[u8] = include_bytes!("card.png");

pub async fn seed(app: &App, manager: Caller) -> Result<()> {
    let card = app.storage.put(manager.organization_id, "card.png", CARD).await?;
    let (vault, intent) = (app.messaging.vault.clone(), Intent::of(manager.actor()));
    let made = move |tx: &mut Tx<'_>| {
        let image = files::commands::keep(tx, &card, None)?.id;
        tx.plan_id(MissionId::example());
        launched(tx, &manager, &vault, survey(image))?;
        launched(tx, &manager, &vault, referral(image))?;
        launched(tx, &manager, &vault, review(image))
    };
    app.db.write(intent, made).await
}

fn launched(tx: &mut Tx<'_>, manager: &Caller, vault: &Vault, body: Value) -> Result<()> {
    let new: CreateMission = serde_json::from_value(body).map_err(Problem::internal)?;
    let made = commands::create(tx, manager, vault, new.prepared())?;
    lifecycle::launch(tx, manager, made.summary.id).map(|_| ())
}

fn survey(image: FileId) -> Value {
    json!({
        "type": "complete_survey",
        "title": "Tell us what you think",
        "summary": "Two questions, one minute.",
        "description": "<p>Your answers shape what we build next.</p>",
        "image_file_id": image,
        "notify": {"mode": "send", "channels": ["email"]},
        "recognition": {"kind": "points", "points": 50},
        "participation_limit": {"kind": "per_period", "max": 3, "period": "month"},
        "follow_ups": {"enabled": true},
        "complete_survey": {
            "introduction": "<p>Be as frank as you like.</p>",
            "questions": [
                {"id": "score", "kind": "nps", "label": "How likely are you to recommend us?", "required": true},
                {"id": "why", "kind": "long_text", "label": "What is the main reason?"},
            ],
        },
    })
}

/// Open to everybody who has the link.
fn referral(image: FileId) -> Value {
    json!({
        "type": "submit_referral",
        "title": "Who else should know us?",
        "summary": "Name somebody, and we write to them.",
        "image_file_id": image,
        "audience": {"kind": "anyone"},
        "notify": {"mode": "link_only"},
        "participation_limit": {"kind": "times", "max": 5},
    })
}

/// For promoters, as soon as they are.
fn review(image: FileId) -> Value {
    json!({
        "type": "custom_task",
        "title": "Say it in public",
        "summary": "A review where others look for one.",
        "image_file_id": image,
        "trigger": {"kind": "segment", "segment_id": SegmentId::example(), "existing_members": "include"},
        "notify": {"mode": "send", "channels": ["email"]},
        "recognition": {"kind": "points", "points": 100},
        "participation_limit": {"kind": "once"},
    })
}
