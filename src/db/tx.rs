//! What a command works with: the connection inside a transaction, who acts, one `now`, ids, and the
//! caller's conditions.

use std::cell::RefCell;

use diesel::connection::SimpleConnection;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::connection::Conn;
use super::dialect::NewEvent;
use crate::kernel::ids::{Id, IdSource, Kind};
use crate::kernel::{Actor, Clock, Code, Problem, Result, Timestamp};

/// How a write was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Intent {
    pub actor: Actor,
    /// The version that the caller has seen (`If-Match`).
    pub if_match: Option<i64>,
    /// Run everything, keep nothing.
    pub dry_run: bool,
}

impl Intent {
    pub fn of(actor: Actor) -> Self {
        Self { actor, if_match: None, dry_run: false }
    }

    /// What workers and public routes act with.
    pub fn system() -> Self {
        Self::of(Actor::System)
    }
}

/// Something that a write brings about, as a dry run tells it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Effect {
    /// `event`: this change would be announced. `notification`: somebody would hear of it, or would
    /// not and why. `delivery`: it would go to a connection.
    #[schema(example = "event")]
    pub kind: String,
    /// The event's type, or the notification's.
    #[serde(rename = "type")]
    #[schema(example = "item.scheduled")]
    pub name: String,
    /// The id of what would change, or of who or what would be told.
    pub subject_id: String,
    /// What the announcement would carry; for a message its channel, when it would go, and what
    /// would stop it.
    #[schema(value_type = HashMap<String, Value>)]
    pub data: Value,
}

impl Effect {
    pub fn event(name: &str, subject_id: String, data: Value) -> Self {
        Self { kind: "event".into(), name: name.into(), subject_id, data }
    }
}

/// A transaction under way. Nothing leaves it but rows: messages are made from the events in it.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    ids: &'a IdSource,
    intent: Intent,
    now: Timestamp,
    effects: Vec<Effect>,
    /// What a dry run has announced, for telling who would hear of it.
    announced: Vec<NewEvent>,
    /// Ids that are to be given next, by prefix.
    planned: RefCell<Vec<(&'static str, Uuid)>>,
    depth: i32,
}

impl<'a> Tx<'a> {
    pub(super) fn begin(conn: &'a mut Conn, ids: &'a IdSource, clock: &Clock, intent: Intent) -> Self {
        Self { conn, ids, intent, now: clock.now(), effects: Vec::new(), announced: Vec::new(), planned: RefCell::default(), depth: 0 }
    }

    pub(super) fn into_effects(self) -> Vec<Effect> {
        self.effects
    }

    /// The connection, for stores.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// The one moment at which everything in this transaction happens.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub fn actor(&self) -> Actor {
        self.intent.actor
    }

    /// How many automatic steps led here; 0 for what a person asks for. Events carry it on, so that
    /// automations which set each other off come to an end.
    pub fn depth(&self) -> i32 {
        self.depth
    }

    /// What follows from here on was brought about by so many automatic steps.
    pub fn set_depth(&mut self, depth: i32) {
        self.depth = depth;
    }

    /// Runs a part of the command that may fail without the rest: then nothing of it stays.
    pub fn attempt<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<Result<T>> {
        let before = (self.effects.len(), self.announced.len(), self.depth);
        self.conn.batch_execute("SAVEPOINT attempt")?;
        let result = part(self);
        if result.is_err() {
            self.conn.batch_execute("ROLLBACK TO SAVEPOINT attempt")?;
            self.effects.truncate(before.0);
            self.announced.truncate(before.1);
            self.depth = before.2;
        }
        self.conn.batch_execute("RELEASE SAVEPOINT attempt")?;
        Ok(result)
    }

    pub fn is_dry_run(&self) -> bool {
        self.intent.dry_run
    }

    pub fn new_id<K: Kind>(&self) -> Id<K> {
        let mut planned = self.planned.borrow_mut();
        match planned.iter().position(|(prefix, _)| *prefix == K::PREFIX) {
            Some(index) => Id::of(planned.swap_remove(index).1),
            None => self.ids.next(self.now),
        }
    }

    /// Makes the next thing of this kind have this id, for demo data with ids that are written down.
    pub fn plan_id<K: Kind>(&mut self, id: Id<K>) {
        self.planned.borrow_mut().push((K::PREFIX, id.uuid()));
    }

    /// Fails when the caller asked with `If-Match` for another version than this one.
    pub fn ensure_fresh(&self, version: i64) -> Result<()> {
        match self.intent.if_match {
            Some(seen) if seen != version => Err(Problem::new(Code::VersionMismatch)),
            _ => Ok(()),
        }
    }

    /// Notes what a dry run will tell.
    pub fn note_effects(&mut self, effects: impl IntoIterator<Item = Effect>) {
        if self.intent.dry_run {
            self.effects.extend(effects);
        }
    }

    /// Keeps what was announced, so that a dry run can tell who would hear of it.
    pub fn note_announced(&mut self, events: &[NewEvent]) {
        if self.intent.dry_run {
            self.announced.extend_from_slice(events);
        }
    }

    /// What a dry run has announced so far.
    pub fn announced(&self) -> &[NewEvent] {
        &self.announced
    }
}
