//! The table `item_recipients`.

use std::collections::HashMap;

use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::model::{Recipient, RecipientView};
use crate::coaching::engagements::model::EngagementStatus;
use crate::coaching::items::details::{CompletionRule, ItemKind};
use crate::coaching::items::model::Item;
use crate::coaching::items::state::ItemStatus;
use crate::db::schema::{engagement_coachees, engagements, item_recipients, items, users};
use crate::db::{Conn, MultiBackend, dialect};
use crate::identity::people::{Outside, Person};
use crate::identity::users::model::User;
use crate::identity::users::traces::Forgotten;
use crate::kernel::ids::{EngagementId, ItemId, RecipientId, UserId};
use crate::kernel::{Problem, Result, Timestamp};

pub fn find_opt(conn: &mut Conn, item_id: ItemId, user_id: UserId) -> Result<Option<Recipient>> {
    Ok(item_recipients::table
        .filter(item_recipients::item_id.eq(item_id))
        .filter(item_recipients::user_id.eq(user_id))
        .select(Recipient::as_select())
        .first(conn)
        .optional()?)
}

/// The same for anybody who hears of the item.
pub fn find_person_opt(conn: &mut Conn, item_id: ItemId, person: &Person) -> Result<Option<Recipient>> {
    if let Some(user_id) = person.user_id() {
        return find_opt(conn, item_id, user_id);
    }
    Ok(item_recipients::table
        .filter(item_recipients::item_id.eq(item_id))
        .filter(item_recipients::email_key.eq(person.email_key()))
        .select(Recipient::as_select())
        .first(conn)
        .optional()?)
}

/// A recipient who has no account, as a person.
pub fn outside(conn: &mut Conn, item_id: ItemId, id: RecipientId) -> Result<Option<Person>> {
    let found = item_recipients::table
        .filter(item_recipients::id.eq(id))
        .filter(item_recipients::item_id.eq(item_id))
        .select(Recipient::as_select())
        .first(conn)
        .optional()?;
    Ok(found.and_then(|row| Some(Person::Outside(Outside { name: row.name, email: row.email? }))))
}

pub fn find(conn: &mut Conn, item_id: ItemId, id: RecipientId) -> Result<Recipient> {
    let found = item_recipients::table
        .filter(item_recipients::id.eq(id))
        .filter(item_recipients::item_id.eq(item_id))
        .select(Recipient::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(Problem::not_found)
}

pub fn of_item(conn: &mut Conn, item_id: ItemId) -> Result<Vec<Recipient>> {
    Ok(item_recipients::table
        .filter(item_recipients::item_id.eq(item_id))
        .order((item_recipients::created_at, item_recipients::id))
        .select(Recipient::as_select())
        .load(conn)?)
}

/// Those of several items.
pub fn of_items(conn: &mut Conn, item_ids: &[ItemId]) -> Result<Vec<Recipient>> {
    Ok(item_recipients::table
        .filter(item_recipients::item_id.eq_any(item_ids.to_vec()))
        .order((item_recipients::created_at, item_recipients::id))
        .select(Recipient::as_select())
        .load(conn)?)
}

/// With names.
pub fn views(conn: &mut Conn, item_id: ItemId) -> Result<Vec<RecipientView>> {
    let rows: Vec<(Recipient, Option<String>)> = item_recipients::table
        .left_join(users::table.on(users::id.nullable().eq(item_recipients::user_id)))
        .filter(item_recipients::item_id.eq(item_id))
        .order((item_recipients::created_at, item_recipients::id))
        .select((Recipient::as_select(), users::name.nullable()))
        .load(conn)?;
    let view = |(row, name): (Recipient, Option<String>)| RecipientView {
        id: row.id,
        user_id: row.user_id,
        name: name.or(row.name),
        email: row.email,
        required: row.is_required,
        completed_at: row.completed_at,
        created_at: row.created_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Recipients of several items as people, each with whether they have completed their part.
pub fn people_of(conn: &mut Conn, item_ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<(Person, bool)>>> {
    let rows: Vec<(Recipient, Option<User>)> = item_recipients::table
        .left_join(users::table.on(users::id.nullable().eq(item_recipients::user_id)))
        .filter(item_recipients::item_id.eq_any(item_ids.to_vec()))
        .order((item_recipients::created_at, item_recipients::id))
        .select((Recipient::as_select(), Option::<User>::as_select()))
        .load(conn)?;
    let mut people: HashMap<ItemId, Vec<(Person, bool)>> = HashMap::new();
    for (row, user) in rows {
        let is_done = row.completed_at.is_some();
        people.entry(row.item_id).or_default().push((person(row, user), is_done));
    }
    Ok(people)
}

/// Recipients as people, in the order in which they were added.
pub fn people(conn: &mut Conn, item_id: ItemId, only_open: bool) -> Result<Vec<Person>> {
    let mut query = item_recipients::table
        .left_join(users::table.on(users::id.nullable().eq(item_recipients::user_id)))
        .filter(item_recipients::item_id.eq(item_id))
        .order((item_recipients::created_at, item_recipients::id))
        .select((Recipient::as_select(), Option::<User>::as_select()))
        .into_boxed::<MultiBackend>();
    if only_open {
        query = query.filter(item_recipients::completed_at.is_null());
    }
    let rows: Vec<(Recipient, Option<User>)> = query.load(conn)?;
    Ok(rows.into_iter().map(|(row, user)| person(row, user)).collect())
}

fn person(row: Recipient, user: Option<User>) -> Person {
    match user {
        Some(user) => Person::from(user),
        None => Person::Outside(Outside { name: row.name, email: row.email.unwrap_or_default() }),
    }
}

pub fn count(conn: &mut Conn, item_id: ItemId) -> Result<i64> {
    Ok(item_recipients::table.filter(item_recipients::item_id.eq(item_id)).count().get_result(conn)?)
}

/// Whether anybody completed their part.
pub fn has_completion(conn: &mut Conn, item_id: ItemId) -> Result<bool> {
    let done = item_recipients::table.filter(item_recipients::item_id.eq(item_id)).filter(item_recipients::completed_at.is_not_null());
    Ok(select(exists(done)).get_result(conn)?)
}

/// Whether enough recipients are done for the item to be completed.
pub fn is_satisfied(conn: &mut Conn, item_id: ItemId, rule: CompletionRule) -> Result<bool> {
    let all = item_recipients::table.filter(item_recipients::item_id.eq(item_id));
    match rule {
        CompletionRule::Any => has_completion(conn, item_id),
        CompletionRule::All => {
            let open = all.filter(item_recipients::is_required).filter(item_recipients::completed_at.is_null());
            let is_open: bool = select(exists(open)).get_result(conn)?;
            Ok(!is_open)
        }
    }
}

/// Items of an engagement that were sent to this person and wait for them.
pub fn open_items_of(conn: &mut Conn, engagement_id: EngagementId, user_id: UserId) -> Result<Vec<ItemId>> {
    Ok(item_recipients::table
        .inner_join(items::table.on(items::id.eq(item_recipients::item_id)))
        .filter(items::engagement_id.eq(engagement_id))
        .filter(items::deleted_at.is_null())
        .filter(items::status.eq(ItemStatus::Scheduled))
        .filter(items::sent_at.is_not_null())
        .filter(item_recipients::user_id.eq(user_id))
        .filter(item_recipients::completed_at.is_null())
        .select(items::id)
        .load(conn)?)
}

/// Items that reached this person: what was sent to them, and sessions that stand in their calendar. The
/// latest first, by when they became a recipient.
pub fn received(
    conn: &mut Conn,
    user_id: UserId,
    statuses: Option<Vec<ItemStatus>>,
    before: Option<(Timestamp, RecipientId)>,
    limit: i64,
) -> Result<Vec<(Recipient, Item)>> {
    let announced = items::kind.eq(ItemKind::Session).and(items::scheduled_at.is_not_null());
    let mut query = item_recipients::table
        .inner_join(items::table.on(items::id.eq(item_recipients::item_id)))
        .inner_join(engagements::table.on(engagements::id.eq(items::engagement_id)))
        .filter(item_recipients::user_id.eq(user_id))
        .filter(items::deleted_at.is_null())
        .filter(items::sent_at.is_not_null().or(announced))
        .filter(engagements::status.ne(EngagementStatus::Draft))
        .order((item_recipients::created_at.desc(), item_recipients::id.desc()))
        .select((Recipient::as_select(), Item::as_select()))
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(statuses) = statuses {
        query = query.filter(items::status.eq_any(statuses));
    }
    if let Some((at, id)) = before {
        query = dialect::before!(query, item_recipients::created_at, item_recipients::id, at, id);
    }
    Ok(query.load(conn)?)
}

/// Coachees of the engagement, in their order.
pub fn coachees(conn: &mut Conn, engagement_id: EngagementId) -> Result<Vec<UserId>> {
    Ok(engagement_coachees::table
        .filter(engagement_coachees::engagement_id.eq(engagement_id))
        .order(engagement_coachees::position)
        .select(engagement_coachees::coachee_id)
        .load(conn)?)
}

pub fn insert_many(conn: &mut Conn, rows: &[Recipient]) -> Result<()> {
    dialect::insert_all!(conn, item_recipients::table, rows)?;
    Ok(())
}

pub fn delete(conn: &mut Conn, id: RecipientId) -> Result<()> {
    diesel::delete(item_recipients::table.find(id)).execute(conn)?;
    Ok(())
}

pub fn mark_completed(conn: &mut Conn, id: RecipientId, now: Timestamp) -> Result<()> {
    diesel::update(item_recipients::table.find(id)).set(item_recipients::completed_at.eq(now)).execute(conn)?;
    Ok(())
}

pub fn clear_completions(conn: &mut Conn, item_id: ItemId) -> Result<()> {
    let done = item_recipients::table.filter(item_recipients::item_id.eq(item_id));
    diesel::update(done).set(item_recipients::completed_at.eq(None::<Timestamp>)).execute(conn)?;
    Ok(())
}

/// Takes a deleted person out of what they were sent as somebody outside.
pub fn forget(conn: &mut Conn, who: Forgotten<'_>) -> Result<()> {
    let theirs = item_recipients::table
        .filter(item_recipients::organization_id.eq(who.user.organization_id))
        .filter(item_recipients::email_key.eq(who.former));
    let nobody = (
        item_recipients::name.eq(None::<String>),
        item_recipients::email.eq(&who.user.email),
        item_recipients::email_key.eq(&who.user.email_key),
    );
    diesel::update(theirs).set(nobody).execute(conn)?;
    Ok(())
}
