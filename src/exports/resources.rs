//! What can be exported: by whom, and what can be asked of it. One table.

use super::filters::{ExportFilters, Fault};
use super::model::{DateField, ExportResource};
use crate::advocacy::missions::state::MissionState;
use crate::advocacy::submissions::state::SubmissionState;
use crate::coaching::engagements::model::EngagementStatus;
use crate::identity::permissions::{Caller, ReadMissions, ReadPoints, ReadSubmissions, ReadUsers};
use crate::identity::users::model::UserState;
use crate::kernel::{Code, Problem, Result};

/// Who may have it.
enum Reader {
    /// Coaches their own, admins all. The scope of exports is enough for a key.
    Coaches,
    /// Admins and managers; a key needs the scope that reads it as well.
    Staff(fn(&Caller) -> Result<()>),
}

struct Rules {
    reader: Reader,
    states: fn() -> Vec<&'static str>,
    moments: &'static [DateField],
    /// Further filters.
    filters: &'static [&'static str],
}

fn rules(resource: ExportResource) -> Rules {
    match resource {
        ExportResource::Engagements | ExportResource::Items => Rules {
            reader: Reader::Coaches,
            states: || EngagementStatus::ALL.iter().map(|state| state.as_str()).collect(),
            moments: &[DateField::CreatedAt, DateField::ActivatedAt, DateField::CompletedAt],
            filters: &["coach_name", "coachee_name"],
        },
        ExportResource::Users => Rules {
            reader: Reader::Staff(Caller::ensure_allowed::<ReadUsers>),
            states: || UserState::ALL.iter().map(|state| state.as_str()).collect(),
            moments: &[DateField::CreatedAt],
            filters: &["role"],
        },
        ExportResource::Missions => Rules {
            reader: Reader::Staff(Caller::ensure_allowed::<ReadMissions>),
            states: || MissionState::ALL.iter().map(|state| state.as_str()).collect(),
            moments: &[DateField::CreatedAt, DateField::LaunchedAt],
            filters: &["type"],
        },
        ExportResource::Submissions => Rules {
            reader: Reader::Staff(Caller::ensure_allowed::<ReadSubmissions>),
            states: || {
                SubmissionState::ALL
                    .iter()
                    .filter(|state| !matches!(state, SubmissionState::Draft | SubmissionState::Held))
                    .map(|state| state.as_str())
                    .collect()
            },
            // What was never handed in is not exported, so there is no other beginning.
            moments: &[DateField::CreatedAt, DateField::SubmittedAt, DateField::DecidedAt],
            filters: &["type", "mission_id"],
        },
        ExportResource::Points => Rules {
            reader: Reader::Staff(Caller::ensure_allowed::<ReadPoints>),
            states: Vec::new,
            moments: &[DateField::CreatedAt],
            filters: &[],
        },
    }
}

/// Whether the caller may have this exported, and download what was.
pub(super) fn ensure_readable(caller: &Caller, resource: ExportResource) -> Result<()> {
    match rules(resource).reader {
        Reader::Coaches if caller.is_admin() || caller.is_coach() => Ok(()),
        Reader::Staff(ensure_allowed) if caller.is_staff() => ensure_allowed(caller),
        Reader::Coaches | Reader::Staff(_) => Err(Problem::new(Code::Forbidden)),
    }
}

/// What is asked for and does not exist there.
pub(super) fn faults(resource: ExportResource, filters: &ExportFilters) -> Vec<Fault> {
    let rules = rules(resource);
    let mut faults = Vec::new();
    let known = (rules.states)();
    if filters.status.iter().any(|status| !known.contains(&status.as_str())) {
        let detail = if known.is_empty() {
            format!("{resource} have no states")
        } else {
            format!("{resource} have the states {}", known.join(", "))
        };
        faults.push(Fault { field: "status", code: "invalid_choice", detail });
    }
    if !rules.moments.contains(&filters.date_field) {
        let moments: Vec<&str> = rules.moments.iter().map(|moment| moment.as_str()).collect();
        faults.push(Fault { field: "date_field", code: "invalid_choice", detail: format!("{resource} have {}", moments.join(", ")) });
    }
    let given = [
        ("coach_name", filters.coach_name.is_some()),
        ("coachee_name", filters.coachee_name.is_some()),
        ("role", filters.role.is_some()),
        ("type", filters.mission_type.is_some()),
        ("mission_id", filters.mission_id.is_some()),
    ];
    let stray = given.into_iter().filter(|(name, given)| *given && !rules.filters.contains(name));
    faults.extend(stray.map(|(field, _)| Fault {
        field,
        code: Code::KindMismatch.as_str(),
        detail: format!("{resource} have no such filter"),
    }));
    faults
}
