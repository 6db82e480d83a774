//! Decimal numbers with a fixed number of digits at most: quantities and rates. They travel as text, because
//! JSON's numbers are binary fractions to most readers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A number that is not negative, kept as a whole number of its smallest steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal<const DIGITS: u32>(i64);

/// How many: up to three digits.
pub type Quantity = Decimal<3>;
/// A rate in percent: up to two digits, so that its steps are basis points.
pub type Percent = Decimal<2>;

/// Digits before the point.
const WHOLE: usize = 7;

impl<const DIGITS: u32> Decimal<DIGITS> {
    pub const fn from_steps(steps: i64) -> Self {
        Self(steps)
    }

    /// In its smallest steps.
    pub fn steps(self) -> i64 {
        self.0
    }

    fn unit() -> i64 {
        10_i64.pow(DIGITS)
    }
}

impl<const DIGITS: u32> fmt::Display for Decimal<DIGITS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / Self::unit(), self.0 % Self::unit());
        let fraction = format!("{rest:0width$}", width = DIGITS as usize);
        match fraction.trim_end_matches('0') {
            "" => write!(f, "{whole}"),
            digits => write!(f, "{whole}.{digits}"),
        }
    }
}

impl<const DIGITS: u32> FromStr for Decimal<DIGITS> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let invalid = || format!("must be a decimal number with at most {WHOLE} digits before the point and {DIGITS} after it");
        let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
        let is_number = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole, WHOLE) || fraction.is_some_and(|part| !is_number(part, DIGITS as usize)) {
            return Err(invalid());
        }
        let padded = format!("{:0<width$}", fraction.unwrap_or_default(), width = DIGITS as usize);
        let whole: i64 = whole.parse().map_err(|_| invalid())?;
        let rest: i64 = padded.parse().map_err(|_| invalid())?;
        Ok(Self(whole * Self::unit() + rest))
    }
}

impl<const DIGITS: u32> Serialize for Decimal<DIGITS> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const DIGITS: u32> Deserialize<'de> for Decimal<DIGITS> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_written_as_short_as_it_can_be() {
        for (text, written) in [("1", "1"), ("1.50", "1.5"), ("0.125", "0.125"), ("0010.000", "10"), ("9999999.999", "9999999.999")] {
            assert_eq!(text.parse::<Quantity>().map(|number| number.to_string()), Ok(written.to_owned()));
        }
        assert_eq!("19".parse::<Percent>().map(Percent::steps), Ok(1900));
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for text in ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "1.2345", "12345678", "١", "1 "] {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
    }
}
