//! Whether details make sense, on a draft already: everything that is wrong, at once.

use std::collections::HashSet;
use std::hash::Hash;

use super::details::{
    BeAReferenceDetails, CompleteSurveyDetails, RecordVideoDetails, SocialPostDetails, SubmitMediaDetails, SubmitReviewDetails,
};
use super::model::MissionDetails;
use super::{fields, links};
use crate::kernel::FieldError;
use crate::questions::{Patterns, Question, QuestionFields};

/// What an entry of a list of words is: a hashtag, a prompt, a topic.
const LONGEST_WORD: usize = 500;

impl CompleteSurveyDetails {
    /// Its questions, as the engine of questions knows them.
    pub fn asked(&self) -> Vec<Question> {
        fields::questions(fields::asked(&self.questions))
    }
}

impl MissionDetails {
    /// The questions that it asks, whatever they are called.
    pub(super) fn asked(&self) -> Vec<QuestionFields> {
        match self {
            MissionDetails::CompleteSurvey(survey) => fields::asked(&survey.questions),
            MissionDetails::SubmitReferral(referral) => fields::asked(&referral.form_fields),
            MissionDetails::CustomTask(task) => fields::asked(&task.proof_fields),
            _ => Vec::new(),
        }
    }

    /// The patterns that answers are held against, to be compiled before there is a transaction.
    pub fn patterns(&self) -> Patterns {
        Patterns::of_fields(&self.asked())
    }

    /// What the list of questions is called.
    pub(super) fn asked_as(&self) -> &'static str {
        match self {
            MissionDetails::SubmitReferral(_) => "form_fields",
            MissionDetails::CustomTask(_) => "proof_fields",
            _ => "questions",
        }
    }
}

/// Questions are looked at where the request names them: the patterns are those of the request.
pub(super) fn faults(details: &MissionDetails, patterns: &Patterns, is_given: impl Fn(&str) -> bool) -> Vec<FieldError> {
    let at = format!("/{}", details.kind());
    let mut faults = match details {
        MissionDetails::SocialPost(post) => social_post(post, &at),
        MissionDetails::SubmitMedia(media) => submit_media(media, &at),
        MissionDetails::SubmitReview(review) => submit_review(review, &at),
        MissionDetails::SubmitReferral(referral) => repeated(&referral.relationships, &format!("{at}/relationships")),
        MissionDetails::RecordVideo(video) => record_video(video, &at),
        MissionDetails::BeAReference(reference) => be_a_reference(reference, &at),
        MissionDetails::CompleteSurvey(_) | MissionDetails::SendUpdate(_) | MissionDetails::CustomTask(_) => Vec::new(),
    };
    if is_given(details.asked_as()) {
        faults.extend(fields::faults(details.asked(), &at, details.asked_as(), patterns));
    }
    faults
}

fn repeated<T: Eq + Hash>(entries: &[T], at: &str) -> Vec<FieldError> {
    let mut seen = HashSet::new();
    let again = entries.iter().enumerate().filter(|(_, entry)| !seen.insert(*entry));
    again.map(|(index, _)| FieldError::at(format!("{at}/{index}"), "not_unique", "must not repeat an entry")).collect()
}

/// Entries that say nothing or too much.
fn wordless(entries: &[String], longest: usize, at: &str) -> Vec<FieldError> {
    let fault = |(index, entry): (usize, &String)| {
        let code = if entry.trim().is_empty() { "too_short" } else { "too_long" };
        FieldError::at(format!("{at}/{index}"), code, format!("must have 1 to {longest} characters"))
    };
    let misfits = entries.iter().enumerate().filter(|(_, entry)| entry.trim().is_empty() || entry.chars().count() > longest);
    misfits.map(fault).collect()
}

fn social_post(post: &SocialPostDetails, at: &str) -> Vec<FieldError> {
    let mut faults = repeated(&post.networks, &format!("{at}/networks"));
    for (index, suggested) in post.suggested_posts.iter().enumerate() {
        if !post.networks.contains(&suggested.network) {
            let pointer = format!("{at}/suggested_posts/{index}/network");
            faults.push(FieldError::at(pointer, "invalid_choice", "must be one of the mission's networks"));
        }
    }
    for (index, tag) in post.hashtags.iter().enumerate() {
        let fits = (1..=100).contains(&tag.chars().count()) && tag.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !fits {
            let detail = "must be letters, digits and underscores, without #";
            faults.push(FieldError::at(format!("{at}/hashtags/{index}"), "format", detail));
        }
    }
    faults.extend(repeated(&post.hashtags, &format!("{at}/hashtags")));
    faults
}

fn submit_media(media: &SubmitMediaDetails, at: &str) -> Vec<FieldError> {
    let mut faults = repeated(&media.accepted_kinds, &format!("{at}/accepted_kinds"));
    if media.min_files > media.max_files {
        faults.push(FieldError::at(format!("{at}/min_files"), "out_of_range", "must not be more than max_files"));
    }
    faults
}

fn submit_review(review: &SubmitReviewDetails, at: &str) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let keys: Vec<&str> = review.sites.iter().map(|site| site.key.as_str()).collect();
    faults.extend(repeated(&keys, &format!("{at}/sites")));
    for (index, site) in review.sites.iter().enumerate() {
        if links::read(&site.url).is_none() {
            let detail = "must be an https address on a host with a name, without user and port";
            faults.push(FieldError::at(format!("{at}/sites/{index}/url"), "invalid_url", detail));
        }
    }
    faults
}

fn record_video(video: &RecordVideoDetails, at: &str) -> Vec<FieldError> {
    let mut faults = wordless(&video.prompts, LONGEST_WORD, &format!("{at}/prompts"));
    if video.min_seconds.zip(video.max_seconds).is_some_and(|(min, max)| min > max) {
        faults.push(FieldError::at(format!("{at}/min_seconds"), "out_of_range", "must not be more than max_seconds"));
    }
    faults
}

fn be_a_reference(reference: &BeAReferenceDetails, at: &str) -> Vec<FieldError> {
    let mut faults = repeated(&reference.activities, &format!("{at}/activities"));
    faults.extend(wordless(&reference.topics, LONGEST_WORD, &format!("{at}/topics")));
    faults.extend(repeated(&reference.topics, &format!("{at}/topics")));
    faults
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::advocacy::types::{DetailPatch, MissionType};
    use crate::kernel::Code;

    /// What is wrong with details, below their field.
    fn faults(kind: MissionType, value: serde_json::Value) -> Vec<(String, String)> {
        let patch = DetailPatch::read(vec![(kind, value.as_object().cloned())]);
        let problem = MissionDetails::empty(kind).merged(&patch).expect_err("details that make no sense");
        let prefix = format!("/{kind}/");
        let below = |fault: &FieldError| fault.pointer.as_deref().and_then(|at| at.strip_prefix(&prefix)).unwrap_or_default().to_owned();
        problem.errors().iter().map(|fault| (below(fault), fault.code.clone())).collect()
    }

    #[test]
    fn details_that_make_no_sense_are_told_with_where() {
        let site = |key: &str, url: &str| json!({"key": key, "label": "A", "url": url});
        let choices = json!({"choices": [{"value": "a", "label": "A", "points": 1}]});
        for (kind, value, at, code) in [
            (MissionType::SocialPost, json!({"networks": ["x", "x"]}), "networks/1", "not_unique"),
            (
                MissionType::SocialPost,
                json!({"suggested_posts": [{"network": "x", "text": "a"}]}),
                "suggested_posts/0/network",
                "invalid_choice",
            ),
            (MissionType::SocialPost, json!({"hashtags": ["#growth"]}), "hashtags/0", "format"),
            (MissionType::SubmitMedia, json!({"min_files": 3, "max_files": 2}), "min_files", "out_of_range"),
            (
                MissionType::SubmitReview,
                json!({"sites": [site("a", "https://a.example/"), site("a", "https://b.example/")]}),
                "sites/1",
                "not_unique",
            ),
            (MissionType::SubmitReview, json!({"sites": [site("a", "https://u@a.example/")]}), "sites/0/url", "invalid_url"),
            (MissionType::SubmitReferral, json!({"relationships": ["peer", "peer"]}), "relationships/1", "not_unique"),
            (MissionType::RecordVideo, json!({"min_seconds": 9, "max_seconds": 8}), "min_seconds", "out_of_range"),
            (MissionType::RecordVideo, json!({"prompts": [" "]}), "prompts/0", "too_short"),
            (MissionType::BeAReference, json!({"topics": ["a", "a"]}), "topics/1", "not_unique"),
            (
                MissionType::CompleteSurvey,
                json!({"questions": [{"id": "a", "kind": "single_choice", "label": "?"}]}),
                "questions/0/single_choice",
                "required",
            ),
            (
                MissionType::CompleteSurvey,
                json!({"questions": [{"id": "a", "kind": "single_choice", "label": "?", "single_choice": choices}]}),
                "questions/0/single_choice/choices",
                "not_allowed",
            ),
            (
                MissionType::CustomTask,
                json!({"proof_fields": [{"id": "a", "kind": "short_text", "label": "?", "short_text": {"pattern": "("}}]}),
                "proof_fields/0/short_text/pattern",
                "pattern",
            ),
            (
                MissionType::SubmitReferral,
                json!({"form_fields": [{"id": "a", "kind": "date", "label": "?", "number": {}}]}),
                "form_fields/0/number",
                "kind_mismatch",
            ),
        ] {
            assert_eq!(faults(kind, value.clone()), [(at.to_owned(), code.to_owned())], "{kind} {value}");
        }
    }

    #[test]
    fn conditions_look_back_only() {
        let ask = |id: &str, on: &str| json!({"id": id, "kind": "consent", "label": "?", "show_if": {"all": [{"question_id": on, "op": "answered"}]}});
        let found = faults(MissionType::CompleteSurvey, json!({"questions": [ask("a", "b"), ask("b", "a")]}));
        assert_eq!(found, [("questions/0/show_if/all/0/question_id".to_owned(), "unknown_question".to_owned())]);
    }

    #[test]
    fn details_of_another_type_are_refused_and_a_change_keeps_what_it_does_not_name() {
        let patch = |kind: MissionType, value: serde_json::Value| DetailPatch::read(vec![(kind, value.as_object().cloned())]);
        let survey = MissionDetails::empty(MissionType::CompleteSurvey);
        let refused = survey.merged(&patch(MissionType::SendUpdate, json!({}))).expect_err("another type");
        assert_eq!(refused.code(), Code::KindMismatch);
        assert_eq!(refused.errors()[0].pointer.as_deref(), Some("/send_update"));
        let asked = json!({"introduction": "<p>Hi<script>alert(1)</script></p>", "questions": [{"id": "a", "kind": "nps", "label": "?"}]});
        let survey = survey.merged(&patch(MissionType::CompleteSurvey, asked)).expect("sound");
        let thanked =
            survey.merged(&patch(MissionType::CompleteSurvey, json!({"thank_you": "<b>!</b>", "introduction": null}))).expect("sound");
        let MissionDetails::CompleteSurvey(after) = thanked else { unreachable!("a survey") };
        assert_eq!((after.questions.len(), after.introduction, after.thank_you.as_deref()), (1, None, Some("<b>!</b>")));
    }
}
