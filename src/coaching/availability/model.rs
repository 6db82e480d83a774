//! A coach's timetable.

use chrono::{NaiveDate, Weekday};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::db::schema::availabilities;
use crate::db::{Json, MultiBackend};
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{OrganizationId, UserId};
use crate::kernel::page::list_schema;
use crate::kernel::wall_clock::TimeOfDay;
use crate::kernel::{FieldError, Problem, Resource, Result, Timestamp, text_enum};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = availabilities, primary_key(user_id), check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Availability {
    pub user_id: UserId,
    pub organization_id: OrganizationId,
    pub timetable: Json<Timetable>,
    pub is_shared: bool,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

text_enum! {
    /// A day of the week.
    pub enum DayOfWeek {
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
        Sunday = "sunday",
    }
}

impl From<Weekday> for DayOfWeek {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Mon => DayOfWeek::Monday,
            Weekday::Tue => DayOfWeek::Tuesday,
            Weekday::Wed => DayOfWeek::Wednesday,
            Weekday::Thu => DayOfWeek::Thursday,
            Weekday::Fri => DayOfWeek::Friday,
            Weekday::Sat => DayOfWeek::Saturday,
            Weekday::Sun => DayOfWeek::Sunday,
        }
    }
}

/// From one time of the day to a later one; an end of 00:00 is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeWindow {
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "09:00")]
    pub start: TimeOfDay,
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "12:30")]
    pub end: TimeOfDay,
}

/// Seconds.
const DAY: i64 = 86_400;

/// A window on one day of every week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeeklyWindow {
    pub day: DayOfWeek,
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "09:00")]
    pub start: TimeOfDay,
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "12:30")]
    pub end: TimeOfDay,
}

impl WeeklyWindow {
    pub fn window(self) -> TimeWindow {
        TimeWindow { start: self.start, end: self.end }
    }
}

/// A day that goes by windows of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DayException {
    #[schema(value_type = String, format = Date, example = "2026-12-24")]
    pub on: NaiveDate,
    /// None for a day off.
    #[schema(max_items = 12)]
    pub windows: Vec<TimeWindow>,
}

/// When somebody can be booked, by the clock of their zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = PutAvailability, example = json!({
    "time_zone": "Europe/Berlin",
    "weekly": [{"day": "monday", "start": "09:00", "end": "12:30"}, {"day": "thursday", "start": "14:00", "end": "18:00"}],
    "exceptions": [{"on": "2031-12-24", "windows": []}],
    "buffer_before": "PT0S", "buffer_after": "PT15M", "minimum_notice": "PT4H", "slot_interval": "PT30M"
}))]
pub struct Timetable {
    #[schema(format = "time-zone", example = "Europe/Berlin")]
    pub time_zone: String,
    #[schema(max_items = 84)]
    pub weekly: Vec<WeeklyWindow>,
    /// Days that go by windows of their own, or by none.
    #[serde(default)]
    #[schema(max_items = 400)]
    pub exceptions: Vec<DayException>,
    /// Kept free before each session that is booked; PT0S to P1D.
    #[serde(default)]
    #[schema(example = "PT0S")]
    pub buffer_before: IsoDuration,
    /// Kept free after each session that is booked; PT0S to P1D.
    #[serde(default)]
    #[schema(example = "PT15M")]
    pub buffer_after: IsoDuration,
    /// How long before its beginning a session can be booked at the latest; PT0S to P90D.
    #[serde(default)]
    #[schema(example = "PT4H")]
    pub minimum_notice: IsoDuration,
    /// How far apart slots begin, counted from the beginning of a window; PT5M to P1D.
    #[serde(default = "half_an_hour")]
    #[schema(example = "PT30M")]
    pub slot_interval: IsoDuration,
    /// Where interviews that are booked take place.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 500, example = "https://meet.example/cora")]
    pub location: Option<String>,
}

fn half_an_hour() -> IsoDuration {
    IsoDuration::from_minutes(30)
}

impl Timetable {
    /// Of somebody who cannot be booked.
    pub fn empty(time_zone: &str) -> Self {
        Self {
            time_zone: time_zone.to_owned(),
            weekly: Vec::new(),
            exceptions: Vec::new(),
            buffer_before: IsoDuration::default(),
            buffer_after: IsoDuration::default(),
            minimum_notice: IsoDuration::default(),
            slot_interval: half_an_hour(),
            location: None,
        }
    }

    /// Everything that is wrong with it, all at once.
    pub fn ensure_sound(&self) -> Result<()> {
        let mut faults = Vec::new();
        let mut window = |pointer: String, window: TimeWindow| {
            if !window.is_forward() {
                faults.push(FieldError::at(pointer, "out_of_range", "must be later than start; 00:00 is the end of the day"));
            }
        };
        for (index, weekly) in self.weekly.iter().enumerate() {
            window(format!("/weekly/{index}/end"), weekly.window());
        }
        for (index, exception) in self.exceptions.iter().enumerate() {
            for (place, own) in exception.windows.iter().enumerate() {
                window(format!("/exceptions/{index}/windows/{place}/end"), *own);
            }
        }
        for (index, exception) in self.exceptions.iter().enumerate() {
            if self.exceptions[..index].iter().any(|earlier| earlier.on == exception.on) {
                faults.push(FieldError::at(format!("/exceptions/{index}/on"), "duplicate", "this day has an exception already"));
            }
        }
        let durations = [
            ("/buffer_before", self.buffer_before, 0, DAY, "must be from PT0S to P1D"),
            ("/buffer_after", self.buffer_after, 0, DAY, "must be from PT0S to P1D"),
            ("/minimum_notice", self.minimum_notice, 0, 90 * DAY, "must be from PT0S to P90D"),
            ("/slot_interval", self.slot_interval, 300, DAY, "must be from PT5M to P1D"),
        ];
        for (pointer, duration, least, most, detail) in durations {
            if !(least..=most).contains(&duration.seconds()) {
                faults.push(FieldError::at(pointer, "out_of_range", detail));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Problem::invalid(faults)) }
    }
}

impl TimeWindow {
    fn is_forward(self) -> bool {
        self.ends_with_the_day() || self.start < self.end
    }

    pub fn ends_with_the_day(self) -> bool {
        self.end.0 == chrono::NaiveTime::MIN
    }
}

/// When a coach can be booked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Availability)]
pub struct AvailabilityView {
    pub user_id: UserId,
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    pub weekly: Vec<WeeklyWindow>,
    /// Days that go by windows of their own, or by none.
    pub exceptions: Vec<DayException>,
    /// Kept free before each session that is booked.
    pub buffer_before: IsoDuration,
    /// Kept free after each session that is booked.
    pub buffer_after: IsoDuration,
    /// How long before its beginning a session can be booked at the latest.
    pub minimum_notice: IsoDuration,
    /// How far apart slots begin, counted from the beginning of a window.
    pub slot_interval: IsoDuration,
    /// Where interviews that are booked take place.
    #[schema(example = "https://meet.example/cora")]
    pub location: Option<String>,
    /// Whether coachees see the free slots and book one themselves.
    pub shared: bool,
    pub version: i64,
    /// Null as long as nothing was set.
    pub updated_at: Option<Timestamp>,
}

impl AvailabilityView {
    /// Of somebody who has not set anything.
    pub fn empty(user_id: UserId, time_zone: &str) -> Self {
        Self::new(user_id, Timetable::empty(time_zone), false, 0, None)
    }

    fn new(user_id: UserId, timetable: Timetable, shared: bool, version: i64, updated_at: Option<Timestamp>) -> Self {
        let Timetable { time_zone, weekly, exceptions, buffer_before, buffer_after, minimum_notice, slot_interval, location } = timetable;
        Self {
            user_id,
            time_zone,
            weekly,
            exceptions,
            buffer_before,
            buffer_after,
            minimum_notice,
            slot_interval,
            location,
            shared,
            version,
            updated_at,
        }
    }
}

impl From<Availability> for AvailabilityView {
    fn from(row: Availability) -> Self {
        Self::new(row.user_id, row.timetable.0, row.is_shared, row.version, Some(row.updated_at))
    }
}

impl Resource for AvailabilityView {
    fn path(&self) -> String {
        format!("/users/{}/availability", self.user_id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// A time that can be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Slot)]
pub struct SlotView {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// What the clock of the coach's zone shows at the beginning.
    #[schema(example = "2026-03-02T10:00:00")]
    pub local_starts_at: String,
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
}

list_schema!(SlotList of SlotView);
