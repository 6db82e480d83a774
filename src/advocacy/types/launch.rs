//! What details lack before a mission can be launched.

use super::model::{MissionDetails, MissionType};
use crate::kernel::{FieldError, html};

impl MissionType {
    /// The fields without which nobody could take part.
    pub fn required_at_launch(self) -> &'static [&'static str] {
        match self {
            MissionType::SocialPost => &["networks"],
            MissionType::SubmitReview => &["sites"],
            MissionType::CompleteSurvey => &["questions"],
            MissionType::BeAReference => &["activities"],
            MissionType::SendUpdate => &["body"],
            MissionType::SubmitMedia | MissionType::SubmitReferral | MissionType::RecordVideo | MissionType::CustomTask => &[],
        }
    }
}

impl MissionDetails {
    /// Everything that is missing.
    pub fn launch_faults(&self) -> Vec<FieldError> {
        let is_missing = match self {
            MissionDetails::SocialPost(post) => post.networks.is_empty(),
            MissionDetails::SubmitReview(review) => review.sites.is_empty(),
            MissionDetails::CompleteSurvey(survey) => survey.questions.is_empty(),
            MissionDetails::BeAReference(reference) => reference.activities.is_empty(),
            MissionDetails::SendUpdate(update) => update.body.as_deref().is_none_or(html::is_blank),
            MissionDetails::SubmitMedia(_)
            | MissionDetails::SubmitReferral(_)
            | MissionDetails::RecordVideo(_)
            | MissionDetails::CustomTask(_) => false,
        };
        let (code, detail) = match self.kind() {
            MissionType::CompleteSurvey => ("survey_needs_question", "A survey is launched with at least one question"),
            _ => ("required", "is required at launch"),
        };
        let names = self.kind().required_at_launch().iter().filter(|_| is_missing);
        names.map(|name| FieldError::at(format!("/{}/{name}", self.kind()), code, detail)).collect()
    }
}
