//! Whether what is handed in is what the mission wants: everything that is wrong, at once, with pointers
//! into the request.

use std::collections::HashSet;

use super::details::{
    BeAReferenceDetails, CompleteSurveyDetails, CustomTaskDetails, RecordVideoDetails, SocialPostDetails, SubmitReferralDetails,
};
use super::model::{MissionDetails, SubmissionContent};
use super::proof::{media, screenshot_or_link, site_review};
use super::submissions::{
    BeAReferenceSubmission, CompleteSurveySubmission, CustomTaskSubmission, RecordVideoSubmission, SocialPostSubmission,
    SubmitReferralSubmission,
};
use super::{fields, links};
use crate::kernel::text::email_key;
use crate::kernel::{Code, FieldError};
use crate::questions::answers::{self, Answers, Hidden, KnownFiles};
use crate::questions::{Patterns, QuestionFields};

/// Who hands in, and what they may name.
pub struct Submitter<'a> {
    /// Nobody refers themselves.
    pub email: Option<&'a str>,
    /// Files that they uploaded, among those that are named.
    pub files: &'a KnownFiles,
}

/// What is wrong so far.
pub(super) struct Found {
    at: String,
    pub list: Vec<FieldError>,
}

impl Found {
    pub fn add(&mut self, below: impl std::fmt::Display, code: &str, detail: impl Into<String>) {
        self.list.push(FieldError::at(format!("{}/{below}", self.at), code, detail));
    }

    pub fn required(&mut self, below: impl std::fmt::Display) {
        self.add(below, "required", "is required");
    }

    pub fn agreed(&mut self, below: &str, is_agreed: bool) {
        if !is_agreed {
            self.add(below, "consent_required", "has to be agreed to");
        }
    }

    /// Answers to questions, with those left out that say nothing.
    fn answers(&mut self, below: &str, asked: Vec<QuestionFields>, given: &Answers, files: &KnownFiles, patterns: &Patterns) -> Answers {
        let questions = fields::questions(asked);
        match answers::complete(&questions, given, Hidden::Refused, files, patterns, &format!("{}/{below}", self.at)) {
            Ok(complete) => complete.answers,
            Err(faults) => {
                self.list.extend(faults);
                Answers::new()
            }
        }
    }
}

impl MissionDetails {
    /// What is handed in, tidied, if it is what this mission wants. The patterns are those of these details.
    pub fn check_submission(
        &self,
        content: SubmissionContent,
        by: &Submitter<'_>,
        patterns: &Patterns,
    ) -> Result<SubmissionContent, Vec<FieldError>> {
        let mut content = content;
        let mut found = Found { at: format!("/{}", self.kind()), list: Vec::new() };
        match (self, &mut content) {
            (Self::SocialPost(wanted), SubmissionContent::SocialPost(given)) => social_post(wanted, given, by, &mut found),
            (Self::SubmitMedia(wanted), SubmissionContent::SubmitMedia(given)) => media(wanted, given, by, &mut found),
            (Self::SubmitReview(wanted), SubmissionContent::SubmitReview(given)) => site_review(wanted, given, by, &mut found),
            (Self::CompleteSurvey(wanted), SubmissionContent::CompleteSurvey(given)) => survey(wanted, given, patterns, &mut found),
            (Self::SubmitReferral(wanted), SubmissionContent::SubmitReferral(given)) => referrals(wanted, given, by, patterns, &mut found),
            (Self::RecordVideo(wanted), SubmissionContent::RecordVideo(given)) => video(wanted, given, by, &mut found),
            (Self::BeAReference(wanted), SubmissionContent::BeAReference(given)) => reference(wanted, given, &mut found),
            (Self::SendUpdate(wanted), SubmissionContent::SendUpdate(given)) => {
                found.agreed("acknowledged", given.acknowledged || !wanted.requires_ack);
            }
            (Self::CustomTask(wanted), SubmissionContent::CustomTask(given)) => task(wanted, given, by, patterns, &mut found),
            (_, other) => {
                let pointer = format!("/{}", other.kind());
                found.list.push(FieldError::at(pointer, Code::KindMismatch.as_str(), Code::KindMismatch.title()));
            }
        }
        if found.list.is_empty() { Ok(content) } else { Err(found.list) }
    }
}

fn social_post(wanted: &SocialPostDetails, given: &mut SocialPostSubmission, by: &Submitter<'_>, found: &mut Found) {
    let network = given.network.filter(|network| wanted.networks.contains(network));
    match (given.network, network) {
        (None, _) => found.required("network"),
        (Some(_), None) => found.add("network", "invalid_choice", "must be one of the mission's networks"),
        _ => {}
    }
    let is_there = |url: &url::Url| network.is_none_or(|network| network.has(url));
    screenshot_or_link(wanted.proof, ("post_url", &mut given.post_url), given.screenshot_file_id, is_there, by, found);
}

fn survey(wanted: &CompleteSurveyDetails, given: &mut CompleteSurveySubmission, patterns: &Patterns, found: &mut Found) {
    given.answers = found.answers("answers", fields::asked(&wanted.questions), &given.answers, &KnownFiles::new(), patterns);
}

fn referrals(
    wanted: &SubmitReferralDetails,
    given: &mut SubmitReferralSubmission,
    by: &Submitter<'_>,
    patterns: &Patterns,
    found: &mut Found,
) {
    if given.referrals.is_empty() {
        found.required("referrals");
    }
    let mut seen = HashSet::new();
    let own = by.email.map(email_key);
    for (index, entry) in given.referrals.iter_mut().enumerate() {
        let at = format!("referrals/{index}");
        entry.email = entry.email.trim().to_owned();
        let key = email_key(&entry.email);
        if !validator::ValidateEmail::validate_email(&entry.email) {
            found.add(format!("{at}/email"), "format", "must be an email address");
        } else if own.as_ref() == Some(&key) {
            found.add(format!("{at}/email"), "own_email", "must be somebody else's");
        } else if !seen.insert(key) {
            found.add(format!("{at}/email"), "not_unique", "must not be that of an earlier one");
        }
        if !wanted.relationships.contains(&entry.relationship) {
            found.add(format!("{at}/relationship"), "invalid_choice", "must be one of the mission's");
        }
        let asked = fields::asked(&wanted.form_fields);
        entry.fields = found.answers(&format!("{at}/fields"), asked, &entry.fields, &KnownFiles::new(), patterns);
    }
    found.agreed("consent_accepted", given.consent_accepted || wanted.consent_text.is_none());
}

fn video(wanted: &RecordVideoDetails, given: &mut RecordVideoSubmission, by: &Submitter<'_>, found: &mut Found) {
    match (given.file_id, &given.video_url) {
        (None, None) => found.required("file_id"),
        (Some(_), Some(_)) => found.add("video_url", "one_of", "name either a file_id or a video_url"),
        (Some(id), None) => match by.files.get(&id.to_string()) {
            None => found.add("file_id", "unknown_file", "there is no such file of yours"),
            Some(media_type) if !media_type.starts_with("video/") => found.add("file_id", "file_type", "is no video"),
            Some(_) => {}
        },
        (None, Some(text)) => match links::read(text) {
            None => found.add("video_url", "invalid_url", "must be an https address without user and port"),
            Some(_) => given.video_url = Some(text.trim().to_owned()),
        },
    }
    match given.seconds {
        None if wanted.min_seconds.is_some() || wanted.max_seconds.is_some() => found.required("seconds"),
        Some(seconds) if wanted.min_seconds.is_some_and(|min| seconds < min) || wanted.max_seconds.is_some_and(|max| seconds > max) => {
            found.add("seconds", "out_of_range", "must be as long as the mission says");
        }
        _ => {}
    }
    found.agreed("release_accepted", given.release_accepted);
}

fn reference(wanted: &BeAReferenceDetails, given: &BeAReferenceSubmission, found: &mut Found) {
    if given.activities.is_empty() {
        found.required("activities");
    }
    let (mut activities, mut topics) = (HashSet::new(), HashSet::new());
    for (index, activity) in given.activities.iter().enumerate() {
        if !wanted.activities.contains(activity) {
            found.add(format!("activities/{index}"), "invalid_choice", "must be one of the mission's");
        } else if !activities.insert(activity) {
            found.add(format!("activities/{index}"), "not_unique", "must not repeat an entry");
        }
    }
    for (index, topic) in given.topics.iter().enumerate() {
        if !wanted.topics.contains(topic) {
            found.add(format!("topics/{index}"), "invalid_choice", "must be one of the mission's");
        } else if !topics.insert(topic) {
            found.add(format!("topics/{index}"), "not_unique", "must not repeat an entry");
        }
    }
    if given.max_per_quarter.zip(wanted.max_per_quarter).is_some_and(|(own, most)| own > most) {
        found.add("max_per_quarter", "out_of_range", "must not be more than the mission's");
    }
}

fn task(wanted: &CustomTaskDetails, given: &mut CustomTaskSubmission, by: &Submitter<'_>, patterns: &Patterns, found: &mut Found) {
    given.fields = found.answers("fields", fields::asked(&wanted.proof_fields), &given.fields, by.files, patterns);
    found.agreed("confirmed", given.confirmed);
}
