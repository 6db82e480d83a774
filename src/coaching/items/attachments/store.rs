//! The table `item_files`.

use std::collections::HashMap;

use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::model::ItemFile;
use crate::coaching::engagements::model::EngagementStatus;
use crate::coaching::items::details::ItemKind;
use crate::db::schema::{engagement_coachees, engagements, files, item_files, item_recipients, items};
use crate::db::{Conn, MultiBackend, dialect};
use crate::files::model::File;
use crate::kernel::Result;
use crate::kernel::ids::{EngagementId, FileId, ItemId, OrganizationId, UserId};

/// In their order.
pub fn of_item(conn: &mut Conn, item_id: ItemId) -> Result<Vec<File>> {
    Ok(item_files::table
        .inner_join(files::table.on(files::id.eq(item_files::file_id)))
        .filter(item_files::item_id.eq(item_id))
        .order((item_files::position, item_files::file_id))
        .select(File::as_select())
        .load(conn)?)
}

/// Of every item of an engagement, each in its order.
pub fn of_engagement(conn: &mut Conn, engagement_id: EngagementId) -> Result<HashMap<ItemId, Vec<FileId>>> {
    let rows: Vec<(ItemId, FileId)> = item_files::table
        .inner_join(items::table.on(items::id.eq(item_files::item_id)))
        .filter(items::engagement_id.eq(engagement_id))
        .filter(items::deleted_at.is_null())
        .order((item_files::item_id, item_files::position))
        .select((item_files::item_id, item_files::file_id))
        .load(conn)?;
    let mut grouped: HashMap<ItemId, Vec<FileId>> = HashMap::new();
    for (item_id, file_id) in rows {
        grouped.entry(item_id).or_default().push(file_id);
    }
    Ok(grouped)
}

/// These instead of those that there are.
pub fn replace(conn: &mut Conn, item_id: ItemId, file_ids: &[FileId]) -> Result<()> {
    diesel::delete(item_files::table.filter(item_files::item_id.eq(item_id))).execute(conn)?;
    insert_many(conn, &ItemFile::all(item_id, file_ids))
}

pub fn insert_many(conn: &mut Conn, rows: &[ItemFile]) -> Result<()> {
    dialect::insert_all!(conn, item_files::table, rows)?;
    Ok(())
}

/// Whether an item needs the file.
pub fn needs(conn: &mut Conn, file_id: FileId) -> Result<bool> {
    Ok(select(exists(item_files::table.filter(item_files::file_id.eq(file_id)))).get_result(conn)?)
}

/// Those of the files that this person sees through an item: as the coach of its engagement, as somebody
/// who takes part in a shared one, or as a recipient of what went out.
pub fn shown_to(conn: &mut Conn, organization_id: OrganizationId, user_id: UserId, is_coach: bool, ids: &[FileId]) -> Result<Vec<FileId>> {
    let is_open = engagements::is_shared.eq(true).and(engagements::status.ne(EngagementStatus::Draft));
    let takes_part = engagement_coachees::table.find((engagements::id, user_id)).select(engagement_coachees::coachee_id);
    let went_out = items::sent_at
        .is_not_null()
        .or(items::kind.eq(ItemKind::Session).and(items::scheduled_at.is_not_null()).and(engagements::status.ne(EngagementStatus::Draft)));
    let receives = item_recipients::table.filter(item_recipients::item_id.eq(items::id)).filter(item_recipients::user_id.eq(user_id));
    let mut query = item_files::table
        .inner_join(items::table.on(items::id.eq(item_files::item_id)))
        .inner_join(engagements::table.on(engagements::id.eq(items::engagement_id)))
        .filter(item_files::file_id.eq_any(ids.to_vec()))
        .filter(items::organization_id.eq(organization_id))
        .filter(items::deleted_at.is_null())
        .select(item_files::file_id)
        .distinct()
        .into_boxed::<MultiBackend>();
    let as_coachee = is_open.and(exists(takes_part)).or(went_out.and(exists(receives)));
    query = if is_coach { query.filter(engagements::coach_id.eq(user_id).or(as_coachee)) } else { query.filter(as_coachee) };
    Ok(query.load(conn)?)
}
