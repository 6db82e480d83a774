//! What follows from a submission beyond points and rewards: whom it refers becomes a lead, and whoever offers to
//! speak for the organization becomes a reference.

use super::model::{Submission, Terms};
use super::{handing_in, store};
use crate::advocacy::recognition::Approval;
use crate::advocacy::referrals::commands::Referrer;
use crate::advocacy::types::submissions::BeAReferenceSubmission;
use crate::advocacy::types::{MissionDetails, SubmissionContent};
use crate::advocacy::{references, referrals};
use crate::db::Tx;
use crate::kernel::Result;
use crate::kernel::ids::{OrganizationId, SubmissionId};
use crate::kernel::text::email_key;

/// It was handed in, or handed in again.
pub(super) fn handed_in(tx: &mut Tx<'_>, submission: &Submission, terms: &Terms) -> Result<()> {
    let (SubmissionContent::SubmitReferral(given), MissionDetails::SubmitReferral(asked)) = (&submission.content.0, &terms.details) else {
        return Ok(());
    };
    let referrer = Referrer {
        organization_id: submission.organization_id,
        mission_id: submission.mission_id,
        submission_id: submission.id,
        user_id: submission.user_id,
        consent_text: asked.consent_text.clone(),
    };
    referrals::commands::receive(tx, &referrer, given)
}

/// Who says nothing of how often they may be asked, may be asked as often as the mission said.
pub(super) fn approved(tx: &mut Tx<'_>, submission: &Submission, terms: &Terms, approval: &Approval) -> Result<()> {
    let (SubmissionContent::BeAReference(given), MissionDetails::BeAReference(asked)) = (&submission.content.0, &terms.details) else {
        return Ok(());
    };
    let max_per_quarter = given.max_per_quarter.or(asked.max_per_quarter);
    references::commands::make_profile(tx, approval, &BeAReferenceSubmission { max_per_quarter, ..given.clone() })
}

/// It was withdrawn or rejected, and will never be approved.
pub(super) fn ended(tx: &mut Tx<'_>, submission: &Submission) -> Result<()> {
    match &submission.content.0 {
        SubmissionContent::SubmitReferral(_) => referrals::commands::withdraw(tx, submission.organization_id, submission.id),
        _ => Ok(()),
    }
}

/// Its approval was taken back. Leads stay, for it may be approved again.
pub(super) fn revoked(tx: &mut Tx<'_>, submission: &Submission) -> Result<()> {
    match &submission.content.0 {
        SubmissionContent::BeAReference(_) => references::commands::withdraw(tx, submission.organization_id, submission.id),
        _ => Ok(()),
    }
}

/// Takes somebody out who was referred and is to be forgotten. The submission is held from then on.
pub fn forget_referred(tx: &mut Tx<'_>, organization_id: OrganizationId, id: SubmissionId, key: &str) -> Result<()> {
    let Some(mut submission) = store::find_many_for_update(tx.conn(), organization_id, &[id])?.pop() else { return Ok(()) };
    if let SubmissionContent::SubmitReferral(given) = &mut submission.content.0 {
        given.referrals.retain(|entry| email_key(&entry.email) != key);
        handing_in::save(tx, &mut submission)?;
    }
    Ok(())
}
