//! Reading connections.

use serde::Deserialize;
use utoipa::IntoParams;

use super::commands::CHANNELS;
use super::model::{Connection, ConnectionKind, ConnectionState};
use super::store;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::ConnectionId;
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Problem, Result};

/// How webhook endpoints are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WebhookEndpointFilter {
    pub state: Option<ConnectionState>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// How connections are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChannelConnectionFilter {
    /// `email`, `slack` or `zapier`.
    pub kind: Option<ConnectionKind>,
    pub state: Option<ConnectionState>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// How hooks are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HookFilter {
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Oldest first.
pub fn hooks(conn: &mut Conn, caller: &Caller, filter: HookFilter) -> Result<Page<Connection>> {
    page(conn, caller, &[ConnectionKind::Zapier], None, filter.limit, filter.cursor)
}

/// Oldest first.
pub fn webhooks(conn: &mut Conn, caller: &Caller, filter: WebhookEndpointFilter) -> Result<Page<Connection>> {
    page(conn, caller, &[ConnectionKind::Webhook], filter.state, filter.limit, filter.cursor)
}

/// Oldest first.
pub fn channels(conn: &mut Conn, caller: &Caller, filter: ChannelConnectionFilter) -> Result<Page<Connection>> {
    let kinds: Vec<_> = CHANNELS.iter().copied().filter(|kind| filter.kind.is_none_or(|wanted| wanted == *kind)).collect();
    page(conn, caller, &kinds, filter.state, filter.limit, filter.cursor)
}

fn page(
    conn: &mut Conn,
    caller: &Caller,
    kinds: &[ConnectionKind],
    state: Option<ConnectionState>,
    limit: Option<u32>,
    cursor: Option<String>,
) -> Result<Page<Connection>> {
    let request = PageRequest::new(limit, cursor, &("connections", kinds, state))?;
    let rows = store::list(conn, caller.organization_id, kinds, state, request.after()?, request.fetch())?;
    Ok(request.page(rows, |row| (row.created_at, row.id)))
}

pub fn get(conn: &mut Conn, caller: &Caller, id: ConnectionId, kinds: &[ConnectionKind]) -> Result<Connection> {
    let connection = store::find(conn, caller.organization_id, id)?;
    if kinds.contains(&connection.kind) { Ok(connection) } else { Err(Problem::not_found()) }
}
