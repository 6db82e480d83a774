//! When a period of a participation limit began: by the calendar of the organization's zone, so that a day
//! is as long as the clock there makes it, a week begins on Monday, and a month is the one on the wall.

use chrono::{Datelike, Days, NaiveTime};
use chrono_tz::Tz;

use crate::advocacy::missions::settings::LimitPeriod;
use crate::kernel::Timestamp;
use crate::kernel::wall_clock::first_at;

/// The first moment of the period that this moment is in.
pub fn start(period: LimitPeriod, now: Timestamp, zone: Tz) -> Timestamp {
    let today = now.datetime().with_timezone(&zone).date_naive();
    let first = match period {
        LimitPeriod::Day => Some(today),
        LimitPeriod::Week => today.checked_sub_days(Days::new(u64::from(today.weekday().num_days_from_monday()))),
        LimitPeriod::Month => today.with_day(1),
    };
    first_at(first.unwrap_or(today).and_time(NaiveTime::MIN), zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use LimitPeriod::{Day, Month, Week};

    #[test]
    fn periods_begin_by_the_calendar_of_a_place() {
        let (berlin, beirut, auckland) = (chrono_tz::Europe::Berlin, chrono_tz::Asia::Beirut, chrono_tz::Pacific::Auckland);
        let cases = [
            // A day of 23 hours, and one of 25.
            (Day, "2026-03-29T21:59:59Z", berlin, "2026-03-28T23:00:00Z"),
            (Day, "2026-03-29T22:00:00Z", berlin, "2026-03-29T22:00:00Z"),
            (Day, "2026-10-25T22:59:59Z", berlin, "2026-10-24T22:00:00Z"),
            (Day, "2026-10-25T23:00:00Z", berlin, "2026-10-25T23:00:00Z"),
            // Midnight is left out: the day begins at one o'clock.
            (Day, "2026-03-29T12:00:00Z", beirut, "2026-03-28T22:00:00Z"),
            // A week over a change of the clock, over the turn of a year.
            (Week, "2026-03-30T00:30:00Z", berlin, "2026-03-29T22:00:00Z"),
            (Week, "2026-03-29T21:30:00Z", berlin, "2026-03-22T23:00:00Z"),
            (Week, "2027-01-03T12:00:00Z", berlin, "2026-12-27T23:00:00Z"),
            // The last moment of February, also in a leap year, and the first of March.
            (Month, "2026-02-28T22:59:59Z", berlin, "2026-01-31T23:00:00Z"),
            (Month, "2028-02-29T22:59:59Z", berlin, "2028-01-31T23:00:00Z"),
            (Month, "2026-02-28T23:00:00Z", berlin, "2026-02-28T23:00:00Z"),
            // There it is the month before, or the month after.
            (Month, "2026-03-31T11:30:00Z", auckland, "2026-03-31T11:00:00Z"),
            (Month, "2026-03-31T10:30:00Z", auckland, "2026-02-28T11:00:00Z"),
        ];
        for (period, now, zone, wanted) in cases {
            let began = start(period, now.parse().expect("a moment"), zone);
            assert_eq!(began, wanted.parse().expect("a moment"), "{period} {now} {zone}");
        }
    }
}
