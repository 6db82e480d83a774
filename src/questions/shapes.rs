//! What each kind of question holds beyond its label. In JSON a question of kind `scale` has its details
//! in the one field `scale`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text_enum;

/// What a choice is called by that the respondent writes themselves.
pub const OTHER: &str = "other";
/// Longest text of a question of kind `short_text`, in characters.
pub const SHORT: u32 = 500;
/// Longest text of a question of kind `long_text`, and what it may have when nothing else is said.
pub const LONG: u32 = 20_000;
pub const LONG_UNLESS_TOLD: u32 = 10_000;
/// Numbers lie between this and its negative.
pub const LARGEST: f64 = 1e15;
/// The highest answer to "how likely is it that you recommend us".
pub const NPS: u8 = 10;
const STARS: u8 = 5;
const STEPS: (i32, i32) = (1, 5);

text_enum! {
    /// What a short text has to be.
    pub enum TextFormat {
        /// An email address.
        Email = "email",
        /// An absolute http or https address.
        Url = "url",
    }
}

/// One line of text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ShortTextQuestion {
    #[schema(minimum = 0, maximum = 500)]
    pub min_length: Option<u32>,
    /// 500 when absent.
    #[schema(minimum = 1, maximum = 500, example = 80)]
    pub max_length: Option<u32>,
    pub format: Option<TextFormat>,
    /// A regular expression that the whole text has to match. It is matched in time that grows with the
    /// text and no faster; look-around and back-references are not known.
    #[schema(min_length = 1, max_length = 200, example = "[A-Z]{2}-[0-9]{4}")]
    pub pattern: Option<String>,
    /// What to tell those whose text does not match.
    #[schema(max_length = 200, example = "Two letters, a dash and four digits.")]
    pub pattern_hint: Option<String>,
}

/// Several lines of text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LongTextQuestion {
    #[schema(minimum = 0, maximum = 20_000)]
    pub min_length: Option<u32>,
    /// 10,000 when absent.
    #[schema(minimum = 1, maximum = 20_000)]
    pub max_length: Option<u32>,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What the answer holds.
    #[schema(pattern = "^[a-z0-9][a-z0-9_-]{0,63}$", example = "often")]
    pub value: String,
    /// What people read.
    #[schema(min_length = 1, max_length = 500, example = "Often")]
    pub label: String,
    /// What it is worth where the question is scored; 0 when absent. Respondents do not see it.
    #[schema(minimum = -1000, maximum = 1000, example = 3)]
    pub points: Option<i32>,
}

/// One of several. The answer is the value, or `{"other": "…"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SingleChoiceQuestion {
    #[schema(min_items = 1, max_items = 100)]
    pub choices: Vec<Choice>,
    /// Whether something else can be written instead.
    #[serde(default)]
    pub other: bool,
}

/// Some of several. The answer is a list of values, of which one may be `{"other": "…"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MultiChoiceQuestion {
    #[schema(min_items = 1, max_items = 100)]
    pub choices: Vec<Choice>,
    /// Whether something else can be written besides.
    #[serde(default)]
    pub other: bool,
    /// How many at least, of those who answer.
    #[schema(minimum = 1, maximum = 100)]
    pub min: Option<u32>,
    #[schema(minimum = 1, maximum = 100)]
    pub max: Option<u32>,
}

/// How likely it is that somebody recommends something: a whole number from 0 to 10.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NpsQuestion {
    #[schema(max_length = 100, example = "Not at all")]
    pub min_label: Option<String>,
    #[schema(max_length = 100, example = "Very likely")]
    pub max_label: Option<String>,
}

/// Stars: a whole number from 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RatingQuestion {
    /// 5 when absent.
    #[schema(minimum = 2, maximum = 10, example = 5)]
    pub max: u8,
}

impl Default for RatingQuestion {
    fn default() -> Self {
        Self { max: STARS }
    }
}

/// A number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NumberQuestion {
    #[schema(minimum = -1_000_000_000_000_000_i64, maximum = 1_000_000_000_000_000_i64)]
    pub min: Option<f64>,
    #[schema(minimum = -1_000_000_000_000_000_i64, maximum = 1_000_000_000_000_000_i64)]
    pub max: Option<f64>,
    /// Digits after the point; 0, a whole number, when absent.
    #[schema(minimum = 0, maximum = 6)]
    pub decimals: Option<u8>,
    /// What stands behind the number.
    #[schema(max_length = 50, example = "hours")]
    pub unit: Option<String>,
}

/// A day, as `2026-03-01`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DateQuestion {
    #[schema(format = "date", example = "2026-01-01")]
    pub min: Option<String>,
    #[schema(format = "date", example = "2026-12-31")]
    pub max: Option<String>,
}

/// Choices put in order. The answer is the list of values, the first one first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RankingQuestion {
    #[schema(min_items = 2, max_items = 50)]
    pub choices: Vec<Choice>,
    /// How many are to be put in order; all of them when absent.
    #[schema(minimum = 1, maximum = 50)]
    pub top: Option<u32>,
}

/// Something to agree to. A required one has to be agreed to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConsentQuestion {
    #[schema(max_length = 5_000, example = "I agree that my coach reads this.")]
    pub text: Option<String>,
}

/// A whole number between two that have names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ScaleQuestion {
    /// 1 when absent.
    #[schema(minimum = -100, maximum = 100, example = 1)]
    pub min: i32,
    /// 5 when absent.
    #[schema(minimum = -100, maximum = 100, example = 5)]
    pub max: i32,
    /// From one answer to the next; 1 when absent.
    #[schema(minimum = 1, maximum = 100, example = 1)]
    pub step: i32,
    #[schema(max_length = 100, example = "Never")]
    pub min_label: Option<String>,
    #[schema(max_length = 100, example = "Always")]
    pub max_label: Option<String>,
}

impl Default for ScaleQuestion {
    fn default() -> Self {
        Self { min: STEPS.0, max: STEPS.1, step: 1, min_label: None, max_label: None }
    }
}

/// A line of a matrix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatrixRow {
    #[schema(pattern = "^[a-z0-9][a-z0-9_-]{0,63}$", example = "listening")]
    pub value: String,
    #[schema(min_length = 1, max_length = 500, example = "I listen before I speak.")]
    pub label: String,
}

/// The same choices for several things. The answer is an object from row to column; a required one has
/// every row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatrixQuestion {
    #[schema(min_items = 1, max_items = 50)]
    pub rows: Vec<MatrixRow>,
    #[schema(min_items = 2, max_items = 20)]
    pub columns: Vec<Choice>,
}

/// Files that were uploaded before. The answer is a list of their ids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FileQuestion {
    /// 1 when absent.
    #[schema(minimum = 1, maximum = 10, example = 1)]
    pub max_files: u32,
    /// Types that are taken, such as `image/png` or `image/*`; any when absent.
    #[schema(min_items = 1, max_items = 20, example = json!(["application/pdf", "image/*"]))]
    pub media_types: Option<Vec<String>>,
}

impl Default for FileQuestion {
    fn default() -> Self {
        Self { max_files: 1, media_types: None }
    }
}
