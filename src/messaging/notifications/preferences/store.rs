//! The table `notification_preferences`.

use diesel::prelude::*;

use super::model::Preference;
use crate::db::Conn;
use crate::db::schema::notification_preferences;
use crate::kernel::Result;
use crate::kernel::ids::UserId;
use crate::messaging::notifications::model::Channel;

pub fn of_user(conn: &mut Conn, user_id: UserId) -> Result<Vec<Preference>> {
    Ok(notification_preferences::table.filter(notification_preferences::user_id.eq(user_id)).select(Preference::as_select()).load(conn)?)
}

/// Who of these does not want this, and where.
pub fn switched_off(conn: &mut Conn, key: &str, users: &[UserId]) -> Result<Vec<(UserId, Channel)>> {
    Ok(notification_preferences::table
        .filter(notification_preferences::user_id.eq_any(users.to_vec()))
        .filter(notification_preferences::notification_type.eq(key.to_owned()))
        .filter(notification_preferences::is_enabled.eq(false))
        .select((notification_preferences::user_id, notification_preferences::channel))
        .load(conn)?)
}

pub fn put(conn: &mut Conn, row: &Preference) -> Result<()> {
    let key = (row.user_id, row.notification_type.clone(), row.channel);
    diesel::delete(notification_preferences::table.find(key)).execute(conn)?;
    diesel::insert_into(notification_preferences::table).values(row).execute(conn)?;
    Ok(())
}
