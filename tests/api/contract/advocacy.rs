//! One of everything of the wing of advocacy.

use rapport::advocacy::recognition::{Approval, Recipient};
use rapport::advocacy::references;
use rapport::advocacy::referrals::commands::{self as referrals, Referrer};
use rapport::db::{Intent, Tx};
use rapport::kernel::ids::{MissionId, OrganizationId};

use crate::support::files::png;
use crate::support::{Org, Person, Value, json, wait};

/// One thing of each kind.
pub struct Advocacy {
    pub advocate: Person,
    pub segment: String,
    /// Live, for every advocate.
    pub mission: String,
    /// Waits for review.
    pub submission: String,
    pub referral: String,
    pub reference: String,
    pub reference_use: String,
}

impl Advocacy {
    pub fn of(org: &Org<'_>, admin: &Person) -> Self {
        let new = |path: &str, body: Value| admin.post(path, body).expect(201);
        let advocate = org.advocate("Avi");
        new("/attribute-definitions", json!({"name": "account.tier", "type": "text"}));
        let segment = new("/segments", json!({"name": "Friends of the house", "kind": "static"})).id();
        admin.put(&format!("/segments/{segment}/members/{}", advocate.id), ()).expect(200);
        let image = admin.uploaded("card.png", &png(1200, 630));
        let mission = json!({
            "type": "custom_task", "title": "Say a word", "image_file_id": image,
            "notify": {"mode": "send", "channels": ["email"]}, "participation_limit": {"kind": "once"},
        });
        let mission = new("/missions", mission).id();
        admin.post(&format!("/missions/{mission}/launch"), ()).expect(200);
        let done = json!({"custom_task": {"confirmed": true}});
        let submission = advocate.post(&format!("/missions/{mission}/submissions"), done).expect(201).id();
        let (organization_id, user_id) = (org.id, advocate.id.parse().unwrap());
        wait(org.app.db().write(Intent::system(), move |tx| approve(tx, organization_id, Recipient::User(user_id)))).unwrap();
        let referral = admin.ids("/referrals")[0].clone();
        let reference = admin.ids("/reference-profiles")[0].clone();
        let reference_use = new(&format!("/reference-profiles/{reference}/uses"), json!({"activity": "quote"})).id();
        Self { advocate, segment, mission, submission, referral, reference, reference_use }
    }

    /// The id that a path below this resource names.
    pub fn id(&self, resource: &str) -> Option<&String> {
        match resource {
            "segments" => Some(&self.segment),
            "submissions" => Some(&self.submission),
            // What is below `/me` and has an id.
            "missions" | "me" => Some(&self.mission),
            "referrals" => Some(&self.referral),
            "reference-profiles" => Some(&self.reference),
            _ => None,
        }
    }

    /// The id that comes after this part of a path.
    pub fn child(&self, part: &str) -> Option<&String> {
        match part {
            "members" | "explain" => Some(&self.advocate.id),
            "uses" => Some(&self.reference_use),
            _ => None,
        }
    }

    /// The least body that the operation takes.
    pub fn body(operation: &str) -> Option<Value> {
        Some(match operation {
            "create_attribute_definition" => json!({"name": "new", "type": "number"}),
            "put_user_attributes" | "update_user_attributes" => json!({"attributes": {}}),
            "create_segment" => json!({"name": "New", "kind": "static"}),
            "preview_segment" => json!({"rule": {"field": "points", "op": "gte", "value": 1}}),
            "create_submission" => json!({"draft": true}),
            "confirm_public_submission" => json!({"token": "a-token"}),
            "reject_submission" | "request_submission_changes" | "revoke_submission" => json!({"reason": "Because."}),
            "review_submissions" => json!({"action": "approve", "submission_ids": ["sub_01kfq8v6n2e9t8w4x3y5z7a1bc"]}),
            "create_mission" => json!({"type": "send_update"}),
            "schedule_mission" => json!({"launch_at": "2026-04-01T00:00:00Z"}),
            "create_public_submission"
            | "update_submission"
            | "approve_submission"
            | "update_segment"
            | "update_mission"
            | "duplicate_mission"
            | "save_mission_as_template"
            | "qualify_referral"
            | "win_referral"
            | "lose_referral"
            | "update_reference_profile" => json!({}),
            "create_reference_use" => json!({"activity": "quote"}),
            _ => return None,
        })
    }
}

/// What follows from two submissions that were approved: somebody was referred, and somebody is a reference.
fn approve(tx: &mut Tx<'_>, organization_id: OrganizationId, recipient: Recipient) -> rapport::kernel::Result<()> {
    let approval = Approval { organization_id, recipient, mission_id: MissionId::example(), submission_id: tx.new_id(), round: 1 };
    let referrer = Referrer {
        organization_id,
        mission_id: approval.mission_id,
        submission_id: approval.submission_id,
        user_id: approval.recipient.user_id(),
        consent_text: None,
    };
    let referred = json!({"referrals": [{"email": "kim@fabrikam.example", "relationship": "peer"}], "consent_accepted": false});
    referrals::receive(tx, &referrer, &serde_json::from_value(referred).unwrap())?;
    let agreed = json!({"activities": ["quote"], "topics": [], "max_per_quarter": null, "availability": null});
    references::commands::make_profile(tx, &approval, &serde_json::from_value(agreed).unwrap())
}
