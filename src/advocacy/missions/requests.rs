//! What requests say about missions.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::settings::{
    AudienceKind, ExistingMembers, FollowUps, MAX_FOLLOW_UPS, NotifyMode, OnExit, ParticipationLimit, Reentry, TriggerKind,
};
use crate::advocacy::recognition::SetRecognition;
use crate::advocacy::types::bodies::detail_fields;
use crate::advocacy::types::{DetailPatch, MissionType};
use crate::kernel::duration::IsoDuration;
use crate::kernel::html::{is_blank, rich_text};
use crate::kernel::ids::{FileId, MissionTemplateId, SegmentId};
use crate::kernel::patch::clearable;
use crate::kernel::{FieldError, Timestamp};
use crate::messaging::connections::model::ConnectionKind;

/// What lets people take part.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"kind": "segment", "segment_id": "seg_01kfq8v6n2e9t8w4x3y5z7a1bc", "existing_members": "include"}))]
pub struct TriggerFields {
    #[schema(nullable = false)]
    pub kind: Option<TriggerKind>,
    /// Whose entering sets it off; of `segment` only.
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<SegmentId>)]
    pub segment_id: Option<Option<SegmentId>>,
    /// What becomes of those who are inside at launch; `ignore` when nothing is said.
    #[schema(nullable = false)]
    pub existing_members: Option<ExistingMembers>,
    /// What becomes of the assignment of somebody who leaves; `keep` when nothing is said.
    #[schema(nullable = false)]
    pub on_exit: Option<OnExit>,
    /// Whether entering again assigns again; `never` when nothing is said.
    #[schema(nullable = false)]
    pub reentry: Option<Reentry>,
}

/// Whom it is for.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"kind": "registered"}))]
pub struct AudienceFields {
    /// `registered` when nothing is said.
    #[schema(nullable = false)]
    pub kind: Option<AudienceKind>,
    /// Being in one of them is enough; of `segment` only.
    #[schema(nullable = false, max_items = 20)]
    pub segment_ids: Option<Vec<SegmentId>>,
}

/// Who is told of it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"mode": "send", "channels": ["email"]}))]
pub struct NotifyFields {
    /// Chosen by launch, and the same from then on.
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<NotifyMode>)]
    pub mode: Option<Option<NotifyMode>>,
    /// By what means; of `send`.
    #[schema(nullable = false, max_items = 4)]
    pub channels: Option<Vec<ConnectionKind>>,
}

/// Reminders to those who have not taken part.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"enabled": true, "offsets": ["P3D", "P7D"]}))]
pub struct FollowUpFields {
    #[schema(nullable = false)]
    pub enabled: Option<bool>,
    /// After the launch or the assignment; three and seven days when nothing is said.
    #[schema(nullable = false, max_items = 5, example = json!(["P3D", "P7D"]))]
    pub offsets: Option<Vec<IsoDuration>>,
}

impl FollowUpFields {
    /// Takes over what it says; tells what is wrong with it.
    pub fn apply_to(self, follow_ups: &mut FollowUps, now: Timestamp) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if let Some(offsets) = self.offsets {
            if offsets.len() > MAX_FOLLOW_UPS || offsets.iter().any(|offset| *offset == IsoDuration::default()) {
                let detail = format!("must be at most {MAX_FOLLOW_UPS} durations, each longer than nothing");
                faults.push(FieldError::at("/follow_ups/offsets", "out_of_range", detail));
            }
            follow_ups.set_offsets(offsets);
        }
        if let Some(enabled) = self.enabled {
            follow_ups.switch(enabled, now);
        }
        faults
    }
}

/// What creating and changing have in common. What is absent stays, null clears.
macro_rules! mission_fields {
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        detail_fields! {
            $(#[$meta])*
            pub struct $name {
                $($body)*
                /// Needed by launch.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<String>, max_length = 200, example = "Tell us what you think")]
                pub title: Option<Option<String>>,
                /// What the card says below the title.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<String>, max_length = 500, example = "Five questions, two minutes.")]
                pub summary: Option<Option<String>>,
                /// HTML; what could do harm in it is taken out before it is kept.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<String>, max_length = 50_000, example = "<p>Your answers shape what we build next.</p>")]
                pub description: Option<Option<String>>,
                /// A picture that was uploaded before. Needed by launch.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<FileId>)]
                pub image_file_id: Option<Option<FileId>>,
                #[schema(nullable = false)]
                pub trigger: Option<TriggerFields>,
                #[schema(nullable = false)]
                pub audience: Option<AudienceFields>,
                #[schema(nullable = false)]
                pub notify: Option<NotifyFields>,
                /// What an approved submission is worth; replaced as a whole.
                #[schema(nullable = false)]
                pub recognition: Option<SetRecognition>,
                /// Whether what is handed in counts without a review.
                #[schema(nullable = false)]
                pub auto_approve: Option<bool>,
                #[schema(nullable = false)]
                pub follow_ups: Option<FollowUpFields>,
                /// How often one person may take part. Needed by launch; replaced as a whole.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<ParticipationLimit>)]
                pub participation_limit: Option<Option<ParticipationLimit>>,
                /// How many submissions there may be in all.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<i64>, minimum = 1, maximum = 1_000_000_000)]
                pub total_cap: Option<Option<i64>>,
                /// When it ends by itself. Once it runs, only later.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<Timestamp>)]
                pub expires_at: Option<Option<Timestamp>>,
                /// Follows from the audience and cannot be written.
                #[schema(read_only, value_type = Option<String>)]
                pub visibility: Option<serde_json::Value>,
            }
        }
    };
}

mission_fields! {
    /// A new mission: a draft that needs nothing but a type or a template.
    #[derive(Debug, Default, Deserialize, ToSchema, Validate)]
    #[serde(deny_unknown_fields)]
    #[schema(example = json!({
        "type": "complete_survey",
        "title": "Tell us what you think",
        "summary": "Two questions, one minute.",
        "complete_survey": {
            "introduction": "<p>Your answers shape what we build next.</p>",
            "questions": [
                {"id": "score", "kind": "nps", "label": "How likely are you to recommend us?", "required": true},
                {"id": "why", "kind": "long_text", "label": "Why?"}
            ]
        },
        "audience": {"kind": "registered"},
        "notify": {"mode": "send", "channels": ["email"]},
        "recognition": {"kind": "points", "points": 50},
        "participation_limit": {"kind": "once"}
    }))]
    pub struct CreateMission {
        /// The template's when absent.
        #[serde(rename = "type")]
        #[schema(rename = "type")]
        pub mission_type: Option<MissionType>,
        /// What it says is copied; later changes of it do not reach the mission.
        pub template_id: Option<MissionTemplateId>,
    }
}

mission_fields! {
    /// A change of a mission; what is absent stays, null clears.
    #[derive(Debug, Default, Deserialize, ToSchema, Validate)]
    #[serde(deny_unknown_fields)]
    #[schema(example = json!({"title": "Tell us what you think of us", "follow_ups": {"enabled": true, "offsets": ["P3D", "P7D"]}}))]
    pub struct UpdateMission {
        /// Never changes.
        #[serde(rename = "type")]
        #[schema(rename = "type", nullable = false)]
        pub mission_type: Option<MissionType>,
    }
}

/// When a mission launches by itself.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"launch_at": "2027-03-01T09:00:00Z"}))]
pub struct ScheduleMission {
    pub launch_at: Timestamp,
}

/// A copy.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Once more"}))]
pub struct DuplicateMission {
    /// "Copy of …" when absent.
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub title: Option<String>,
}

/// A template made from a mission.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "What worked"}))]
pub struct SaveMissionAsTemplate {
    /// The mission's title when absent.
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub name: Option<String>,
}

impl From<CreateMission> for UpdateMission {
    /// What is said about a mission that was made empty; its details were taken out before.
    fn from(new: CreateMission) -> Self {
        Self {
            title: new.title,
            summary: new.summary,
            description: new.description,
            image_file_id: new.image_file_id,
            trigger: new.trigger,
            audience: new.audience,
            notify: new.notify,
            recognition: new.recognition,
            auto_approve: new.auto_approve,
            follow_ups: new.follow_ups,
            participation_limit: new.participation_limit,
            total_cap: new.total_cap,
            expires_at: new.expires_at,
            visibility: new.visibility,
            ..Self::default()
        }
    }
}

/// A change whose work that needs no transaction is done.
#[derive(Debug)]
pub struct Change {
    pub fields: UpdateMission,
    pub details: DetailPatch,
}

/// The same for a new mission.
#[derive(Debug)]
pub struct NewMission {
    pub mission_type: Option<MissionType>,
    pub template_id: Option<MissionTemplateId>,
    pub change: Change,
}

impl UpdateMission {
    /// Sanitises rich text and compiles patterns.
    pub fn prepared(mut self) -> Change {
        let details = self.take_details();
        self.description = self.description.map(|text| text.map(|html| rich_text(&html)).filter(|html| !is_blank(html)));
        Change { details, fields: self }
    }
}

impl CreateMission {
    pub fn prepared(mut self) -> NewMission {
        let details = self.take_details();
        let (mission_type, template_id) = (self.mission_type, self.template_id);
        let change = UpdateMission::from(self).prepared();
        NewMission { mission_type, template_id, change: Change { details, ..change } }
    }
}
