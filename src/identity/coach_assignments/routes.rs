//! `/coach-assignments`.

use actix_web::{delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::commands;
use super::model::{CoachAssignmentView, CreateCoachAssignment};
use super::queries::{self, CoachAssignmentFilter, CoachAssignmentList};
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadAssignments, WriteAssignments};
use crate::kernel::ids::CoachAssignmentId;

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_coach_assignments).service(create_coach_assignment).service(delete_coach_assignment);
}

/// List who may serve whom
#[utoipa::path(
    tag = "coach assignments",
    params(CoachAssignmentFilter),
    responses((status = 200, description = "A page of assignments.", body = CoachAssignmentList), Problems),
    security(("session" = ["coach_assignments:read"]), ("api_key" = ["coach_assignments:read"]))
)]
#[get("")]
async fn list_coach_assignments(read: Read<ReadAssignments>, filter: Params<CoachAssignmentFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Let a coach serve a coachee
#[utoipa::path(
    tag = "coach assignments",
    request_body = CreateCoachAssignment,
    responses((status = 201, description = "The assignment.", body = CoachAssignmentView), Problems),
    security(("session" = ["coach_assignments:write"]), ("api_key" = ["coach_assignments:write"]))
)]
#[post("")]
async fn create_coach_assignment(command: Command<WriteAssignments, CreateCoachAssignment>) -> Answer {
    command.run(|tx, caller, new| commands::create(tx, caller, new).map(Reply::created)).await
}

/// End an assignment
///
/// Engagements that exist go on; new ones cannot be made.
#[utoipa::path(
    tag = "coach assignments",
    params(("id" = CoachAssignmentId, Path, description = "The assignment's id.")),
    responses((status = 204, description = "Ended."), Problems),
    security(("session" = ["coach_assignments:write"]), ("api_key" = ["coach_assignments:write"]))
)]
#[delete("/{id}")]
async fn delete_coach_assignment(command: Command<WriteAssignments>, id: Target<CoachAssignmentId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}
