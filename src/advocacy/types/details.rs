//! What a mission of each type holds beyond its title and description. Everything may be missing while the
//! mission is a draft.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::{FormField, ProofField, SurveyQuestion};
use crate::kernel::text_enum;

text_enum! {
    /// Where something is posted.
    pub enum SocialNetwork {
        Linkedin = "linkedin",
        X = "x",
        Facebook = "facebook",
        Instagram = "instagram",
        Threads = "threads",
        Bluesky = "bluesky",
        Tiktok = "tiktok",
        Youtube = "youtube",
        Reddit = "reddit",
        Pinterest = "pinterest",
        Xing = "xing",
    }
}

text_enum! {
    /// What shows that something was posted.
    pub enum MissionProof {
        /// Its address.
        Url = "url",
        Screenshot = "screenshot",
        /// One of the two.
        Either = "either",
    }
}

text_enum! {
    /// What files of media are.
    pub enum MediaKind {
        Image = "image",
        Video = "video",
        Audio = "audio",
        /// Anything else that can be uploaded.
        Document = "document",
    }
}

text_enum! {
    /// How somebody knows whom they refer.
    pub enum Relationship {
        Peer = "peer",
        Colleague = "colleague",
        Prospect = "prospect",
    }
}

text_enum! {
    /// What a reference is good for.
    pub enum ReferenceActivity {
        ReferenceCall = "reference_call",
        SiteVisit = "site_visit",
        CaseStudy = "case_study",
        Quote = "quote",
        Webinar = "webinar",
        Event = "event",
        Press = "press",
        Analyst = "analyst",
    }
}

/// What to write on one network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuggestedPost {
    /// One of the mission's networks.
    pub network: SocialNetwork,
    #[schema(min_length = 1, max_length = 5_000, example = "Ninety days in, and our team talks differently.")]
    pub text: String,
}

/// Post about something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SocialPostDetails {
    /// At least one by launch.
    #[schema(max_items = 20)]
    pub networks: Vec<SocialNetwork>,
    #[schema(max_items = 50)]
    pub suggested_posts: Vec<SuggestedPost>,
    /// What the post is to lead to.
    #[schema(format = "uri", max_length = 2_000, example = "https://northwind.example/spring")]
    pub share_url: Option<String>,
    /// Without `#`: letters, digits and underscores.
    #[schema(max_items = 30, example = json!(["growth"]))]
    pub hashtags: Vec<String>,
    pub proof: MissionProof,
}

impl Default for SocialPostDetails {
    fn default() -> Self {
        Self { networks: Vec::new(), suggested_posts: Vec::new(), share_url: None, hashtags: Vec::new(), proof: MissionProof::Either }
    }
}

/// Hand in pictures, films or other files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SubmitMediaDetails {
    /// Rich text (HTML).
    #[schema(max_length = 20_000, example = "<p>A picture of your team at work.</p>")]
    pub instructions: Option<String>,
    /// Images and videos when absent.
    #[schema(min_items = 1, max_items = 4)]
    pub accepted_kinds: Vec<MediaKind>,
    #[schema(minimum = 1, maximum = 20)]
    pub min_files: u32,
    #[schema(minimum = 1, maximum = 20)]
    pub max_files: u32,
    /// What whoever hands something in agrees to.
    #[schema(max_length = 10_000, example = "You may show these pictures on your website.")]
    pub usage_rights_text: Option<String>,
}

impl Default for SubmitMediaDetails {
    fn default() -> Self {
        let accepted_kinds = vec![MediaKind::Image, MediaKind::Video];
        Self { instructions: None, accepted_kinds, min_files: 1, max_files: 10, usage_rights_text: None }
    }
}

/// A site that shows reviews.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewSite {
    /// What submissions call it by.
    #[schema(pattern = "^[a-z0-9][a-z0-9_-]{0,39}$", example = "g2")]
    pub key: String,
    #[schema(min_length = 1, max_length = 100, example = "G2")]
    pub label: String,
    /// Where to write the review. Reviews are on the same host.
    #[schema(format = "uri", max_length = 2_000, example = "https://www.g2.com/products/northwind/reviews")]
    pub url: String,
}

/// Review something, whatever the rating. Nothing here asks for one or depends on one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SubmitReviewDetails {
    /// At least one by launch.
    #[schema(max_items = 20)]
    pub sites: Vec<ReviewSite>,
    pub proof: MissionProof,
    /// What reviewers are to disclose, and confirm that they did.
    #[schema(max_length = 10_000, example = "Say that you were offered points for writing a review.")]
    pub disclosure_text: Option<String>,
}

impl Default for SubmitReviewDetails {
    fn default() -> Self {
        Self { sites: Vec::new(), proof: MissionProof::Either, disclosure_text: None }
    }
}

/// Answer questions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompleteSurveyDetails {
    /// Rich text (HTML) that stands before the questions.
    #[schema(max_length = 20_000, example = "<p>Two questions, one minute.</p>")]
    pub introduction: Option<String>,
    /// In the order in which they are asked; at least one by launch.
    #[schema(max_items = 200)]
    pub questions: Vec<SurveyQuestion>,
    /// Rich text (HTML) that is shown afterwards.
    #[schema(max_length = 20_000, example = "<p>Thank you.</p>")]
    pub thank_you: Option<String>,
}

/// Name people who might be interested.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SubmitReferralDetails {
    /// What is asked about each person, beyond address, name, company and relationship.
    #[schema(max_items = 30)]
    pub form_fields: Vec<FormField>,
    /// All of them when absent.
    #[schema(min_items = 1, max_items = 3)]
    pub relationships: Vec<Relationship>,
    /// What whoever refers somebody confirms, where there is something to confirm.
    #[schema(max_length = 10_000, example = "They know that I give you their address.")]
    pub consent_text: Option<String>,
}

impl Default for SubmitReferralDetails {
    fn default() -> Self {
        Self { form_fields: Vec::new(), relationships: Relationship::ALL.to_vec(), consent_text: None }
    }
}

/// Say something on video.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RecordVideoDetails {
    /// What to speak about.
    #[schema(max_items = 20, example = json!(["What was hard before?"]))]
    pub prompts: Vec<String>,
    #[schema(minimum = 1, maximum = 7_200, example = 20)]
    pub min_seconds: Option<u32>,
    #[schema(minimum = 1, maximum = 7_200, example = 90)]
    pub max_seconds: Option<u32>,
    /// What whoever is on the video agrees to.
    #[schema(max_length = 10_000, example = "You may publish this video.")]
    pub release_text: Option<String>,
}

/// Speak for us.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BeAReferenceDetails {
    /// At least one by launch.
    #[schema(max_items = 20)]
    pub activities: Vec<ReferenceActivity>,
    #[schema(max_items = 50, example = json!(["Onboarding"]))]
    pub topics: Vec<String>,
    /// How often somebody is asked at most.
    #[schema(minimum = 1, maximum = 100, example = 2)]
    pub max_per_quarter: Option<u32>,
}

/// What a reader can do next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallToAction {
    #[schema(min_length = 1, max_length = 100, example = "Read more")]
    pub label: String,
    #[schema(format = "uri", max_length = 2_000, example = "https://northwind.example/news")]
    pub url: String,
}

/// Read something. It is completed by viewing it, or by confirming that one did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SendUpdateDetails {
    /// Rich text (HTML); something by launch.
    #[schema(max_length = 50_000, example = "<p>We opened a second office.</p>")]
    pub body: Option<String>,
    pub call_to_action: Option<CallToAction>,
    /// Whether readers confirm that they read it.
    pub requires_ack: bool,
}

/// Do something else.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CustomTaskDetails {
    /// Rich text (HTML).
    #[schema(max_length = 20_000, example = "<p>Try the beta and tell us what breaks.</p>")]
    pub instructions: Option<String>,
    /// What is asked of whoever did it.
    #[schema(max_items = 30)]
    pub proof_fields: Vec<ProofField>,
}
