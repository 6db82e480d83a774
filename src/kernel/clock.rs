//! Time as it is given to the code: one moment per transaction, from a clock that tests can freeze.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};

/// The column type of a moment; `db::types` says how each engine keeps it.
#[derive(Debug, Clone, Copy, Default, diesel::query_builder::QueryId, diesel::sql_types::SqlType)]
pub struct UtcTimestamp;
impl diesel::sql_types::SqlOrd for UtcTimestamp {}

/// A moment in UTC with microseconds, which is what both databases keep exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, FromSqlRow, AsExpression)]
#[diesel(sql_type = UtcTimestamp)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// Cuts off what is finer than a microsecond, so that a value reads back as it was written.
    pub fn truncated(moment: DateTime<Utc>) -> Self {
        Self::from_micros(moment.timestamp_micros()).unwrap_or(Self(moment))
    }

    /// The moment that many microseconds after 1970-01-01T00:00:00Z, when there is such a one.
    pub fn from_micros(micros: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(micros).map(Self)
    }

    pub fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    /// Whole seconds since 1970, as tokens carry it.
    pub fn seconds(self) -> i64 {
        self.0.timestamp()
    }

    pub fn datetime(self) -> DateTime<Utc> {
        self.0
    }

    /// This much later; stays where it is at the end of time.
    #[must_use]
    pub fn plus(self, delta: TimeDelta) -> Self {
        self.0.checked_add_signed(delta).map_or(self, Self::truncated)
    }

    /// This much earlier; stays where it is at the beginning of time.
    #[must_use]
    pub fn minus(self, delta: TimeDelta) -> Self {
        self.0.checked_sub_signed(delta).map_or(self, Self::truncated)
    }

    /// The RFC 3339 text with exactly six fractional digits. Written by hand because an answer
    /// holds dozens of them and `chrono`'s formatter interprets its pattern each time.
    fn write(self, out: &mut [u8; 27]) {
        fn digits(out: &mut [u8], mut value: u32) {
            for byte in out.iter_mut().rev() {
                *byte = b'0' + (value % 10) as u8;
                value /= 10;
            }
        }
        out.copy_from_slice(b"0000-00-00T00:00:00.000000Z");
        digits(&mut out[0..4], self.0.year().clamp(0, 9999) as u32);
        digits(&mut out[5..7], self.0.month());
        digits(&mut out[8..10], self.0.day());
        digits(&mut out[11..13], self.0.hour());
        digits(&mut out[14..16], self.0.minute());
        digits(&mut out[17..19], self.0.second());
        digits(&mut out[20..26], self.0.timestamp_subsec_micros());
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 27];
        self.write(&mut text);
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Timestamp {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "must be an RFC 3339 date-time, such as 2026-03-01T09:00:00Z";
        let moment = DateTime::parse_from_rfc3339(text).map_err(|_| EXPECTED)?;
        // Years outside four digits cannot be written back in RFC 3339.
        if !(0..=9999).contains(&moment.to_utc().year()) {
            return Err(EXPECTED);
        }
        Ok(Self::truncated(moment.to_utc()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl utoipa::PartialSchema for Timestamp {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .examples(["2026-03-01T09:00:00.000000Z"])
            .build()
            .into()
    }
}

impl utoipa::ToSchema for Timestamp {}

/// Where `now` comes from. Code is given a clock and never asks the machine.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until a test moves it.
    Frozen(Arc<AtomicI64>),
}

impl Clock {
    pub fn frozen_at(moment: Timestamp) -> Self {
        Clock::Frozen(Arc::new(AtomicI64::new(moment.micros())))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine for the time")]
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::System => Timestamp::truncated(Utc::now()),
            Clock::Frozen(micros) => Timestamp::from_micros(micros.load(Ordering::SeqCst)).unwrap_or(Timestamp(DateTime::UNIX_EPOCH)),
        }
    }

    /// Moves a frozen clock; the machine's clock stays as it is.
    pub fn advance(&self, delta: TimeDelta) {
        if let Clock::Frozen(micros) = self {
            micros.fetch_add(delta.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_reads_back_as_it_was_written() {
        for text in ["2026-03-01T09:00:00.000000Z", "1969-12-31T23:59:59.999999Z", "0001-01-01T00:00:00.000001Z"] {
            assert_eq!(text.parse::<Timestamp>().map(|t| t.to_string()), Ok(text.to_owned()));
        }
        let with_offset = "2026-03-01T10:30:00.1234567+01:30".parse::<Timestamp>();
        assert_eq!(with_offset.map(|t| t.to_string()), Ok("2026-03-01T09:00:00.123456Z".to_owned()));
    }

    #[test]
    fn what_is_no_date_time_is_refused() {
        for text in ["", "2026-03-01", "2026-03-01T09:00:00", "2026-02-30T09:00:00Z", "+12026-03-01T09:00:00Z", "soon"] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }
}
