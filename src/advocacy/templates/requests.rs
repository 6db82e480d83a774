//! What requests say about templates.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::model::TemplateContent;
use crate::advocacy::missions::requests::FollowUpFields;
use crate::advocacy::missions::settings::ParticipationLimit;
use crate::advocacy::recognition::{RecognitionKind, SetRecognition};
use crate::advocacy::types::bodies::detail_fields;
use crate::advocacy::types::{DetailPatch, MissionType};
use crate::kernel::ids::{FileId, MissionTemplateId};
use crate::kernel::patch::{apply, clearable};
use crate::kernel::{Code, FieldError, List, Problem, Result, Timestamp, html};

/// What creating and changing have in common. What is absent stays, null clears.
macro_rules! template_fields {
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        detail_fields! {
            $(#[$meta])*
            pub struct $name {
                $($body)*
                /// What the template is for.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<String>, max_length = 1_000, example = "Once a quarter, to everybody.")]
                pub about: Option<Option<String>>,
                /// The mission's title.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<String>, max_length = 200, example = "How likely are you to recommend us?")]
                pub title: Option<Option<String>>,
                /// What the mission's card says below the title.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<String>, max_length = 500, example = "Two questions, one minute.")]
                pub summary: Option<Option<String>>,
                /// Rich text (HTML); what could do harm in it is taken out before it is kept.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<String>, max_length = 50_000, example = "<p>Your answer shapes what we do next.</p>")]
                pub description: Option<Option<String>>,
                /// A picture that was uploaded before.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<FileId>)]
                pub image_file_id: Option<Option<FileId>>,
                /// What an approved submission is worth; replaced as a whole.
                #[schema(nullable = false)]
                pub recognition: Option<SetRecognition>,
                /// Whether what is handed in counts without a review.
                #[schema(nullable = false)]
                pub auto_approve: Option<bool>,
                #[schema(nullable = false)]
                pub follow_ups: Option<FollowUpFields>,
                /// How often one person may take part; replaced as a whole.
                #[serde(default, deserialize_with = "clearable")]
                #[schema(value_type = Option<ParticipationLimit>)]
                pub participation_limit: Option<Option<ParticipationLimit>>,
            }
        }

        impl $name {
            /// What it says about the mission. Sanitises rich text and compiles patterns, which is no work
            /// for a transaction.
            fn take_content(&mut self) -> ContentChange {
                ContentChange {
                    title: self.title.take(),
                    summary: self.summary.take(),
                    description: self.description.take().map(|text| text.map(|text| html::rich_text(&text)).filter(|text| !html::is_blank(text))),
                    image_file_id: self.image_file_id.take(),
                    details: self.take_details(),
                    recognition: self.recognition.take(),
                    auto_approve: self.auto_approve.take(),
                    follow_ups: self.follow_ups.take(),
                    participation_limit: self.participation_limit.take(),
                }
            }
        }
    };
}

template_fields! {
    /// A new template: of a type, or a copy of another template with changes.
    #[derive(Debug, Default, Deserialize, ToSchema, Validate)]
    #[serde(deny_unknown_fields)]
    #[schema(example = json!({
        "type": "complete_survey", "name": "NPS", "title": "How likely are you to recommend us?",
        "complete_survey": {"questions": [{"id": "nps", "kind": "nps", "label": "How likely are you to recommend us?", "required": true}]}
    }))]
    pub struct CreateMissionTemplate {
        /// Required without `template_id`; with it, the same as that one's.
        #[serde(rename = "type")]
        #[schema(rename = "type")]
        pub mission_type: Option<MissionType>,
        /// What that template says is copied first; built-in ones can be named too.
        pub template_id: Option<MissionTemplateId>,
        #[schema(min_length = 1, max_length = 200, example = "NPS")]
        pub name: String,
    }
}

template_fields! {
    /// A change of a template; what is absent stays, null clears. Missions made from it stay as they are.
    #[derive(Debug, Default, Deserialize, ToSchema, Validate)]
    #[serde(deny_unknown_fields)]
    #[schema(example = json!({"about": "Twice a year."}))]
    pub struct UpdateMissionTemplate {
        /// Never changes.
        #[serde(rename = "type")]
        #[schema(rename = "type", nullable = false)]
        pub mission_type: Option<MissionType>,
        #[schema(nullable = false, min_length = 1, max_length = 200)]
        pub name: Option<String>,
    }
}

/// A change of what missions copy, ready to be applied.
#[derive(Debug, Default)]
pub struct ContentChange {
    pub title: Option<Option<String>>,
    pub summary: Option<Option<String>>,
    pub description: Option<Option<String>>,
    pub image_file_id: Option<Option<FileId>>,
    pub details: DetailPatch,
    pub recognition: Option<SetRecognition>,
    pub auto_approve: Option<bool>,
    pub follow_ups: Option<FollowUpFields>,
    pub participation_limit: Option<Option<ParticipationLimit>>,
}

impl ContentChange {
    /// Puts in what the request says, or tells everything that is wrong with it.
    pub fn apply_to(mut self, content: &mut TemplateContent, now: Timestamp) -> Result<()> {
        let mut faults = match content.details.merged(&self.details) {
            Ok(details) => {
                content.details = details;
                Vec::new()
            }
            Err(problem) if !problem.errors().is_empty() => problem.errors().to_vec(),
            Err(problem) => return Err(problem),
        };
        apply(&mut content.title, self.title.take());
        apply(&mut content.summary, self.summary.take());
        apply(&mut content.description, self.description.take());
        apply(&mut content.image_file_id, self.image_file_id.take());
        apply(&mut content.auto_approve, self.auto_approve);
        faults.extend(self.apply_recognition(content));
        faults.extend(self.apply_follow_ups(content, now));
        if let Some(limit) = self.participation_limit {
            faults.extend(limit.iter().flat_map(ParticipationLimit::faults));
            content.participation_limit = limit;
        }
        if faults.is_empty() { Ok(()) } else { Err(Problem::of_faults(faults)) }
    }

    fn apply_recognition(&mut self, content: &mut TemplateContent) -> Vec<FieldError> {
        let Some(given) = self.recognition.take() else { return Vec::new() };
        if given.kind != RecognitionKind::None && !content.details.kind().allows_recognition() {
            return vec![not_allowed(Code::RecognitionNotAllowed, "/recognition")];
        }
        given.read("/recognition").map(|recognition| content.recognition = recognition).err().unwrap_or_default()
    }

    fn apply_follow_ups(&mut self, content: &mut TemplateContent, now: Timestamp) -> Vec<FieldError> {
        let Some(given) = self.follow_ups.take() else { return Vec::new() };
        if given.enabled == Some(true) && !content.details.kind().allows_follow_ups() {
            return vec![not_allowed(Code::FollowUpsNotAllowed, "/follow_ups")];
        }
        let mut follow_ups = content.follow_ups.clone().from_now_on(now);
        let faults = given.apply_to(&mut follow_ups, now);
        content.follow_ups = follow_ups.into();
        faults
    }
}

fn not_allowed(code: Code, pointer: &str) -> FieldError {
    FieldError::at(pointer, code.as_str(), code.title())
}

/// A new template whose rich text is clean.
#[derive(Debug)]
pub struct NewTemplate {
    pub mission_type: Option<MissionType>,
    pub template_id: Option<MissionTemplateId>,
    pub name: String,
    pub about: Option<Option<String>>,
    pub content: ContentChange,
}

impl CreateMissionTemplate {
    pub fn read(mut self) -> NewTemplate {
        let content = self.take_content();
        let Self { mission_type, template_id, name, about, .. } = self;
        NewTemplate { mission_type, template_id, name: name.trim().to_owned(), about, content }
    }
}

/// A change whose rich text is clean.
#[derive(Debug)]
pub struct TemplateChange {
    pub mission_type: Option<MissionType>,
    pub name: Option<String>,
    pub about: Option<Option<String>>,
    pub content: ContentChange,
}

impl UpdateMissionTemplate {
    pub fn read(mut self) -> TemplateChange {
        let content = self.take_content();
        let Self { mission_type, name, about, .. } = self;
        TemplateChange { mission_type, name: name.map(|name| name.trim().to_owned()), about, content }
    }
}

/// Which templates.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TemplateFilter {
    /// Of these types; commas between them.
    #[serde(rename = "type")]
    #[param(rename = "type", value_type = Option<String>, example = "complete_survey")]
    pub mission_type: Option<List<MissionType>>,
    /// Whether they come with the server.
    pub is_builtin: Option<bool>,
    /// Part of the name, what it is for, or what the mission says; case and accents do not matter.
    pub q: Option<String>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}
