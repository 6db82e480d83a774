//! What turns by itself: one file a loop. A loop does a step after the other until there is nothing
//! left to do, then waits for a commit, or for its own slow poll, or for the end. Nothing lives in
//! memory: what is due stands in the database, so a loop can be cut short at any time.

pub mod deliveries;
pub mod exports;
pub mod fan_out;
pub mod housekeeping;
pub mod invoices;
pub mod missions;
pub mod notices;
pub mod schedule;
pub mod segments;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::app::App;
use crate::db::Conn;
use crate::kernel::Result;
use crate::messaging::events::reader;

/// Who follows the log; what one of them has not read is work to do.
const FOLLOWERS: &[&str] = &[
    crate::messaging::notifications::fan_out::FOLLOWER,
    crate::advocacy::segments::membership::FOLLOWER,
    crate::advocacy::missions::assignments::follower::FOLLOWER,
];
/// Several commits shortly after one another wake a loop once.
const GATHER: Duration = Duration::from_millis(10);
/// How long a loop rests after an error.
const REST: Duration = Duration::from_secs(5);
/// How long a stop waits for a step under way.
const FAREWELL: Duration = Duration::from_secs(5);

/// When an idle loop looks again.
#[derive(Clone, Copy)]
struct Rhythm {
    every: Duration,
    /// Whether a commit may have brought work.
    on_commit: bool,
}

/// The loops of this process.
pub struct Workers {
    stop: watch::Sender<bool>,
    loops: Vec<JoinHandle<()>>,
}

/// Starts every loop.
pub fn spawn(app: Arc<App>) -> Workers {
    let (stop, stopped) = watch::channel(false);
    let commits = |every| Rhythm { every, on_commit: true };
    let hourglass = Rhythm { every: Duration::from_mins(1), on_commit: false };
    let loops = vec![
        start(app.clone(), stopped.clone(), "schedule", commits(Duration::from_secs(1)), |app| async move { schedule::step(&app).await }),
        start(app.clone(), stopped.clone(), "invoices", commits(Duration::from_secs(5)), |app| async move { invoices::step(&app).await }),
        start(app.clone(), stopped.clone(), "notices", commits(Duration::from_secs(1)), |app| async move { notices::step(&app).await }),
        start(app.clone(), stopped.clone(), "exports", commits(Duration::from_secs(5)), |app| async move { exports::step(&app).await }),
        start(app.clone(), stopped.clone(), "fan_out", commits(Duration::from_secs(1)), |app| async move { fan_out::step(&app).await }),
        start(app.clone(), stopped.clone(), "segments", commits(Duration::from_secs(1)), |app| async move { segments::step(&app).await }),
        start(app.clone(), stopped.clone(), "missions", commits(Duration::from_secs(1)), |app| async move { missions::step(&app).await }),
        tokio::spawn(deliveries::run(app.clone(), stopped.clone())),
        start(app, stopped, "housekeeping", hourglass, |app| async move { housekeeping::step(&app).await }),
    ];
    Workers { stop, loops }
}

impl Workers {
    /// Ends every loop after its present step. One that takes too long is cut short; what it held by a
    /// lease is taken up by another process.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for mut handle in self.loops {
            if timeout(FAREWELL, &mut handle).await.is_err() {
                handle.abort();
            }
        }
    }
}

/// What was done, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Items sent, reminders announced, invoices brought on their way, and batches of missions' broadcasts.
    pub fired: usize,
    /// What others than messages follow from events, from time and from new rules.
    pub followed: usize,
    /// Events that messages were made of.
    pub events: usize,
    /// Attempts at deliveries.
    pub attempts: usize,
    pub exports: usize,
    /// Rows whose time was over.
    pub forgotten: usize,
}

/// Does every loop's work until none has any. For tests, whose clock may stand still.
pub async fn run_until_idle(app: &Arc<App>) -> Result<Work> {
    let mut sum = Work::default();
    loop {
        let done = Work {
            fired: schedule::step(app).await? + invoices::step(app).await? + notices::step(app).await?,
            followed: segments::step(app).await? + missions::step(app).await?,
            events: fan_out::step(app).await?,
            attempts: deliveries::step(app).await?,
            exports: exports::step(app).await?,
            forgotten: housekeeping::step(app).await?,
        };
        if done == Work::default() {
            // On PostgreSQL an event is read once whatever began before it on that server has ended.
            if !app.db.read(is_any_behind).await? {
                return Ok(sum);
            }
            sleep(Duration::from_millis(1)).await;
        }
        sum.fired += done.fired;
        sum.followed += done.followed;
        sum.events += done.events;
        sum.attempts += done.attempts;
        sum.exports += done.exports;
        sum.forgotten += done.forgotten;
    }
}

fn is_any_behind(conn: &mut Conn) -> Result<bool> {
    FOLLOWERS.iter().try_fold(false, |behind, follower| Ok(behind || reader::is_behind(conn, follower)?))
}

fn start<F, S>(app: Arc<App>, stopped: watch::Receiver<bool>, name: &'static str, rhythm: Rhythm, step: S) -> JoinHandle<()>
where
    S: Fn(Arc<App>) -> F + Send + 'static,
    F: Future<Output = Result<usize>> + Send + 'static,
{
    tokio::spawn(async move {
        let mut stopped = stopped;
        while !*stopped.borrow() {
            // Listening begins before looking, or a commit in between would go unheard.
            let mut commit = pin!(app.db.committed().notified());
            commit.as_mut().enable();
            // A task of its own, so that a panic ends one step and not the loop.
            match tokio::spawn(step(app.clone())).await {
                Ok(Ok(0)) => idle(&mut stopped, commit, rhythm).await,
                Ok(Ok(_)) => {}
                Ok(Err(problem)) => {
                    tracing::error!(worker = name, %problem, "a step failed");
                    rest(&mut stopped).await;
                }
                Err(error) => {
                    tracing::error!(worker = name, %error, "a step broke off");
                    rest(&mut stopped).await;
                }
            }
        }
    })
}

async fn idle(stopped: &mut watch::Receiver<bool>, commit: impl Future<Output = ()>, rhythm: Rhythm) {
    let woken = async {
        if rhythm.on_commit {
            commit.await;
            sleep(GATHER).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = woken => {}
        () = sleep(rhythm.every) => {}
        _ = stopped.changed() => {}
    }
}

async fn rest(stopped: &mut watch::Receiver<bool>) {
    let _ = timeout(REST, stopped.changed()).await;
}
