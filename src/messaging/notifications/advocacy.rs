//! What the wing of advocacy has to say in notifications: what they are about, what can be put into their words,
//! where they lead, and whether there still is a reason to send them.

use chrono_tz::Tz;

use super::facts::moment;
use super::model::Reason;
use super::render::Facts;
use super::subject::Subject;
use crate::advocacy::missions;
use crate::advocacy::notices;
use crate::advocacy::notices::model::Skip;
use crate::advocacy::recognition::{Recognition, RecognitionKind};
use crate::advocacy::rewards::grants::state::GrantState;
use crate::advocacy::rewards::{self, grants};
use crate::advocacy::submissions;
use crate::advocacy::submissions::state::SubmissionState;
use crate::db::Conn;
use crate::identity::people::Person;
use crate::identity::users;
use crate::kernel::ids::{MissionId, RewardId, UserId};
use crate::kernel::{Result, Timestamp};
use crate::messaging::connections::model::ConnectionKind;
use crate::messaging::events::EventRow;

/// A change of somebody's points.
#[derive(Debug, Clone)]
pub struct PointsChange {
    pub delta: i64,
    pub balance: i64,
    pub reason: Option<String>,
}

/// Reads what belongs to missions.
pub(super) fn read(conn: &mut Conn, subject: &mut Subject, id: &str, mission_id: Option<MissionId>) -> Result<()> {
    let organization_id = subject.organization_id;
    if let Ok(id) = id.parse() {
        subject.submission = submissions::store::find_opt(conn, organization_id, id)?;
    }
    if let Ok(id) = id.parse() {
        subject.grant = grants::queries::find_opt(conn, organization_id, id)?;
    }
    if let Some(id) = subject.grant.as_ref().and_then(|grant| grant.user_id) {
        subject.rewarded = users::store::find_opt(conn, organization_id, id)?;
    }
    let mission_id = mission_id.or(subject.submission.as_ref().map(|submission| submission.mission_id));
    if let Some(id) = mission_id {
        subject.mission = missions::store::find_opt(conn, organization_id, id)?;
    }
    let given = subject.grant.as_ref().map(|grant| grant.reward_id);
    name_reward(conn, subject, given.or(subject.mission.as_ref().and_then(|mission| mission.reward_id)))
}

fn name_reward(conn: &mut Conn, subject: &mut Subject, id: Option<RewardId>) -> Result<()> {
    if let Some(id) = id {
        let found = rewards::queries::find_many(conn, subject.organization_id, &[id])?;
        subject.reward_name = found.into_iter().next().map(|reward| reward.name);
    }
    Ok(())
}

/// Reads what the event alone tells.
pub(super) fn read_event(conn: &mut Conn, subject: &mut Subject, event: &EventRow) -> Result<()> {
    let data = &event.data.0;
    let named = data["user_id"].as_str().and_then(|id| id.parse::<UserId>().ok());
    if let (None, Some(_), Some(id)) = (&subject.person, event.mission_id, named) {
        subject.person = users::store::find_opt(conn, event.organization_id, id)?;
    }
    if event.event_type == "points.changed" {
        let number = |key: &str| data[key].as_i64().unwrap_or_default();
        let reason = data["reason"].as_str().map(str::to_owned);
        subject.points = Some(PointsChange { delta: number("delta"), balance: number("balance"), reason });
    }
    if let Ok(recognition) = serde_json::from_value::<Recognition>(data["recognition"].clone()) {
        name_reward(conn, subject, recognition.reward_id)?;
        subject.recognition = Some(recognition);
    }
    Ok(())
}

/// Where something is found: in the organization's own frontend, and here.
pub(super) struct Path {
    pub frontend: String,
    pub here: String,
}

pub(super) fn path(subject: &Subject) -> Option<Path> {
    let same = |path: String| Path { frontend: path.clone(), here: path };
    if let Some(grant) = &subject.grant {
        return Some(same(format!("/reward-grants/{}", grant.id)));
    }
    if let Some(submission) = &subject.submission {
        return Some(same(format!("/submissions/{}", submission.id)));
    }
    if subject.points.is_some() {
        return Some(Path { frontend: "/points".to_owned(), here: "/me/points".to_owned() });
    }
    let mission = subject.mission.as_ref()?;
    Some(Path { frontend: format!("/missions/{}", mission.id), here: format!("/me/missions/{}", mission.id) })
}

pub(super) fn add_facts(facts: &mut Facts, subject: &Subject, person: &Person, zone: Tz) {
    let reward = subject.reward_name.as_deref();
    if let Some(mission) = &subject.mission {
        facts.insert("mission.title", mission.title.clone());
        facts.insert("mission.summary", mission.summary.clone().unwrap_or_default());
        facts.insert("mission.recognition", worth("You get", &mission.recognition.0, reward));
        let until = mission.expires_at.map(|at| format!("It is open until {}.", moment(at, zone)));
        facts.insert("mission.until", until.unwrap_or_default());
    }
    if let Some(submission) = &subject.submission {
        let guest = submission.guest().map(Person::Outside);
        let submitter = guest.as_ref().or(subject.actor.as_ref()).map(|person| person.name().to_owned());
        facts.insert("submitter.name", submitter.unwrap_or_else(|| "Somebody".to_owned()));
        facts.insert("reason", submission.reason.clone().unwrap_or_default());
        // Only who has an account can have points.
        let given = subject.recognition.as_ref().filter(|given| given.kind != RecognitionKind::Points || person.user().is_some());
        facts.insert("submission.recognition", given.map(|given| worth("You got", given, reward)).unwrap_or_default());
    }
    if let Some(grant) = &subject.grant {
        facts.insert("reward.name", reward.unwrap_or_default().to_owned());
        facts.insert("reward.note", grant.fulfilment_note.clone().unwrap_or_default());
        facts.insert("reason", grant.cancel_reason.clone().unwrap_or_default());
        let guest = grant.guest_name.clone().or(grant.guest_email.clone());
        let recipient = subject.rewarded.as_ref().map(|user| user.name.clone()).or(guest);
        facts.insert("reward.recipient", recipient.unwrap_or_else(|| "Somebody".to_owned()));
    }
    if let Some(points) = &subject.points {
        facts.insert("points.change", format!("{:+}", points.delta));
        facts.insert("points.balance", points.balance.to_string());
        facts.insert("reason", points.reason.clone().unwrap_or_default());
    }
}

/// What somebody gets, or got, for taking part.
fn worth(who: &str, recognition: &Recognition, reward: Option<&str>) -> String {
    match (recognition.kind, recognition.points, reward) {
        (RecognitionKind::Points, Some(1), _) => format!("{who} 1 point for it."),
        (RecognitionKind::Points, Some(points), _) => format!("{who} {points} points for it."),
        (RecognitionKind::Reward, _, Some(name)) => format!("{who} a reward for it: {name}."),
        _ => String::new(),
    }
}

/// Whoever cannot take part any more, or has done so, needs to hear no more of it.
pub(super) fn need_of_mission(conn: &mut Conn, subject: &Subject, person: &Person, now: Timestamp) -> Result<Option<Reason>> {
    let (Some(mission), Some(user_id)) = (&subject.mission, person.user_id()) else { return Ok(Some(Reason::NoLongerNeeded)) };
    if !mission.state_at(now).is_running() {
        return Ok(Some(Reason::MissionNotRunning));
    }
    if !mission.announced_by().contains(&ConnectionKind::Email) {
        return Ok(Some(Reason::SwitchedOff));
    }
    Ok(notices::queries::against(conn, mission, user_id)?.map(Skip::reason))
}

/// What was decided meanwhile in another way is not told as it was before.
pub(super) fn need_of_submission(key: &str, subject: &Subject, now: Timestamp) -> Option<Reason> {
    let Some(submission) = &subject.submission else { return Some(Reason::NoLongerNeeded) };
    let state = match key {
        "submission_confirmation" => return submission.ensure_confirmable(now).is_err().then_some(Reason::LinkNotValid),
        "submission_received" => SubmissionState::PendingReview,
        "submission_approved" => SubmissionState::Approved,
        "submission_rejected" => SubmissionState::Rejected,
        "submission_changes_requested" => SubmissionState::ChangesRequested,
        _ => SubmissionState::Revoked,
    };
    (submission.state != state).then_some(Reason::NoLongerNeeded)
}

pub(super) fn need_of_grant(key: &str, subject: &Subject) -> Option<Reason> {
    let state = match key {
        "reward_handed_over" => GrantState::Fulfilled,
        "reward_cancelled" => GrantState::Cancelled,
        _ => GrantState::Pending,
    };
    subject.grant.as_ref().is_none_or(|grant| grant.state != state).then_some(Reason::NoLongerNeeded)
}
