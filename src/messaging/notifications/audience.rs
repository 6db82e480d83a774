//! Which people a rule speaks to.

use super::rules::Audience;
use super::subject::Subject;
use crate::advocacy::submissions::model::Submission;
use crate::coaching::goals::feedback::model::FeedbackRequest;
use crate::coaching::items::recipients;
use crate::coaching::{engagements, sessions};
use crate::db::Conn;
use crate::identity::people::{Outside, Person};
use crate::identity::permissions::Role;
use crate::identity::users;
use crate::identity::users::model::User;
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
        Audience::SubmissionGuest => return Ok(subject.submission.iter().filter_map(Submission::guest).map(Person::Outside).collect()),
        Audience::Themselves => subject.person.iter().cloned().collect(),
        Audience::Admins => users::store::active_with_role(conn, subject.organization_id, Role::Admin, ADMINS)?,
    };
    Ok(users.into_iter().map(Person::from).collect())
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
