//! What an approved submission is worth: nothing, points, or a reward. Missions promise it, an approval gives it
//! once, and taking the approval back takes it back once.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::points;
use super::points::commands::AwardTerms;
pub use super::rewards::grants::model::Recipient;
use super::rewards::{grants, queries};
use crate::db::{Conn, Tx};
use crate::kernel::ids::{MissionId, OrganizationId, RewardId, SubmissionId};
use crate::kernel::{Code, FieldError, Result, text_enum};

text_enum! {
    /// What an approved submission is worth.
    pub enum RecognitionKind {
        None = "none",
        Points = "points",
        /// One of the catalogue.
        Reward = "reward",
    }
}

/// What an approved submission is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"kind": "points", "points": 100, "reward_id": null}))]
pub struct Recognition {
    pub kind: RecognitionKind,
    /// How many, where it is points.
    #[schema(example = 100)]
    pub points: Option<i64>,
    /// Which, where it is a reward.
    pub reward_id: Option<RewardId>,
}

impl Default for Recognition {
    fn default() -> Self {
        Self { kind: RecognitionKind::None, points: None, reward_id: None }
    }
}

/// What an approved submission shall be worth. The field of its kind may come later, until the launch.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "points", "points": 100}))]
pub struct SetRecognition {
    pub kind: RecognitionKind,
    /// From 1 to 1,000,000, where it is points.
    #[schema(maximum = 1_000_000, example = 100)]
    pub points: Option<i64>,
    /// An active one of the catalogue, where it is a reward.
    pub reward_id: Option<RewardId>,
}

impl SetRecognition {
    /// What it says, or everything that is wrong with it; `at` is where it stood in the body.
    pub fn read(self, at: &str) -> Result<Recognition, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut mismatch = |field: &str| faults.push(FieldError::at(format!("{at}/{field}"), "kind_mismatch", Code::KindMismatch.title()));
        if self.points.is_some() && self.kind != RecognitionKind::Points {
            mismatch("points");
        }
        if self.reward_id.is_some() && self.kind != RecognitionKind::Reward {
            mismatch("reward_id");
        }
        let recognition = Recognition { kind: self.kind, points: self.points, reward_id: self.reward_id };
        if self.points.is_some() {
            faults.extend(recognition.points_fault(at));
        }
        if faults.is_empty() { Ok(recognition) } else { Err(faults) }
    }
}

impl Recognition {
    /// What is missing before it can be promised.
    pub fn missing(&self, at: &str) -> Vec<FieldError> {
        match self.kind {
            RecognitionKind::Points => self.points_fault(at).into_iter().collect(),
            RecognitionKind::Reward if self.reward_id.is_none() => vec![reward_required(at)],
            RecognitionKind::None | RecognitionKind::Reward => Vec::new(),
        }
    }

    fn points_fault(&self, at: &str) -> Option<FieldError> {
        let is_enough = self.kind != RecognitionKind::Points || self.points.is_some_and(|points| points >= 1);
        let fault = || FieldError::at(format!("{at}/points"), Code::PointsRequired.as_str(), Code::PointsRequired.title());
        (!is_enough).then(fault)
    }
}

fn reward_required(at: &str) -> FieldError {
    FieldError::at(format!("{at}/reward_id"), Code::RewardRequired.as_str(), Code::RewardRequired.title())
}

/// What keeps it from being promised: what is missing, or a reward that is not in the catalogue.
pub fn launch_faults(conn: &mut Conn, organization_id: OrganizationId, recognition: &Recognition, at: &str) -> Result<Vec<FieldError>> {
    let mut faults = recognition.missing(at);
    if let (RecognitionKind::Reward, Some(id)) = (recognition.kind, recognition.reward_id)
        && !queries::is_active(conn, organization_id, id)?
    {
        faults.push(reward_required(at));
    }
    Ok(faults)
}

/// An approval of a submission.
#[derive(Debug, Clone)]
pub struct Approval {
    pub organization_id: OrganizationId,
    pub recipient: Recipient,
    pub mission_id: MissionId,
    pub submission_id: SubmissionId,
    /// Which one of this submission it is: the first, the second after one was revoked …
    pub round: i32,
}

/// 409 `out_of_stock` where an approval would find nothing to give; for approvals that nobody is there to repeat.
pub fn ensure_available(conn: &mut Conn, organization_id: OrganizationId, recognition: &Recognition) -> Result<()> {
    match (recognition.kind, recognition.reward_id) {
        (RecognitionKind::Reward, Some(id)) => queries::ensure_available(conn, organization_id, id),
        _ => Ok(()),
    }
}

/// Gives what was promised, once an approval; false when there is nothing to give or it was given already.
/// Who has no account can hold no points, and gets none.
pub fn give(tx: &mut Tx<'_>, approval: &Approval, recognition: &Recognition) -> Result<bool> {
    match (recognition.kind, recognition.points, recognition.reward_id, approval.recipient.user_id()) {
        (RecognitionKind::Points, Some(amount), _, Some(user_id)) => {
            let terms = AwardTerms {
                organization_id: approval.organization_id,
                user_id,
                mission_id: approval.mission_id,
                submission_id: approval.submission_id,
                round: approval.round,
                amount,
            };
            points::commands::award(tx, &terms)
        }
        (RecognitionKind::Reward, _, Some(reward_id), _) => grants::commands::grant_for_submission(tx, approval, reward_id),
        _ => Ok(false),
    }
}

/// Takes back what an approval gave, once: points also where they were spent, a reward unless it was handed over.
/// False when there is nothing to take.
pub fn take_back(tx: &mut Tx<'_>, organization_id: OrganizationId, submission_id: SubmissionId, round: i32) -> Result<bool> {
    let reversed = points::commands::reverse(tx, organization_id, submission_id, round)?;
    let withdrawn = grants::commands::withdraw_for_submission(tx, organization_id, submission_id, round)?;
    Ok(reversed || withdrawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(kind: RecognitionKind, points: Option<i64>, reward_id: Option<RewardId>) -> SetRecognition {
        SetRecognition { kind, points, reward_id }
    }

    fn codes(faults: &[FieldError]) -> Vec<(&str, &str)> {
        faults.iter().map(|fault| (fault.pointer.as_deref().unwrap_or_default(), fault.code.as_str())).collect()
    }

    #[test]
    fn points_are_at_least_one() {
        for points in [0, -5] {
            let faults = set(RecognitionKind::Points, Some(points), None).read("/recognition").expect_err("too few");
            assert_eq!(codes(&faults), [("/recognition/points", "points_required")]);
        }
        let waiting = set(RecognitionKind::Points, None, None).read("/recognition").expect("a draft may wait");
        assert_eq!(codes(&waiting.missing("/recognition")), [("/recognition/points", "points_required")]);
        let whole = set(RecognitionKind::Points, Some(1), None).read("/recognition").expect("enough");
        assert!(whole.missing("/recognition").is_empty());
    }

    #[test]
    fn a_field_of_another_kind_is_told() {
        let faults = set(RecognitionKind::None, Some(10), Some(RewardId::nil())).read("/r").expect_err("neither is wanted");
        assert_eq!(codes(&faults), [("/r/points", "kind_mismatch"), ("/r/reward_id", "kind_mismatch")]);
        let reward = set(RecognitionKind::Reward, None, None).read("/r").expect("a draft may wait");
        assert_eq!(codes(&reward.missing("/r")), [("/r/reward_id", "reward_required")]);
    }
}
