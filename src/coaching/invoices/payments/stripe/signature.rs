//! Stripe's signature: `t=<seconds>,v1=<hex>[,v1=<hex>…]`, an HMAC-SHA256 of the time, a point and the raw body.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::kernel::Timestamp;

/// How far the time in a signature may be from now.
const TOLERANCE_SECONDS: i64 = 300;

/// Whether one of the signatures was made with this secret, and lately.
pub fn is_good(secret: &str, header: &str, body: &[u8], now: Timestamp) -> bool {
    let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let Some((_, time)) = parts().find(|(name, _)| *name == "t") else { return false };
    let Ok(seconds) = time.parse::<i64>() else { return false };
    if now.seconds().abs_diff(seconds) > TOLERANCE_SECONDS.unsigned_abs() {
        return false;
    }
    parts().filter(|(name, _)| *name == "v1").any(|(_, signature)| fits(secret, time, body, signature))
}

fn fits(secret: &str, time: &str, body: &[u8], signature: &str) -> bool {
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes()) else { return false };
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    // In constant time.
    unhex(signature).is_some_and(|bytes| mac.verify_slice(&bytes).is_ok())
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::secrets::hex;

    fn signed(secret: &str, time: i64, body: &[u8]) -> String {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes()).expect("a key");
        mac.update(format!("{time}.").as_bytes());
        mac.update(body);
        hex(&mac.finalize().into_bytes())
    }

    #[test]
    fn a_signature_fits_its_secret_its_body_and_its_time() {
        let now: Timestamp = "2026-03-01T09:00:00Z".parse().expect("a moment");
        let (time, body) = (now.seconds(), b"{\"id\":\"evt_1\"}".as_slice());
        let good = signed("whsec_1", time, body);
        let header = |time: i64, signature: &str| format!("t={time},v1={signature}");
        assert!(is_good("whsec_1", &header(time, &good), body, now));
        assert!(is_good("whsec_1", &format!("t={time},v1={},v0=x,v1={good}", "00".repeat(32)), body, now));
        assert!(!is_good("whsec_2", &header(time, &good), body, now));
        assert!(!is_good("whsec_1", &header(time + 1, &good), body, now));
        assert!(!is_good("whsec_1", &header(time, &good), b"{}", now));
        for late in [time - 301, time + 301] {
            assert!(!is_good("whsec_1", &header(late, &signed("whsec_1", late, body)), body, now));
        }
        for odd in ["", "t=", "v1=", &format!("v1={good}"), &format!("t={time}"), &format!("t={time},v1=zz"), &format!("t={time},v1=é")] {
            assert!(!is_good("whsec_1", odd, body, now), "{odd}");
        }
    }
}
