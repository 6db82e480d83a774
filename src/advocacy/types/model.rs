//! The types, and what a mission and a submission of each hold.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::details::{
    BeAReferenceDetails, CompleteSurveyDetails, CustomTaskDetails, RecordVideoDetails, SendUpdateDetails, SocialPostDetails,
    SubmitMediaDetails, SubmitReferralDetails, SubmitReviewDetails,
};
use super::submissions::{
    BeAReferenceSubmission, CompleteSurveySubmission, CustomTaskSubmission, RecordVideoSubmission, SendUpdateSubmission,
    SocialPostSubmission, SubmitMediaSubmission, SubmitReferralSubmission, SubmitReviewSubmission,
};
use crate::kernel::{Problem, Result, text_enum};

text_enum! {
    /// What a mission asks for.
    pub enum MissionType {
        SocialPost = "social_post",
        SubmitMedia = "submit_media",
        SubmitReview = "submit_review",
        CompleteSurvey = "complete_survey",
        SubmitReferral = "submit_referral",
        RecordVideo = "record_video",
        BeAReference = "be_a_reference",
        SendUpdate = "send_update",
        CustomTask = "custom_task",
    }
}

impl MissionType {
    /// Whether taking part can be rewarded. Reading an update is not.
    pub fn allows_recognition(self) -> bool {
        self != MissionType::SendUpdate
    }

    /// Whether people are reminded of it.
    pub fn allows_follow_ups(self) -> bool {
        self != MissionType::SendUpdate
    }
}

/// Declares what is kept for each type, one variant each.
macro_rules! by_type {
    ($(#[$doc:meta])* $name:ident { $($variant:ident($details:ident)),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($variant($details)),+ }

        impl $name {
            /// What one of this type is before anybody says anything about it.
            pub fn empty(kind: MissionType) -> Self {
                match kind { $(MissionType::$variant => $name::$variant($details::default())),+ }
            }

            pub fn kind(&self) -> MissionType {
                match self { $($name::$variant(_) => MissionType::$variant),+ }
            }

            /// Its fields, as JSON.
            pub(super) fn to_map(&self) -> Result<Map<String, Value>> {
                let value = match self { $($name::$variant(details) => serde_json::to_value(details)),+ };
                match value.map_err(Problem::internal)? {
                    Value::Object(fields) => Ok(fields),
                    _ => Err(Problem::internal("details are an object")),
                }
            }

            pub(super) fn from_map(kind: MissionType, fields: Map<String, Value>) -> serde_json::Result<Self> {
                let value = Value::Object(fields);
                match kind { $(MissionType::$variant => serde_json::from_value(value).map($name::$variant)),+ }
            }
        }
    };
}

by_type! {
    /// What a mission holds beyond its title and description, as it is kept.
    MissionDetails {
        SocialPost(SocialPostDetails),
        SubmitMedia(SubmitMediaDetails),
        SubmitReview(SubmitReviewDetails),
        CompleteSurvey(CompleteSurveyDetails),
        SubmitReferral(SubmitReferralDetails),
        RecordVideo(RecordVideoDetails),
        BeAReference(BeAReferenceDetails),
        SendUpdate(SendUpdateDetails),
        CustomTask(CustomTaskDetails),
    }
}

by_type! {
    /// What is handed in, as it is kept.
    SubmissionContent {
        SocialPost(SocialPostSubmission),
        SubmitMedia(SubmitMediaSubmission),
        SubmitReview(SubmitReviewSubmission),
        CompleteSurvey(CompleteSurveySubmission),
        SubmitReferral(SubmitReferralSubmission),
        RecordVideo(RecordVideoSubmission),
        BeAReference(BeAReferenceSubmission),
        SendUpdate(SendUpdateSubmission),
        CustomTask(CustomTaskSubmission),
    }
}
