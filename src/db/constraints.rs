//! Database errors as problems. A unique index that a race can hit has its line here; anything that
//! is not foreseen is an internal problem with its cause in the log.

use diesel::result::{DatabaseErrorKind, Error};

use crate::kernel::{Code, Problem};

/// Index name (PostgreSQL tells it), its columns (SQLite tells those), and what it means.
const UNIQUE: &[(&str, &str, Code)] = &[
    ("users_email_key", "users.organization_id, users.email_key", Code::EmailTaken),
    ("attribute_definitions_name", "attribute_definitions.organization_id, attribute_definitions.name", Code::AttributeExists),
    ("coach_assignments_pair", "coach_assignments.coach_id, coach_assignments.coachee_id", Code::AlreadyAssigned),
    ("item_recipients_user", "item_recipients.item_id, item_recipients.user_id", Code::RecipientExists),
    ("item_recipients_email", "item_recipients.item_id, item_recipients.email_key", Code::RecipientExists),
    ("interviews_open", "interviews.match_id, interviews.coach_id", Code::InterviewOpen),
    ("selections_open", "selections.match_id", Code::SelectionPending),
    ("item_records_note", "item_records.item_id, item_records.note_id", Code::RecordExists),
    ("item_records_assessment", "item_records.item_id, item_records.assessment_item_id", Code::RecordExists),
    ("feedback_requests_open", "feedback_requests.goal_id, feedback_requests.email_key", Code::AlreadyAsked),
    ("submissions_unique_key", "submissions.mission_id, submissions.unique_key", Code::AlreadyHandedIn),
    ("referrals_email", "referrals.organization_id, referrals.email_key", Code::ReferralDuplicate),
    // Two approvals of one person at once: whoever comes later finds the profile when they try again.
    ("reference_profiles_person", "reference_profiles.organization_id, reference_profiles.person_key", Code::Overloaded),
    ("item_records_response", "item_records.item_id, item_records.response_id", Code::RecordExists),
];

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let Error::DatabaseError(kind, info) = &error else { return Problem::internal(error) };
        let message = info.message();
        match kind {
            DatabaseErrorKind::UniqueViolation => UNIQUE
                .iter()
                .find(|(index, columns, _)| info.constraint_name() == Some(index) || message.ends_with(columns))
                .map_or_else(|| Problem::internal(&error), |(_, _, code)| Problem::new(*code).caused_by(&error)),
            DatabaseErrorKind::ClosedConnection => Problem::new(Code::DatabaseUnavailable).caused_by(&error),
            DatabaseErrorKind::SerializationFailure => Problem::new(Code::Overloaded).caused_by(&error),
            _ => unavailable(message).map_or_else(|| Problem::internal(&error), |code| Problem::new(code).caused_by(&error)),
        }
    }
}

/// Conditions of the engine that pass, told by their text because diesel has no kind for them.
fn unavailable(message: &str) -> Option<Code> {
    const SIGNS: &[(&str, Code)] = &[
        ("database or disk is full", Code::StorageFull),
        ("No space left on device", Code::StorageFull),
        ("disk I/O error", Code::StorageFull),
        ("database is locked", Code::Overloaded),
        ("deadlock detected", Code::Overloaded),
        ("lock timeout", Code::IdempotencyInProgress),
        ("terminating connection", Code::DatabaseUnavailable),
        ("server closed the connection", Code::DatabaseUnavailable),
        ("no connection to the server", Code::DatabaseUnavailable),
        ("the database system is", Code::DatabaseUnavailable),
    ];
    SIGNS.iter().find(|(sign, _)| message.contains(sign)).map(|(_, code)| *code)
}
