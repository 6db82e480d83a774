//! The table of contents: one line a feature.

use std::sync::LazyLock;

use actix_web::App as ActixApp;
use actix_web::dev::{ServiceFactory, ServiceRequest};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt, scope};

use super::{openapi, system};
use crate::messaging::{self, connections, notifications};
use crate::{advocacy, coaching, exports, files, identity};

fn api(v1: &mut ServiceConfig) {
    v1.service(
        scope("/engagements")
            // Before `/{id}`, which would take `export.csv` for an id.
            .configure(exports::routes::of_engagements)
            .configure(coaching::engagements::routes::all)
            .configure(coaching::items::routes::of_engagement)
            .configure(coaching::notes::routes::of_engagement)
            .configure(coaching::resources::routes::of_engagement)
            .configure(coaching::goals::routes::of_engagement)
            .configure(notifications::routes::of_engagement)
            .configure(notifications::templates::routes::of_engagement),
    )
    .service(
        scope("/items")
            .configure(coaching::items::routes::all)
            .configure(coaching::items::records::routes::of_item)
            .configure(coaching::items::attachments::routes::of_item)
            .configure(notifications::routes::of_item)
            .configure(notifications::templates::routes::of_item),
    )
    .service(scope("/resources").configure(coaching::resources::routes::all))
    .service(scope("/matches").configure(coaching::matches::routes::all))
    .service(scope("/interviews").configure(coaching::matches::interviews::routes::all))
    .service(scope("/selections").configure(coaching::matches::selections::routes::all))
    .service(scope("/sessions").configure(coaching::sessions::routes::all))
    .service(scope("/calendar-feeds").configure(coaching::calendar_feeds::routes::all))
    .service(scope("/public/calendars").configure(coaching::calendar_feeds::routes::public))
    .service(scope("/notes").configure(coaching::notes::routes::all))
    .service(scope("/files").configure(files::routes::all))
    .service(scope("/forms").configure(coaching::forms::routes::all))
    .service(scope("/form-responses").configure(coaching::forms::responses::routes::all))
    .service(scope("/public/forms").configure(coaching::forms::responses::routes_of_public::all))
    .service(scope("/invoices").configure(coaching::invoices::routes::all))
    .service(scope("/payment-providers").configure(coaching::invoices::providers::routes::all))
    .service(scope("/public/invoices").configure(coaching::invoices::routes_public::all))
    .service(scope("/public/payments").configure(coaching::invoices::payments::routes::public))
    .service(
        scope("/goals")
            .configure(coaching::goals::routes::all)
            .configure(coaching::goals::milestones::routes::of_goal)
            .configure(coaching::goals::feedback::routes::of_goal),
    )
    .service(scope("/milestones").configure(coaching::goals::milestones::routes::all))
    .service(scope("/feedback-requests").configure(coaching::goals::feedback::routes::all))
    .service(scope("/public/feedback").configure(coaching::goals::feedback::routes_of_public::all))
    .service(scope("/mission-types").configure(advocacy::types::routes::all))
    .service(scope("/mission-templates").configure(advocacy::templates::routes::all))
    .service(scope("/rewards").configure(advocacy::rewards::routes::all))
    .service(scope("/referrals").configure(advocacy::referrals::routes::all))
    .service(
        scope("/reference-profiles").configure(advocacy::references::routes::all).configure(advocacy::references::uses::routes::of_profile),
    )
    .service(scope("/reward-grants").configure(advocacy::rewards::grants::routes::all))
    .service(
        scope("/missions")
            .configure(advocacy::missions::routes::all)
            .configure(advocacy::missions::routes_of_states::all)
            .configure(advocacy::notices::routes::of_mission)
            .configure(advocacy::submissions::routes::of_mission),
    )
    .service(
        scope("/public/missions")
            .configure(advocacy::missions::routes_of_public::all)
            .configure(advocacy::submissions::routes_of_public::of_mission),
    )
    .service(scope("/submissions").configure(advocacy::submissions::routes::all))
    .service(scope("/public/submissions").configure(advocacy::submissions::routes_of_public::all))
    .service(scope("/exports").configure(exports::routes::all))
    .service(scope("/program-templates").configure(coaching::program_templates::routes::all))
    .service(scope("/auth").configure(identity::sessions::routes::all))
    .service(
        scope("/me")
            .configure(identity::me::all)
            .configure(notifications::routes_of_me::all)
            .configure(coaching::items::routes_of_me::all)
            .configure(coaching::matches::routes::of_me)
            .configure(coaching::invoices::routes::of_me)
            .configure(advocacy::submissions::routes_of_me::all)
            .configure(advocacy::points::routes::of_me)
            .configure(advocacy::missions::routes_of_me::all),
    )
    .service(scope("/organization").configure(identity::organizations::routes::all))
    .service(
        scope("/users")
            .configure(identity::users::routes::all)
            .configure(identity::attributes::routes::of_user)
            .configure(identity::invitations::routes::of_user)
            .configure(identity::sessions::routes::of_user)
            .configure(coaching::availability::routes::of_user)
            .configure(advocacy::points::routes::of_user),
    )
    .service(scope("/attribute-definitions").configure(identity::attributes::routes::all))
    .service(scope("/segments").configure(advocacy::segments::routes::all))
    .service(scope("/coach-assignments").configure(identity::coach_assignments::routes::all))
    .service(scope("/public/invitations").configure(identity::invitations::routes::public))
    .service(scope("/api-keys").configure(identity::api_keys::routes::all))
    .service(scope("/events").configure(messaging::log::routes::all))
    .service(scope("/event-types").configure(messaging::log::routes::types))
    .service(scope("/notifications").configure(notifications::routes::all))
    .service(
        scope("/notification-types").configure(notifications::routes::types).configure(notifications::templates::routes::of_organization),
    )
    .service(scope("/email-suppressions").configure(notifications::suppressions::routes::all))
    .service(scope("/channel-connections").configure(connections::routes::all))
    .service(scope("/webhook-endpoints").configure(connections::routes_of_webhooks::all))
    .service(scope("/hooks").configure(connections::routes_of_hooks::all))
    .service(scope("/deliveries").configure(messaging::deliveries::routes::all))
    .service(scope("/public/unsubscribe").configure(notifications::preferences::routes::public))
    .service(scope("/public/bounces").configure(notifications::suppressions::routes::public))
    .service(scope("/problems").configure(system::catalogue));
}

/// Registers every route and collects their documentation in the same pass.
pub(super) fn register<T>(app: ActixApp<T>) -> (ActixApp<T>, OpenApi)
where
    T: ServiceFactory<ServiceRequest, Config = (), Error = actix_web::Error, InitError = ()>,
{
    app.into_utoipa_app()
        .openapi(openapi::Base::openapi())
        .service(scope("/api/v1").configure(api))
        .configure(system::routes)
        .configure(identity::sessions::routes::well_known)
        .split_for_parts()
}

/// The contract as it is published; made once.
pub fn document() -> &'static OpenApi {
    static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| openapi::complete(register(ActixApp::new()).1));
    &DOCUMENT
}
