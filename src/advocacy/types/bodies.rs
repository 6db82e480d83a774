//! The nine fields of requests and answers, added to whatever else a request or an answer has. One list for
//! all that have them: a tenth type is added here.

/// Adds to a request the fields of the mission's details, each a merge patch.
macro_rules! detail_fields {
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        $(#[$meta])*
        pub struct $name {
            $($body)*
            #[schema(value_type = Option<$crate::advocacy::types::details::SocialPostDetails>)]
            pub social_post: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::details::SubmitMediaDetails>)]
            pub submit_media: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::details::SubmitReviewDetails>)]
            pub submit_review: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::details::CompleteSurveyDetails>)]
            pub complete_survey: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::details::SubmitReferralDetails>)]
            pub submit_referral: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::details::RecordVideoDetails>)]
            pub record_video: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::details::BeAReferenceDetails>)]
            pub be_a_reference: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::details::SendUpdateDetails>)]
            pub send_update: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::details::CustomTaskDetails>)]
            pub custom_task: Option<serde_json::Map<String, serde_json::Value>>,
        }

        impl $name {
            /// Takes the fields of details out. Sanitises rich text and compiles patterns, which is no work
            /// for a transaction.
            pub fn take_details(&mut self) -> $crate::advocacy::types::DetailPatch {
                $crate::advocacy::types::DetailPatch::read($crate::advocacy::types::bodies::take_fields!(self))
            }
        }
    };
}
pub(crate) use detail_fields;

/// Adds to a request the fields of what is handed in, each a merge patch.
macro_rules! submission_fields {
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        $(#[$meta])*
        pub struct $name {
            $($body)*
            /// The mission's type; it may be left out, and is no other.
            #[serde(rename = "type")]
            #[schema(nullable = false)]
            pub mission_type: Option<$crate::advocacy::types::MissionType>,
            #[schema(value_type = Option<$crate::advocacy::types::submissions::SocialPostSubmission>)]
            pub social_post: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::submissions::SubmitMediaSubmission>)]
            pub submit_media: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::submissions::SubmitReviewSubmission>)]
            pub submit_review: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::submissions::CompleteSurveySubmission>)]
            pub complete_survey: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::submissions::SubmitReferralSubmission>)]
            pub submit_referral: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::submissions::RecordVideoSubmission>)]
            pub record_video: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::submissions::BeAReferenceSubmission>)]
            pub be_a_reference: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::submissions::SendUpdateSubmission>)]
            pub send_update: Option<serde_json::Map<String, serde_json::Value>>,
            #[schema(value_type = Option<$crate::advocacy::types::submissions::CustomTaskSubmission>)]
            pub custom_task: Option<serde_json::Map<String, serde_json::Value>>,
        }

        impl $name {
            /// Takes the fields of what is handed in out.
            pub fn take_content(&mut self) -> $crate::advocacy::types::SubmissionPatch {
                $crate::advocacy::types::SubmissionPatch::read(self.mission_type, $crate::advocacy::types::bodies::take_fields!(self))
            }
        }
    };
}
pub(crate) use submission_fields;

/// The nine fields of a request, taken out of it.
macro_rules! take_fields {
    ($body:expr) => {{
        use $crate::advocacy::types::MissionType;
        vec![
            (MissionType::SocialPost, $body.social_post.take()),
            (MissionType::SubmitMedia, $body.submit_media.take()),
            (MissionType::SubmitReview, $body.submit_review.take()),
            (MissionType::CompleteSurvey, $body.complete_survey.take()),
            (MissionType::SubmitReferral, $body.submit_referral.take()),
            (MissionType::RecordVideo, $body.record_video.take()),
            (MissionType::BeAReference, $body.be_a_reference.take()),
            (MissionType::SendUpdate, $body.send_update.take()),
            (MissionType::CustomTask, $body.custom_task.take()),
        ]
    }};
}
pub(crate) use take_fields;
