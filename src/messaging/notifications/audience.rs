//! Which people a rule speaks to.

use super::rules::Audience;
use super::subject::Subject;
use crate::advocacy::submissions::model::Submission;
use crate::advocacy::submissions::state::SubmissionState;
use crate::coaching::goals::feedback::model::FeedbackRequest;
use crate::coaching::items::recipients;
use crate::coaching::{engagements, sessions};
use crate::db::Conn;
use crate::identity::people::{Outside, Person};
use crate::identity::permissions::Role;
use crate::identity::users;
use crate::identity::users::model::{User, UserState};
use crate::kernel::Result;

/// Admins who are told of trouble, at most.
const ADMINS: i64 = 50;

pub fn of(conn: &mut Conn, audience: Audience, subject: &Subject) -> Result<Vec<Person>> {
    let users: Vec<User> = match audience {
        Audience::Recipients | Audience::OpenRecipients => {
            let Some(item) = &subject.item else { return Ok(Vec::new()) };
            return recipients::store::people(conn, item.id, audience == Audience::OpenRecipients);
        }
        Audience::Payer => return Ok(payer(conn, subject)?.into_iter().collect()),
        Audience::InvoiceCoach => match subject.invoice.as_ref().and_then(|invoice| invoice.coach_id) {
            Some(id) => users::store::find_opt(conn, subject.organization_id, id)?.into_iter().collect(),
            None => Vec::new(),
        },
        Audience::Choosing => subject.choice.iter().map(|choice| choice.coachee.clone()).collect(),
        Audience::Chosen => subject.choice.iter().filter_map(|choice| choice.coach.clone()).collect(),
        Audience::Attendees => match &subject.session {
            Some(session) => return sessions::queries::attendees(conn, session),
            None => Vec::new(),
        },
        Audience::CoachElsewhere => {
            let actor = subject.actor.as_ref().and_then(Person::user_id);
            subject.coach.iter().filter(|coach| Some(coach.id) != actor).cloned().collect()
        }
        Audience::ThatAttendee => return Ok(subject.attendee.iter().cloned().collect()),
        Audience::Coachees => {
            let Some(engagement) = &subject.engagement else { return Ok(Vec::new()) };
            engagements::store::coachee_users(conn, engagement.id)?
        }
        Audience::Members => members(conn, subject)?,
        Audience::Coach => subject.coach.iter().cloned().collect(),
        Audience::Asked => {
            let asked = subject.request.iter();
            let person = |request: &FeedbackRequest| Outside { name: request.name.clone(), email: request.email.clone() };
            return Ok(asked.map(|request| Person::Outside(person(request))).collect());
        }
        Audience::Submitter => match subject.submission.as_ref().and_then(|submission| submission.user_id) {
            Some(id) => users::store::find_opt(conn, subject.organization_id, id)?.into_iter().collect(),
            None => return Ok(subject.submission.iter().filter_map(Submission::guest).map(Person::Outside).collect()),
        },
        Audience::Reviewers => reviewers(conn, subject)?,
        Audience::Rewarded => return Ok(rewarded(subject)),
        Audience::SubmissionGuest => return Ok(subject.submission.iter().filter_map(Submission::guest).map(Person::Outside).collect()),
        Audience::Themselves => subject.person.iter().cloned().collect(),
        Audience::Eligible => Vec::new(),
        Audience::Admins => users::store::active_with_role(conn, subject.organization_id, Role::Admin, ADMINS)?,
    };
    Ok(users.into_iter().map(Person::from).collect())
}

/// Whoever made the mission, or else the admins, where something waits for a review.
fn reviewers(conn: &mut Conn, subject: &Subject) -> Result<Vec<User>> {
    let waits = subject.submission.as_ref().is_some_and(|submission| submission.state == SubmissionState::PendingReview);
    if !waits {
        return Ok(Vec::new());
    }
    let maker = subject.mission.as_ref().and_then(|mission| mission.created_by.as_ref()).and_then(|id| id.parse().ok());
    let maker = maker.map(|id| users::store::find_opt(conn, subject.organization_id, id)).transpose()?.flatten();
    let is_staff = |user: &User| user.state == UserState::Active && (user.has(Role::Admin) || user.has(Role::Manager));
    match maker.filter(is_staff) {
        Some(maker) => Ok(vec![maker]),
        None => users::store::active_with_role(conn, subject.organization_id, Role::Admin, ADMINS),
    }
}

/// Who gets a reward: an advocate, or somebody without an account.
fn rewarded(subject: &Subject) -> Vec<Person> {
    let Some(grant) = &subject.grant else { return Vec::new() };
    if grant.user_id.is_some() {
        return subject.rewarded.iter().cloned().map(Person::from).collect();
    }
    let outside = |email: &String| Person::Outside(Outside { name: grant.guest_name.clone(), email: email.clone() });
    grant.guest_email.iter().map(outside).collect()
}

fn members(conn: &mut Conn, subject: &Subject) -> Result<Vec<User>> {
    let Some(engagement) = &subject.engagement else { return Ok(Vec::new()) };
    let mut people = if engagement.is_visible_to_coachees() { engagements::store::coachee_users(conn, engagement.id)? } else { Vec::new() };
    people.extend(subject.coach.clone());
    people.retain(|user| subject.actor.as_ref().is_none_or(|actor| actor.user_id() != Some(user.id)));
    Ok(people)
}

/// A coachee, or somebody outside.
fn payer(conn: &mut Conn, subject: &Subject) -> Result<Option<Person>> {
    let Some(invoice) = &subject.invoice else { return Ok(None) };
    match invoice.billed_to_id {
        Some(id) => Ok(users::store::find_opt(conn, subject.organization_id, id)?.map(Person::from)),
        None => Ok(Some(Person::Outside(Outside { name: Some(invoice.payer_name.clone()), email: invoice.payer_email.clone() }))),
    }
}
