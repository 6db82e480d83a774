//! A day without a time, as it stands in a calendar: `2026-03-01`.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate, TimeZone};
use chrono_tz::Tz;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};

use super::clock::Timestamp;

/// A day from year 1 to 9999; its text sorts as time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, FromSqlRow, AsExpression)]
#[diesel(sql_type = Text)]
pub struct Day(NaiveDate);

impl Day {
    /// The day that it is in a time zone at that moment.
    pub fn of(moment: Timestamp, zone: Tz) -> Self {
        Self(moment.datetime().with_timezone(&zone).date_naive())
    }

    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// So many days later; stays where it is at the end of time.
    #[must_use]
    pub fn plus(self, days: u32) -> Self {
        self.0.checked_add_days(Days::new(u64::from(days))).map_or(self, Self)
    }

    /// When this hour of the day comes in a time zone; an hour that is skipped comes with the next.
    pub fn at_hour(self, hour: u32, zone: Tz) -> Timestamp {
        let local = |hour: u32| self.0.and_hms_opt(hour, 0, 0).and_then(|time| zone.from_local_datetime(&time).earliest());
        let moment = (hour..24).find_map(local).map(|moment| moment.to_utc());
        Timestamp::truncated(moment.unwrap_or_else(|| self.0.and_time(chrono::NaiveTime::MIN).and_utc()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl FromStr for Day {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "must be a date, such as 2026-03-01";
        // The library also reads dates with fewer or more digits.
        let is_whole = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| EXPECTED)?;
        if is_whole { Ok(Self(day)) } else { Err(EXPECTED) }
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl utoipa::PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .examples(["2026-03-01"])
            .build()
            .into()
    }
}

impl utoipa::ToSchema for Day {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_back_as_it_was_written() {
        assert_eq!("2026-02-28".parse::<Day>().map(|day| day.to_string()), Ok("2026-02-28".into()));
        for text in ["", "2026-02-29", "2026-2-1", "2026-03-01T00:00:00Z", "+2026-03-01", "02026-03-01", "soon"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_day_depends_on_where_one_is() {
        let moment: Timestamp = "2026-03-01T23:30:00Z".parse().expect("a moment");
        assert_eq!(Day::of(moment, chrono_tz::UTC).to_string(), "2026-03-01");
        assert_eq!(Day::of(moment, chrono_tz::Europe::Berlin).to_string(), "2026-03-02");
    }

    #[test]
    fn an_hour_that_is_skipped_comes_with_the_next() {
        let day: Day = "2026-03-29".parse().expect("a day");
        assert_eq!(day.at_hour(2, chrono_tz::Europe::Berlin).to_string(), "2026-03-29T01:00:00.000000Z");
        assert_eq!(day.at_hour(9, chrono_tz::Europe::Berlin).to_string(), "2026-03-29T07:00:00.000000Z");
    }
}
