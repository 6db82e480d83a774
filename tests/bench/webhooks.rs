//! How many signed webhooks leave in a second, beside bare `reqwest` to the same receiver. From events in
//! the log to settled deliveries: queued in few transactions, claimed, signed, posted, written down.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rapport::app::App;
use rapport::config::Config;
use rapport::db::{Db, Intent};
use rapport::identity::organizations;
use rapport::identity::permissions::{Caller, Proof, Roles};
use rapport::kernel::Clock;
use rapport::kernel::ids::{ApiKeyId, OrganizationId};
use rapport::messaging::connections::commands::create_webhook;
use rapport::messaging::connections::requests::CreateWebhookEndpoint;
use rapport::messaging::deliveries::store;
use rapport::messaging::events::{self, Event};
use rapport::workers::{deliveries, fan_out};
use serde::Serialize;

use super::receivers::Receiver;
use super::report::{Bound, aim};
use super::store::Store;

const ENDPOINTS: usize = 20;
const EVENTS: usize = 500;
const DELIVERIES: usize = ENDPOINTS * EVENTS;
const BARE_CONNECTIONS: usize = 64;

/// An event that has no rule, so that nothing but webhooks follows from it.
#[derive(Serialize)]
struct Changed {
    #[serde(skip)]
    organization_id: OrganizationId,
    title: &'static str,
    status: &'static str,
    number: usize,
}

impl Event for Changed {
    fn name(&self) -> &'static str {
        "item.updated"
    }
    fn organization_id(&self) -> OrganizationId {
        self.organization_id
    }
    fn subject_id(&self) -> String {
        self.number.to_string()
    }
}

pub fn run(store: &Store) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Db::migrate(&store.engine).expect("the migrations run");
    let receiver = Receiver::start();
    actix_web::rt::System::new().block_on(async {
        let bare = post_bare(&receiver.url("/bare")).await;
        let (queued, sent) = send(store, &receiver).await;
        let per_second = |time: Duration| DELIVERIES as f64 / time.as_secs_f64();
        println!("{DELIVERIES} signed webhooks of {EVENTS} events to {ENDPOINTS} endpoints of one receiver:");
        println!(
            "  queued in {:.0} ms, then {:.0} a second; bare reqwest {:.0} a second",
            queued.as_secs_f64() * 1e3,
            per_second(sent),
            per_second(bare)
        );
        aim("webhooks a second, beside bare reqwest", per_second(sent) / per_second(bare), Bound::AtLeast(0.5));
    });
}

/// As many posts of such a message as reqwest can do.
async fn post_bare(url: &str) -> Duration {
    let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let body = r#"{"id":"evt_01kfq8v6n2e9t8w4x3y5z7a1bc","type":"item.updated","timestamp":"2026-03-01T09:00:00.000000Z","organization_id":"org_01kfq8v6n2e9t8w4x3y5z7a1bc","sequence":4711,"data":{"title":"A title","status":"scheduled","number":1}}"#;
    let count = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..BARE_CONNECTIONS {
        let (client, count, url) = (client.clone(), count.clone(), url.to_owned());
        tasks.push(tokio::spawn(async move {
            while count.fetch_add(1, Ordering::Relaxed) < DELIVERIES {
                let answer = client.post(&url).header("content-type", "application/json").body(body).send().await.expect("an answer");
                answer.bytes().await.expect("all of it");
            }
        }));
    }
    for task in tasks {
        task.await.expect("it ends");
    }
    began.elapsed()
}

/// How long queueing took, and everything after it.
async fn send(store: &Store, receiver: &Receiver) -> (Duration, Duration) {
    let app = prepare(store, &receiver.url("/hook")).await;
    let began = Instant::now();
    while fan_out::step(&app).await.expect("queued") > 0 {}
    let queued = began.elapsed();
    let began = Instant::now();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let worker = tokio::spawn(deliveries::run(app.clone(), stopped));
    let now = app.db.clock().now().plus(chrono::TimeDelta::days(1));
    // Until all are settled: nothing is due any more, not even the end of a lease.
    while app.db.read(move |conn| store::has_due(conn, now)).await.expect("read") {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let sent = began.elapsed();
    let _ = stop.send(true);
    worker.await.expect("it stops");
    assert_eq!(receiver.count("/hook"), DELIVERIES, "each arrives once");
    (queued, sent)
}

async fn prepare(store: &Store, url: &str) -> Arc<App> {
    let config = Config { private_targets: vec!["127.0.0.0/8".parse().expect("a network")], ..Config::default() };
    let config = Config { data_dir: std::env::temp_dir().join(format!("rapport-webhooks-{}", std::process::id())), ..config };
    let db = Db::open(store.engine.clone(), Clock::System, 16).expect("the database opens");
    let app = Arc::new(App::new(config, db, None).expect("it is put together"));
    let shared = app.clone();
    let url = url.to_owned();
    let organization_id = app
        .db
        .write(Intent::system(), move |tx| {
            let organization_id = organizations::commands::create(tx, "Bench", organizations::model::Settings::default())?;
            let caller = Caller {
                organization_id,
                proof: Proof::ApiKey { key_id: ApiKeyId::example(), scopes: Vec::new() },
                roles: Roles { admin: true, ..Roles::default() },
                time_zone: chrono_tz::UTC,
            };
            for _ in 0..ENDPOINTS {
                let new = CreateWebhookEndpoint { url: url.clone(), description: None, event_types: Some(vec!["item.updated".into()]) };
                create_webhook(tx, &caller, &shared.messaging, new)?;
            }
            Ok(organization_id)
        })
        .await
        .expect("prepared");
    app.db
        .write(Intent::system(), move |tx| {
            let all: Vec<Changed> =
                (0..EVENTS).map(|number| Changed { organization_id, title: "A title", status: "scheduled", number }).collect();
            events::emit_all(tx, &all)
        })
        .await
        .expect("announced");
    app
}
