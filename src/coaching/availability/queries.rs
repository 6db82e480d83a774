//! Reading when a coach can be booked, and who may.

use chrono::TimeDelta;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Availability, AvailabilityView, SlotView, Timetable};
use super::slots::{self, Span, Wanted};
use super::store;
use crate::coaching::{engagements, matches, sessions};
use crate::db::Conn;
use crate::identity::permissions::{Caller, Role};
use crate::identity::users::model::User;
use crate::identity::{organizations, users};
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{OrganizationId, UserId};
use crate::kernel::page::Page;
use crate::kernel::{Problem, Result, Timestamp, wall_clock};

/// Days that one question may span.
const MAX_DAYS: i64 = 62;
const USUAL_DAYS: i64 = 14;

/// Between when, and how long.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SlotParams {
    /// Slots begin here at the earliest; now when absent.
    pub from: Option<Timestamp>,
    /// Slots end here at the latest, at most 62 days after `from`; 14 days after it when absent.
    pub to: Option<Timestamp>,
    /// The organization's `session_duration` when absent.
    #[param(example = "PT1H")]
    pub duration: Option<IsoDuration>,
}

/// The coach's own and admins.
pub fn get(conn: &mut Conn, caller: &Caller, user_id: UserId) -> Result<AvailabilityView> {
    let coach = coach_of(conn, caller, user_id)?;
    Ok(match store::find_opt(conn, caller.organization_id, user_id)? {
        Some(row) => row.into(),
        None => AvailabilityView::empty(user_id, &coach.time_zone),
    })
}

/// A coach whose calendar this is the caller's business; 404 else.
pub fn coach_of(conn: &mut Conn, caller: &Caller, user_id: UserId) -> Result<User> {
    let is_own = caller.user_id() == Some(user_id);
    if !caller.is_admin() && !is_own {
        return Err(Problem::not_found());
    }
    coach(conn, caller.organization_id, user_id)
}

fn coach(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId) -> Result<User> {
    let user = users::store::find(conn, organization_id, user_id)?;
    if user.serves_as(Role::Coach) { Ok(user) } else { Err(Problem::not_found()) }
}

/// Free slots, for the coach, for admins, and where the coach shares them for coachees whom they coach or
/// who choose among coaches of whom they are one.
pub fn free_slots(conn: &mut Conn, caller: &Caller, user_id: UserId, params: &SlotParams, now: Timestamp) -> Result<Page<SlotView>> {
    ensure_sees_slots(conn, caller, user_id)?;
    let from = params.from.unwrap_or(now);
    let within = Span { from, to: params.to.unwrap_or(from.plus(TimeDelta::days(USUAL_DAYS))) };
    let days = (within.to.micros() - within.from.micros()) / 86_400_000_000;
    if within.to <= within.from || days > MAX_DAYS {
        return Err(Problem::parameter("to", format!("must be after `from`, by {MAX_DAYS} days at most")));
    }
    let duration = match params.duration {
        Some(duration) if !(300..=86_400).contains(&duration.seconds()) => {
            return Err(Problem::parameter("duration", "must be from PT5M to P1D"));
        }
        Some(duration) => duration,
        None => organizations::queries::settings(conn, caller.organization_id)?.session_duration,
    };
    let found = of_coach(conn, caller.organization_id, user_id, within, duration, now)?;
    Ok(Page::whole(found))
}

fn ensure_sees_slots(conn: &mut Conn, caller: &Caller, user_id: UserId) -> Result<()> {
    if coach_of(conn, caller, user_id).is_ok() {
        return Ok(());
    }
    let shared = store::find_opt(conn, caller.organization_id, user_id)?.is_some_and(|row| row.is_shared);
    let coachee = caller.user_id().filter(|_| shared).ok_or_else(Problem::not_found)?;
    coach(conn, caller.organization_id, user_id)?;
    let is_coached = engagements::store::is_coached_by(conn, coachee, user_id)?;
    if is_coached || matches::store::is_candidate(conn, coachee, user_id)? { Ok(()) } else { Err(Problem::not_found()) }
}

/// The same for whoever was found to see them.
pub fn of_coach(
    conn: &mut Conn,
    organization_id: OrganizationId,
    coach_id: UserId,
    within: Span,
    duration: IsoDuration,
    now: Timestamp,
) -> Result<Vec<SlotView>> {
    let Some(Availability { timetable, .. }) = store::find_opt(conn, organization_id, coach_id)? else { return Ok(Vec::new()) };
    let taken = taken(conn, &timetable.0, coach_id, within)?;
    let zone = timetable.0.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let view = |slot: Span| SlotView {
        starts_at: slot.from,
        ends_at: slot.to,
        local_starts_at: wall_clock::shown(slot.from, zone).format("%Y-%m-%dT%H:%M:%S").to_string(),
        time_zone: timetable.0.time_zone.clone(),
    };
    let slots = slots::free(&timetable.0, &taken, Wanted { within, duration, now });
    Ok(slots.into_iter().map(view).collect())
}

/// Whether exactly this time is free and offered; asked while the coach's calendar is held.
pub fn is_bookable(conn: &mut Conn, organization_id: OrganizationId, coach_id: UserId, slot: Span, now: Timestamp) -> Result<bool> {
    let Some(Availability { timetable, .. }) = store::find_opt(conn, organization_id, coach_id)? else { return Ok(false) };
    let taken = taken(conn, &timetable.0, coach_id, slot)?;
    Ok(slots::is_bookable(&timetable.0, &taken, slot, now))
}

/// What is taken, as far as it can reach into slots with their buffers.
fn taken(conn: &mut Conn, timetable: &Timetable, coach_id: UserId, within: Span) -> Result<Vec<Span>> {
    let (from, to) = (within.from.minus(timetable.buffer_before.delta()), within.to.plus(timetable.buffer_after.delta()));
    let sessions = sessions::store::taken(conn, coach_id, from, to)?;
    Ok(sessions.into_iter().map(|session| Span { from: session.starts_at, to: session.ends_at }).collect())
}
