//! What a table that is exported looks like: columns with a name and the content of their cells. People
//! build on the order, so columns are only ever appended.

use std::borrow::Cow;
use std::fmt::Display;

/// What stands in one cell.
pub(super) enum Cell<'a> {
    Empty,
    /// What people wrote; a spreadsheet must not take it for a formula.
    Text(Cow<'a, str>),
    /// What we wrote: ids, words, moments.
    Plain(String),
    Number(i64),
    Flag(bool),
}

/// A column of an export of `R`s.
pub(super) struct Column<R: 'static> {
    pub name: &'static str,
    pub cell: fn(&R) -> Cell<'_>,
}

/// The columns of one export: those that every such file has, and behind them those that depend on what
/// the organization has defined.
pub(super) struct Table<R: 'static> {
    columns: &'static [Column<R>],
    further: Vec<String>,
    further_cell: fn(&R, usize) -> Cell<'_>,
}

impl<R> Table<R> {
    pub fn of(columns: &'static [Column<R>]) -> Self {
        Self { columns, further: Vec::new(), further_cell: |_, _| Cell::Empty }
    }

    /// With columns of these names, whose cells are told by their place.
    pub fn with(columns: &'static [Column<R>], further: Vec<String>, further_cell: fn(&R, usize) -> Cell<'_>) -> Self {
        Self { columns, further, further_cell }
    }

    pub fn len(&self) -> usize {
        self.columns.len() + self.further.len()
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name).chain(self.further.iter().map(String::as_str))
    }

    pub fn cells<'a>(&'a self, row: &'a R) -> impl Iterator<Item = Cell<'a>> {
        let further = (0..self.further.len()).map(|place| (self.further_cell)(row, place));
        self.columns.iter().map(|column| (column.cell)(row)).chain(further)
    }
}

pub(super) fn plain<'a>(value: impl Display) -> Cell<'a> {
    Cell::Plain(value.to_string())
}

pub(super) fn maybe<'a>(value: Option<impl Display>) -> Cell<'a> {
    value.map_or(Cell::Empty, plain)
}

pub(super) fn text(value: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(value))
}

pub(super) fn maybe_text(value: Option<&String>) -> Cell<'_> {
    value.map_or(Cell::Empty, |value| text(value))
}

pub(super) fn joined<'a, T>(all: &'a [T], field: impl Fn(&'a T) -> &'a str) -> Cell<'a> {
    let all: Vec<&str> = all.iter().map(field).collect();
    Cell::Text(Cow::Owned(all.join("; ")))
}
