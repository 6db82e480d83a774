//! Places in missions. They are taken by one conditional statement each, so that however many ask at once
//! no more get one than there are.

use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Text};

use super::on_engine;
use crate::db::{Conn, Prepared};
use crate::kernel::ids::MissionId;

/// One place more for somebody, unless they hold so many already. Whoever asks holds their row until the
/// transaction ends, so that what the same person asks at once is asked one after the other.
pub fn take_place(conn: &mut Conn, mission_id: MissionId, participant_key: &str, max: i64) -> QueryResult<bool> {
    let query = diesel::sql_query(
        "INSERT INTO participations (mission_id, participant_key, taken) VALUES ($1, $2, 1) \
         ON CONFLICT (mission_id, participant_key) DO UPDATE SET taken = participations.taken + 1 \
         WHERE participations.taken < $3",
    );
    let query = Prepared(query.bind::<Text, _>(mission_id).bind::<Text, _>(participant_key.to_owned()).bind::<BigInt, _>(max));
    Ok(on_engine!(conn, |c| query.execute(c))? == 1)
}

/// So many places more for somebody who turns out to be the one that held them under another name.
pub fn add_places(conn: &mut Conn, mission_id: MissionId, participant_key: &str, count: i64) -> QueryResult<()> {
    let query = diesel::sql_query(
        "INSERT INTO participations (mission_id, participant_key, taken) VALUES ($1, $2, $3) \
         ON CONFLICT (mission_id, participant_key) DO UPDATE SET taken = participations.taken + excluded.taken",
    );
    let query = Prepared(query.bind::<Text, _>(mission_id).bind::<Text, _>(participant_key.to_owned()).bind::<BigInt, _>(count));
    on_engine!(conn, |c| query.execute(c))?;
    Ok(())
}
