//! Free slots, worked out from a timetable and what is taken. Windows are told by the clock of a zone and
//! become moments first, so that a day of 23 or 25 hours has as much in it as the clock says.

use chrono::{Datelike, NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::model::{DayOfWeek, TimeWindow, Timetable};
use crate::kernel::wall_clock;
use crate::kernel::{Timestamp, duration::IsoDuration};

/// From one moment to a later one, without the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Timestamp,
    pub to: Timestamp,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Slots begin and end within this time.
    pub within: Span,
    pub duration: IsoDuration,
    pub now: Timestamp,
}

/// Slots that can be booked, by when they begin. `taken` is sorted by its beginning or not, as it comes.
pub fn free(timetable: &Timetable, taken: &[Span], wanted: Wanted) -> Vec<Span> {
    let (length, step) = (wanted.duration.delta(), timetable.slot_interval.delta());
    let earliest = wanted.now.plus(timetable.minimum_notice.delta()).max(wanted.within.from);
    let is_free = |slot: &Span| {
        let (from, to) = (slot.from.minus(timetable.buffer_before.delta()), slot.to.plus(timetable.buffer_after.delta()));
        !taken.iter().any(|other| other.from < to && from < other.to)
    };
    let mut slots = Vec::new();
    for window in open_spans(timetable, wanted.within) {
        let mut at = window.from;
        while at.plus(length) <= window.to {
            let slot = Span { from: at, to: at.plus(length) };
            if slot.from >= earliest && slot.to <= wanted.within.to && is_free(&slot) {
                slots.push(slot);
            }
            at = at.plus(step);
        }
    }
    slots
}

/// Whether exactly this time can be booked.
pub fn is_bookable(timetable: &Timetable, taken: &[Span], slot: Span, now: Timestamp) -> bool {
    let duration = IsoDuration::from_seconds((slot.to.micros() - slot.from.micros()) / 1_000_000);
    free(timetable, taken, Wanted { within: slot, duration, now }).contains(&slot)
}

/// The time in which somebody can be booked, day by day, with the windows of a day joined where one goes
/// over into the next. A slot lies within one day, so that where slots begin depends on that day alone.
fn open_spans(timetable: &Timetable, within: Span) -> Vec<Span> {
    let zone: Tz = timetable.time_zone.parse().unwrap_or(Tz::UTC);
    let last = wall_clock::shown(within.to, zone).date() + TimeDelta::days(1);
    let mut date = wall_clock::shown(within.from, zone).date() - TimeDelta::days(1);
    let mut spans = Vec::new();
    while date <= last {
        spans.extend(joined(windows_on(timetable, date).into_iter().filter_map(|window| span(window, date, zone)).collect()));
        date += TimeDelta::days(1);
    }
    spans
}

/// A window as moments; nothing where the clock leaves it out.
fn span(window: TimeWindow, date: NaiveDate, zone: Tz) -> Option<Span> {
    let end = if window.ends_with_the_day() { date + TimeDelta::days(1) } else { date };
    let at = |date: NaiveDate, time| wall_clock::first_at(date.and_time(time), zone);
    let span = Span { from: at(date, window.start.0), to: at(end, window.end.0) };
    (span.from < span.to).then_some(span)
}

fn windows_on(timetable: &Timetable, date: NaiveDate) -> Vec<TimeWindow> {
    if let Some(exception) = timetable.exceptions.iter().find(|exception| exception.on == date) {
        return exception.windows.clone();
    }
    let day = DayOfWeek::from(date.weekday());
    timetable.weekly.iter().filter(|weekly| weekly.day == day).map(|weekly| weekly.window()).collect()
}

fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| (span.from, span.to));
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => joined.push(span),
        }
    }
    joined
}
