//! `serve` and `work`: processes that stay.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use metrics_exporter_prometheus::PrometheusHandle;

use super::seed::{self, Demo};
use super::{Outcome, open_app, say, telemetry, told};
use crate::app::App;
use crate::config::Config;
use crate::identity::organizations;
use crate::{http, workers};

/// Samples are counted into their buckets this often, so that they do not pile up where nobody scrapes.
const UPKEEP: Duration = Duration::from_secs(5);

/// Serves until it is told to stop, then finishes what was accepted.
pub async fn serve(config: Config, with_workers: bool) -> Outcome {
    let metrics = telemetry::start_metrics()?;
    let mut app = open_app(config)?;
    app.metrics = Some(metrics.clone());
    let demo = seed_if_new(&app).await?;
    let app = Arc::new(app);
    let stop = stop_signal()?;
    let listen = app.config.listen;
    let server = http::start(web::Data::from(app.clone())).map_err(|error| format!("cannot listen on {listen}: {error}"))?;
    let workers = with_workers.then(|| workers::spawn(app.clone()));
    greet(&app, server.address, demo.as_ref()).await?;
    actix_web::rt::spawn(keep_up(metrics));
    // The contract is made while the first requests are answered already.
    tokio::task::spawn_blocking(http::document);
    let handle = server.handle;
    let running = actix_web::rt::spawn(server.running);
    stop.await;
    tracing::info!("stopping");
    handle.stop(true).await;
    if let Some(workers) = workers {
        workers.stop().await;
    }
    running.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
    Ok(ExitCode::SUCCESS)
}

/// Does the background work alone.
pub async fn work(config: Config) -> Outcome {
    let (_, chosen) = config.engine()?;
    if !chosen {
        return Err("`work` shares a database with processes that serve: set DATABASE_URL.".into());
    }
    let app = Arc::new(open_app(config)?);
    let stop = stop_signal()?;
    let workers = workers::spawn(app);
    tracing::info!("working");
    stop.await;
    tracing::info!("stopping");
    workers.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// A database that nobody chose and that is new is somebody's first look: give them something to see.
async fn seed_if_new(app: &App) -> Result<Option<Demo>, String> {
    let (_, chosen) = app.config.engine()?;
    if chosen || has_organization(app).await? {
        return Ok(None);
    }
    seed::run(app).await.map_err(told)
}

async fn has_organization(app: &App) -> Result<bool, String> {
    let found = app.db.read(organizations::queries::any).await.map_err(told)?;
    Ok(found.is_some())
}

async fn greet(app: &App, address: std::net::SocketAddr, demo: Option<&Demo>) -> Result<(), String> {
    let url = base_url(&app.config, address);
    tracing::info!(%address, database = app.db.engine().name(), "listening");
    say(format!("Rapport serves {url}/api/v1"));
    say(format!("Try it in the browser: {url}/docs/"));
    match demo {
        Some(demo) => introduce(&url, demo),
        None if has_organization(app).await? => {}
        None => say("There is no organization yet: rapport create-admin --organization NAME --name NAME --email EMAIL"),
    }
    Ok(())
}

fn introduce(url: &str, demo: &Demo) {
    say(format!("\nDemo users, all with the password {}:", demo.password));
    for (email, role) in &demo.logins {
        say(format!("  {email:<32} {role}"));
    }
    if let Some((email, _)) = demo.logins.first() {
        let body = serde_json::json!({ "email": email, "password": demo.password });
        say(format!("\nA first request:\n  curl -s {url}/api/v1/auth/login -H 'Content-Type: application/json' -d '{body}'"));
    }
}

/// How people on this machine reach the server when nothing else is configured.
fn base_url(config: &Config, address: std::net::SocketAddr) -> String {
    match &config.public_url {
        Some(_) => config.base_url(),
        None if address.ip().is_unspecified() => format!("http://localhost:{}", address.port()),
        None => format!("http://{address}"),
    }
}

async fn keep_up(metrics: PrometheusHandle) {
    loop {
        tokio::time::sleep(UPKEEP).await;
        metrics.run_upkeep();
    }
}

/// Waits for SIGTERM or SIGINT. The handlers stand as soon as this function has returned.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()>, String> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).map_err(|error| format!("signals: {error}"));
    let (mut terminate, mut interrupt) = (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>, String> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
