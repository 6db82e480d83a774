//! Requesting, arranging and holding interviews. Every command holds the match; who books also holds the
//! coach's calendar.

use super::model::{
    Action, DeclineInterview, Interview, InterviewStatus, Party, Proposal, ProposeTimes, RequestInterview, ScheduleInterview,
};
use super::views::InterviewOffer;
use super::{queries, store};
use crate::coaching::availability::slots::Span;
use crate::coaching::matches::commands::{ask_when_ready, save as save_match};
use crate::coaching::matches::events::InterviewEvent;
use crate::coaching::matches::model::{Match, MatchStatus};
use crate::coaching::matches::queries::{Standing, standing};
use crate::coaching::matches::store as matches;
use crate::coaching::sessions::booking::{self, Booking};
use crate::coaching::{availability, sessions};
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::identity::{organizations, users};
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{InterviewId, MatchId};
use crate::kernel::{Code, FieldError, Problem, Result, Timestamp};
use crate::messaging::events;

/// Asks for a talk with one of the coaches listed.
pub fn request(tx: &mut Tx<'_>, caller: &Caller, match_id: MatchId, new: &RequestInterview) -> Result<InterviewOffer> {
    let row = matches::find_for_update(tx.conn(), caller.organization_id, match_id)?;
    if matches!(standing(tx.conn(), caller, &row)?, Standing::Coach(_)) {
        return Err(Problem::new(Code::Forbidden));
    }
    if row.status != MatchStatus::Started {
        return Err(row.status.refuses("request_interview"));
    }
    if !matches::is_listed(tx.conn(), match_id, new.coach_id)? {
        return Err(Problem::not_found());
    }
    let needs_approval = organizations::queries::settings(tx.conn(), caller.organization_id)?.interview_approval;
    let interview = Interview {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        match_id,
        coach_id: new.coach_id,
        coachee_id: row.coachee_id,
        status: if needs_approval { InterviewStatus::Requested } else { InterviewStatus::Approved },
        proposed_times: Json(Vec::new()),
        location: None,
        reason: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    store::insert(tx.conn(), &interview)?;
    events::emit(tx, &InterviewEvent::new("interview.requested", &interview))?;
    view(tx, caller, interview.id)
}

pub fn approve(tx: &mut Tx<'_>, caller: &Caller, id: InterviewId) -> Result<InterviewOffer> {
    let (mut interview, _, status) = open(tx, caller, id, Action::Approve)?;
    interview.status = status;
    save(tx, &mut interview, "interview.approved")?;
    view(tx, caller, id)
}

pub fn decline(tx: &mut Tx<'_>, caller: &Caller, id: InterviewId, change: DeclineInterview) -> Result<InterviewOffer> {
    let (mut interview, _, status) = open(tx, caller, id, Action::Decline)?;
    interview.status = status;
    interview.reason = change.reason;
    save(tx, &mut interview, "interview.declined")?;
    view(tx, caller, id)
}

/// Up to three times of which the coachee takes one.
pub fn propose_times(tx: &mut Tx<'_>, caller: &Caller, id: InterviewId, change: ProposeTimes) -> Result<InterviewOffer> {
    let (mut interview, _, status) = open(tx, caller, id, Action::Propose)?;
    let duration = length(tx, caller, change.duration)?;
    let mut faults = Vec::new();
    for (index, at) in change.starts_at.iter().enumerate() {
        if *at <= tx.now() {
            faults.push(FieldError::at(format!("/starts_at/{index}"), Code::ScheduleInPast.as_str(), "must be in the future"));
        }
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let proposal = |at: Timestamp| Proposal { starts_at: at, ends_at: at.plus(duration.delta()) };
    interview.proposed_times = Json(change.starts_at.into_iter().map(proposal).collect());
    interview.location = change.location.or(interview.location);
    interview.status = status;
    save(tx, &mut interview, "interview.times_proposed")?;
    view(tx, caller, id)
}

fn length(tx: &mut Tx<'_>, caller: &Caller, duration: Option<IsoDuration>) -> Result<IsoDuration> {
    match duration {
        Some(duration) if !(300..=86_400).contains(&duration.seconds()) => {
            Err(Problem::invalid(vec![FieldError::at("/duration", "out_of_range", "must be from PT5M to P1D")]))
        }
        Some(duration) => Ok(duration),
        None => Ok(organizations::queries::settings(tx.conn(), caller.organization_id)?.session_duration),
    }
}

/// Takes a free slot or a proposed time; the same again moves it.
pub fn schedule(tx: &mut Tx<'_>, caller: &Caller, id: InterviewId, change: &ScheduleInterview) -> Result<InterviewOffer> {
    let (mut interview, _, status) = open(tx, caller, id, Action::Schedule)?;
    if change.starts_at <= tx.now() {
        return Err(Problem::field(Code::ScheduleInPast, "/starts_at"));
    }
    let proposed = interview.proposed_times.0.iter().find(|proposal| proposal.starts_at == change.starts_at);
    let ends_at = match proposed {
        Some(proposal) => proposal.ends_at,
        None => change.starts_at.plus(length(tx, caller, change.duration)?.delta()),
    };
    let (slot, is_proposed) = (Span { from: change.starts_at, to: ends_at }, proposed.is_some());
    sessions::store::hold_calendar(tx.conn(), interview.coach_id)?;
    ensure_offered(tx, &interview, slot, is_proposed)?;
    let coach = users::store::find(tx.conn(), caller.organization_id, interview.coach_id)?;
    let coachee = users::store::find(tx.conn(), caller.organization_id, interview.coachee_id)?;
    let timetable = availability::store::find_opt(tx.conn(), caller.organization_id, coach.id)?.map(|row| row.timetable.0);
    let booking = Booking {
        interview_id: id,
        coach_id: coach.id,
        attendee_id: coachee.id,
        title: format!("Interview: {} and {}", coach.name, coachee.name),
        starts_at: slot.from,
        ends_at: slot.to,
        time_zone: coach.time_zone,
        location: interview.location.clone().or(timetable.and_then(|timetable| timetable.location)),
    };
    booking::book(tx, caller.organization_id, booking)?;
    interview.status = status;
    save(tx, &mut interview, "interview.scheduled")?;
    view(tx, caller, id)
}

/// What the coach has proposed may have been taken meanwhile; anything else must be a free slot that the
/// coach shares.
fn ensure_offered(tx: &mut Tx<'_>, interview: &Interview, slot: Span, is_proposed: bool) -> Result<()> {
    let own = sessions::model::of_interview(interview.id);
    let taken = sessions::store::taken(tx.conn(), interview.coach_id, slot.from, slot.to)?;
    if taken.iter().any(|session| session.id != own) {
        return Err(Problem::new(Code::SlotTaken));
    }
    if is_proposed {
        return Ok(());
    }
    let shares = !availability::store::sharing(tx.conn(), interview.organization_id, &[interview.coach_id])?.is_empty();
    let now = tx.now();
    let is_free = shares && availability::queries::is_bookable(tx.conn(), interview.organization_id, interview.coach_id, slot, now)?;
    if is_free { Ok(()) } else { Err(Problem::new(Code::TimeNotOffered)) }
}

/// It was held; once enough were, the coachee is asked to select a coach.
pub fn complete(tx: &mut Tx<'_>, caller: &Caller, id: InterviewId) -> Result<InterviewOffer> {
    let (mut interview, mut row, status) = open(tx, caller, id, Action::Complete)?;
    interview.status = status;
    booking::complete(tx, caller.organization_id, id)?;
    save(tx, &mut interview, "interview.completed")?;
    row.interviews_completed += 1;
    save_match(tx, &mut row)?;
    if row.status == MatchStatus::Started {
        ask_when_ready(tx, &row)?;
    }
    view(tx, caller, id)
}

pub fn cancel(tx: &mut Tx<'_>, caller: &Caller, id: InterviewId) -> Result<InterviewOffer> {
    let (mut interview, _, status) = open(tx, caller, id, Action::Cancel)?;
    interview.status = status;
    booking::cancel(tx, caller.organization_id, id)?;
    save(tx, &mut interview, "interview.cancelled")?;
    view(tx, caller, id)
}

/// A match ended: what was still to come does not.
pub fn cancel_open(tx: &mut Tx<'_>, row: &Match) -> Result<()> {
    for mut interview in store::open_of_match(tx.conn(), row.id)? {
        interview.status = InterviewStatus::Cancelled;
        booking::cancel(tx, row.organization_id, interview.id)?;
        save(tx, &mut interview, "interview.cancelled")?;
    }
    Ok(())
}

/// The interview and its match, held, and where the action leads.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: InterviewId, action: Action) -> Result<(Interview, Match, InterviewStatus)> {
    let found = store::find(tx.conn(), caller.organization_id, id)?;
    let party: Party = queries::party(caller, &found)?;
    if !action.is_for(party) {
        return Err(Problem::new(Code::Forbidden));
    }
    let row = matches::find_for_update(tx.conn(), caller.organization_id, found.match_id)?;
    // Read again under the lock.
    let interview = store::find(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(interview.version)?;
    let status = interview.status.after(action, party)?;
    Ok((interview, row, status))
}

fn save(tx: &mut Tx<'_>, interview: &mut Interview, event: &'static str) -> Result<()> {
    interview.version += 1;
    interview.updated_at = tx.now();
    store::update(tx.conn(), interview)?;
    events::emit(tx, &InterviewEvent::new(event, interview))
}

fn view(tx: &mut Tx<'_>, caller: &Caller, id: InterviewId) -> Result<InterviewOffer> {
    let now = tx.now();
    queries::offer(tx.conn(), caller, id, now)
}
