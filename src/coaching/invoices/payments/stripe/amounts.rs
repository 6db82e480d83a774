//! Amounts as Stripe counts them, which is not always as ISO 4217 does.

use crate::kernel::money;

/// What Stripe is to charge; `None` where it cannot charge exactly that.
pub fn charged(currency: &str, minor: i64) -> Option<i64> {
    match currency {
        // Without a minor unit, and yet counted in hundredths.
        "ISK" | "UGX" => minor.checked_mul(100),
        // The other way round.
        "MGA" => (minor % 100 == 0).then_some(minor / 100),
        // Of three digits the last has to be zero.
        _ if money::exponent(currency) == Some(3) => (minor % 10 == 0).then_some(minor),
        _ => Some(minor),
    }
}

/// What Stripe says that was paid, in minor units. What no amount of ours would come to is rounded down.
pub fn received(currency: &str, amount: i64) -> i64 {
    match currency {
        "ISK" | "UGX" => amount / 100,
        "MGA" => amount.saturating_mul(100),
        _ => amount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_charged_is_what_is_received() {
        for (currency, minor) in [("EUR", 12_345), ("JPY", 500), ("ISK", 500), ("UGX", 1), ("MGA", 12_300), ("KWD", 1_230)] {
            assert_eq!(charged(currency, minor).map(|amount| received(currency, amount)), Some(minor), "{currency}");
        }
        assert_eq!((charged("ISK", 5), charged("MGA", 500)), (Some(500), Some(5)));
        assert_eq!((charged("KWD", 1_234), charged("MGA", 12_345)), (None, None));
    }
}
