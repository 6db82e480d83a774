//! `/engagements`.

use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::filter::EngagementFilter;
use super::model::{
    CancelEngagement, CreateEngagement, CreateEngagements, DuplicateEngagement, ReplaceCoach, SaveAsTemplate, StartEngagement,
    UpdateEngagement,
};
use super::queries;
use super::views::{EngagementBatchView, EngagementList, EngagementView};
use super::{bulk, commands, lifecycle};
use crate::coaching::program_templates::model::ProgramTemplateView;
use crate::http::{Answer, Command, Params, Problems, Read, Reply, Target};
use crate::identity::permissions::{ReadEngagements, WriteEngagements};
use crate::kernel::ids::EngagementId;
use crate::messaging::events::timeline::{EventList, TimelineParams};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(list_engagements)
        .service(create_engagement)
        .service(create_engagements)
        .service(get_engagement)
        .service(update_engagement)
        .service(delete_engagement)
        .service(activate_engagement)
        .service(share_engagement)
        .service(unshare_engagement)
        .service(complete_engagement)
        .service(cancel_engagement)
        .service(reopen_engagement)
        .service(duplicate_engagement)
        .service(replace_engagement_coach)
        .service(save_engagement_as_template)
        .service(list_engagement_timeline);
}

/// List engagements
///
/// Admins see all of the organization, coaches their own, coachees the shared ones they take part in.
#[utoipa::path(
    tag = "engagements",
    params(EngagementFilter),
    responses((status = 200, description = "A page of engagements.", body = EngagementList), Problems),
    security(("session" = ["engagements:read"]), ("api_key" = ["engagements:read"]))
)]
#[get("")]
async fn list_engagements(read: Read<ReadEngagements>, filter: Params<EngagementFilter>) -> Answer {
    read.page(move |conn, caller| queries::list(conn, caller, filter.0)).await
}

/// Make an engagement
///
/// From a template or from scratch, for one coachee or several who share it. It begins as a draft.
#[utoipa::path(
    tag = "engagements",
    request_body = CreateEngagement,
    responses((status = 201, description = "The engagement.", body = EngagementView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("")]
async fn create_engagement(command: Command<WriteEngagements, CreateEngagement>) -> Answer {
    command.run(|tx, caller, new| commands::create(tx, caller, new).map(Reply::created)).await
}

/// Make one engagement each for many coachees
///
/// All are made or none; they have the same `batch_id`.
#[utoipa::path(
    tag = "engagements",
    request_body = CreateEngagements,
    responses((status = 201, description = "The engagements.", body = EngagementBatchView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/bulk")]
async fn create_engagements(command: Command<WriteEngagements, CreateEngagements>) -> Answer {
    command.run(|tx, caller, new| bulk::create(tx, caller, new).map(Reply::plain_created)).await
}

/// Get an engagement with its items
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    responses((status = 200, description = "The engagement.", body = EngagementView), Problems),
    security(("session" = ["engagements:read"]), ("api_key" = ["engagements:read"]))
)]
#[get("/{id}")]
async fn get_engagement(read: Read<ReadEngagements>, id: Target<EngagementId>) -> Answer {
    let links = read.app.links.clone();
    read.one(move |conn, caller| queries::get(conn, caller, id.0)?.linked(&links)).await
}

/// Change an engagement
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    request_body = UpdateEngagement,
    responses((status = 200, description = "The engagement as it is now.", body = EngagementView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[patch("/{id}")]
async fn update_engagement(command: Command<WriteEngagements, UpdateEngagement>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, change| commands::update(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Delete a draft
///
/// What has been active is cancelled instead.
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[delete("/{id}")]
async fn delete_engagement(command: Command<WriteEngagements>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, _| lifecycle::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Start an engagement
///
/// From now on what is scheduled goes out. When items were due before now, `catch_up` says what
/// becomes of them. Activating does not share.
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    request_body = StartEngagement,
    responses((status = 200, description = "The engagement, active now.", body = EngagementView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/activate")]
async fn activate_engagement(command: Command<WriteEngagements, StartEngagement>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, start| lifecycle::activate(tx, caller, id.0, start.catch_up).map(Reply::ok)).await
}

/// Let the coachees see an engagement
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    responses((status = 200, description = "The engagement, shared now.", body = EngagementView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/share")]
async fn share_engagement(command: Command<WriteEngagements>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, _| lifecycle::share(tx, caller, id.0).map(Reply::ok)).await
}

/// Hide an engagement from the coachees
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    responses((status = 200, description = "The engagement, not shared now.", body = EngagementView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/unshare")]
async fn unshare_engagement(command: Command<WriteEngagements>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, _| lifecycle::unshare(tx, caller, id.0).map(Reply::ok)).await
}

/// Complete an engagement
///
/// Only when every item is completed; `open_items` names those that are not.
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    responses((status = 200, description = "The engagement, completed now.", body = EngagementView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/complete")]
async fn complete_engagement(command: Command<WriteEngagements>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, _| lifecycle::complete(tx, caller, id.0).map(Reply::ok)).await
}

/// End an engagement before its time
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    request_body = CancelEngagement,
    responses((status = 200, description = "The engagement, cancelled now.", body = EngagementView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/cancel")]
async fn cancel_engagement(command: Command<WriteEngagements, CancelEngagement>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, change| lifecycle::cancel(tx, caller, id.0, change).map(Reply::ok)).await
}

/// Take up a completed or cancelled engagement again
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    request_body = StartEngagement,
    responses((status = 200, description = "The engagement, active again.", body = EngagementView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/reopen")]
async fn reopen_engagement(command: Command<WriteEngagements, StartEngagement>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, start| lifecycle::reopen(tx, caller, id.0, start.catch_up).map(Reply::ok)).await
}

/// Copy an engagement
///
/// A new draft with unscheduled copies of every item: no dates, answers, deliveries or records.
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    request_body = DuplicateEngagement,
    responses((status = 201, description = "The copy.", body = EngagementView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/duplicate")]
async fn duplicate_engagement(command: Command<WriteEngagements, DuplicateEngagement>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, change| commands::duplicate(tx, caller, id.0, change).map(Reply::created)).await
}

/// Hand an engagement over to another coach
///
/// Sessions to come and everything still to be sent move with it. Only admins do this.
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    request_body = ReplaceCoach,
    responses((status = 200, description = "The engagement with its new coach.", body = EngagementView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/replace-coach")]
async fn replace_engagement_coach(command: Command<WriteEngagements, ReplaceCoach>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, change| commands::replace_coach(tx, caller, id.0, &change).map(Reply::ok)).await
}

/// Make a template from an engagement
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id.")),
    request_body = SaveAsTemplate,
    responses((status = 201, description = "The template.", body = ProgramTemplateView), Problems),
    security(("session" = ["engagements:write"]), ("api_key" = ["engagements:write"]))
)]
#[post("/{id}/save-as-template")]
async fn save_engagement_as_template(command: Command<WriteEngagements, SaveAsTemplate>, id: Target<EngagementId>) -> Answer {
    command.run(move |tx, caller, change| commands::save_as_template(tx, caller, id.0, change).map(Reply::created)).await
}

/// What happened in an engagement
///
/// Oldest first, for its coach and admins.
#[utoipa::path(
    tag = "engagements",
    params(("id" = EngagementId, Path, description = "The engagement's id."), TimelineParams),
    responses((status = 200, description = "A page of events.", body = EventList), Problems),
    security(("session" = ["engagements:read"]), ("api_key" = ["engagements:read"]))
)]
#[get("/{id}/timeline")]
async fn list_engagement_timeline(read: Read<ReadEngagements>, id: Target<EngagementId>, params: Params<TimelineParams>) -> Answer {
    read.page(move |conn, caller| queries::timeline(conn, caller, id.0, params.0)).await
}
