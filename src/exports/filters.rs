//! Which engagements an export holds: what the caller asked for, and what that means in a snapshot.

use chrono::{Days, NaiveDate, TimeDelta, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{DateField, ExportDialect, ExportResource, ExportStatus};
use super::resources;
use crate::advocacy::types::MissionType;
use crate::coaching::engagements::model::EngagementStatus;
use crate::identity::permissions::{Caller, Role};
use crate::kernel::ids::{MissionId, OrganizationId, UserId};
use crate::kernel::text::contains_pattern;
use crate::kernel::{Code, FieldError, Problem, Result, Timestamp};

/// Which rows. Filters combine with and.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportFilters {
    /// First day, in the time zone of who asked.
    #[schema(format = "date", example = "2026-01-01")]
    pub from: Option<String>,
    /// Last day, inclusive.
    #[schema(format = "date", example = "2026-03-31")]
    pub to: Option<String>,
    /// What `from` and `to` are held against.
    pub date_field: DateField,
    /// In any of these; all when empty.
    pub status: Vec<ExportStatus>,
    /// Part of the coach's name; case and accents do not matter.
    pub coach_name: Option<String>,
    /// Part of a coachee's name; case and accents do not matter.
    pub coachee_name: Option<String>,
    /// Users with this role.
    #[serde(default)]
    pub role: Option<Role>,
    /// Missions of this type, or submissions for such missions.
    #[serde(default, rename = "type")]
    #[schema(rename = "type")]
    pub mission_type: Option<MissionType>,
    /// Submissions for this mission.
    #[serde(default)]
    pub mission_id: Option<MissionId>,
}

/// Which engagements, as query parameters. All are text, so that every fault is told at once and with 422.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportParams {
    /// First day (YYYY-MM-DD) in your time zone.
    #[param(example = "2026-01-01")]
    pub from: Option<String>,
    /// Last day (YYYY-MM-DD), inclusive.
    #[param(example = "2026-03-31")]
    pub to: Option<String>,
    /// Part of the coach's name; case and accents do not matter.
    pub coach_name: Option<String>,
    /// Part of a coachee's name; case and accents do not matter.
    pub coachee_name: Option<String>,
    /// In any of these, with commas between them: `draft`, `active`, `completed`, `cancelled`.
    #[param(example = "active,completed")]
    pub status: Option<String>,
    /// What `from` and `to` are held against: `created_at` (default), `activated_at` or `completed_at`.
    pub date_field: Option<String>,
    /// `excel` (default) begins with a byte order mark, `rfc4180` does not.
    pub dialect: Option<String>,
}

/// What is wrong with one filter, before it is known where the filter stood.
pub(super) struct Fault {
    pub field: &'static str,
    pub code: &'static str,
    pub detail: String,
}

impl ExportParams {
    /// The filters and the dialect, or everything that is wrong with them.
    pub fn parse(self) -> Result<(ExportFilters, ExportDialect)> {
        let mut faults = Vec::new();
        let words = given(self.status).map(|list| list.split(',').map(|word| word.trim().to_owned()).collect::<Vec<_>>());
        let states = words.unwrap_or_default();
        let states = states.iter().filter_map(|word| choice::<EngagementStatus>("status", word, &mut faults));
        let status = states.filter_map(|state| state.as_str().parse().ok()).collect();
        let date_field = given(self.date_field).and_then(|word| choice("date_field", &word, &mut faults));
        let dialect = given(self.dialect).and_then(|word| choice("dialect", &word, &mut faults));
        let filters = ExportFilters {
            from: given(self.from),
            to: given(self.to),
            date_field: date_field.unwrap_or_default(),
            status,
            coach_name: given(self.coach_name),
            coachee_name: given(self.coachee_name),
            ..ExportFilters::default()
        };
        faults.extend(filters.faults());
        if faults.is_empty() {
            return Ok((filters, dialect.unwrap_or_default()));
        }
        let errors = faults.into_iter().map(|fault| FieldError::parameter(fault.field, fault.code, fault.detail));
        Err(Problem::invalid(errors.collect()))
    }
}

/// Forms send what nobody filled in as empty text.
pub(super) fn given(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn choice<T: std::str::FromStr<Err = String>>(field: &'static str, word: &str, faults: &mut Vec<Fault>) -> Option<T> {
    word.parse().map_err(|detail| faults.push(Fault { field, code: "invalid_choice", detail })).ok()
}

impl ExportFilters {
    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut day = |field, text: &Option<String>| {
            let day = text.as_deref().and_then(day);
            if text.is_some() && day.is_none() {
                faults.push(Fault { field, code: "format", detail: "must be a date, such as 2026-03-01".into() });
            }
            day
        };
        if let (Some(from), Some(to)) = (day("from", &self.from), day("to", &self.to))
            && from > to
        {
            faults.push(Fault { field: "from", code: "out_of_range", detail: "must not be after `to`".into() });
        }
        faults
    }

    /// The same for filters of this resource that stood in a body.
    pub fn ensure_valid(&self, resource: ExportResource) -> Result<()> {
        let at = |fault: Fault| FieldError::at(format!("/filters/{}", fault.field), fault.code, fault.detail);
        let errors: Vec<FieldError> = self.faults().into_iter().chain(resources::faults(resource, self)).map(at).collect();
        if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
    }
}

/// A day as it is written: four, two and two digits.
fn day(text: &str) -> Option<NaiveDate> {
    text.parse::<NaiveDate>().ok().filter(|day| text.len() == 10 && day.to_string() == text)
}

/// Whose engagements somebody may export, and in which zone their days begin. What others there are is
/// for those who see all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visibility {
    /// The coach whose engagements they are; all of the organization when absent.
    pub coach_id: Option<UserId>,
    pub time_zone: String,
}

impl Visibility {
    pub fn of(caller: &Caller) -> Result<Self> {
        let coach_id = if caller.is_admin() || !caller.is_coach() {
            None
        } else {
            Some(caller.user_id().ok_or_else(|| Problem::new(Code::Forbidden))?)
        };
        Ok(Self { coach_id, time_zone: caller.time_zone.name().to_owned() })
    }
}

/// The filters as a snapshot is asked for them.
#[derive(Debug, Clone)]
pub(super) struct Selection {
    pub organization_id: OrganizationId,
    pub coach_id: Option<UserId>,
    pub date_field: DateField,
    pub from: Option<Timestamp>,
    /// The first moment that is too late.
    pub until: Option<Timestamp>,
    pub status: Vec<ExportStatus>,
    pub coach_pattern: Option<String>,
    pub coachee_pattern: Option<String>,
    pub role: Option<Role>,
    pub mission_type: Option<MissionType>,
    pub mission_id: Option<MissionId>,
}

impl Selection {
    pub fn new(organization_id: OrganizationId, visibility: &Visibility, filters: &ExportFilters) -> Self {
        let zone: Tz = visibility.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let parse = |text: &Option<String>| text.as_deref().and_then(day);
        let pattern = |text: &Option<String>| text.as_deref().map(contains_pattern);
        Self {
            organization_id,
            coach_id: visibility.coach_id,
            date_field: filters.date_field,
            from: parse(&filters.from).map(|day| beginning(day, zone)),
            until: parse(&filters.to).and_then(|day| day.checked_add_days(Days::new(1))).map(|day| beginning(day, zone)),
            status: filters.status.clone(),
            coach_pattern: pattern(&filters.coach_name),
            coachee_pattern: pattern(&filters.coachee_name),
            role: filters.role,
            mission_type: filters.mission_type,
            mission_id: filters.mission_id,
        }
    }

    /// The states that were asked for, as those of the resource.
    pub fn states<T: std::str::FromStr>(&self) -> Vec<T> {
        self.status.iter().filter_map(|status| status.as_str().parse().ok()).collect()
    }
}

/// The first moment of a day. Where clocks are put forward at midnight, or a whole day was left out at
/// the date line, that is the first moment there is after it.
fn beginning(day: NaiveDate, zone: Tz) -> Timestamp {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let moments = (0..=48 * 4).filter_map(|quarters| zone.from_local_datetime(&(midnight + TimeDelta::minutes(15 * quarters))).earliest());
    let first = moments.into_iter().next();
    Timestamp::truncated(first.map_or_else(|| midnight.and_utc(), |moment| moment.to_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(from: &str, to: &str, status: &str) -> ExportParams {
        let text = |text: &str| Some(text.to_owned());
        ExportParams {
            from: text(from),
            to: text(to),
            status: text(status),
            coach_name: None,
            coachee_name: text(" "),
            date_field: None,
            dialect: None,
        }
    }

    #[test]
    fn every_fault_is_told_at_once_with_its_parameter() {
        let problem = params("2026-3-1", "soon", "active,gone").parse().expect_err("three faults");
        let names: Vec<_> = problem.errors().iter().filter_map(|error| error.parameter.as_deref()).collect();
        assert_eq!((problem.code(), names), (Code::ValidationFailed, vec!["status", "from", "to"]));
        let problem = params("2026-03-02", "2026-03-01", "").parse().expect_err("turned round");
        assert_eq!(problem.errors()[0].parameter.as_deref(), Some("from"));
    }

    #[test]
    fn what_is_empty_does_not_filter() {
        let (filters, dialect) = params("", "", "").parse().expect("valid");
        assert_eq!((filters, dialect), (ExportFilters::default(), ExportDialect::Excel));
    }

    #[test]
    fn days_begin_in_the_zone_also_where_there_is_no_midnight() {
        for (text, zone, expected) in [
            ("2026-03-01", "UTC", "2026-03-01T00:00:00.000000Z"),
            ("2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000000Z"),
            // Put forward at midnight, put back over midnight, and a day that never was.
            ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000000Z"),
            ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000000Z"),
        ] {
            let zone = zone.parse().expect("a zone");
            assert_eq!(beginning(day(text).expect("a day"), zone).to_string(), expected, "{text}");
        }
    }
}
