//! Changes of details and of what is handed in, as requests bring them: for each type a merge patch, of which
//! one may be there. The shapes of their values were held against the schema before.

use serde_json::{Map, Value};

use super::definition;
use super::model::{MissionDetails, MissionType, SubmissionContent};
use crate::kernel::patch::merge;
use crate::kernel::{Code, FieldError, Problem, Result, html};
use crate::questions::Patterns;

/// The nine fields of a request, each with its type.
pub type Given = Vec<(MissionType, Option<Map<String, Value>>)>;

/// What a request says about a mission's details.
#[derive(Debug, Default)]
pub struct DetailPatch {
    given: Given,
    patterns: Patterns,
}

/// What a request says about what is handed in.
#[derive(Debug, Default)]
pub struct SubmissionPatch {
    kind: Option<MissionType>,
    given: Given,
}

/// The fields of each type that are rich text.
fn rich_fields(kind: MissionType) -> &'static [&'static str] {
    match kind {
        MissionType::SubmitMedia | MissionType::CustomTask => &["instructions"],
        MissionType::CompleteSurvey => &["introduction", "thank_you"],
        MissionType::SendUpdate => &["body"],
        _ => &[],
    }
}

impl DetailPatch {
    /// Sanitises rich text and compiles patterns, which is no work for a transaction.
    pub fn read(mut given: Given) -> Self {
        for (kind, fields) in &mut given {
            let texts = fields.iter_mut().flat_map(|fields| fields.iter_mut());
            for (_, value) in texts.filter(|(name, _)| rich_fields(*kind).contains(&name.as_str())) {
                if let Value::String(text) = value {
                    *text = html::rich_text(text);
                }
            }
        }
        let maps = given.iter().filter_map(|(kind, fields)| MissionDetails::from_map(*kind, fields.clone()?).ok());
        let questions = maps.flat_map(|details| details.asked()).collect::<Vec<_>>();
        Self { patterns: Patterns::of_fields(&questions), given }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.given.iter().all(|(_, fields)| fields.is_none())
    }
}

impl SubmissionPatch {
    pub fn read(kind: Option<MissionType>, given: Given) -> Self {
        Self { kind, given }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.given.iter().all(|(_, fields)| fields.is_none())
    }
}

/// Those of the type; fields of another one are refused.
fn own(given: &Given, kind: MissionType) -> Result<Option<&Map<String, Value>>> {
    let strays = given.iter().filter(|(other, fields)| *other != kind && fields.is_some());
    let faults: Vec<FieldError> =
        strays.map(|(other, _)| FieldError::at(format!("/{other}"), Code::KindMismatch.as_str(), Code::KindMismatch.title())).collect();
    if !faults.is_empty() {
        return Err(Problem::new(Code::KindMismatch).with_errors(faults));
    }
    Ok(given.iter().find(|(other, _)| *other == kind).and_then(|(_, fields)| fields.as_ref()))
}

fn cannot_be_cleared(kind: MissionType) -> Problem {
    Problem::invalid(vec![FieldError::at(format!("/{kind}"), "required", "a field of it cannot be cleared")])
}

impl MissionDetails {
    /// The details as they are after the change, if that makes sense. Start from [`MissionDetails::empty`]
    /// for a new mission, or from what a template says.
    pub fn merged(&self, patch: &DetailPatch) -> Result<Self> {
        let kind = self.kind();
        let Some(change) = own(&patch.given, kind)? else { return Ok(self.clone()) };
        let mut fields = self.to_map()?;
        merge(&mut fields, change.clone());
        let merged = Self::from_map(kind, fields).map_err(|_| cannot_be_cleared(kind))?;
        let faults = definition::faults(&merged, &patch.patterns, |name| change.contains_key(name));
        if faults.is_empty() { Ok(merged) } else { Err(Problem::invalid(faults)) }
    }
}

impl SubmissionContent {
    /// What is handed in as it is after the change; start from [`SubmissionContent::empty`]. Whether it is
    /// what the mission wants, [`MissionDetails::check_submission`] tells.
    pub fn merged(&self, patch: &SubmissionPatch) -> Result<Self> {
        let kind = self.kind();
        if patch.kind.is_some_and(|named| named != kind) {
            return Err(Problem::field(Code::KindMismatch, "/type"));
        }
        let Some(change) = own(&patch.given, kind)? else { return Ok(self.clone()) };
        let mut fields = self.to_map()?;
        merge(&mut fields, change.clone());
        Self::from_map(kind, fields).map_err(|_| cannot_be_cleared(kind))
    }
}
