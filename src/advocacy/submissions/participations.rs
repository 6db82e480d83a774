//! The tables `participations`, `guests` and `mission_terms`: who holds how many places, who a guest is, and
//! what a mission's terms were.

use std::collections::HashSet;

use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::model::{Guest, KeptTerms};
use crate::db::schema::{guests, mission_terms, participations};
use crate::db::{Conn, dialect};
use crate::kernel::ids::{GuestId, MissionId, OrganizationId, UserId};
use crate::kernel::{Problem, Result};

/// One place less for somebody.
pub fn give_back(conn: &mut Conn, mission_id: MissionId, participant_key: &str) -> Result<()> {
    let row = participations::table.find((mission_id, participant_key.to_owned()));
    diesel::update(row).set(participations::taken.eq(participations::taken - 1)).execute(conn)?;
    Ok(())
}

/// Gives somebody what they held under another name: the places of a guest who turned out to be a user.
pub fn move_places(conn: &mut Conn, mission_id: MissionId, from: &str, to: &str) -> Result<()> {
    let row = || participations::table.find((mission_id, from.to_owned()));
    let taken: Option<i64> = row().select(participations::taken).first(conn).optional()?;
    if let Some(taken) = taken {
        diesel::delete(row()).execute(conn)?;
        dialect::participation::add_places(conn, mission_id, to, taken)?;
    }
    Ok(())
}

/// Which of these people hold a place.
pub fn holders(conn: &mut Conn, mission_id: MissionId, users: &[UserId]) -> Result<HashSet<UserId>> {
    let mut found = HashSet::new();
    for chunk in users.chunks(500) {
        let keys: Vec<String> = chunk.iter().map(ToString::to_string).collect();
        let holding: Vec<String> = participations::table
            .filter(participations::mission_id.eq(mission_id))
            .filter(participations::participant_key.eq_any(keys))
            .filter(participations::taken.gt(0))
            .select(participations::participant_key)
            .load(conn)?;
        found.extend(holding.iter().filter_map(|key| key.parse::<UserId>().ok()));
    }
    Ok(found)
}

pub fn find_guest(conn: &mut Conn, organization_id: OrganizationId, email_key: &str) -> Result<Option<Guest>> {
    Ok(guests::table
        .filter(guests::organization_id.eq(organization_id))
        .filter(guests::email_key.eq(email_key.to_owned()))
        .select(Guest::as_select())
        .first(conn)
        .optional()?)
}

/// The guest with this address, made when there is none.
pub fn insert_guest(conn: &mut Conn, guest: &Guest) -> Result<Guest> {
    let rows = std::slice::from_ref(guest);
    dialect::insert_new!(conn, guests::table, (guests::organization_id, guests::email_key), rows)?;
    find_guest(conn, guest.organization_id, &guest.email_key)?.ok_or_else(Problem::not_found)
}

pub fn delete_guest(conn: &mut Conn, id: GuestId) -> Result<()> {
    diesel::delete(guests::table.find(id)).execute(conn)?;
    Ok(())
}

/// Writes the terms of this version down, once.
pub fn keep_terms(conn: &mut Conn, terms: &KeptTerms) -> Result<()> {
    let known = mission_terms::table.find((terms.mission_id, terms.version));
    if !select(exists(known)).get_result(conn)? {
        let rows = std::slice::from_ref(terms);
        dialect::insert_new!(conn, mission_terms::table, (mission_terms::mission_id, mission_terms::version), rows)?;
    }
    Ok(())
}

pub fn find_terms(conn: &mut Conn, mission_id: MissionId, version: i32) -> Result<KeptTerms> {
    let found = mission_terms::table.find((mission_id, version)).select(KeptTerms::as_select()).first(conn).optional()?;
    found.ok_or_else(|| Problem::internal("the terms of a submission are not kept"))
}
