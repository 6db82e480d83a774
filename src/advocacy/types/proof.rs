//! What shows that something was posted, reviewed or made: links on the right host, and files of the right
//! kind. What a file is, its bytes said when it was uploaded.

use std::collections::HashSet;

use url::Url;

use super::check::{Found, Submitter};
use super::details::{MediaKind, MissionProof, SubmitMediaDetails, SubmitReviewDetails};
use super::links;
use super::model::SubmissionContent;
use super::submissions::{SubmitMediaSubmission, SubmitReviewSubmission};
use crate::kernel::ids::FileId;

impl MediaKind {
    fn of(media_type: &str) -> Self {
        match media_type.split('/').next() {
            Some("image") => MediaKind::Image,
            Some("video") => MediaKind::Video,
            Some("audio") => MediaKind::Audio,
            _ => MediaKind::Document,
        }
    }
}

/// The one that the mission asks for is there; whichever is there is sound.
pub(super) fn screenshot_or_link(
    wanted: MissionProof,
    (name, link): (&str, &mut Option<String>),
    screenshot: Option<FileId>,
    is_there: impl Fn(&Url) -> bool,
    by: &Submitter<'_>,
    found: &mut Found,
) {
    if let Some(text) = link.take_if(|text| text.trim().is_empty() || links::read(text).is_some_and(|url| is_there(&url))) {
        *link = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    } else if let Some(text) = link {
        match links::read(text) {
            None => found.add(name, "invalid_url", "must be an https address without user and port"),
            Some(_) => found.add(name, "wrong_host", "leads elsewhere"),
        }
    }
    if let Some(id) = screenshot {
        match by.files.get(&id.to_string()) {
            None => found.add("screenshot_file_id", "unknown_file", "there is no such file of yours"),
            Some(media_type) if MediaKind::of(media_type) != MediaKind::Image => {
                found.add("screenshot_file_id", "file_type", "is no picture");
            }
            Some(_) => {}
        }
    }
    match wanted {
        MissionProof::Url if link.is_none() => found.required(name),
        MissionProof::Either if link.is_none() && screenshot.is_none() => found.required(name),
        MissionProof::Screenshot if screenshot.is_none() => found.required("screenshot_file_id"),
        _ => {}
    }
}

pub(super) fn site_review(wanted: &SubmitReviewDetails, given: &mut SubmitReviewSubmission, by: &Submitter<'_>, found: &mut Found) {
    let site = given.site.as_ref().and_then(|key| wanted.sites.iter().find(|site| site.key == *key));
    match (&given.site, site) {
        (None, _) => found.required("site"),
        (Some(_), None) => found.add("site", "invalid_choice", "must be the key of one of the mission's sites"),
        _ => {}
    }
    let host = site.and_then(|site| links::read(&site.url));
    let is_there = |url: &Url| host.as_ref().is_none_or(|host| links::is_same_host(host, url));
    screenshot_or_link(wanted.proof, ("review_url", &mut given.review_url), given.screenshot_file_id, is_there, by, found);
    found.agreed("disclosure_accepted", given.disclosure_accepted);
}

pub(super) fn media(wanted: &SubmitMediaDetails, given: &SubmitMediaSubmission, by: &Submitter<'_>, found: &mut Found) {
    let (least, most) = (wanted.min_files as usize, wanted.max_files as usize);
    if given.files.len() < least {
        found.add("files", "too_few", format!("must have at least {least} entries"));
    } else if given.files.len() > most {
        found.add("files", "too_many", format!("must have at most {most} entries"));
    }
    let mut seen = HashSet::new();
    for (index, file) in given.files.iter().enumerate() {
        let at = format!("files/{index}/file_id");
        match by.files.get(&file.file_id.to_string()) {
            None => found.add(at, "unknown_file", "there is no such file of yours"),
            Some(_) if !seen.insert(file.file_id) => found.add(at, "not_unique", "must not be that of an earlier one"),
            Some(media_type) if !wanted.accepted_kinds.contains(&MediaKind::of(media_type)) => {
                found.add(at, "file_type", "is a file of another kind");
            }
            Some(_) => {}
        }
    }
    found.agreed("rights_accepted", given.rights_accepted);
}

impl SubmissionContent {
    /// The files that it names itself, each once. Those among the answers of a task are found with its
    /// details: [`super::MissionDetails::files_of`].
    fn named_files(&self) -> Vec<FileId> {
        match self {
            SubmissionContent::SocialPost(post) => post.screenshot_file_id.into_iter().collect(),
            SubmissionContent::SubmitReview(review) => review.screenshot_file_id.into_iter().collect(),
            SubmissionContent::RecordVideo(video) => video.file_id.into_iter().collect(),
            SubmissionContent::SubmitMedia(media) => media.files.iter().map(|file| file.file_id).collect(),
            _ => Vec::new(),
        }
    }

    /// What a mission takes once only: the same for every address of one post.
    pub fn unique_key(&self) -> Option<String> {
        match self {
            SubmissionContent::SocialPost(post) => {
                let (network, url) = (post.network?, links::read(post.post_url.as_deref()?)?);
                network.has(&url).then(|| network.key_of(&url))
            }
            _ => None,
        }
    }
}

impl super::MissionDetails {
    /// Every file that is named in what is handed in, each once; to be looked up before it is checked.
    pub fn files_of(&self, content: &SubmissionContent) -> Vec<FileId> {
        let mut ids = content.named_files();
        if let SubmissionContent::CustomTask(task) = content {
            let questions = super::fields::questions(self.asked());
            ids.extend(crate::questions::answers::files(&questions, &task.fields).iter().filter_map(|id| id.parse::<FileId>().ok()));
        }
        ids.sort();
        ids.dedup();
        ids
    }
}
