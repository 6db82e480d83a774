//! What is handed in for a mission of each type. Everything may be missing while it is a draft.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::details::{ReferenceActivity, Relationship, SocialNetwork};
use crate::kernel::ids::FileId;
use crate::questions::answers::AnswerValue;

/// A post.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SocialPostSubmission {
    /// One of the mission's.
    pub network: Option<SocialNetwork>,
    /// The post's https address on that network. A mission takes each once.
    #[schema(max_length = 2_000, example = "https://www.linkedin.com/posts/ana_growth-activity-7170")]
    pub post_url: Option<String>,
    /// A picture that the submitter uploaded.
    pub screenshot_file_id: Option<FileId>,
}

/// A file and what it shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediaFile {
    /// A file that the submitter uploaded. Its bytes tell its kind.
    pub file_id: FileId,
    #[schema(max_length = 1_000, example = "Our team in May")]
    pub caption: Option<String>,
}

/// Pictures, films or other files.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SubmitMediaSubmission {
    #[schema(max_items = 20)]
    pub files: Vec<MediaFile>,
    /// Agrees to the mission's `usage_rights_text`.
    pub rights_accepted: bool,
}

/// A review.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SubmitReviewSubmission {
    /// The key of one of the mission's sites.
    #[schema(max_length = 40, example = "g2")]
    pub site: Option<String>,
    /// The review's https address on that site's host.
    #[schema(max_length = 2_000, example = "https://www.g2.com/products/northwind/reviews/northwind-review-1")]
    pub review_url: Option<String>,
    /// A picture that the submitter uploaded.
    pub screenshot_file_id: Option<FileId>,
    /// Confirms what the mission's `disclosure_text` asks for.
    pub disclosure_accepted: bool,
}

/// Answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompleteSurveySubmission {
    /// By the ids of the questions. Each kind of question says what its answers are.
    #[schema(value_type = HashMap<String, AnswerValue>, example = json!({"nps": 9}))]
    pub answers: Map<String, Value>,
}

/// Somebody who might be interested.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralEntry {
    /// Not the submitter's own, and one that nobody has referred yet.
    #[schema(format = "email", max_length = 254, example = "kim@fabrikam.example")]
    pub email: String,
    #[schema(max_length = 200, example = "Kim Ahn")]
    pub name: Option<String>,
    #[schema(max_length = 200, example = "Fabrikam")]
    pub company: Option<String>,
    /// One of the mission's.
    pub relationship: Relationship,
    /// By the ids of the mission's `form_fields`.
    #[serde(default)]
    #[schema(value_type = HashMap<String, AnswerValue>)]
    pub fields: Map<String, Value>,
}

/// People who might be interested.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SubmitReferralSubmission {
    #[schema(max_items = 20)]
    pub referrals: Vec<ReferralEntry>,
    /// Confirms the mission's `consent_text`; needed where there is one.
    pub consent_accepted: bool,
}

/// A video: a file, or where it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RecordVideoSubmission {
    /// A video that the submitter uploaded. Either this or `video_url`.
    pub file_id: Option<FileId>,
    /// An https address.
    #[schema(max_length = 2_000, example = "https://video.example/watch/1")]
    pub video_url: Option<String>,
    /// How long it is, as the submitter's recorder says; needed where the mission has a limit.
    #[schema(minimum = 1, maximum = 100_000, example = 45)]
    pub seconds: Option<u32>,
    /// Agrees to the mission's `release_text`.
    pub release_accepted: bool,
}

/// What somebody would do as a reference.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BeAReferenceSubmission {
    /// Some of the mission's.
    #[schema(max_items = 20)]
    pub activities: Vec<ReferenceActivity>,
    /// Some of the mission's.
    #[schema(max_items = 50, example = json!(["Onboarding"]))]
    pub topics: Vec<String>,
    /// How often they may be asked in a quarter; not more than the mission's.
    #[schema(minimum = 1, maximum = 100, example = 1)]
    pub max_per_quarter: Option<u32>,
    /// When they have time.
    #[schema(max_length = 2_000, example = "Tuesdays after 14:00 CET")]
    pub availability: Option<String>,
}

/// That an update was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SendUpdateSubmission {
    /// Needed where the mission asks for it.
    pub acknowledged: bool,
}

/// That a task was done.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CustomTaskSubmission {
    /// By the ids of the mission's `proof_fields`.
    #[schema(value_type = HashMap<String, AnswerValue>, example = json!({"what": "The export of 10,000 rows."}))]
    pub fields: Map<String, Value>,
    /// That it was done.
    pub confirmed: bool,
}
