//! ISO 8601 durations with a fixed length: weeks, days, hours, minutes and seconds. Months and years
//! are left out, because nobody knows how long they are.

use chrono::TimeDelta;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};

/// A length of time of at most ten years, as `PT45M` or `P3D`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct IsoDuration(TimeDelta);

const MAX_SECONDS: i64 = 10 * 366 * 86_400;

impl IsoDuration {
    pub fn from_seconds(seconds: i64) -> Self {
        Self(TimeDelta::seconds(seconds.clamp(0, MAX_SECONDS)))
    }
    pub fn from_minutes(minutes: i64) -> Self {
        Self::from_seconds(minutes.saturating_mul(60))
    }
    pub fn seconds(self) -> i64 {
        self.0.num_seconds()
    }
    pub fn delta(self) -> TimeDelta {
        self.0
    }
}

/// Reads a duration; `None` when it is none.
pub fn parse(text: &str) -> Option<IsoDuration> {
    let rest = text.strip_prefix('P')?;
    let (days, time) = match rest.split_once('T') {
        Some((_, "")) => return None,
        Some((days, time)) => (days, time),
        None => (rest, ""),
    };
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let seconds = parts(days, &[('W', 604_800), ('D', 86_400)])?.checked_add(parts(time, &[('H', 3_600), ('M', 60), ('S', 1)])?)?;
    (seconds <= MAX_SECONDS).then(|| IsoDuration::from_seconds(seconds))
}

/// Sums `<number><unit>` groups, which must come in the units' order and at most once each.
fn parts(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut total: i64 = 0;
    for (unit, seconds) in units {
        let Some(end) = text.find(*unit) else { continue };
        let number = &text[..end];
        if number.is_empty() || number.len() > 9 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        total = total.checked_add(number.parse::<i64>().ok()?.checked_mul(*seconds)?)?;
        text = &text[end + unit.len_utf8()..];
    }
    text.is_empty().then_some(total)
}

impl std::fmt::Display for IsoDuration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let total = self.seconds();
        let (days, hours, minutes, seconds) = (total / 86_400, total % 86_400 / 3_600, total % 3_600 / 60, total % 60);
        f.write_str("P")?;
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if total % 86_400 > 0 || total == 0 {
            f.write_str("T")?;
        }
        for (amount, unit) in [(hours, 'H'), (minutes, 'M'), (seconds, 'S')] {
            if amount > 0 || (unit == 'S' && total == 0) {
                write!(f, "{amount}{unit}")?;
            }
        }
        Ok(())
    }
}

impl Serialize for IsoDuration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for IsoDuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| de::Error::custom("must be an ISO 8601 duration, such as PT45M"))
    }
}
impl utoipa::PartialSchema for IsoDuration {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("duration".into())))
            .examples(["PT45M"])
            .build()
            .into()
    }
}
impl utoipa::ToSchema for IsoDuration {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_and_write() {
        for (text, seconds, canonical) in [
            ("PT45M", 2_700, "PT45M"),
            ("P3D", 259_200, "P3D"),
            ("P1W", 604_800, "P7D"),
            ("PT90M", 5_400, "PT1H30M"),
            ("P1DT1S", 86_401, "P1DT1S"),
            ("PT0S", 0, "PT0S"),
        ] {
            let duration = parse(text).expect(text);
            assert_eq!((duration.seconds(), duration.to_string().as_str()), (seconds, canonical));
        }
        for text in ["", "P", "PT", "P1M", "P1Y", "45M", "PT-5M", "PT5", "PT1M1H", "PT1.5H", "P99999999999D", "P9999D"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
