//! The limit that Rapport is held against: the same answers from the same tables by actix-web and SQL
//! written by hand, with a token check and nothing else. No roles, no rules, no contract, no logs.

mod answer;
mod postgres;
mod sqlite;
mod submission;

use actix_web::http::header;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use rapport::config::Config;
use rapport::db::Engine;
use rapport::identity::tokens::{AccessTokens, Claims};
use rapport::kernel::Clock;
use serde::Serialize;
use serde_json::Value;

use answer::Engagement;
use submission::Submission;

/// What both servers count alike.
const PAGE: usize = 50;

/// One of the two ways to the tables.
enum Tables {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

struct State {
    tables: Tables,
    tokens: AccessTokens,
    clock: Clock,
}

/// Serves until it is killed. It takes its settings where Rapport does.
pub fn serve() -> std::io::Result<()> {
    let config = Config::load(None).expect("the bench sets the environment");
    let (engine, _) = config.engine().expect("the bench names a database");
    let tables = match engine {
        Engine::Sqlite { path } => Tables::Sqlite(sqlite::Sqlite::open(path)),
        Engine::Postgres { url } => Tables::Postgres(postgres::Postgres::new(url)),
    };
    let tokens = AccessTokens::new(&config).expect("the bench has made a key");
    let state = web::Data::new(State { tables, tokens, clock: Clock::System });
    actix_web::rt::System::new().block_on(
        HttpServer::new(move || {
            App::new()
                .app_data(state.clone())
                .route("/livez", web::get().to(HttpResponse::Ok))
                .route("/api/v1/engagements/export.csv", web::get().to(export))
                .route("/api/v1/engagements/{id}", web::get().to(engagement))
                .route("/api/v1/engagements", web::get().to(page))
                .route("/api/v1/items/{id}", web::patch().to(update))
                .route("/api/v1/missions/{id}/submissions", web::post().to(submit))
        })
        .workers(config.http_threads)
        .bind(config.listen)?
        .run(),
    )
}

/// Whom the token was issued to. Checked once, then remembered, as Rapport does.
fn caller(state: &State, request: &HttpRequest) -> Option<Claims> {
    let token = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
    state.tokens.verify(token, state.clock.now()).ok()
}

fn json(body: &impl Serialize) -> HttpResponse {
    let bytes = serde_json::to_vec(body).expect("plain data");
    HttpResponse::Ok().content_type("application/json").body(bytes)
}

async fn engagement(state: web::Data<State>, request: HttpRequest, id: web::Path<String>) -> HttpResponse {
    let Some(caller) = caller(&state, &request) else { return HttpResponse::Unauthorized().finish() };
    let organization = caller.org.to_string();
    let found = match &state.tables {
        Tables::Sqlite(tables) => tables.engagement(&organization, &id),
        Tables::Postgres(tables) => tables.engagement(&organization, &id).await,
    };
    found.map_or_else(|| HttpResponse::NotFound().finish(), |engagement| json(&engagement))
}

#[derive(serde::Deserialize)]
struct Filter {
    coach_id: String,
    status: String,
}

#[derive(Serialize)]
struct Page {
    data: Vec<Engagement>,
    has_more: bool,
    next_cursor: Option<String>,
}

async fn page(state: web::Data<State>, request: HttpRequest, filter: web::Query<Filter>) -> HttpResponse {
    let Some(caller) = caller(&state, &request) else { return HttpResponse::Unauthorized().finish() };
    let organization = caller.org.to_string();
    let mut data = match &state.tables {
        Tables::Sqlite(tables) => tables.page(&organization, &filter.coach_id, &filter.status),
        Tables::Postgres(tables) => tables.page(&organization, &filter.coach_id, &filter.status).await,
    };
    let has_more = data.len() > PAGE;
    data.truncate(PAGE);
    let next_cursor = data.last().filter(|_| has_more).map(|last| last.id.clone());
    json(&Page { data, has_more, next_cursor })
}

/// The durable part of a write alone: one row of the event log.
async fn update(state: web::Data<State>, request: HttpRequest, id: web::Path<String>, _: web::Bytes) -> HttpResponse {
    let Some(caller) = caller(&state, &request) else { return HttpResponse::Unauthorized().finish() };
    let event = answer::Event::new(&caller, id.into_inner(), state.clock.now());
    let written = match &state.tables {
        Tables::Sqlite(tables) => tables.insert(event).await,
        Tables::Postgres(tables) => tables.insert(event).await,
    };
    json(&serde_json::json!({ "id": written }))
}

/// What stays of a submission, whoever the mission is for and whatever it asks.
async fn submit(state: web::Data<State>, request: HttpRequest, id: web::Path<String>, content: web::Json<Value>) -> HttpResponse {
    let Some(caller) = caller(&state, &request) else { return HttpResponse::Unauthorized().finish() };
    let submission = Submission::new(&caller, id.into_inner(), content.into_inner(), state.clock.now());
    let written = match &state.tables {
        Tables::Sqlite(tables) => tables.submit(submission).await,
        Tables::Postgres(tables) => tables.submit(submission).await,
    };
    HttpResponse::Created().json(serde_json::json!({ "id": written }))
}

async fn export(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    let Some(caller) = caller(&state, &request) else { return HttpResponse::Unauthorized().finish() };
    let organization = caller.org.to_string();
    let file = match &state.tables {
        Tables::Sqlite(tables) => tables.csv(&organization),
        Tables::Postgres(tables) => tables.csv(&organization).await,
    };
    HttpResponse::Ok().content_type("text/csv").body(file)
}
