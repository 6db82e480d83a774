//! What was handed in, and what became of it. Of one mission that is a survey each question has a column.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use serde_json::Value;

use super::people::{self, Person};
use super::points::titles;
use super::{Place, Source, behind, between, in_states};
use crate::advocacy::submissions::model::{KeptTerms, Submission};
use crate::advocacy::submissions::state::SubmissionState;
use crate::advocacy::types::{MissionDetails, SubmissionContent};
use crate::db::schema::{guests, mission_terms, submissions};
use crate::db::{Conn, MultiBackend};
use crate::exports::columns::{Cell, Column, Table, maybe, maybe_text, plain, text};
use crate::exports::filters::Selection;
use crate::exports::model::DateField;
use crate::kernel::ids::{GuestId, MissionId, SubmissionId};
use crate::kernel::list::distinct;
use crate::kernel::{Problem, Result};
use crate::questions::{Question, words};

/// Submissions read at once.
const PAGE: i64 = 250;

/// One row of the file.
pub(super) struct Record {
    submission: Submission,
    mission_title: String,
    participant: Option<Person>,
    reviewer: Option<String>,
    /// What was handed in, as JSON.
    content: String,
    /// The answers to the questions that have a column.
    answers: Vec<String>,
}

const COLUMNS: &[Column<Record>] = &[
    Column { name: "submission_id", cell: |r| plain(r.submission.id) },
    Column { name: "mission_id", cell: |r| plain(r.submission.mission_id) },
    Column { name: "mission_title", cell: |r| text(&r.mission_title) },
    Column { name: "type", cell: |r| plain(r.submission.mission_type) },
    Column { name: "state", cell: |r| plain(r.submission.state) },
    Column { name: "participant", cell: |r| Cell::Plain(if r.submission.user_id.is_some() { "advocate" } else { "guest" }.into()) },
    Column { name: "participant_name", cell: |r| maybe_text(r.participant.as_ref().map(|person| &person.name)) },
    Column { name: "participant_email", cell: |r| maybe_text(r.participant.as_ref().map(|person| &person.email)) },
    Column { name: "user_id", cell: |r| maybe(r.submission.user_id) },
    Column { name: "submitted_at", cell: |r| maybe(r.submission.submitted_at) },
    Column { name: "decided_at", cell: |r| maybe(r.submission.decided_at) },
    Column { name: "decided_by", cell: |r| maybe_text(r.reviewer.as_ref()) },
    Column { name: "reason", cell: |r| maybe_text(r.submission.reason.as_ref()) },
    Column { name: "approvals", cell: |r| Cell::Number(r.submission.round.into()) },
    Column { name: "content", cell: |r| text(&r.content) },
];

pub(super) struct Submissions {
    selection: Selection,
    place: Place<SubmissionId>,
    questions: Vec<Question>,
}

impl Submissions {
    pub(super) fn of(selection: Selection) -> Self {
        Self { selection, place: Place::start(), questions: Vec::new() }
    }
}

impl Source for Submissions {
    type Record = Record;

    fn table(&mut self, conn: &mut Conn) -> Result<Table<Record>> {
        if let Some(id) = self.selection.mission_id {
            self.questions = questions(conn, &self.selection, id)?;
        }
        let names = self.questions.iter().map(|question| format!("answer:{}", question.id)).collect();
        Ok(Table::with(COLUMNS, names, |record, place| maybe_text(record.answers.get(place).filter(|answer| !answer.is_empty()))))
    }

    fn count(&self, conn: &mut Conn) -> Result<i64> {
        Ok(chosen(&self.selection).select(count_star()).get_result(conn)?)
    }

    fn next(&mut self, conn: &mut Conn) -> Result<Option<Vec<Record>>> {
        if self.place.ended {
            return Ok(None);
        }
        let query = behind!(chosen(&self.selection), submissions::submitted_at, submissions::id, self.place);
        let page: Vec<Submission> =
            query.order((submissions::submitted_at, submissions::id)).limit(PAGE).select(Submission::as_select()).load(conn)?;
        self.place.pass(&page, PAGE, |row| (row.submitted_at.unwrap_or(row.created_at), row.id));
        complete(conn, page, &self.questions).map(Some)
    }
}

/// What was never handed in is nobody else's business, and has no moment at which it was.
fn chosen(selection: &Selection) -> submissions::BoxedQuery<'static, MultiBackend> {
    let query = submissions::table
        .filter(submissions::organization_id.eq(selection.organization_id))
        .filter(submissions::submitted_at.is_not_null())
        .into_boxed::<MultiBackend>();
    let query = if selection.date_field == DateField::DecidedAt {
        between!(query, selection, submissions::decided_at)
    } else {
        between!(query, selection, submissions::submitted_at)
    };
    let mut query = in_states!(query, submissions::state, selection.states::<SubmissionState>(), SubmissionState::ALL);
    if let Some(id) = selection.mission_id {
        query = query.filter(submissions::mission_id.eq(id));
    }
    match selection.mission_type {
        Some(kind) => query.filter(submissions::mission_type.eq(kind)),
        None => query,
    }
}

/// The questions of a survey: those that were asked last in their order, and behind them those that were
/// asked before.
fn questions(conn: &mut Conn, selection: &Selection, id: MissionId) -> Result<Vec<Question>> {
    let kept: Vec<KeptTerms> = mission_terms::table
        .filter(mission_terms::organization_id.eq(selection.organization_id))
        .filter(mission_terms::mission_id.eq(id))
        .order(mission_terms::version.desc())
        .select(KeptTerms::as_select())
        .load(conn)?;
    let mut all: Vec<Question> = Vec::new();
    for terms in kept {
        let MissionDetails::CompleteSurvey(survey) = terms.content.0.details else { continue };
        for question in survey.asked() {
            if all.iter().all(|known| known.id != question.id) {
                all.push(question);
            }
        }
    }
    Ok(all)
}

fn complete(conn: &mut Conn, page: Vec<Submission>, questions: &[Question]) -> Result<Vec<Record>> {
    let users = page.iter().flat_map(|row| [row.user_id, row.decided_by]).flatten();
    let people = people::of(conn, users)?;
    let guests = guests_of(conn, &page)?;
    let titles = titles(conn, page.iter().map(|row| row.mission_id))?;
    let record = |submission: Submission| {
        let participant = match (submission.user_id, submission.guest_id) {
            (Some(id), _) => people.get(&id).cloned(),
            (None, Some(id)) => guests.get(&id).cloned(),
            (None, None) => None,
        };
        Ok(Record {
            mission_title: titles.get(&submission.mission_id).cloned().unwrap_or_default(),
            participant,
            reviewer: submission.decided_by.and_then(|id| people.get(&id)).map(|person| person.name.clone()),
            content: content(&submission.content.0)?,
            answers: answers(&submission.content.0, questions),
            submission,
        })
    };
    page.into_iter().map(record).collect()
}

fn guests_of(conn: &mut Conn, page: &[Submission]) -> Result<HashMap<GuestId, Person>> {
    let ids = distinct(page.iter().filter_map(|row| row.guest_id).collect());
    let rows: Vec<(GuestId, Option<String>, String)> =
        guests::table.filter(guests::id.eq_any(ids)).select((guests::id, guests::name, guests::email)).load(conn)?;
    Ok(rows.into_iter().map(|(id, name, email)| (id, Person { name: name.unwrap_or_default(), email })).collect())
}

/// The fields of its type; which type that is has a column of its own.
fn content(content: &SubmissionContent) -> Result<String> {
    let value = serde_json::to_value(content).map_err(Problem::internal)?;
    let fields = value.as_object().and_then(|by_type| by_type.values().next()).unwrap_or(&Value::Null);
    Ok(fields.to_string())
}

fn answers(content: &SubmissionContent, questions: &[Question]) -> Vec<String> {
    let SubmissionContent::CompleteSurvey(survey) = content else { return Vec::new() };
    questions
        .iter()
        .map(|question| survey.answers.get(&question.id).map_or_else(String::new, |answer| words::of(question, answer)))
        .collect()
}
