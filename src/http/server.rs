//! The HTTP server: listening, limits and a stop that finishes what was accepted.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_cors::Cors;
use actix_web::dev::ServerHandle;
use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::{App as ActixApp, HttpServer, web};
use utoipa_swagger_ui::{Config as SwaggerConfig, SwaggerUi, Url};

use super::{middleware, router, system};
use crate::app::App;
use crate::config::Config;

/// A server that listens.
pub struct Server {
    pub address: SocketAddr,
    pub handle: ServerHandle,
    pub running: actix_web::dev::Server,
}

/// Binds and starts; await `running` to keep going.
pub fn start(app: web::Data<App>) -> std::io::Result<Server> {
    let listener = TcpListener::bind(app.config.listen)?;
    let address = listener.local_addr()?;
    let (threads, grace) = (app.config.http_threads, app.config.shutdown_seconds);
    let server = HttpServer::new(move || {
        let (service, _) = router::register(ActixApp::new().app_data(app.clone()));
        service
            .route("/docs", web::get().to(|| async { web::Redirect::to("/docs/") }))
            .service(swagger_ui())
            .default_service(web::to(system::no_route))
            .wrap(cors(&app.config))
            .wrap(from_fn(middleware::around))
    })
    .workers(threads)
    .keep_alive(Duration::from_secs(75))
    .client_request_timeout(Duration::from_secs(10))
    .shutdown_timeout(grace)
    // The command line decides what a signal means: workers have to stop as well.
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(Server { address, handle: server.handle(), running: server })
}

fn swagger_ui() -> SwaggerUi {
    let config = SwaggerConfig::new([Url::new("Rapport", "/openapi.json")])
        .persist_authorization(true)
        .display_request_duration(true)
        .try_it_out_enabled(true)
        .doc_expansion("none")
        .filter(true)
        .validator_url("none");
    SwaggerUi::new("/docs/{_:.*}").config(config)
}

fn cors(config: &Config) -> Cors {
    let cors = Cors::default()
        .allowed_methods([Method::GET, Method::POST, Method::PATCH, Method::PUT, Method::DELETE])
        .allow_any_header()
        .expose_any_header()
        .max_age(3600);
    if config.cors_origins.iter().any(|origin| origin == "*") {
        return cors.allow_any_origin();
    }
    config.cors_origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}
