//! Hours in which nobody is reminded.

use chrono::TimeDelta;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::Timestamp;
use crate::kernel::wall_clock::{self, TimeOfDay};

/// From one time of the day to another, over midnight when the end is the earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// `HH:MM`.
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "21:00")]
    pub start: TimeOfDay,
    /// `HH:MM`.
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "07:30")]
    pub end: TimeOfDay,
}

impl QuietHours {
    /// The moment itself, or the end of the quiet hours that it falls into, by the clock of this zone.
    pub fn end_after(&self, at: Timestamp, zone: Tz) -> Timestamp {
        let local = wall_clock::shown(at, zone);
        let (start, end, time) = (self.start.0, self.end.0, local.time());
        let is_quiet = if start <= end { time >= start && time < end } else { time >= start || time < end };
        if !is_quiet {
            return at;
        }
        let ends_tomorrow = start > end && time >= start;
        let day = if ends_tomorrow { local.date() + TimeDelta::days(1) } else { local.date() };
        // An end that the clock jumps over comes as soon as the clock goes on.
        wall_clock::first_at(day.and_time(end), zone).max(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(start: &str, end: &str) -> QuietHours {
        serde_json::from_value(serde_json::json!({ "start": start, "end": end })).expect("times")
    }

    fn end(hours: QuietHours, at: &str, zone: Tz) -> String {
        hours.end_after(at.parse().expect("a moment"), zone).to_string()
    }

    #[test]
    fn what_falls_into_quiet_hours_waits_for_their_end() {
        let night = hours("21:00", "07:30");
        let berlin = chrono_tz::Europe::Berlin;
        assert_eq!(end(night, "2026-03-02T12:00:00Z", berlin), "2026-03-02T12:00:00.000000Z");
        assert_eq!(end(night, "2026-03-02T20:00:00Z", berlin), "2026-03-03T06:30:00.000000Z");
        assert_eq!(end(night, "2026-03-02T23:30:00Z", berlin), "2026-03-03T06:30:00.000000Z");
        assert_eq!(end(night, "2026-03-02T06:30:00Z", berlin), "2026-03-02T06:30:00.000000Z");
        assert_eq!(end(hours("12:00", "13:00"), "2026-03-02T11:30:00Z", berlin), "2026-03-02T12:00:00.000000Z");
    }

    #[test]
    fn an_end_that_the_clock_jumps_over_or_meets_twice_is_the_earliest_that_there_is() {
        let (berlin, lord_howe) = (chrono_tz::Europe::Berlin, chrono_tz::Australia::Lord_Howe);
        // 2026-03-29: from 02:00 to 03:00.
        assert_eq!(end(hours("22:00", "02:30"), "2026-03-29T00:30:00Z", berlin), "2026-03-29T01:00:00.000000Z");
        // 2026-10-25: 02:30 comes twice.
        assert_eq!(end(hours("22:00", "02:30"), "2026-10-24T22:00:00Z", berlin), "2026-10-25T00:30:00.000000Z");
        // Half an hour is left out: 2026-10-04 from 02:00 to 02:30.
        assert_eq!(end(hours("22:00", "02:15"), "2026-10-03T15:00:00Z", lord_howe), "2026-10-03T15:30:00.000000Z");
    }
}
