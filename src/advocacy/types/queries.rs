//! The types as they are published. They are code, so that nothing is read from the database.

use std::sync::LazyLock;

use super::model::MissionType;
use super::views::MissionTypeView;
use super::{examples, schemas};
use crate::kernel::page::Page;
use crate::kernel::{Problem, Result};

static ALL: LazyLock<Vec<MissionTypeView>> = LazyLock::new(|| MissionType::ALL.iter().copied().map(view).collect());

impl MissionType {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            MissionType::SocialPost => "Social Post",
            MissionType::SubmitMedia => "Media",
            MissionType::SubmitReview => "Review",
            MissionType::CompleteSurvey => "Survey",
            MissionType::SubmitReferral => "Referral",
            MissionType::RecordVideo => "Video",
            MissionType::BeAReference => "Reference",
            MissionType::SendUpdate => "Update",
            MissionType::CustomTask => "Custom Task",
        }
    }

    fn description(self) -> &'static str {
        match self {
            MissionType::SocialPost => "Advocates post on a social network and show where.",
            MissionType::SubmitMedia => "Advocates hand in pictures, videos or other files, with the right to use them.",
            MissionType::SubmitReview => "Advocates write a review on a review site, whatever their rating.",
            MissionType::CompleteSurvey => "Advocates answer questions: NPS, choices, ratings, words.",
            MissionType::SubmitReferral => "Advocates name people who might be interested; each becomes a lead.",
            MissionType::RecordVideo => "Advocates record a video along prompts and release it.",
            MissionType::BeAReference => "Advocates offer to speak for you: calls, case studies, events.",
            MissionType::SendUpdate => "Advocates read an update, and confirm it where that is asked for.",
            MissionType::CustomTask => "Advocates do something else and say how it went.",
        }
    }
}

fn view(kind: MissionType) -> MissionTypeView {
    MissionTypeView {
        kind,
        label: kind.label(),
        description: kind.description(),
        details_schema: schemas::details(kind),
        submission_schema: schemas::submission(kind),
        required_at_launch: kind.required_at_launch().to_vec(),
        allows_recognition: kind.allows_recognition(),
        allows_follow_ups: kind.allows_follow_ups(),
        example_details: examples::details(kind),
        example_submission: examples::submission(kind),
    }
}

pub fn all() -> Page<MissionTypeView> {
    Page::whole(ALL.clone())
}

pub fn find(name: &str) -> Result<MissionTypeView> {
    ALL.iter().find(|view| view.kind.as_str() == name).cloned().ok_or_else(Problem::not_found)
}
