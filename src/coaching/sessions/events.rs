//! What sessions announce. Subscribers that keep calendars need nothing else; what is held in a draft is
//! not announced.

use serde::Serialize;

use super::model::{Session, SessionStatus};
use crate::identity::people::Person;
use crate::kernel::Timestamp;
use crate::kernel::ids::{EngagementId, InterviewId, ItemId, OrganizationId, SessionId, UserId};
use crate::messaging::events::event;

/// Something that happened to a session, with where it stands afterwards.
#[derive(Serialize)]
pub struct SessionEvent {
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    session_id: SessionId,
    item_id: Option<ItemId>,
    interview_id: Option<InterviewId>,
    engagement_id: Option<EngagementId>,
    coach_id: Option<UserId>,
    title: String,
    status: SessionStatus,
    starts_at: Timestamp,
    ends_at: Timestamp,
    time_zone: String,
    location: Option<String>,
    calendar_uid: String,
    sequence: i32,
    /// Who came or went, where the event is about one attendee.
    attendee: Option<Attendee>,
}

/// Somebody who attends; users by their id alone, so that no name of theirs stays in the log.
#[derive(Serialize)]
struct Attendee {
    user_id: Option<UserId>,
    name: Option<String>,
    email: Option<String>,
}

impl SessionEvent {
    pub fn new(name: &'static str, session: &Session) -> Self {
        Self {
            name,
            organization_id: session.organization_id,
            session_id: session.id,
            item_id: session.item_id,
            interview_id: session.interview_id,
            engagement_id: session.engagement_id,
            coach_id: session.coach_id,
            title: session.title.clone(),
            status: session.status,
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            time_zone: session.time_zone.clone(),
            location: session.location.clone(),
            calendar_uid: session.calendar_uid(),
            sequence: session.sequence,
            attendee: None,
        }
    }

    #[must_use]
    pub fn about(self, person: &Person) -> Self {
        let outside = person.outside();
        let attendee = Attendee {
            user_id: person.user_id(),
            name: outside.and_then(|outside| outside.name.clone()),
            email: outside.map(|outside| outside.email.clone()),
        };
        Self { attendee: Some(attendee), ..self }
    }
}

event!(SessionEvent { name: name, subject: session_id, engagement: engagement_id });
