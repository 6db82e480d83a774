//! Money: whole minor units and an ISO 4217 currency, which says how many of them make one.

/// Currencies whose minor unit is not a hundredth.
const EXPONENTS: &[(&str, u32)] = &[
    ("BIF", 0),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("ISK", 0),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("PYG", 0),
    ("RWF", 0),
    ("UGX", 0),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
    ("BHD", 3),
    ("IQD", 3),
    ("JOD", 3),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("TND", 3),
];

/// Currencies of two digits.
const USUAL: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC \
    CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW \
    KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR \
    PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS \
    VED VES WST XCD XCG YER ZAR ZMW ZWG";

/// Digits after the point; `None` for what is no currency.
pub fn exponent(currency: &str) -> Option<u32> {
    let known = EXPONENTS.iter().find(|(code, _)| *code == currency).map(|(_, exponent)| *exponent);
    known.or_else(|| USUAL.split_whitespace().any(|code| code == currency).then_some(2))
}

/// "1,234.50".
pub fn amount(minor: i64, currency: &str) -> String {
    let exponent = exponent(currency).unwrap_or(2);
    let unit = 10_u64.pow(exponent);
    let size = minor.unsigned_abs();
    let sign = if minor < 0 { "-" } else { "" };
    let whole = grouped(size / unit);
    if exponent == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{:0width$}", size % unit, width = exponent as usize) }
}

/// "EUR 1,234.50".
pub fn with_currency(minor: i64, currency: &str) -> String {
    format!("{currency} {}", amount(minor, currency))
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The nearest whole number to a fraction; halves go away from zero. The denominator is positive.
pub fn rounded(numerator: i128, denominator: i128) -> i128 {
    let half = denominator / 2;
    if numerator >= 0 { (numerator + half) / denominator } else { -((-numerator + half) / denominator) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_says_how_many_digits_it_has() {
        assert_eq!((exponent("EUR"), exponent("JPY"), exponent("KWD")), (Some(2), Some(0), Some(3)));
        assert_eq!((exponent("XYZ"), exponent("eur"), exponent("")), (None, None, None));
        for (code, _) in EXPONENTS {
            assert!(!USUAL.contains(code), "{code}");
        }
    }

    #[test]
    fn amounts_are_written_with_the_digits_of_their_currency() {
        assert_eq!(amount(123_450, "EUR"), "1,234.50");
        assert_eq!(amount(-5, "EUR"), "-0.05");
        assert_eq!(amount(1_234_567, "JPY"), "1,234,567");
        assert_eq!(amount(1_234_567, "KWD"), "1,234.567");
        assert_eq!(amount(i64::MIN, "EUR"), "-92,233,720,368,547,758.08");
        assert_eq!(with_currency(0, "EUR"), "EUR 0.00");
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!([rounded(5, 10), rounded(-5, 10), rounded(4, 10), rounded(15, 10), rounded(-14, 10)], [1, -1, 0, 2, -1]);
    }
}
