//! The wing of advocacy: staff publish missions to audiences and segments, advocates take part, what they
//! hand in is reviewed, and recognition follows.
//!
//! ```text
//! attributes → segments → missions (assignments, links) → submissions → points, rewards, referrals, references
//! ```
//! Nothing here knows the wing of coaching.

pub mod missions;
pub mod notices;
pub mod points;
pub mod recognition;
pub mod references;
pub mod referrals;
pub mod rewards;
pub mod segments;
pub mod submissions;
pub mod templates;
pub mod types;
