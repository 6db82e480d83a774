//! The table `form_responses`.

use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::model::{FormResponse, ResponseFilter, ResponseState};
use crate::coaching::engagements::model::EngagementStatus;
use crate::coaching::items::model::ItemStatus;
use crate::db::functions::lower;
use crate::db::schema::{engagements, form_response_files, form_responses, form_versions, items, users};
use crate::db::{Conn, MultiBackend, dialect};
use crate::identity::users::traces::Forgotten;
use crate::kernel::ids::{EngagementId, FileId, FormResponseId, ItemId, OrganizationId, RecipientId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

/// A response with what stands around it.
#[derive(Debug, Clone)]
pub struct Found {
    pub response: FormResponse,
    /// The form's, in the version that was sent.
    pub title: String,
    /// Name and address of the user who answers.
    pub person: Option<(String, String)>,
    pub item_status: ItemStatus,
    pub item_deleted_at: Option<Timestamp>,
    pub engagement_status: EngagementStatus,
}

impl Found {
    /// Whether its item still waits for it.
    pub fn can_be_answered(&self) -> bool {
        let item_waits = self.item_deleted_at.is_none() && self.item_status == ItemStatus::Scheduled;
        let runs = matches!(self.engagement_status, EngagementStatus::Draft | EngagementStatus::Active);
        !self.response.is_submitted() && self.response.recipient_id.is_some() && item_waits && runs
    }
}

type Row = (FormResponse, String, Option<(String, String)>, ItemStatus, Option<Timestamp>, EngagementStatus);

impl From<Row> for Found {
    fn from((response, title, person, item_status, item_deleted_at, engagement_status): Row) -> Self {
        Self { response, title, person, item_status, item_deleted_at, engagement_status }
    }
}

/// Responses with what stands around them.
macro_rules! joined {
    () => {
        form_responses::table
            .inner_join(
                form_versions::table
                    .on(form_versions::form_id.eq(form_responses::form_id).and(form_versions::version.eq(form_responses::form_version))),
            )
            .inner_join(items::table.on(items::id.eq(form_responses::item_id)))
            .inner_join(engagements::table.on(engagements::id.eq(form_responses::engagement_id)))
            .left_join(users::table.on(form_responses::user_id.eq(users::id.nullable())))
            .select((
                FormResponse::as_select(),
                form_versions::title,
                (users::name, users::email).nullable(),
                items::status,
                items::deleted_at,
                engagements::status,
            ))
    };
}

pub fn find(conn: &mut Conn, organization_id: OrganizationId, id: FormResponseId) -> Result<Found> {
    let found: Option<Row> =
        joined!().filter(form_responses::id.eq(id)).filter(form_responses::organization_id.eq(organization_id)).first(conn).optional()?;
    found.map(Into::into).ok_or_else(Problem::not_found)
}

/// What somebody's link opens; that the link is ours was made sure of. It is nobody's who can log in.
pub fn find_any(conn: &mut Conn, id: FormResponseId) -> Result<Found> {
    let found: Option<Row> =
        joined!().filter(form_responses::id.eq(id)).filter(form_responses::user_id.is_null()).first(conn).optional()?;
    found.map(Into::into).ok_or_else(Problem::not_found)
}

/// What a recipient of an item has to answer.
pub fn of_recipient(conn: &mut Conn, item_id: ItemId, recipient_id: RecipientId) -> Result<Option<FormResponse>> {
    Ok(form_responses::table
        .filter(form_responses::item_id.eq(item_id))
        .filter(form_responses::recipient_id.eq(recipient_id))
        .select(FormResponse::as_select())
        .first(conn)
        .optional()?)
}

/// Recipients of an item who have a response already.
pub fn recipients_of(conn: &mut Conn, item_ids: &[ItemId]) -> Result<Vec<Option<RecipientId>>> {
    Ok(form_responses::table.filter(form_responses::item_id.eq_any(item_ids.to_vec())).select(form_responses::recipient_id).load(conn)?)
}

pub fn insert_many(conn: &mut Conn, rows: &[FormResponse]) -> Result<()> {
    dialect::insert_all!(conn, form_responses::table, rows)?;
    Ok(())
}

pub fn update(conn: &mut Conn, response: &FormResponse) -> Result<()> {
    let own = form_responses::table.find(response.id).filter(form_responses::organization_id.eq(response.organization_id));
    diesel::update(own).set(response).execute(conn)?;
    Ok(())
}

/// Files that the answers name; those from before are let go.
pub fn set_files(conn: &mut Conn, id: FormResponseId, files: &[FileId]) -> Result<()> {
    let own = form_response_files::table.filter(form_response_files::response_id.eq(id));
    diesel::delete(own).execute(conn)?;
    let rows: Vec<_> = files.iter().map(|file| (form_response_files::response_id.eq(id), form_response_files::file_id.eq(*file))).collect();
    dialect::insert_all!(conn, form_response_files::table, rows)?;
    Ok(())
}

/// Whether answers that were handed in name this file. It was found by its organization.
pub fn names_file(conn: &mut Conn, id: FileId) -> Result<bool> {
    let naming = form_response_files::table.filter(form_response_files::file_id.eq(id));
    Ok(select(exists(naming)).get_result(conn)?)
}

/// Those of the files that were handed in in engagements of this coach.
pub fn files_for_coach(conn: &mut Conn, organization_id: OrganizationId, coach_id: UserId, ids: &[FileId]) -> Result<Vec<FileId>> {
    Ok(form_response_files::table
        .inner_join(form_responses::table.on(form_responses::id.eq(form_response_files::response_id)))
        .filter(form_response_files::file_id.eq_any(ids.to_vec()))
        .filter(form_responses::organization_id.eq(organization_id))
        .filter(form_responses::coach_id.eq(coach_id))
        .filter(form_responses::state.eq(ResponseState::Submitted))
        .select(form_response_files::file_id)
        .distinct()
        .load(conn)?)
}

/// Somebody else runs the engagement.
pub fn set_coach(conn: &mut Conn, engagement_id: EngagementId, coach_id: Option<UserId>) -> Result<()> {
    let own = form_responses::table.filter(form_responses::engagement_id.eq(engagement_id));
    diesel::update(own).set(form_responses::coach_id.eq(coach_id)).execute(conn)?;
    Ok(())
}

/// Whether anything was handed in for an item.
pub fn has_submitted(conn: &mut Conn, item_id: ItemId) -> Result<bool> {
    let submitted =
        form_responses::table.filter(form_responses::item_id.eq(item_id)).filter(form_responses::state.eq(ResponseState::Submitted));
    Ok(select(exists(submitted)).get_result(conn)?)
}

/// What was handed in for an item can be changed again.
pub fn reopen(conn: &mut Conn, item_id: ItemId, now: Timestamp) -> Result<Vec<FormResponse>> {
    let submitted =
        || form_responses::table.filter(form_responses::item_id.eq(item_id)).filter(form_responses::state.eq(ResponseState::Submitted));
    let mut reopened = submitted().order(form_responses::id).select(FormResponse::as_select()).load(conn)?;
    diesel::update(submitted())
        .set((
            form_responses::state.eq(ResponseState::Open),
            form_responses::score.eq(None::<crate::db::Json<crate::questions::scoring::Score>>),
            form_responses::submitted_at.eq(None::<Timestamp>),
            form_responses::version.eq(form_responses::version + 1),
            form_responses::updated_at.eq(now),
        ))
        .execute(conn)?;
    for response in &mut reopened {
        response.state = ResponseState::Open;
        response.submitted_at = None;
    }
    Ok(reopened)
}

/// Takes back what a recipient has not handed in.
pub fn delete_open(conn: &mut Conn, recipient_id: RecipientId) -> Result<()> {
    let open =
        form_responses::table.filter(form_responses::recipient_id.eq(recipient_id)).filter(form_responses::state.eq(ResponseState::Open));
    diesel::delete(open).execute(conn)?;
    Ok(())
}

/// Links to an item's form work until this moment again.
pub fn extend(conn: &mut Conn, item_id: ItemId, expires_at: Timestamp) -> Result<()> {
    let outside = form_responses::table.filter(form_responses::item_id.eq(item_id)).filter(form_responses::user_id.is_null());
    diesel::update(outside).set(form_responses::expires_at.eq(expires_at)).execute(conn)?;
    Ok(())
}

/// Which of the organization's responses somebody sees.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    Everything,
    /// Those of engagements that they run.
    OfCoach(UserId),
    /// What they answer themselves.
    OfRespondent(UserId),
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    organization_id: OrganizationId,
    scope: Scope,
    filter: &ResponseFilter,
    before: Option<(Timestamp, FormResponseId)>,
    limit: i64,
) -> Result<Vec<Found>> {
    let mut query = joined!()
        .filter(form_responses::organization_id.eq(organization_id))
        .order((form_responses::created_at.desc(), form_responses::id.desc()))
        .limit(limit)
        .into_boxed::<MultiBackend>();
    query = match scope {
        Scope::Everything => query,
        Scope::OfCoach(id) => query.filter(form_responses::coach_id.eq(id)),
        Scope::OfRespondent(id) => query.filter(form_responses::user_id.eq(id)),
    };
    if let Some(id) = filter.item_id {
        query = query.filter(form_responses::item_id.eq(id));
    }
    if let Some(id) = filter.engagement_id {
        query = query.filter(form_responses::engagement_id.eq(id));
    }
    if let Some(id) = filter.form_id {
        query = query.filter(form_responses::form_id.eq(id));
    }
    if let Some(id) = filter.user_id {
        query = query.filter(form_responses::user_id.eq(id));
    }
    if let Some(states) = &filter.state {
        query = match states.0.as_slice() {
            // An equality lets the index give the order as well.
            [only] => query.filter(form_responses::state.eq(*only)),
            several => query.filter(form_responses::state.eq_any(several.to_vec())),
        };
    }
    if let Some((at, id)) = before {
        query = dialect::before!(query, form_responses::created_at, form_responses::id, at, id);
    }
    let rows: Vec<Row> = query.load(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Takes a deleted person out of what they answered as somebody outside. Links to what is open end.
pub fn forget(conn: &mut Conn, who: Forgotten<'_>, now: Timestamp) -> Result<()> {
    let theirs = || {
        form_responses::table
            .filter(form_responses::organization_id.eq(who.user.organization_id))
            .filter(form_responses::email.is_not_null())
            .filter(lower(form_responses::email.assume_not_null()).eq(who.former.to_owned()))
    };
    let over = form_responses::expires_at.eq(now);
    diesel::update(theirs().filter(form_responses::state.eq(ResponseState::Open))).set(over).execute(conn)?;
    let nobody = (
        form_responses::name.eq(None::<String>),
        form_responses::email.eq(&who.user.email),
        form_responses::version.eq(form_responses::version + 1),
        form_responses::updated_at.eq(now),
    );
    diesel::update(theirs()).set(nobody).execute(conn)?;
    Ok(())
}
