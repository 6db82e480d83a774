//! What requests say about templates.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::model::TemplateContent;
use crate::advocacy::types::bodies::detail_fields;
use crate::advocacy::types::{DetailPatch, MissionType};
use crate::kernel::ids::{FileId, MissionTemplateId};
use crate::kernel::patch::{apply, clearable};
use crate::kernel::{List, Result, html};

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
            }
        }

        impl $name {
            /// What it says about the mission. Sanitises rich text and compiles patterns, which is no work
            /// for a transaction.
            fn take_content(&mut self) -> ContentChange {
                ContentChange {
                    title: self.title.take(),
                    summary: self.summary.take(),
                    description: self.description.take().map(|text| text.map(|text| html::rich_text(&text))),
                    image_file_id: self.image_file_id.take(),
                    details: self.take_details(),
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
}

impl ContentChange {
    pub fn apply_to(self, content: &mut TemplateContent) -> Result<()> {
        content.details = content.details.merged(&self.details)?;
        apply(&mut content.title, self.title);
        apply(&mut content.summary, self.summary);
        apply(&mut content.description, self.description);
        apply(&mut content.image_file_id, self.image_file_id);
        Ok(())
    }
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
