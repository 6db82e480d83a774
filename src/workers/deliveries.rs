//! Sends what is due. Attempts go on side by side, so that a receiver that hangs holds up nobody; what
//! came of them is written down in batches.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::app::App;
use crate::db::Intent;
use crate::kernel::{Code, Result};
use crate::messaging::deliveries::claims::{self, Claimed, InFlight};
use crate::messaging::deliveries::dispatch;
use crate::messaging::deliveries::settlement::{self, Settled};
use crate::messaging::deliveries::store;

/// Attempts of this process at a time, to all targets together.
const ROOM: usize = 1024;
/// Rows claimed in one transaction.
const BATCH: usize = 512;
/// Finished attempts that are settled together.
const SETTLED: usize = 512;
/// What finishes within this time is settled together.
const GATHER: Duration = Duration::from_millis(1);
const POLL: Duration = Duration::from_secs(1);
/// Several commits shortly after one another wake the loop once.
const COMMITS: Duration = Duration::from_millis(5);
const REST: Duration = Duration::from_secs(5);
/// How long a stop waits for attempts under way. What takes longer is taken up again, by its lease.
const FAREWELL: Duration = Duration::from_secs(4);

/// Attempts under way, and those that have ended and are not written down yet.
#[derive(Default)]
struct Flight {
    attempts: JoinSet<(String, Option<Settled>)>,
    by_target: InFlight,
    landed: Vec<Settled>,
}

impl Flight {
    fn start(&mut self, app: &Arc<App>, claimed: Claimed) {
        let (app, target) = (app.clone(), claimed.delivery.target_id.clone());
        *self.by_target.entry(target.clone()).or_default() += 1;
        self.attempts.spawn(async move {
            // After a panic its lease runs out and it is tried again.
            let settled = AssertUnwindSafe(dispatch::attempt(app, claimed)).catch_unwind().await;
            (target, settled.ok())
        });
    }

    /// Waits for the next that ends, and for whatever ends shortly after it. May be dropped at any time:
    /// what has landed stays.
    async fn land(&mut self) {
        let Some(first) = self.attempts.join_next().await else { return };
        self.note(first);
        while self.landed.len() < SETTLED {
            match timeout(GATHER, self.attempts.join_next()).await {
                Ok(Some(next)) => self.note(next),
                Ok(None) | Err(_) => break,
            }
        }
    }

    fn note(&mut self, ended: Result<(String, Option<Settled>), tokio::task::JoinError>) {
        let (target, settled) = match ended {
            Ok(ended) => ended,
            Err(error) => return tracing::error!(%error, "an attempt broke off"),
        };
        if let Some(count) = self.by_target.get_mut(&target) {
            *count -= 1;
            if *count == 0 {
                self.by_target.remove(&target);
            }
        }
        if let Some(settled) = settled {
            self.landed.push(settled);
        } else {
            tracing::error!("an attempt panicked");
        }
    }

    /// Writes down what has landed. Where that fails it is kept for the next time.
    async fn settle(&mut self, app: &Arc<App>) -> Result<()> {
        write_down(app, self.landed.clone()).await?;
        self.landed.clear();
        Ok(())
    }
}

/// Sends what is due and waits for all of it; how many attempts there were. For tests.
pub async fn step(app: &Arc<App>) -> Result<usize> {
    let mut flight = Flight::default();
    let mut sum = 0;
    for claimed in claim(app, &HashMap::new(), BATCH).await?.unwrap_or_default() {
        flight.start(app, claimed);
        sum += 1;
    }
    while !flight.attempts.is_empty() {
        flight.land().await;
        flight.settle(app).await?;
    }
    Ok(sum)
}

/// The loop, until it is told to stop.
pub async fn run(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    let mut flight = Flight::default();
    while !*stopped.borrow() {
        if let Err(problem) = turn(&app, &mut flight, &mut stopped).await {
            tracing::error!(worker = "deliveries", %problem, "a step failed");
            let _ = timeout(REST, stopped.changed()).await;
        }
    }
    // What has landed in the last turn is not written down yet, even where nothing is under way any more.
    let land = async {
        loop {
            if let Err(problem) = flight.settle(&app).await {
                tracing::error!(worker = "deliveries", %problem, "what ended last could not be written down");
            }
            if flight.attempts.is_empty() {
                break;
            }
            flight.land().await;
        }
    };
    let _ = timeout(FAREWELL, land).await;
}

/// Writes down what has ended and takes what there is room for, side by side, so that the disk is awaited
/// once for both; then waits for something to end or to come.
async fn turn(app: &Arc<App>, flight: &mut Flight, stopped: &mut watch::Receiver<bool>) -> Result<()> {
    // Listening begins before looking, or a commit in between would go unheard.
    let mut commit = std::pin::pin!(app.db.committed().notified());
    commit.as_mut().enable();
    let room = ROOM.saturating_sub(flight.attempts.len()).min(BATCH);
    let (written, claimed) = tokio::join!(write_down(app, flight.landed.clone()), claim(app, &flight.by_target, room));
    if written.is_ok() {
        flight.landed.clear();
    }
    let claimed = claimed?;
    if claimed.as_ref().is_some_and(Vec::is_empty) {
        // All that is due has to wait for its target, and looking was a commit that would wake this loop.
        commit.set(app.db.committed().notified());
        commit.as_mut().enable();
    }
    let claimed = claimed.unwrap_or_default();
    let has_more = !claimed.is_empty();
    for claimed in claimed {
        flight.start(app, claimed);
    }
    // Only now: what was claimed is under way whatever became of the other.
    written?;
    if flight.attempts.is_empty() {
        tokio::select! {
            () = async { commit.await; sleep(COMMITS).await } => {}
            () = sleep(POLL) => {}
            _ = stopped.changed() => {}
        }
        return Ok(());
    }
    tokio::select! {
        () = flight.land() => {}
        () = async { commit.await; sleep(COMMITS).await }, if !has_more => {}
        () = sleep(POLL) => {}
        _ = stopped.changed() => {}
    }
    Ok(())
}

/// Settles a batch. When something is wrong with one of them the others are none the worse for it; that
/// one is taken up again when its lease is over.
async fn write_down(app: &Arc<App>, batch: Vec<Settled>) -> Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    fail::fail_point!("delivery.sent", |_| std::process::abort());
    let whole = batch.clone();
    match app.db.write(Intent::system(), move |tx| settlement::settle(tx, &whole)).await {
        Ok(_) => {}
        Err(problem) if problem.code() != Code::Internal => return Err(problem),
        Err(_) => {
            for settled in batch {
                let delivery_id = settled.delivery_id;
                if let Err(problem) = app.db.write(Intent::system(), move |tx| settlement::settle(tx, &[settled])).await {
                    tracing::error!(%delivery_id, %problem, "what came of an attempt could not be written down");
                }
            }
        }
    }
    fail::fail_point!("delivery.settled", |_| std::process::abort());
    Ok(())
}

/// Nothing when there was nothing to look for.
async fn claim(app: &Arc<App>, in_flight: &InFlight, room: usize) -> Result<Option<Vec<Claimed>>> {
    let now = app.db.clock().now();
    // Asking first keeps an idle worker from writing, which would wake every other.
    if room == 0 || !app.db.read(move |conn| store::has_due(conn, now)).await? {
        return Ok(None);
    }
    let in_flight = in_flight.clone();
    let claimed = app.db.write(Intent::system(), move |tx| claims::claim(tx, &in_flight, room)).await?;
    fail::fail_point!("delivery.claimed", |_| std::process::abort());
    Ok(Some(claimed))
}
