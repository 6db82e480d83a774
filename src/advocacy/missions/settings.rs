//! What a mission is set to, apart from its words: what sets it off, whom it is for, who is told and how
//! often, and how often somebody may take part.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::duration::IsoDuration;
use crate::kernel::{Code, FieldError, Timestamp, text_enum};

text_enum! {
    /// What lets people take part.
    pub enum TriggerKind {
        /// The launch, for everybody whom it is for.
        Instant = "instant",
        /// Entering a segment after the launch, each for themselves.
        Segment = "segment",
    }
}

text_enum! {
    /// What becomes of those who are in the segment at launch.
    pub enum ExistingMembers {
        /// They have to enter it anew.
        Ignore = "ignore",
        /// They are assigned as if they entered then.
        Include = "include",
    }
}

text_enum! {
    /// What becomes of an assignment when its person leaves the segment.
    pub enum OnExit {
        Keep = "keep",
        Withdraw = "withdraw",
    }
}

text_enum! {
    /// Whether somebody who enters the segment again is assigned again.
    pub enum Reentry {
        Never = "never",
        Always = "always",
    }
}

text_enum! {
    /// Whom a mission is for.
    pub enum AudienceKind {
        /// Everybody who has the link, also without an account.
        Anyone = "anyone",
        /// Every advocate.
        Registered = "registered",
        /// Advocates in one of its segments.
        Segment = "segment",
    }
}

text_enum! {
    /// Whether people without an account can see it. Follows from the audience.
    pub enum MissionVisibility {
        Public = "public",
        Private = "private",
    }
}

text_enum! {
    /// Whether anybody is told of a mission.
    pub enum NotifyMode {
        /// By the channels that it names.
        Send = "send",
        /// Nobody, ever: whoever has the link hands it on.
        LinkOnly = "link_only",
    }
}

text_enum! {
    /// How often one person may take part.
    pub enum LimitKind {
        Once = "once",
        Times = "times",
        PerPeriod = "per_period",
        Unlimited = "unlimited",
    }
}

text_enum! {
    /// A stretch of the calendar in the organization's time zone; weeks begin on Monday.
    pub enum LimitPeriod {
        Day = "day",
        Week = "week",
        Month = "month",
    }
}

/// How often one person may take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "per_period", "max": 2, "period": "month"}))]
pub struct ParticipationLimit {
    pub kind: LimitKind,
    /// Of `times` and `per_period`.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub max: Option<u32>,
    /// Of `per_period`.
    pub period: Option<LimitPeriod>,
}

impl ParticipationLimit {
    /// What is wrong with it, with pointers into the request.
    pub fn faults(&self) -> Vec<FieldError> {
        let (max, period) = match self.kind {
            LimitKind::Once | LimitKind::Unlimited => (false, false),
            LimitKind::Times => (true, false),
            LimitKind::PerPeriod => (true, true),
        };
        let fields = [("max", max, self.max.is_some()), ("period", period, self.period.is_some())];
        let fault = |(name, wanted, given): (&str, bool, bool)| {
            let at = format!("/participation_limit/{name}");
            match (wanted, given) {
                (true, false) => Some(FieldError::at(at, "required", "is required for this kind")),
                (false, true) => Some(FieldError::at(at, Code::KindMismatch.as_str(), "belongs to another kind")),
                _ => None,
            }
        };
        fields.into_iter().filter_map(fault).collect()
    }
}

/// Reminders to those who have not taken part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUps {
    pub enabled: bool,
    /// After the launch, or after the assignment; in their order, each once.
    pub offsets: Vec<IsoDuration>,
    /// Since when they are on. What was due before then is not made up for.
    pub enabled_at: Option<Timestamp>,
}

/// Most reminders of one mission.
pub const MAX_FOLLOW_UPS: usize = 5;

impl Default for FollowUps {
    fn default() -> Self {
        let days = |count: i64| IsoDuration::from_seconds(count * 86_400);
        Self { enabled: false, offsets: vec![days(3), days(7)], enabled_at: None }
    }
}

impl FollowUps {
    /// Puts the offsets in order, each once.
    pub fn set_offsets(&mut self, mut offsets: Vec<IsoDuration>) {
        offsets.sort();
        offsets.dedup();
        self.offsets = offsets;
    }

    pub fn switch(&mut self, enabled: bool, now: Timestamp) {
        if self.enabled != enabled {
            self.enabled = enabled;
            self.enabled_at = enabled.then_some(now);
        }
    }
}
