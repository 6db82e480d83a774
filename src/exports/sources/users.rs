//! The people of the organization.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{Place, Source, behind, between, in_states};
use crate::db::schema::users;
use crate::db::{Conn, MultiBackend};
use crate::exports::columns::{Column, Table, joined, plain, text};
use crate::exports::filters::Selection;
use crate::identity::permissions::{Role, Roles};
use crate::identity::users::model::UserState;
use crate::kernel::ids::UserId;
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
}

const COLUMNS: &[Column<Record>] = &[
    Column { name: "user_id", cell: |r| plain(r.user.id) },
    Column { name: "name", cell: |r| text(&r.user.name) },
    Column { name: "email", cell: |r| text(&r.user.email) },
    Column { name: "state", cell: |r| plain(r.user.state) },
    Column { name: "roles", cell: |r| joined(&r.roles, |role| role.as_str()) },
    Column { name: "time_zone", cell: |r| plain(&r.user.time_zone) },
    Column { name: "created_at", cell: |r| plain(r.user.created_at) },
];

pub(super) struct Users {
    selection: Selection,
    place: Place<UserId>,
}

impl Users {
    pub(super) fn of(selection: Selection) -> Self {
        Self { selection, place: Place::start() }
    }
}

impl Source for Users {
    type Record = Record;

    fn table(&mut self, _: &mut Conn) -> Result<Table<Record>> {
        Ok(Table::of(COLUMNS))
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
        Ok(Some(page.into_iter().map(record).collect()))
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

fn record(user: UserRow) -> Record {
    let roles = Roles {
        admin: user.is_admin,
        manager: user.is_manager,
        coach: user.is_coach,
        coachee: user.is_coachee,
        advocate: user.is_advocate,
    };
    Record { roles: roles.list(), user }
}
