//! Slots held against a model that knows nothing but the clock: it looks at every minute.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::model::{DayException, DayOfWeek, TimeWindow, Timetable, WeeklyWindow};
use super::slots::{Span, Wanted, free};
use crate::kernel::Timestamp;
use crate::kernel::duration::IsoDuration;
use crate::kernel::wall_clock::TimeOfDay;

const MINUTE: i64 = 60_000_000;

fn shown(minute: i64, zone: Tz) -> NaiveDateTime {
    zone.from_utc_datetime(&chrono::DateTime::from_timestamp_micros(minute * MINUTE).expect("a moment").naive_utc()).naive_local()
}

/// The first minute at which the clock shows this time or a later one.
fn first(local: NaiveDateTime, zone: Tz) -> i64 {
    let about = local.and_utc().timestamp() / 60;
    (about - 1_600..about + 1_600).find(|minute| shown(*minute, zone) >= local).expect("it comes")
}

/// Minutes of one day in which the coach can be booked.
fn open_minutes(timetable: &Timetable, date: NaiveDate, zone: Tz) -> Vec<i64> {
    let exception = timetable.exceptions.iter().find(|exception| exception.on == date);
    let weekly = timetable.weekly.iter().filter(|weekly| weekly.day == DayOfWeek::from(date.weekday())).map(|weekly| weekly.window());
    let windows: Vec<TimeWindow> = exception.map_or_else(|| weekly.collect(), |exception| exception.windows.clone());
    let bounds: Vec<(i64, i64)> = windows
        .iter()
        .map(|window| {
            let last = if window.ends_with_the_day() { date + TimeDelta::days(1) } else { date };
            (first(date.and_time(window.start.0), zone), first(last.and_time(window.end.0), zone))
        })
        .collect();
    let midnight = first(date.and_hms_opt(0, 0, 0).expect("midnight"), zone);
    (midnight - 120..midnight + 1_700).filter(|minute| bounds.iter().any(|(from, to)| (from..to).contains(&minute))).collect()
}

/// Slots, minute by minute.
fn naive(timetable: &Timetable, taken: &[Span], wanted: Wanted) -> Vec<Span> {
    let zone: Tz = timetable.time_zone.parse().expect("a zone");
    let minutes = |duration: IsoDuration| duration.seconds() / 60;
    let (length, step) = (minutes(wanted.duration), minutes(timetable.slot_interval));
    let (before, after) = (minutes(timetable.buffer_before), minutes(timetable.buffer_after));
    let is_taken = |minute: i64| taken.iter().any(|span| (span.from.micros()..span.to.micros()).contains(&(minute * MINUTE)));
    let mut slots = Vec::new();
    let mut date = shown(wanted.within.from.micros() / MINUTE, zone).date() - TimeDelta::days(2);
    while date < shown(wanted.within.to.micros() / MINUTE, zone).date() + TimeDelta::days(2) {
        let open = open_minutes(timetable, date, zone);
        for run in open.chunk_by(|a, b| a + 1 == *b) {
            for from in (run[0]..=run[run.len() - 1]).step_by(step as usize) {
                let to = from + length;
                let fits = to - 1 <= run[run.len() - 1] && !(from - before..to + after).any(is_taken);
                let in_time = from * MINUTE >= wanted.within.from.micros() && to * MINUTE <= wanted.within.to.micros();
                let noticed = from * MINUTE >= wanted.now.micros() + timetable.minimum_notice.seconds() * 1_000_000;
                if fits && in_time && noticed {
                    let moment = |minute: i64| Timestamp::from_micros(minute * MINUTE).expect("a moment");
                    slots.push(Span { from: moment(from), to: moment(to) });
                }
            }
        }
        date += TimeDelta::days(1);
    }
    slots
}

/// Zones, and the days on which their clocks change in 2026.
const CHANGES: &[(&str, &str)] = &[
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
];

fn time(quarters: u32) -> TimeOfDay {
    let quarters = quarters % 96;
    TimeOfDay(chrono::NaiveTime::from_hms_opt(quarters / 4, quarters % 4 * 15, 0).expect("a time"))
}

fn window(start: u32, length: u32) -> TimeWindow {
    TimeWindow { start: time(start), end: time((start + length).min(96)) }
}

fn minutes(range: std::ops::Range<i64>, step: i64) -> impl Strategy<Value = IsoDuration> {
    range.prop_map(move |count| IsoDuration::from_minutes(count * step))
}

prop_compose! {
    fn case()(
        (zone, date) in proptest::sample::select(CHANGES),
        weekly in proptest::collection::vec((0..7_usize, 0..95_u32, 1..40_u32), 0..10),
        exceptions in proptest::collection::vec((0..4_i64, proptest::collection::vec((0..95_u32, 1..30_u32), 0..3)), 0..3),
        buffer_before in minutes(0..4, 10), buffer_after in minutes(0..4, 10),
        minimum_notice in minutes(0..5, 60), slot_interval in minutes(1..8, 15), duration in minutes(1..8, 15),
        taken in proptest::collection::vec((0..4_320_i64, 5..120_i64), 0..6),
        first_minute in 0..1_440_i64, length in 60..4_320_i64, now in 0..2_880_i64,
    ) -> (Timetable, Vec<Span>, Wanted) {
        let date: NaiveDate = date.parse().expect("a date");
        let begin = (date - TimeDelta::days(1)).and_hms_opt(0, 0, 0).expect("midnight").and_utc().timestamp() / 60;
        let moment = |minute: i64| Timestamp::from_micros((begin + minute) * MINUTE).expect("a moment");
        let mut days = exceptions;
        days.sort_by_key(|(day, _)| *day);
        days.dedup_by_key(|(day, _)| *day);
        let timetable = Timetable {
            time_zone: zone.into(),
            weekly: weekly.into_iter().map(|(day, start, length)| {
                let TimeWindow { start, end } = window(start, length);
                WeeklyWindow { day: DayOfWeek::ALL[day], start, end }
            }).collect(),
            exceptions: days.into_iter().map(|(day, windows)| DayException {
                on: date + TimeDelta::days(day - 1),
                windows: windows.into_iter().map(|(start, length)| window(start, length)).collect(),
            }).collect(),
            buffer_before, buffer_after, minimum_notice, slot_interval, location: None,
        };
        let taken = taken.into_iter().map(|(from, length)| Span { from: moment(from), to: moment(from + length) }).collect();
        let within = Span { from: moment(first_minute), to: moment(first_minute + length) };
        (timetable, taken, Wanted { within, duration, now: moment(now - 1_440) })
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn slots_are_what_every_minute_says((timetable, taken, wanted) in case()) {
        prop_assert_eq!(free(&timetable, &taken, wanted), naive(&timetable, &taken, wanted));
    }
}

#[test]
fn a_day_has_the_hours_that_its_clock_shows() {
    // The whole night of each change: an hour less or more, half an hour on Lord Howe Island.
    for ((zone, date), minutes) in CHANGES.iter().zip([60, 180, 60, 180, 150, 90]) {
        let date: NaiveDate = date.parse().expect("a date");
        let day = DayOfWeek::from(date.weekday());
        let night = WeeklyWindow { day, start: time(4), end: time(12) };
        let step = IsoDuration::from_minutes(5);
        let timetable = Timetable { weekly: vec![night], slot_interval: step, ..Timetable::empty(zone) };
        let moment = |date: NaiveDate| Timestamp::truncated(date.and_hms_opt(0, 0, 0).expect("midnight").and_utc());
        let within = Span { from: moment(date - TimeDelta::days(1)), to: moment(date + TimeDelta::days(2)) };
        let wanted = Wanted { within, duration: step, now: within.from };
        let slots = free(&timetable, &[], wanted);
        assert_eq!(slots.len() * 5, minutes, "{zone} {date}");
        assert_eq!(slots, naive(&timetable, &[], wanted));
        let local = shown(slots[0].from.micros() / MINUTE, zone.parse().expect("a zone"));
        assert_eq!((local.hour(), local.minute()), (1, 0), "{zone}");
    }
}
