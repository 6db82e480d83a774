//! SQLite without anything in between: prepared statements on the worker's own connection, and one
//! thread that inserts what has gathered in one transaction.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};

use rapport::kernel::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use tokio::sync::oneshot;

use super::answer::{self, Details, Engagement, Event, Item, Person, Progress};
use super::submission::{self, Submission};

/// The same settings as Rapport's.
const PRAGMAS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
    PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384; PRAGMA mmap_size = 2147418112; PRAGMA wal_autocheckpoint = 4000;";
const BATCH: usize = 256;

/// What is to be written, and who waits for it.
type Job = (Work, oneshot::Sender<String>);

enum Work {
    Event(Event),
    Submission(Box<Submission>),
}

pub struct Sqlite {
    path: PathBuf,
    queue: Sender<Job>,
}

thread_local! {
    static READER: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

impl Sqlite {
    pub fn open(path: PathBuf) -> Self {
        let (queue, jobs) = channel();
        let conn = connect(&path);
        std::thread::spawn(move || write(&conn, &jobs).expect("rows are inserted"));
        Self { path, queue }
    }

    fn read<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> T {
        READER.with_borrow_mut(|reader| query(reader.get_or_insert_with(|| connect(&self.path)))).expect("a query works")
    }

    pub fn engagement(&self, organization: &str, id: &str) -> Option<Engagement> {
        self.read(|conn| {
            let mut one = conn.prepare_cached(&format!("{}{}", answer::ENGAGEMENT, answer::ONE))?;
            let Some(mut found) = one.query_row([id, organization], engagement).optional()? else { return Ok(None) };
            found.coachees = coachees(conn, id)?;
            found.items = conn.prepare_cached(answer::ITEMS)?.query_map([id], item)?.collect::<Result<_, _>>()?;
            Ok(Some(found))
        })
    }

    pub fn page(&self, organization: &str, coach: &str, status: &str) -> Vec<Engagement> {
        self.read(|conn| {
            let mut list = conn.prepare_cached(&format!("{}{}", answer::ENGAGEMENT, answer::OF_COACH))?;
            let mut found = list.query_map([organization, coach, status], engagement)?.collect::<Result<Vec<_>, _>>()?;
            for engagement in &mut found {
                engagement.coachees = coachees(conn, &engagement.id)?;
            }
            Ok(found)
        })
    }

    /// The id of the row, once it is on the disk.
    pub async fn insert(&self, event: Event) -> String {
        self.write(Work::Event(event)).await
    }

    /// The same of a submission with everything that it brings about.
    pub async fn submit(&self, submission: Submission) -> String {
        self.write(Work::Submission(Box::new(submission))).await
    }

    async fn write(&self, work: Work) -> String {
        let (answer, answered) = oneshot::channel();
        self.queue.send((work, answer)).expect("the writer runs");
        answered.await.expect("the writer answers")
    }

    pub fn csv(&self, organization: &str) -> Vec<u8> {
        self.read(|conn| {
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
            writer.write_record(answer::EXPORT_HEAD).expect("memory takes everything");
            let mut all = conn.prepare_cached(&answer::EXPORT.replace("GATHER", "group_concat"))?;
            let mut rows = all.query([organization])?;
            while let Some(row) = rows.next()? {
                let fields = (0..answer::EXPORT_HEAD.len()).map(|index| field(row, index)).collect::<Result<Vec<_>, _>>()?;
                writer.write_record(fields).expect("memory takes everything");
            }
            Ok(writer.into_inner().expect("memory takes everything"))
        })
    }
}

fn connect(path: &Path) -> Connection {
    let conn = Connection::open(path).expect("the file opens");
    conn.execute_batch(PRAGMAS).expect("the settings are known");
    conn
}

fn write(conn: &Connection, jobs: &Receiver<Job>) -> rusqlite::Result<()> {
    let mut insert = conn.prepare(answer::INSERT)?;
    let mut submit = submission::Statements::prepare(conn)?;
    while let Ok(job) = jobs.recv() {
        let batch: Vec<Job> = std::iter::once(job).chain(jobs.try_iter().take(BATCH - 1)).collect();
        conn.execute_batch("BEGIN IMMEDIATE")?;
        for (work, _) in &batch {
            match work {
                Work::Event(Event { id, organization_id, subject_id, actor_id, data, occurred_at }) => {
                    insert.execute(params![id, organization_id, subject_id, actor_id, data, occurred_at.micros()])?;
                }
                Work::Submission(submission) => submit.run(submission)?,
            }
        }
        conn.execute_batch("COMMIT")?;
        for (work, answer) in batch {
            let _ = answer.send(match work {
                Work::Event(event) => event.id,
                Work::Submission(submission) => submission.id,
            });
        }
    }
    Ok(())
}

fn coachees(conn: &Connection, engagement: &str) -> rusqlite::Result<Vec<Person>> {
    let mut statement = conn.prepare_cached(answer::COACHEES)?;
    statement.query_map([engagement], |row| Ok(Person { id: row.get(0)?, name: row.get(1)? }))?.collect()
}

fn moment(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(index)?.and_then(Timestamp::from_micros))
}

fn given(row: &Row<'_>, index: usize) -> rusqlite::Result<Timestamp> {
    moment(row, index)?.ok_or(rusqlite::Error::InvalidQuery)
}

fn engagement(row: &Row<'_>) -> rusqlite::Result<Engagement> {
    let coach: Option<String> = row.get(5)?;
    let name: Option<String> = row.get(6)?;
    Ok(Engagement {
        id: row.get(0)?,
        title: row.get(1)?,
        description: row.get(2)?,
        status: row.get(3)?,
        shared: row.get(4)?,
        coach: coach.zip(name).map(|(id, name)| Person { id, name }),
        coachees: Vec::new(),
        progress: Progress { total: row.get(7)?, unscheduled: row.get(8)?, scheduled: row.get(9)?, completed: row.get(10)? },
        items: Vec::new(),
        template_id: row.get(11)?,
        template_version: row.get(12)?,
        batch_id: row.get(13)?,
        cancel_reason: row.get(14)?,
        activated_at: moment(row, 15)?,
        completed_at: moment(row, 16)?,
        cancelled_at: moment(row, 17)?,
        allowed_actions: answer::ACTIONS,
        version: row.get(18)?,
        created_at: given(row, 19)?,
        updated_at: given(row, 20)?,
    })
}

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let details: Details = serde_json::from_str(row.get_ref(6)?.as_str()?).expect("our own JSON");
    Ok(Item {
        id: row.get(0)?,
        engagement_id: row.get(1)?,
        position: row.get(2)?,
        kind: row.get(3)?,
        title: row.get(4)?,
        description: row.get(5)?,
        status: row.get(7)?,
        color: "blue",
        locked: true,
        scheduled_at: moment(row, 9)?,
        time_zone: row.get(10)?,
        sent_at: moment(row, 13)?,
        completed_at: moment(row, 14)?,
        completed_by: row.get(15)?,
        session: details.session,
        assessment: details.assessment,
        form: details.form,
        file: details.file,
        link: details.link,
        task: details.task,
        after_item_id: row.get(11)?,
        after_delay: row.get(12)?,
        waiting: false,
        completion_rule: row.get(8)?,
        allowed_actions: answer::ACTIONS,
        version: row.get(16)?,
        created_at: given(row, 17)?,
        updated_at: given(row, 18)?,
    })
}

/// A cell of the file: the last moments as text, everything else as it is.
fn field(row: &Row<'_>, index: usize) -> rusqlite::Result<String> {
    use rusqlite::types::ValueRef;
    Ok(match row.get_ref(index)? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(micros) if (14..18).contains(&index) => {
            Timestamp::from_micros(micros).map(|at| at.to_string()).unwrap_or_default()
        }
        ValueRef::Integer(number) => number.to_string(),
        other => other.as_str()?.to_owned(),
    })
}
