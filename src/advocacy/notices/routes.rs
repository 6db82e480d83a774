//! What `/missions/{id}` tells of messages.

use actix_web::get;
use utoipa_actix_web::service_config::ServiceConfig;

use super::forecast::{self, MissionForecast};
use crate::http::{Answer, Problems, Read, Target};
use crate::identity::permissions::ReadMissions;
use crate::kernel::ids::MissionId;

pub fn of_mission(cfg: &mut ServiceConfig) {
    cfg.service(forecast_mission);
}

/// Forecast a mission's messages
///
/// What will be sent, to whom, when and by what, what it waits for, and what would stop it.
#[utoipa::path(
    tag = "missions",
    params(("id" = MissionId, Path, description = "The mission's id.")),
    responses((status = 200, description = "What will be sent, the nearest first.", body = MissionForecast), Problems),
    security(("session" = ["missions:read"]), ("api_key" = ["missions:read"]))
)]
#[get("/{id}/forecast")]
async fn forecast_mission(read: Read<ReadMissions>, id: Target<MissionId>) -> Answer {
    let now = read.app.db.clock().now();
    read.plain(move |conn, caller| forecast::of_mission(conn, caller, id.0, now)).await
}
