//! What an event is about, read from the tables of the features.

use super::advocacy::{self, PointsChange};
use crate::advocacy::missions::model::Mission;
use crate::advocacy::recognition::Recognition;
use crate::advocacy::rewards::grants::model::RewardGrant;
use crate::advocacy::submissions::model::Submission;
use crate::coaching::engagements;
use crate::coaching::engagements::model::Engagement;
use crate::coaching::goals::feedback::model::FeedbackRequest;
use crate::coaching::goals::milestones::model::Milestone;
use crate::coaching::goals::model::Goal;
use crate::coaching::goals::{self, feedback, milestones};
use crate::coaching::invoices;
use crate::coaching::invoices::model::Invoice;
use crate::coaching::items;
use crate::coaching::items::model::Item;
use crate::coaching::items::recipients;
use crate::coaching::matches;
use crate::coaching::matches::choice::Choice;
use crate::coaching::resources;
use crate::coaching::resources::model::EngagementResource;
use crate::coaching::sessions;
use crate::coaching::sessions::model::Session;
use crate::db::Conn;
use crate::identity::organizations;
use crate::identity::organizations::model::Settings;
use crate::identity::people::{Outside, Person};
use crate::identity::users;
use crate::identity::users::model::User;
use crate::kernel::ids::{EngagementId, InvoiceId, ItemId, MissionId, OrganizationId, RecipientId, ResourceId, SessionId, UserId};
use crate::kernel::{Result, Timestamp};
use crate::messaging::connections;
use crate::messaging::connections::model::Connection;
use crate::messaging::events::EventRow;

/// The thing and what stands around it.
#[derive(Debug)]
pub struct Subject {
    pub organization_id: OrganizationId,
    pub organization_name: String,
    pub settings: Settings,
    pub engagement: Option<Engagement>,
    pub coach: Option<User>,
    /// Also when it was deleted.
    pub item: Option<Item>,
    pub resource: Option<EngagementResource>,
    /// Also when it was deleted.
    pub goal: Option<Goal>,
    pub milestone: Option<Milestone>,
    /// Somebody who is asked about the goal.
    pub request: Option<FeedbackRequest>,
    /// Who chooses whom, of a match, an interview or a selection.
    pub choice: Option<Choice>,
    /// The appointment, of a session item or an interview.
    pub session: Option<Session>,
    /// The time that the event spoke of, of what had one.
    pub announced_for: Option<Timestamp>,
    /// The attendee that it is about, where it is about one.
    pub attendee: Option<Person>,
    pub person: Option<User>,
    pub connection: Option<Connection>,
    pub invoice: Option<Invoice>,
    pub mission: Option<Mission>,
    /// What somebody handed in for it.
    pub submission: Option<Submission>,
    /// Of the reward that the mission, or an approval, gives.
    pub reward_name: Option<String>,
    /// What an approval gave.
    pub recognition: Option<Recognition>,
    pub grant: Option<RewardGrant>,
    /// Who gets it, where they have an account.
    pub rewarded: Option<User>,
    /// A change of somebody's points.
    pub points: Option<PointsChange>,
    /// Who did it, when it was a person.
    pub actor: Option<Person>,
}

pub fn of_event(conn: &mut Conn, event: &EventRow) -> Result<Subject> {
    let place = Around { engagement_id: event.engagement_id, mission_id: event.mission_id };
    let mut subject = of(conn, event.organization_id, &event.subject_id, place)?;
    let actor = event.actor_id.as_deref().and_then(|id| id.parse::<UserId>().ok());
    if let Some(id) = actor {
        subject.actor = users::store::find_opt(conn, event.organization_id, id)?.map(Into::into);
    }
    // Somebody outside is no actor of the log, but the recipient who did it.
    let recipient = event.data.0["recipient_id"].as_str().and_then(|id| id.parse::<RecipientId>().ok());
    if let (None, Some(id), Some(item)) = (&subject.actor, recipient, &subject.item) {
        subject.actor = recipients::store::outside(conn, item.id, id)?;
    }
    advocacy::read_event(conn, &mut subject, event)?;
    subject.attendee = attendee(conn, event)?;
    subject.announced_for = event.data.0["scheduled_at"].as_str().and_then(|at| at.parse().ok());
    let found = event.data.0["coach_id"].as_str().and_then(|id| id.parse::<UserId>().ok());
    if let (Some(choice), Some(id)) = (&mut subject.choice, found) {
        choice.coach = users::store::find_opt(conn, event.organization_id, id)?;
    }
    Ok(subject)
}

/// Who came or went, as the event names them: people outside have no row here any more when they went.
fn attendee(conn: &mut Conn, event: &EventRow) -> Result<Option<Person>> {
    let named = &event.data.0["attendee"];
    let text = |key: &str| named[key].as_str().map(str::to_owned);
    match (text("user_id").and_then(|id| id.parse::<UserId>().ok()), text("email")) {
        (Some(id), _) => Ok(users::store::find_opt(conn, event.organization_id, id)?.map(Person::from)),
        (None, Some(email)) => Ok(Some(Person::Outside(Outside { name: text("name"), email }))),
        (None, None) => Ok(None),
    }
}

/// What a thing is known to belong to, besides what it tells itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around {
    pub engagement_id: Option<EngagementId>,
    pub mission_id: Option<MissionId>,
}

/// The thing by its id, whatever kind of thing it is.
pub fn of(conn: &mut Conn, organization_id: OrganizationId, subject_id: &str, around: Around) -> Result<Subject> {
    let organization = organizations::queries::find(conn, organization_id)?;
    let mut subject = Subject {
        organization_id,
        organization_name: organization.name,
        settings: organization.settings.0,
        engagement: None,
        coach: None,
        item: None,
        resource: None,
        goal: None,
        milestone: None,
        request: None,
        choice: None,
        session: None,
        announced_for: None,
        attendee: None,
        person: None,
        connection: None,
        invoice: None,
        mission: None,
        submission: None,
        reward_name: None,
        recognition: None,
        grant: None,
        rewarded: None,
        points: None,
        actor: None,
    };
    if let Ok(id) = subject_id.parse::<ItemId>() {
        subject.item = items::store::find_any(conn, organization_id, id)?;
        if subject.item.as_ref().is_some_and(Item::is_session) {
            subject.session = sessions::store::find_opt(conn, organization_id, sessions::model::of_item(id))?;
        }
    }
    subject.choice = matches::choice::of(conn, organization_id, subject_id)?;
    if let Ok(id) = subject_id.parse::<SessionId>() {
        subject.session = sessions::store::find_opt(conn, organization_id, id)?;
        if let Some(item_id) = subject.session.as_ref().and_then(|session| session.item_id) {
            subject.item = items::store::find_any(conn, organization_id, item_id)?;
        }
    }
    if let Ok(id) = subject_id.parse::<ResourceId>() {
        subject.resource = resources::store::find_opt(conn, organization_id, id)?;
    }
    if let Ok(id) = subject_id.parse::<InvoiceId>() {
        subject.invoice = invoices::store::find_opt(conn, organization_id, id)?;
    }
    read_goal(conn, &mut subject, subject_id)?;
    advocacy::read(conn, &mut subject, subject_id, around.mission_id)?;
    let engagement_id = around.engagement_id.or(subject.item.as_ref().map(|item| item.engagement_id));
    if let Some(id) = engagement_id {
        subject.engagement = engagements::store::find_opt(conn, organization_id, id)?;
    }
    let holds = subject.session.as_ref().and_then(|session| session.coach_id);
    if let Some(coach_id) = subject.engagement.as_ref().map_or(holds, |engagement| engagement.coach_id) {
        subject.coach = users::store::find_opt(conn, organization_id, coach_id)?;
    }
    if let Ok(id) = subject_id.parse::<UserId>() {
        subject.person = users::store::find_opt(conn, organization_id, id)?;
    }
    if let Ok(id) = subject_id.parse() {
        subject.connection = connections::store::find(conn, organization_id, id).ok();
    }
    Ok(subject)
}

/// A goal by its own id, or by that of something that belongs to it.
fn read_goal(conn: &mut Conn, subject: &mut Subject, id: &str) -> Result<()> {
    let organization_id = subject.organization_id;
    if let Ok(id) = id.parse() {
        subject.milestone = milestones::store::find_opt(conn, organization_id, id)?;
    }
    if let Ok(id) = id.parse() {
        subject.request = feedback::store::find_opt(conn, organization_id, id)?;
    }
    let of_part = subject.milestone.as_ref().map(|part| part.goal_id).or(subject.request.as_ref().map(|part| part.goal_id));
    if let Some(id) = id.parse().ok().or(of_part) {
        subject.goal = goals::store::find_any(conn, organization_id, id)?;
    }
    Ok(())
}
