//! What stays of a submission that counts at once: the place that it takes, its row, what is announced, the
//! author's balance and the entry of their ledger. The mission's own counters stay as they are.

use rapport::identity::tokens::Claims;
use rapport::kernel::Timestamp;
use rapport::kernel::ids::{EventId, PointEntryId, SubmissionId};
use rusqlite::{Connection, Statement, params};
use serde_json::{Value, json};

use super::answer::IDS;

pub struct Submission {
    pub id: String,
    pub organization_id: String,
    pub mission_id: String,
    pub user_id: String,
    pub content: Value,
    pub events: [Announced; 3],
    pub entry_id: String,
    pub now: Timestamp,
}

/// An event, as large as Rapport's.
pub struct Announced {
    pub id: String,
    pub data: Value,
}

impl Announced {
    fn new(data: Value, now: Timestamp) -> Self {
        let id: EventId = IDS.next(now);
        Self { id: id.to_string(), data }
    }
}

impl Submission {
    pub fn new(caller: &Claims, mission_id: String, content: Value, now: Timestamp) -> Self {
        let (id, entry_id): (SubmissionId, PointEntryId) = (IDS.next(now), IDS.next(now));
        let (id, entry_id, user_id) = (id.to_string(), entry_id.to_string(), caller.sub.to_string());
        let of_submission = |state: &str, round: i64, recognition: Value| {
            json!({"submission_id": id, "mission_id": mission_id, "type": "complete_survey", "user_id": user_id, "guest_id": null,
                "state": state, "round": round, "reason": null, "recognition": recognition})
        };
        let changed = json!({"user_id": user_id, "entry_id": entry_id, "kind": "award", "delta": 50, "balance": 550, "reason": null,
            "mission_id": mission_id, "submission_id": id, "grant_id": null});
        let events = [
            of_submission("pending_review", 0, Value::Null),
            of_submission("approved", 1, json!({"kind": "points", "points": 50, "reward_id": null})),
            changed,
        ]
        .map(|data| Announced::new(data, now));
        Self { id, organization_id: caller.org.to_string(), mission_id, user_id, content, events, entry_id, now }
    }
}

// `?4` is the fourth value; `$4` would be whatever comes fourth.
const PLACE: &str = "INSERT INTO participations (mission_id, participant_key, taken) VALUES (?1, ?2, 1) \
    ON CONFLICT (mission_id, participant_key) DO UPDATE SET taken = participations.taken + 1";
const SUBMISSION: &str = "INSERT INTO submissions (id, organization_id, mission_id, mission_type, state, user_id, participant_key, content, \
    terms_version, round, depth, place_taken_at, submitted_at, decided_at, version, created_at, updated_at) \
    VALUES (?1, ?2, ?3, 'complete_survey', 'approved', ?4, ?4, ?5, 1, 1, 0, ?6, ?6, ?6, 2, ?6, ?6)";
const EVENTS: &str = "INSERT INTO events (transaction_id, id, organization_id, type, subject_id, actor_kind, actor_id, data, occurred_at, \
    mission_id) VALUES (0, ?1, ?4, 'submission.submitted', ?7, 'user', ?8, ?9, ?10, ?11), \
    (0, ?2, ?4, 'submission.approved', ?7, 'user', ?8, ?5, ?10, ?11), (0, ?3, ?4, 'points.changed', ?8, 'user', ?8, ?6, ?10, ?11)";
const TOTALS: &str = "INSERT INTO advocate_totals (user_id, organization_id, points, entries, submissions_approved) \
    VALUES (?1, ?2, 50, 1, 1) ON CONFLICT (user_id) DO UPDATE SET points = advocate_totals.points + 50, \
    entries = advocate_totals.entries + 1, submissions_approved = advocate_totals.submissions_approved + 1 RETURNING entries, points";
const ENTRY: &str = "INSERT INTO point_entries (id, organization_id, user_id, position, kind, amount, balance, mission_id, submission_id, \
    round, created_by, created_at) VALUES (?1, ?2, ?3, ?4, 'award', 50, ?5, ?6, ?7, 1, ?3, ?8)";

/// The same for PostgreSQL, which can write to all tables in one statement: one way there and back, one commit.
pub const ALL_AT_ONCE: &str = "WITH place AS (INSERT INTO participations (mission_id, participant_key, taken) VALUES ($3, $4, 1) \
    ON CONFLICT (mission_id, participant_key) DO UPDATE SET taken = participations.taken + 1), \
    submission AS (INSERT INTO submissions (id, organization_id, mission_id, mission_type, state, user_id, participant_key, content, \
    terms_version, round, depth, place_taken_at, submitted_at, decided_at, version, created_at, updated_at) \
    VALUES ($1, $2, $3, 'complete_survey', 'approved', $4, $4, $5, 1, 1, 0, $6, $6, $6, 2, $6, $6)), \
    announced AS (INSERT INTO events (transaction_id, id, organization_id, type, subject_id, actor_kind, actor_id, data, occurred_at, \
    mission_id) VALUES (0, $8::text, $2, 'submission.submitted', $1, 'user', $4, $9::jsonb, $6, $3), \
    (0, $10::text, $2, 'submission.approved', $1, 'user', $4, $11::jsonb, $6, $3), \
    (0, $12::text, $2, 'points.changed', $4, 'user', $4, $13::jsonb, $6, $3)), \
    totals AS (INSERT INTO advocate_totals (user_id, organization_id, points, entries, submissions_approved) VALUES ($4, $2, 50, 1, 1) \
    ON CONFLICT (user_id) DO UPDATE SET points = advocate_totals.points + 50, entries = advocate_totals.entries + 1, \
    submissions_approved = advocate_totals.submissions_approved + 1 RETURNING entries, points) \
    INSERT INTO point_entries (id, organization_id, user_id, position, kind, amount, balance, mission_id, submission_id, round, \
    created_by, created_at) SELECT $7::text, $2, $4, entries, 'award', 50, points, $3, $1, 1, $4, $6 FROM totals";

/// SQLite's statements, prepared once.
pub struct Statements<'c> {
    place: Statement<'c>,
    submission: Statement<'c>,
    events: Statement<'c>,
    totals: Statement<'c>,
    entry: Statement<'c>,
}

impl<'c> Statements<'c> {
    pub fn prepare(conn: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            place: conn.prepare(PLACE)?,
            submission: conn.prepare(SUBMISSION)?,
            events: conn.prepare(EVENTS)?,
            totals: conn.prepare(TOTALS)?,
            entry: conn.prepare(ENTRY)?,
        })
    }

    /// Within a transaction.
    pub fn run(&mut self, it: &Submission) -> rusqlite::Result<()> {
        let Submission { id, organization_id, mission_id, user_id, content, events, entry_id, now } = it;
        let now = now.micros();
        self.place.execute(params![mission_id, user_id])?;
        self.submission.execute(params![id, organization_id, mission_id, user_id, content.to_string(), now])?;
        let [submitted, approved, changed] = events;
        let [first, second, third] = events.each_ref().map(|event| event.data.to_string());
        self.events.execute(params![
            submitted.id,
            approved.id,
            changed.id,
            organization_id,
            second,
            third,
            id,
            user_id,
            first,
            now,
            mission_id
        ])?;
        let (position, balance): (i64, i64) =
            self.totals.query_row(params![user_id, organization_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.entry.execute(params![entry_id, organization_id, user_id, position, balance, mission_id, id, now])?;
        Ok(())
    }
}
