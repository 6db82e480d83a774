//! When a delivery is tried: the timetable, in one place.

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use crate::kernel::Timestamp;
use crate::kernel::ids::DeliveryId;

/// Seconds before each attempt, counted from the one before. What follows the last is giving up.
pub const TIMETABLE: [i64; 10] = [0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600];

/// A connection that has only failed for this long is disabled, and its owners are told.
pub const DISABLED_AFTER: TimeDelta = TimeDelta::days(5);

/// Up to a fifth is added, so that what failed together does not come back together.
const MAX_JITTER_PERCENT: i64 = 20;

/// When the next attempt is due after this many have failed; `None` when there is none. A receiver may
/// ask for more time, but for no more than twice as much.
pub fn next_attempt(id: DeliveryId, attempts: i32, asked_for: Option<TimeDelta>, now: Timestamp) -> Option<Timestamp> {
    let base = *TIMETABLE.get(usize::try_from(attempts).ok()?)?;
    let milliseconds = match asked_for {
        Some(asked) => asked.num_milliseconds().clamp(base * 1000, base * 2000),
        None => base * 1000 + base * 1000 * jitter_percent(id, attempts) / 100,
    };
    Some(now.plus(TimeDelta::milliseconds(milliseconds)))
}

/// From the id rather than from chance, so that a test can tell it.
fn jitter_percent(id: DeliveryId, attempts: i32) -> i64 {
    let digest = Sha256::digest(format!("{id}/{attempts}"));
    i64::from(digest[0]) * (MAX_JITTER_PERCENT + 1) / 256
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_micros(1_800_000_000_000_000).expect("in range")
    }

    fn id(n: u128) -> DeliveryId {
        DeliveryId::of(uuid::Uuid::from_u128(n.wrapping_mul(0x1234_5678_9abc_def1_2345_6789)))
    }

    #[test]
    fn each_step_waits_its_time_and_at_most_a_fifth_more() {
        for n in 0..200 {
            for (attempts, base) in TIMETABLE.iter().enumerate().skip(1) {
                let due = next_attempt(id(n), attempts as i32, None, now()).expect("there is a step");
                assert!(
                    due >= now().plus(TimeDelta::seconds(*base)) && due <= now().plus(TimeDelta::milliseconds(base * 1200)),
                    "{attempts}"
                );
            }
        }
        assert_eq!(next_attempt(id(1), 10, None, now()), None);
    }

    #[test]
    fn jitter_differs_between_deliveries() {
        let dues: std::collections::HashSet<_> = (0..50).map(|n| next_attempt(id(n), 4, None, now())).collect();
        assert!(dues.len() > 10, "{}", dues.len());
    }

    #[test]
    fn a_receiver_gets_the_time_it_asks_for_within_limits() {
        let asked = |seconds| next_attempt(id(1), 2, Some(TimeDelta::seconds(seconds)), now());
        let at = |seconds| Some(now().plus(TimeDelta::seconds(seconds)));
        assert_eq!(asked(1), at(300));
        assert_eq!(asked(400), at(400));
        assert_eq!(asked(100_000), at(600));
    }
}
