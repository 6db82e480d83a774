//! The templates that come with the server. Their words are in `builtin.json`; they are read as a request's
//! would be, so that they keep the rules. Ids are there for good: people keep them in their programs.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::model::{BuiltIn, TemplateContent, TemplateFollowUps, search_text};
use crate::advocacy::missions::settings::ParticipationLimit;
use crate::advocacy::types::{DetailPatch, MissionDetails, MissionType};
use crate::kernel::html;
use crate::kernel::ids::MissionTemplateId;

#[derive(Deserialize)]
struct Entry {
    id: MissionTemplateId,
    #[serde(rename = "type")]
    mission_type: MissionType,
    name: String,
    about: String,
    title: Option<String>,
    summary: Option<String>,
    description: Option<String>,
    #[serde(default)]
    details: Map<String, Value>,
    participation_limit: Option<ParticipationLimit>,
    /// Whether people are reminded.
    #[serde(default)]
    follow_ups: bool,
}

static ALL: LazyLock<Vec<BuiltIn>> = LazyLock::new(|| {
    let entries: Vec<Entry> = serde_json::from_str(include_str!("builtin.json")).unwrap_or_default();
    let mut all: Vec<BuiltIn> = entries.into_iter().filter_map(Entry::read).collect();
    all.sort_by_key(|template| (template.place().0.as_str(), template.id));
    all
});

impl Entry {
    /// None where it breaks a rule; a test sees to it that none does.
    fn read(self) -> Option<BuiltIn> {
        let patch = DetailPatch::read(vec![(self.mission_type, Some(self.details))]);
        let content = TemplateContent {
            title: self.title,
            summary: self.summary,
            description: self.description.map(|text| html::rich_text(&text)),
            details: MissionDetails::empty(self.mission_type).merged(&patch).ok()?,
            participation_limit: self.participation_limit.filter(|limit| limit.faults().is_empty()),
            follow_ups: TemplateFollowUps { enabled: self.follow_ups, ..TemplateFollowUps::default() },
            ..TemplateContent::empty(self.mission_type)
        };
        let search_text = search_text(&self.name, Some(&self.about), &content);
        Some(BuiltIn { id: self.id, name: self.name, about: self.about, search_text, content })
    }
}

/// By type; the Blank one of each is its first.
pub fn all() -> &'static [BuiltIn] {
    &ALL
}

pub fn find(id: MissionTemplateId) -> Option<&'static BuiltIn> {
    ALL.iter().find(|template| template.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_of_the_file_keeps_the_rules_and_says_how_to_begin() {
        let written: Vec<Value> = serde_json::from_str(include_str!("builtin.json")).expect("JSON");
        assert_eq!(all().len(), written.len());
        for template in all() {
            let is_blank = template.name.starts_with("Blank ");
            assert_eq!(template.content.participation_limit.is_none(), is_blank, "{}", template.name);
            assert_eq!(
                template.content.details.launch_faults().is_empty() && template.content.title.is_some(),
                !is_blank,
                "{}",
                template.name
            );
            let description = written.iter().find(|entry| entry["name"] == template.name.as_str()).map(|entry| &entry["description"]);
            assert_eq!(description.and_then(Value::as_str), template.content.description.as_deref(), "{}: clean HTML", template.name);
        }
    }

    #[test]
    fn each_type_begins_with_one_blank_template_and_has_useful_ones() {
        for kind in MissionType::ALL.iter().copied() {
            let own: Vec<&BuiltIn> = all().iter().filter(|template| template.place().0 == kind).collect();
            assert_eq!(own[0].name, format!("Blank {}", kind.label()));
            assert_eq!(own.iter().filter(|template| template.name.starts_with("Blank ")).count(), 1, "{kind}");
            assert!(own.len() >= 3, "{kind}");
        }
    }
}
