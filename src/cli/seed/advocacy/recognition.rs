//! The demo organization's rewards, and what its advocates have earned, redeemed and offered.

use serde_json::json;

use crate::advocacy::points::commands as points;
use crate::advocacy::points::model::CreatePointEntry;
use crate::advocacy::recognition::{Approval, Recipient};
use crate::advocacy::references;
use crate::advocacy::references::uses::model::CreateReferenceUse;
use crate::advocacy::referrals::commands::{self as referrals, Referrer};
use crate::advocacy::rewards::commands as rewards;
use crate::advocacy::rewards::grants::commands as grants;
use crate::advocacy::rewards::grants::requests::CreateRewardGrant;
use crate::advocacy::rewards::model::{CreateReward, RewardKind};
use crate::advocacy::types::details::ReferenceActivity;
use crate::db::Tx;
use crate::identity::permissions::Caller;
use crate::identity::users::model::User;
use crate::kernel::ids::{MissionId, ReferenceProfileId, ReferenceUseId, ReferralId, RewardGrantId, RewardId, SubmissionId};
use crate::kernel::{Problem, Result};

pub fn seed(tx: &mut Tx<'_>, admin: &Caller, advocate: &User) -> Result<()> {
    catalogue(tx, admin)?;
    let entry = CreatePointEntry { amount: 450, reason: "Spoke at our conference.".into() };
    points::adjust(tx, admin, advocate.id, entry)?;
    tx.plan_id(RewardGrantId::example());
    let message = Some("For speaking at our conference.".to_owned());
    grants::create(tx, admin, CreateRewardGrant { reward_id: RewardId::example(), user_id: advocate.id, message })?;
    people(tx, admin, advocate)
}

fn catalogue(tx: &mut Tx<'_>, admin: &Caller) -> Result<()> {
    let new = |name: &str, kind, cost_points, stock, description: &str| CreateReward {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        kind,
        cost_points,
        stock,
        image_file_id: None,
    };
    // The documentation's id, so that its examples run.
    tx.plan_id(RewardId::example());
    rewards::create(tx, admin, new("Coffee for a month", RewardKind::GiftCard, Some(200), Some(25), "At the roastery next door."))?;
    rewards::create(tx, admin, new("Hoodie", RewardKind::Swag, Some(400), Some(8), "Tell us your size."))?;
    rewards::create(tx, admin, new("A tree", RewardKind::Donation, Some(100), None, "Planted in your name."))?;
    rewards::create(tx, admin, new("Dinner with the team", RewardKind::Other, None, Some(2), "For special help."))?;
    Ok(())
}

/// Somebody whom the advocate has referred, and the advocate as a reference.
fn people(tx: &mut Tx<'_>, admin: &Caller, advocate: &User) -> Result<()> {
    let approval = Approval {
        organization_id: advocate.organization_id,
        recipient: Recipient::User(advocate.id),
        mission_id: MissionId::example(),
        submission_id: SubmissionId::example(),
        round: 1,
    };
    let referrer = Referrer {
        organization_id: approval.organization_id,
        mission_id: approval.mission_id,
        submission_id: approval.submission_id,
        user_id: Some(advocate.id),
        consent_text: Some("They know that I give you their address.".into()),
    };
    let kim = json!({"name": "Kim Ahn", "email": "kim@fabrikam.example", "company": "Fabrikam", "relationship": "prospect", "fields": {}});
    let referred = serde_json::from_value(json!({"referrals": [kim], "consent_accepted": true})).map_err(Problem::internal)?;
    tx.plan_id(ReferralId::example());
    referrals::receive(tx, &referrer, &referred)?;
    let agreed = json!({
        "activities": ["reference_call", "quote"],
        "topics": ["Onboarding"],
        "max_per_quarter": 2,
        "availability": "Tuesdays after 14:00 CET",
    });
    tx.plan_id(ReferenceProfileId::example());
    references::commands::make_profile(tx, &approval, &serde_json::from_value(agreed).map_err(Problem::internal)?)?;
    tx.plan_id(ReferenceUseId::example());
    let used = CreateReferenceUse { activity: ReferenceActivity::Quote, company: Some("Fabrikam".into()), note: None, used_on: None };
    references::uses::commands::create(tx, admin, ReferenceProfileId::example(), used)?;
    Ok(())
}
