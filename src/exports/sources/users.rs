//! The people of the organization.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use serde_json::Value;

use super::{Place, Source, behind, between, in_states};
use crate::advocacy::points;
use crate::advocacy::points::model::AdvocateTotals;
use crate::db::schema::{attribute_definitions, users};
use crate::db::{Conn, MultiBackend};
use crate::exports::columns::{Cell, Column, Table, joined, maybe_text, plain, text};
use crate::exports::filters::Selection;
use crate::identity::attributes;
use crate::identity::permissions::{Role, Roles};
use crate::identity::users::model::UserState;
use crate::kernel::ids::{OrganizationId, UserId};
use crate::kernel::{Result, Timestamp};

/// People read at once.
const PAGE: i64 = 1_000;

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(MultiBackend))]
struct UserRow {
    id: UserId,
    name: String,
    email: String,
    state: UserState,
    is_admin: bool,
    is_manager: bool,
    is_coach: bool,
    is_coachee: bool,
    is_advocate: bool,
    time_zone: String,
    created_at: Timestamp,
}

/// One row of the file.
pub(super) struct Record {
    user: UserRow,
    roles: Vec<Role>,
    points: i64,
    approved: i64,
    /// What is known of them, in the order of the columns.
    attributes: Vec<String>,
}

const COLUMNS: &[Column<Record>] = &[
    Column { name: "user_id", cell: |r| plain(r.user.id) },
    Column { name: "name", cell: |r| text(&r.user.name) },
    Column { name: "email", cell: |r| text(&r.user.email) },
    Column { name: "state", cell: |r| plain(r.user.state) },
    Column { name: "roles", cell: |r| joined(&r.roles, |role| role.as_str()) },
    Column { name: "time_zone", cell: |r| plain(&r.user.time_zone) },
    Column { name: "created_at", cell: |r| plain(r.user.created_at) },
    Column { name: "points", cell: |r| Cell::Number(r.points) },
    Column { name: "submissions_approved", cell: |r| Cell::Number(r.approved) },
];

pub(super) struct Users {
    selection: Selection,
    place: Place<UserId>,
    /// Names of the organization's attributes, in the order in which they were defined.
    attributes: Vec<String>,
}

impl Users {
    pub(super) fn of(selection: Selection) -> Self {
        Self { selection, place: Place::start(), attributes: Vec::new() }
    }
}

impl Source for Users {
    type Record = Record;

    fn table(&mut self, conn: &mut Conn) -> Result<Table<Record>> {
        let own = attribute_definitions::table.filter(attribute_definitions::organization_id.eq(self.selection.organization_id));
        let order = (attribute_definitions::created_at, attribute_definitions::id);
        self.attributes = own.order(order).select(attribute_definitions::name).load(conn)?;
        let names = self.attributes.iter().map(|name| format!("attribute:{name}")).collect();
        Ok(Table::with(COLUMNS, names, |record, place| maybe_text(record.attributes.get(place).filter(|value| !value.is_empty()))))
    }

    fn count(&self, conn: &mut Conn) -> Result<i64> {
        Ok(chosen(&self.selection).select(count_star()).get_result(conn)?)
    }

    fn next(&mut self, conn: &mut Conn) -> Result<Option<Vec<Record>>> {
        if self.place.ended {
            return Ok(None);
        }
        let query = behind!(chosen(&self.selection), users::created_at, users::id, self.place);
        let page = query.order((users::created_at, users::id)).limit(PAGE).select(UserRow::as_select()).load(conn)?;
        self.place.pass(&page, PAGE, |row: &UserRow| (row.created_at, row.id));
        complete(conn, self.selection.organization_id, page, &self.attributes).map(Some)
    }
}

fn chosen(selection: &Selection) -> users::BoxedQuery<'static, MultiBackend> {
    let query = users::table.filter(users::organization_id.eq(selection.organization_id)).into_boxed::<MultiBackend>();
    let query = between!(query, selection, users::created_at);
    let mut query = in_states!(query, users::state, selection.states::<UserState>(), UserState::ALL);
    if selection.status.is_empty() {
        query = query.filter(users::state.ne(UserState::Anonymised));
    }
    match selection.role {
        None => query,
        Some(Role::Admin) => query.filter(users::is_admin),
        Some(Role::Manager) => query.filter(users::is_manager),
        Some(Role::Coach) => query.filter(users::is_coach),
        Some(Role::Coachee) => query.filter(users::is_coachee),
        Some(Role::Advocate) => query.filter(users::is_advocate),
    }
}

/// Adds what is kept of them elsewhere, with one query each for the page.
fn complete(conn: &mut Conn, organization_id: OrganizationId, page: Vec<UserRow>, names: &[String]) -> Result<Vec<Record>> {
    let ids: Vec<UserId> = page.iter().map(|user| user.id).collect();
    let totals = points::queries::totals_of(conn, organization_id, &ids)?;
    let totals: HashMap<UserId, AdvocateTotals> = totals.into_iter().map(|total| (total.user_id, total)).collect();
    let known = if names.is_empty() { HashMap::new() } else { attributes::queries::shown(conn, organization_id, &ids)? };
    let record = |user: UserRow| {
        let (total, own) = (totals.get(&user.id), known.get(&user.id));
        let value = |name: &String| own.and_then(|values| values.get(name)).map_or_else(String::new, in_words);
        Record {
            roles: roles(&user).list(),
            points: total.map_or(0, |total| total.points),
            approved: total.map_or(0, |total| total.submissions_approved),
            attributes: names.iter().map(value).collect(),
            user,
        }
    };
    Ok(page.into_iter().map(record).collect())
}

fn roles(user: &UserRow) -> Roles {
    Roles { admin: user.is_admin, manager: user.is_manager, coach: user.is_coach, coachee: user.is_coachee, advocate: user.is_advocate }
}

/// An attribute's value as people read it.
fn in_words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(in_words).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}
