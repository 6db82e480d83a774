//! What answers score. Points are whole numbers; a percentage says where between the least and the most
//! that could have been scored somebody stands, to one digit after the point. A question that was hidden
//! or left out counts for neither.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answers::Complete;
use super::given::Given;
use super::model::{Question, Questionnaire, Shape};
use super::shapes::{Choice, MatrixQuestion, MultiChoiceQuestion, NPS, SingleChoiceQuestion};
use crate::kernel::FieldError;

/// How a question counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QuestionScore {
    /// How many times it counts; once when absent.
    #[schema(minimum = 1, maximum = 100, example = 1)]
    pub weight: u32,
    /// Whether a low answer is worth much.
    pub reversed: bool,
}

impl Default for QuestionScore {
    fn default() -> Self {
        Self { weight: 1, reversed: false }
    }
}

/// What a percentage means, from here to the next band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ScoreBand)]
pub struct Band {
    #[schema(minimum = 0, maximum = 100, example = 60)]
    pub min_percent: u8,
    #[schema(min_length = 1, max_length = 100, example = "Steady")]
    pub label: String,
    #[schema(max_length = 2_000)]
    pub description: Option<String>,
}

/// Points of the whole, or of a section. The percentage is null where nothing was scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Points {
    #[schema(example = 17)]
    pub points: i64,
    /// The least and the most that the questions which were answered could have brought.
    #[schema(example = 5)]
    pub min_points: i64,
    #[schema(example = 25)]
    pub max_points: i64,
    #[schema(example = 60.0)]
    pub percent: Option<f64>,
    /// Label of the band that the percentage falls into.
    #[schema(example = "Steady")]
    pub band: Option<String>,
}

/// Points of one section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SectionPoints {
    #[schema(example = "energy")]
    pub section_id: String,
    pub score: Points,
}

/// Points of one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QuestionPoints {
    #[schema(example = "mood")]
    pub question_id: String,
    #[schema(example = 4)]
    pub points: i64,
    #[schema(example = 1)]
    pub min_points: i64,
    #[schema(example = 5)]
    pub max_points: i64,
}

/// What answers scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Score {
    pub total: Points,
    /// Sections with questions that were scored, in their order.
    pub sections: Vec<SectionPoints>,
    /// Questions that were scored, in their order.
    pub questions: Vec<QuestionPoints>,
}

/// Bands rise, and no two begin at the same percentage.
pub fn faults(bands: &[Band], at: &str) -> Vec<FieldError> {
    let pairs = bands.iter().zip(bands.iter().skip(1)).enumerate();
    let falling = pairs.filter(|(_, (one, next))| next.min_percent <= one.min_percent);
    falling
        .map(|(index, _)| FieldError::at(format!("{at}/{}/min_percent", index + 1), "out_of_range", "must be more than before"))
        .collect()
}

pub fn score(questionnaire: &Questionnaire, complete: &Complete<'_>, bands: &[Band]) -> Score {
    let mut questions = Vec::new();
    for question in &questionnaire.questions {
        let (Some(rule), Some(given)) = (&question.score, complete.given.get(question.id.as_str())) else { continue };
        let Some((points, min, max)) = points(&question.shape, given) else { continue };
        let points = if rule.reversed { min + max - points } else { points };
        let weight = i64::from(rule.weight);
        questions.push((
            question,
            QuestionPoints {
                question_id: question.id.clone(),
                points: points * weight,
                min_points: min * weight,
                max_points: max * weight,
            },
        ));
    }
    let of_section = |id: &str| -> Vec<&QuestionPoints> {
        let is_in = |question: &Question| question.section_id.as_deref() == Some(id);
        questions.iter().filter(|(question, _)| is_in(question)).map(|(_, points)| points).collect()
    };
    let mut sections = Vec::new();
    for section in &questionnaire.sections {
        let own = of_section(&section.id);
        if !own.is_empty() {
            sections.push(SectionPoints { section_id: section.id.clone(), score: sum(own.into_iter(), bands) });
        }
    }
    let total = sum(questions.iter().map(|(_, points)| points), bands);
    Score { total, sections, questions: questions.into_iter().map(|(_, points)| points).collect() }
}

fn sum<'a>(all: impl Iterator<Item = &'a QuestionPoints>, bands: &[Band]) -> Points {
    let (mut points, mut min, mut max) = (0, 0, 0);
    for one in all {
        points += one.points;
        min += one.min_points;
        max += one.max_points;
    }
    let tenths = tenths(points - min, max - min);
    let band = tenths.and_then(|tenths| bands.iter().rev().find(|band| i64::from(band.min_percent) * 10 <= tenths));
    Points {
        points,
        min_points: min,
        max_points: max,
        percent: tenths.and_then(|tenths| i32::try_from(tenths).ok()).map(|tenths| f64::from(tenths) / 10.0),
        band: band.map(|band| band.label.clone()),
    }
}

/// Tenths of a percent, a half rounded up; counted in whole numbers so that they come out the same everywhere.
fn tenths(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part * 2_000 + whole) / (2 * whole))
}

pub(super) fn can_score(shape: &Shape) -> bool {
    matches!(shape, Shape::SingleChoice(_) | Shape::MultiChoice(_) | Shape::Nps(_) | Shape::Rating(_) | Shape::Scale(_) | Shape::Matrix(_))
}

/// Points, and the least and most that could have been had.
fn points(shape: &Shape, given: &Given) -> Option<(i64, i64, i64)> {
    Some(match (shape, given) {
        (Shape::Nps(_), Given::Number(number)) => (*number as i64, 0, i64::from(NPS)),
        (Shape::Rating(shape), Given::Number(number)) => (*number as i64, 1, i64::from(shape.max)),
        (Shape::Scale(shape), Given::Number(number)) => (*number as i64, i64::from(shape.min), i64::from(shape.max)),
        (Shape::SingleChoice(shape), Given::Choice(chosen)) => single(shape, chosen.value()),
        (Shape::MultiChoice(shape), Given::Choices(chosen)) => {
            let (least, most) = extremes(shape);
            (chosen.iter().map(|one| worth(&shape.choices, one.value())).sum(), least, most)
        }
        (Shape::Matrix(shape), Given::Grid(grid)) => matrix(shape, grid),
        _ => return None,
    })
}

fn worth(choices: &[Choice], value: &str) -> i64 {
    choices.iter().find(|choice| choice.value == value).and_then(|choice| choice.points).map_or(0, i64::from)
}

fn all_points(choices: &[Choice], other: bool) -> Vec<i64> {
    let mut points: Vec<i64> = choices.iter().map(|choice| choice.points.map_or(0, i64::from)).collect();
    points.extend(other.then_some(0));
    points.sort_unstable();
    points
}

fn single(shape: &SingleChoiceQuestion, chosen: &str) -> (i64, i64, i64) {
    let all = all_points(&shape.choices, shape.other);
    (worth(&shape.choices, chosen), all.first().copied().unwrap_or(0), all.last().copied().unwrap_or(0))
}

/// The least and the most that a choice of as many as are allowed can bring.
fn extremes(shape: &MultiChoiceQuestion) -> (i64, i64) {
    let all = all_points(&shape.choices, shape.other);
    let (min, max) = (shape.min.unwrap_or(1) as usize, shape.max.map_or(all.len(), |max| max as usize));
    let best = |points: &mut dyn Iterator<Item = i64>, helps: fn(i64) -> bool| -> i64 {
        points.take(max).enumerate().filter(|(index, points)| *index < min || helps(*points)).map(|(_, points)| points).sum()
    };
    (best(&mut all.iter().copied(), |points| points < 0), best(&mut all.iter().rev().copied(), |points| points > 0))
}

/// Rows that were answered count, the others do not.
fn matrix(shape: &MatrixQuestion, grid: &[(String, String)]) -> (i64, i64, i64) {
    let (all, rows) = (all_points(&shape.columns, false), grid.len() as i64);
    let points = grid.iter().map(|(_, column)| worth(&shape.columns, column)).sum();
    (points, rows * all.first().copied().unwrap_or(0), rows * all.last().copied().unwrap_or(0))
}

#[cfg(test)]
mod tests;
