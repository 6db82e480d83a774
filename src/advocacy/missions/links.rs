//! The magic link of a mission. It is there from its creation on, the same before and after launch, and opens
//! nothing to whom the mission is not for. Its token is derived, so that staff can read it again; what is kept
//! is its hash.

use diesel::prelude::*;

use super::model::Mission;
use super::store;
use crate::db::schema::mission_links;
use crate::db::{Conn, MultiBackend, Tx};
use crate::kernel::ids::{MissionId, OrganizationId};
use crate::kernel::secrets::token_hash;
use crate::kernel::{Code, Problem, Result, Timestamp, Vault};
use crate::messaging::Messaging;

const PURPOSE: &str = "mission";

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = mission_links, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct MissionLink {
    token_hash: String,
    mission_id: MissionId,
    organization_id: OrganizationId,
    created_at: Timestamp,
    revoked_at: Option<Timestamp>,
}

/// The token of the mission's link as it is now.
pub fn token_of(vault: &Vault, mission: &Mission) -> Result<String> {
    vault.token(PURPOSE, &format!("{}/{}", mission.id, mission.link_nonce))
}

/// The address that staff hand out: a page of the frontend where there is one.
pub fn url_of(messaging: &Messaging, frontend_url: Option<&str>, token: &str) -> String {
    match frontend_url {
        Some(frontend) => format!("{}/missions/{token}", frontend.trim_end_matches('/')),
        None => format!("{}/api/v1/public/missions/{token}", messaging.base_url),
    }
}

/// Makes the mission's link work.
pub(super) fn issue(tx: &mut Tx<'_>, vault: &Vault, mission: &Mission) -> Result<()> {
    let link = MissionLink {
        token_hash: token_hash(&token_of(vault, mission)?),
        mission_id: mission.id,
        organization_id: mission.organization_id,
        created_at: tx.now(),
        revoked_at: None,
    };
    diesel::insert_into(mission_links::table).values(&link).execute(tx.conn())?;
    Ok(())
}

/// Makes every link that the mission has had stop working.
pub(super) fn revoke(tx: &mut Tx<'_>, mission: &Mission) -> Result<()> {
    let now = tx.now();
    let working = mission_links::table.filter(mission_links::mission_id.eq(mission.id)).filter(mission_links::revoked_at.is_null());
    diesel::update(working).set(mission_links::revoked_at.eq(now)).execute(tx.conn())?;
    Ok(())
}

/// Since when the present link is there.
pub(super) fn issued_at(conn: &mut Conn, mission: &Mission) -> Result<Timestamp> {
    let own = mission_links::table.filter(mission_links::mission_id.eq(mission.id)).filter(mission_links::revoked_at.is_null());
    Ok(own.select(mission_links::created_at).first(conn)?)
}

/// The mission behind a link. One that is still in preparation looks like a link that nobody made; one that
/// was replaced is over. Who may see it is for [`super::access`] to say.
pub fn open(conn: &mut Conn, token: &str) -> Result<Mission> {
    let found = mission_links::table.find(token_hash(token)).select(MissionLink::as_select()).first(conn).optional()?;
    let link: MissionLink = found.ok_or_else(Problem::not_found)?;
    let mission = store::find(conn, link.organization_id, link.mission_id)?;
    if mission.state.is_in_preparation() {
        return Err(Problem::not_found());
    }
    if link.revoked_at.is_some() { Err(Problem::new(Code::TokenExpired)) } else { Ok(mission) }
}
