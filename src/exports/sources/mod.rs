//! Reads what is exported, page by page in one snapshot. Every page begins where the last one ended in
//! the index, so the hundredth costs what the first did. One file a resource.

mod engagements;
mod items;
mod missions;
mod people;
mod points;
mod submissions;
mod users;

use std::ops::ControlFlow;

use super::columns::Table;
use super::encode::Encoding;
use super::filters::Selection;
use super::model::ExportResource;
use crate::db::Conn;
use crate::kernel::{Result, Timestamp};

/// What is to be read, and how it is to be written.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub resource: ExportResource,
    pub encoding: Encoding,
    pub selection: Selection,
    /// Whether somebody wants to know how far it is, which takes a count.
    pub counted: bool,
}

/// A part of the file.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub bytes: Vec<u8>,
    pub rows: i64,
    /// Rows of the whole, told with the first piece of a plan that counts.
    pub total: Option<i64>,
}

/// Rows of one kind, oldest first.
trait Source {
    type Record: 'static;

    /// What they look like.
    fn table(&mut self, conn: &mut Conn) -> Result<Table<Self::Record>>;
    /// How many there are.
    fn count(&self, conn: &mut Conn) -> Result<i64>;
    /// The next of them; `None` behind the last.
    fn next(&mut self, conn: &mut Conn) -> Result<Option<Vec<Self::Record>>>;
}

/// Gives the file to `sink` piece by piece until it is through or `sink` has had enough.
pub(super) fn pour(conn: &mut Conn, plan: &Plan, sink: &mut dyn FnMut(Piece) -> ControlFlow<()>) -> Result<()> {
    let selection = plan.selection.clone();
    match plan.resource {
        ExportResource::Engagements => write(conn, plan, engagements::Engagements::of(selection), sink),
        ExportResource::Items => write(conn, plan, items::Items::of(selection), sink),
        ExportResource::Users => write(conn, plan, users::Users::of(selection), sink),
        ExportResource::Missions => write(conn, plan, missions::Missions::of(selection), sink),
        ExportResource::Submissions => write(conn, plan, submissions::Submissions::of(selection), sink),
        ExportResource::Points => write(conn, plan, points::Points::of(selection), sink),
    }
}

fn write<S: Source>(conn: &mut Conn, plan: &Plan, mut source: S, sink: &mut dyn FnMut(Piece) -> ControlFlow<()>) -> Result<()> {
    let total = if plan.counted { Some(source.count(conn)?) } else { None };
    let table = source.table(conn)?;
    let mut flow = sink(Piece { bytes: plan.encoding.head(&table)?, rows: 0, total });
    while flow.is_continue() {
        let Some(rows) = source.next(conn)? else { break };
        flow = sink(Piece { bytes: plan.encoding.rows(&table, &rows)?, rows: rows.len() as i64, total: None });
    }
    Ok(())
}

/// How far a source has come in its index.
struct Place<I> {
    after: Option<(Timestamp, I)>,
    ended: bool,
}

impl<I: Copy> Place<I> {
    fn start() -> Self {
        Self { after: None, ended: false }
    }

    /// Moves on behind a page of at most `size` rows, unless it was the last.
    fn pass<R>(&mut self, page: &[R], size: i64, key: impl Fn(&R) -> (Timestamp, I)) {
        self.ended = (page.len() as i64) < size;
        self.after = page.last().map(key).or(self.after);
    }
}

/// Goes on in an ascending index. The first half lets the index begin there; the second passes over the
/// rest of that moment.
macro_rules! behind {
    ($query:expr, $at:expr, $id:expr, $place:expr) => {
        match $place.after {
            Some((at, id)) => $query.filter($at.ge(at)).filter($at.gt(at).or($id.gt(id))),
            None => $query,
        }
    };
}
use behind;

/// Keeps what lies between the first and the last day.
macro_rules! between {
    ($query:expr, $selection:expr, $moment:expr) => {{
        let mut query = $query;
        if let Some(from) = $selection.from {
            query = query.filter($moment.ge(from));
        }
        if let Some(until) = $selection.until {
            query = query.filter($moment.lt(until));
        }
        query
    }};
}
use between;

/// One of several states is asked for by leaving out the others, so that no index but the one that gives
/// the order is tempting.
macro_rules! in_states {
    ($query:expr, $column:expr, $wanted:expr, $all:expr) => {{
        let (mut query, wanted) = ($query, $wanted);
        match wanted.as_slice() {
            [] => {}
            [only] => query = query.filter($column.eq(*only)),
            several => {
                for other in $all.iter().filter(|state| !several.contains(state)) {
                    query = query.filter($column.ne(*other));
                }
            }
        }
        query
    }};
}
use in_states;
