//! SQLite's one writer. Commands queue up; the thread drains the queue, runs up to [`MAX_BATCH`] of
//! them in one transaction (a savepoint each) and answers after the commit. So the disk is awaited
//! once for many, no one ever meets "database is locked", and nothing is acknowledged that a power
//! cut could take back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;

use diesel::connection::SimpleConnection;
use diesel::result::QueryResult;
use tokio::sync::oneshot;

use super::connection::Conn;
use crate::kernel::{Code, Problem, Result};

const MAX_BATCH: usize = 256;
/// Beyond this many waiting commands the answer is 503 at once instead of a long wait.
const MAX_QUEUE: usize = 4096;

/// A command on its way through the writer.
trait Job: Send {
    /// Runs inside the transaction; says whether its changes are to be kept.
    fn run(&mut self, conn: &mut Conn) -> bool;
    /// Answers, once the commit is through or has failed.
    fn finish(self: Box<Self>, commit: Result<(), Code>);
}

struct Command<F, T> {
    body: Option<F>,
    result: Option<Result<T>>,
    answer: oneshot::Sender<Result<T>>,
}

impl<T, F> Job for Command<F, T>
where
    T: Send,
    F: FnOnce(&mut Conn) -> (Result<T>, bool) + Send,
{
    fn run(&mut self, conn: &mut Conn) -> bool {
        let Some(body) = self.body.take() else { return false };
        let (result, keep) =
            catch_unwind(AssertUnwindSafe(|| body(conn))).unwrap_or_else(|_| (Err(Problem::internal("a command panicked")), false));
        self.result = Some(result);
        keep
    }

    fn finish(self: Box<Self>, commit: Result<(), Code>) {
        let result = match (commit, self.result) {
            // A command that failed by itself keeps its own problem, whatever became of the commit.
            (_, Some(Err(problem))) => Err(problem),
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(Problem::internal("a command was never run")),
            (Err(code), _) => Err(Problem::new(code)),
        };
        // The caller may have hung up; its change stands all the same.
        let _ = self.answer.send(result);
    }
}

/// The writer's end that commands are given to. The thread ends when the last of them is dropped.
#[derive(Clone)]
pub(super) struct Writer {
    queue: SyncSender<Box<dyn Job>>,
}

impl Writer {
    pub fn start(conn: Conn) -> std::io::Result<Self> {
        let (queue, jobs) = sync_channel(MAX_QUEUE);
        thread::Builder::new().name("sqlite-writer".into()).spawn(move || work(conn, &jobs))?;
        Ok(Self { queue })
    }

    /// `body` says beside its result whether its changes are to be kept.
    pub async fn run<T, F>(&self, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> (Result<T>, bool) + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(Command { body: Some(body), result: None, answer });
        self.queue.try_send(job).map_err(|refused| match refused {
            TrySendError::Full(_) => Problem::new(Code::Overloaded),
            TrySendError::Disconnected(_) => Problem::new(Code::DatabaseUnavailable),
        })?;
        answered.await.map_err(|_| Problem::internal("the writer thread is gone"))?
    }
}

fn work(mut conn: Conn, jobs: &Receiver<Box<dyn Job>>) {
    let mut batch: Vec<Box<dyn Job>> = Vec::with_capacity(MAX_BATCH);
    while let Ok(job) = jobs.recv() {
        batch.push(job);
        batch.extend(jobs.try_iter().take(MAX_BATCH - 1));
        let commit = run_batch(&mut conn, &mut batch).map_err(|error| {
            // SQLite may have rolled back by itself; then there is nothing left to roll back.
            let _ = conn.batch_execute("ROLLBACK");
            let problem = Problem::from(error);
            tracing::error!(cause = problem.cause(), commands = batch.len(), "a batch was not committed");
            problem.code()
        });
        for job in batch.drain(..) {
            job.finish(commit);
        }
    }
}

fn run_batch(conn: &mut Conn, batch: &mut [Box<dyn Job>]) -> QueryResult<()> {
    conn.batch_execute("BEGIN IMMEDIATE")?;
    if let [only] = batch {
        let end = if only.run(conn) { "COMMIT" } else { "ROLLBACK" };
        return conn.batch_execute(end);
    }
    for job in batch {
        conn.batch_execute("SAVEPOINT command")?;
        if !job.run(conn) {
            conn.batch_execute("ROLLBACK TO command")?;
        }
        conn.batch_execute("RELEASE command")?;
    }
    conn.batch_execute("COMMIT")
}
