//! How details and what is handed in are shown: nine fields, of which the type's own is not null. And how
//! the types themselves are.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::details::{
    BeAReferenceDetails, CompleteSurveyDetails, CustomTaskDetails, RecordVideoDetails, SendUpdateDetails, SocialPostDetails,
    SubmitMediaDetails, SubmitReferralDetails, SubmitReviewDetails,
};
use super::model::{MissionDetails, MissionType, SubmissionContent};
use super::submissions::{
    BeAReferenceSubmission, CompleteSurveySubmission, CustomTaskSubmission, RecordVideoSubmission, SendUpdateSubmission,
    SocialPostSubmission, SubmitMediaSubmission, SubmitReferralSubmission, SubmitReviewSubmission,
};
use crate::kernel::page::list_schema;

/// A view with nine fields, flattened into what it is shown with.
macro_rules! views {
    ($(#[$doc:meta])* $name:ident of $content:ident { $($variant:ident $field:ident $details:ident;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Serialize, ToSchema)]
        pub struct $name { $(pub $field: Option<$details>,)+ }

        impl From<$content> for $name {
            fn from(content: $content) -> Self {
                match content { $($content::$variant(own) => Self { $field: Some(own), ..Self::default() }),+ }
            }
        }
    };
}

views! {
    /// What a mission holds: the field of its type; the others are null.
    DetailViews of MissionDetails {
        SocialPost social_post SocialPostDetails;
        SubmitMedia submit_media SubmitMediaDetails;
        SubmitReview submit_review SubmitReviewDetails;
        CompleteSurvey complete_survey CompleteSurveyDetails;
        SubmitReferral submit_referral SubmitReferralDetails;
        RecordVideo record_video RecordVideoDetails;
        BeAReference be_a_reference BeAReferenceDetails;
        SendUpdate send_update SendUpdateDetails;
        CustomTask custom_task CustomTaskDetails;
    }
}

views! {
    /// What was handed in: the field of the mission's type; the others are null.
    SubmissionViews of SubmissionContent {
        SocialPost social_post SocialPostSubmission;
        SubmitMedia submit_media SubmitMediaSubmission;
        SubmitReview submit_review SubmitReviewSubmission;
        CompleteSurvey complete_survey CompleteSurveySubmission;
        SubmitReferral submit_referral SubmitReferralSubmission;
        RecordVideo record_video RecordVideoSubmission;
        BeAReference be_a_reference BeAReferenceSubmission;
        SendUpdate send_update SendUpdateSubmission;
        CustomTask custom_task CustomTaskSubmission;
    }
}

/// A type of mission, with what a form for it can be built from.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MissionTypeInfo)]
pub struct MissionTypeView {
    #[serde(rename = "type")]
    pub kind: MissionType,
    #[schema(example = "Survey")]
    pub label: &'static str,
    #[schema(example = "Advocates answer questions: NPS, choices, ratings, words.")]
    pub description: &'static str,
    /// JSON Schema (2020-12) of a mission's field of this name. A draft may lack anything in it.
    #[schema(value_type = HashMap<String, Value>)]
    pub details_schema: Value,
    /// JSON Schema (2020-12) of a submission's field of this name, when it is handed in.
    #[schema(value_type = HashMap<String, Value>)]
    pub submission_schema: Value,
    /// The fields of the details that have to say something at launch.
    pub required_at_launch: Vec<&'static str>,
    /// Whether taking part can be rewarded.
    pub allows_recognition: bool,
    /// Whether people can be reminded of it.
    pub allows_follow_ups: bool,
    /// Details of a mission that could be launched.
    #[schema(value_type = HashMap<String, Value>)]
    pub example_details: Value,
    /// What could be handed in for it.
    #[schema(value_type = HashMap<String, Value>)]
    pub example_submission: Value,
}

list_schema!(MissionTypeList of MissionTypeView);
