//! Times that people read off a clock: the hour and minute of a place, and the moments they stand for,
//! also where the clock is put forward or back.

use chrono::{LocalResult, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::clock::Timestamp;
use super::error::{FieldError, Problem, Result};

/// An hour and a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(pub NaiveTime);

/// What the schema says of one.
pub const TIME_OF_DAY: &str = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.format("%H:%M"))
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        NaiveTime::parse_from_str(&text, "%H:%M").map(Self).map_err(|_| de::Error::custom("must be a time such as 21:00"))
    }
}

/// The moment that somebody means who names this time in this zone. A time that the clock leaves out is
/// taken by the clock as it was before, so that it comes as much later; of a time that comes twice the
/// first is meant (RFC 5545, 3.3.5).
pub fn meant(local: NaiveDateTime, zone: Tz) -> Timestamp {
    let moment = match zone.from_local_datetime(&local) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment.naive_utc(),
        LocalResult::None => {
            let before = zone.offset_from_utc_datetime(&(local - TimeDelta::days(1)));
            local - before.fix()
        }
    };
    Timestamp::truncated(moment.and_utc())
}

/// The first moment at which the clock of this zone shows this time or a later one. A time that the clock
/// leaves out has come as soon as the clock goes on.
pub fn first_at(local: NaiveDateTime, zone: Tz) -> Timestamp {
    // A place that moved over the date line has left out a whole day.
    const MINUTES_OF_A_GAP: i64 = 25 * 60;
    let later = |minutes: &i64| zone.from_local_datetime(&(local + TimeDelta::minutes(*minutes))).earliest();
    let moment = (0..MINUTES_OF_A_GAP).find_map(|minutes| later(&minutes));
    moment.map_or_else(|| meant(local, zone), |moment| Timestamp::truncated(moment.to_utc()))
}

/// What a request chose: a moment in the field `name`, or in `local_name` a time by the clock of a zone.
pub fn chosen(at: Option<Timestamp>, local: Option<&str>, zone: Tz, name: &str) -> Result<Option<Timestamp>> {
    let fault = |code: &str, detail: &str| Problem::invalid(vec![FieldError::at(format!("/local_{name}"), code, detail)]);
    match (at, local) {
        (at, None) => Ok(at),
        (Some(_), Some(_)) => Err(fault("one_of", &format!("name either {name} or local_{name}"))),
        (None, Some(text)) => {
            let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M");
            local.map(|local| Some(meant(local, zone))).map_err(|_| fault("format", "must be a local time, such as 2031-03-04T09:00"))
        }
    }
}

/// What the clock of this zone shows.
pub fn shown(at: Timestamp, zone: Tz) -> NaiveDateTime {
    at.datetime().with_timezone(&zone).naive_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().expect("a local time")
    }

    #[test]
    fn a_time_that_is_left_out_or_comes_twice_has_one_meaning() {
        let (berlin, lord_howe) = (chrono_tz::Europe::Berlin, chrono_tz::Australia::Lord_Howe);
        let cases = [
            (berlin, "2026-03-02T10:00:00", "2026-03-02T09:00:00.000000Z", "2026-03-02T09:00:00.000000Z"),
            (berlin, "2026-03-29T02:30:00", "2026-03-29T01:30:00.000000Z", "2026-03-29T01:00:00.000000Z"),
            (berlin, "2026-10-25T02:30:00", "2026-10-25T00:30:00.000000Z", "2026-10-25T00:30:00.000000Z"),
            (lord_howe, "2026-10-04T02:15:00", "2026-10-03T15:45:00.000000Z", "2026-10-03T15:30:00.000000Z"),
            (lord_howe, "2026-04-05T01:45:00", "2026-04-04T14:45:00.000000Z", "2026-04-04T14:45:00.000000Z"),
        ];
        for (zone, text, wanted, first) in cases {
            assert_eq!(meant(local(text), zone).to_string(), wanted, "{text}");
            assert_eq!(first_at(local(text), zone).to_string(), first, "{text}");
        }
        // Samoa went from the 29th to the 31st of December 2011.
        let apia = chrono_tz::Pacific::Apia;
        assert_eq!(first_at(local("2011-12-30T12:00:00"), apia).to_string(), "2011-12-30T10:00:00.000000Z");
    }
}
