//! Making, changing, switching and deleting connections.

use super::events::ConnectionEvent;
use super::model::{Connection, ConnectionKind, ConnectionState};
use super::requests::{
    CreateChannelConnection, CreateHook, CreateWebhookEndpoint, RotateSecret, UpdateChannelConnection, UpdateWebhookEndpoint,
};
use super::settings::Target;
use super::views::{ChannelConnectionView, HookView, IssuedChannelConnection, IssuedWebhookEndpoint, WebhookEndpointView};
use super::{access, store};
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{ConnectionId, OrganizationId};
use crate::kernel::patch::apply;
use crate::kernel::{Code, FieldError, Problem, Result, secrets};
use crate::messaging::channels::webhook;
use crate::messaging::{Messaging, deliveries, events};

/// How long the old signing secret counts beside the new one when nothing is said, and at most.
const OVERLAP: i64 = 86_400;
const MAX_OVERLAP: i64 = 7 * 86_400;

fn draft(tx: &Tx<'_>, caller: &Caller, kind: ConnectionKind, name: String, target: Target) -> Connection {
    Connection {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        kind,
        name,
        settings: Json(target),
        event_types: None,
        sealed_secret: None,
        previous_secret: None,
        previous_secret_until: None,
        lookup_key: None,
        state: ConnectionState::Enabled,
        disabled_reason: None,
        failing_since: None,
        created_by: caller.user_id(),
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

fn insert(tx: &mut Tx<'_>, connection: &Connection) -> Result<()> {
    store::insert(tx.conn(), connection)?;
    events::emit(tx, &ConnectionEvent::new("connection.created", connection))
}

fn save(tx: &mut Tx<'_>, connection: &mut Connection, event: &'static str) -> Result<()> {
    connection.version += 1;
    connection.updated_at = tx.now();
    store::update(tx.conn(), connection)?;
    events::emit(tx, &ConnectionEvent::new(event, connection))
}

/// The connection, held, when it is of one of these kinds.
fn open(tx: &mut Tx<'_>, caller: &Caller, id: ConnectionId, kinds: &[ConnectionKind]) -> Result<Connection> {
    let connection = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(connection.version)?;
    if kinds.contains(&connection.kind) { Ok(connection) } else { Err(Problem::not_found()) }
}

/// Every type is in the catalogue; all unknown ones are told at once.
fn known_types(types: Option<Vec<String>>) -> Result<Option<Json<Vec<String>>>> {
    let Some(types) = types else { return Ok(None) };
    let fault = |(index, _): (usize, &String)| {
        let code = Code::UnknownEventType;
        FieldError::at(format!("/event_types/{index}"), code.as_str(), "is not in the list of event types")
    };
    let faults: Vec<_> = types.iter().enumerate().filter(|(_, name)| !events::catalogue::is_known(name)).map(fault).collect();
    if faults.is_empty() { Ok(Some(Json(types))) } else { Err(Problem::new(Code::UnknownEventType).with_errors(faults)) }
}

pub fn create_webhook(
    tx: &mut Tx<'_>,
    caller: &Caller,
    messaging: &Messaging,
    new: CreateWebhookEndpoint,
) -> Result<IssuedWebhookEndpoint> {
    let host = access::ensure_target(messaging, &new.url, "/url")?;
    let mut endpoint = draft(tx, caller, ConnectionKind::Webhook, new.description.unwrap_or(host), Target::Webhook { url: new.url });
    endpoint.event_types = known_types(new.event_types)?;
    let secret = webhook::new_secret()?;
    endpoint.sealed_secret = Some(messaging.vault.seal(&endpoint.id.to_string(), &secret)?);
    insert(tx, &endpoint)?;
    Ok(IssuedWebhookEndpoint { endpoint: endpoint.into(), secret })
}

pub fn update_webhook(
    tx: &mut Tx<'_>,
    caller: &Caller,
    messaging: &Messaging,
    id: ConnectionId,
    change: UpdateWebhookEndpoint,
) -> Result<WebhookEndpointView> {
    let mut endpoint = open(tx, caller, id, &[ConnectionKind::Webhook])?;
    let mut changed = apply(&mut endpoint.name, change.description);
    if let Some(url) = change.url {
        access::ensure_target(messaging, &url, "/url")?;
        changed |= apply(&mut endpoint.settings.0, Some(Target::Webhook { url }));
    }
    if let Some(types) = change.event_types {
        changed |= apply(&mut endpoint.event_types, Some(known_types(types)?));
    }
    if changed {
        save(tx, &mut endpoint, "connection.updated")?;
    }
    Ok(endpoint.into())
}

/// A new secret signs from now on, and for a while the old one beside it.
pub fn rotate_secret(
    tx: &mut Tx<'_>,
    caller: &Caller,
    messaging: &Messaging,
    id: ConnectionId,
    change: &RotateSecret,
) -> Result<IssuedWebhookEndpoint> {
    let mut endpoint = open(tx, caller, id, &[ConnectionKind::Webhook])?;
    let overlap = change.overlap.unwrap_or(IsoDuration::from_seconds(OVERLAP));
    if overlap.seconds() > MAX_OVERLAP {
        return Err(Problem::invalid(vec![FieldError::at("/overlap", "out_of_range", "must be at most P7D")]));
    }
    let secret = webhook::new_secret()?;
    let sealed = messaging.vault.seal(&endpoint.id.to_string(), &secret)?;
    endpoint.previous_secret = endpoint.sealed_secret.replace(sealed);
    endpoint.previous_secret_until = Some(tx.now().plus(overlap.delta()));
    save(tx, &mut endpoint, "connection.secret_rotated")?;
    Ok(IssuedWebhookEndpoint { endpoint: endpoint.into(), secret })
}

pub fn create_channel(
    tx: &mut Tx<'_>,
    caller: &Caller,
    messaging: &Messaging,
    new: CreateChannelConnection,
) -> Result<IssuedChannelConnection> {
    let (target, secret) = access::of_new(messaging, new.kind, new.slack, new.email)?;
    let mut connection = draft(tx, caller, new.kind, new.name, target);
    connection.event_types = known_types(new.event_types)?;
    let owner = connection.id.to_string();
    connection.sealed_secret = secret.map(|secret| messaging.vault.seal(&owner, &secret)).transpose()?;
    let mut bounce_url = None;
    if new.kind == ConnectionKind::Email {
        let token = messaging.vault.token("bounces", &owner)?;
        connection.lookup_key = Some(secrets::token_hash(&token));
        bounce_url = Some(format!("{}/api/v1/public/bounces/{token}", messaging.base_url));
    }
    insert(tx, &connection)?;
    Ok(IssuedChannelConnection { connection: connection.into(), bounce_url })
}

pub fn update_channel(
    tx: &mut Tx<'_>,
    caller: &Caller,
    messaging: &Messaging,
    id: ConnectionId,
    change: UpdateChannelConnection,
) -> Result<ChannelConnectionView> {
    let mut connection = open(tx, caller, id, CHANNELS)?;
    let mut changed = apply(&mut connection.name, change.name);
    if let Some(types) = change.event_types {
        changed |= apply(&mut connection.event_types, Some(known_types(types)?));
    }
    if change.slack.is_some() || change.email.is_some() {
        let (target, secret) = access::of_new(messaging, connection.kind, change.slack, change.email)?;
        connection.settings = Json(target);
        connection.sealed_secret = secret.map(|secret| messaging.vault.seal(&id.to_string(), &secret)).transpose()?;
        changed = true;
    }
    if changed {
        save(tx, &mut connection, "connection.updated")?;
    }
    Ok(connection.into())
}

/// What `/channel-connections` shows.
pub const CHANNELS: &[ConnectionKind] = &[ConnectionKind::Email, ConnectionKind::Slack, ConnectionKind::Zapier];

/// Switches it on again, or off; what is on or off already stays as it is.
pub fn switch(tx: &mut Tx<'_>, caller: &Caller, id: ConnectionId, kinds: &[ConnectionKind], on: bool) -> Result<Connection> {
    let mut connection = open(tx, caller, id, kinds)?;
    if connection.is_enabled() == on {
        return Ok(connection);
    }
    if on {
        enable(tx, &mut connection)?;
    } else {
        disable(tx, &mut connection, "switched off by hand")?;
    }
    Ok(connection)
}

fn enable(tx: &mut Tx<'_>, connection: &mut Connection) -> Result<()> {
    (connection.state, connection.disabled_reason, connection.failing_since) = (ConnectionState::Enabled, None, None);
    save(tx, connection, "connection.enabled")
}

/// What still waited for it is given up; `recover` brings it back.
pub fn disable(tx: &mut Tx<'_>, connection: &mut Connection, reason: &str) -> Result<()> {
    connection.state = ConnectionState::Disabled;
    connection.disabled_reason = Some(reason.to_owned());
    deliveries::store::cancel_of_target(tx.conn(), &connection.id.to_string(), "the connection was disabled")?;
    save(tx, connection, "connection.disabled")
}

/// The subscription, and whether it is new. The same again is the same.
pub fn subscribe(tx: &mut Tx<'_>, caller: &Caller, messaging: &Messaging, new: CreateHook) -> Result<(HookView, bool)> {
    access::ensure_target(messaging, &new.target_url, "/target_url")?;
    if !events::catalogue::is_known(&new.event_type) {
        return Err(Problem::field(Code::UnknownEventType, "/event_type"));
    }
    let key = hook_key(caller.organization_id, &new.target_url, &new.event_type);
    let mut hook = draft(tx, caller, ConnectionKind::Zapier, format!("Zap for {}", new.event_type), Target::Zapier { url: new.target_url });
    hook.event_types = Some(Json(vec![new.event_type]));
    hook.lookup_key = Some(key.clone());
    if store::insert_new(tx.conn(), &hook)? {
        events::emit(tx, &ConnectionEvent::new("connection.created", &hook))?;
        return Ok((hook.into(), true));
    }
    let known = store::find_by_lookup(tx.conn(), &key)?.ok_or_else(|| Problem::internal("a hook went away meanwhile"))?;
    // Who subscribes again wants to be told, also where it was disabled meanwhile.
    let mut known = store::find_for_update(tx.conn(), known.organization_id, known.id)?;
    if !known.is_enabled() {
        enable(tx, &mut known)?;
    }
    Ok((known.into(), false))
}

fn hook_key(organization_id: OrganizationId, url: &str, event_type: &str) -> String {
    secrets::token_hash(&format!("{organization_id}\n{event_type}\n{url}"))
}

pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: ConnectionId, kinds: &[ConnectionKind]) -> Result<()> {
    let connection = open(tx, caller, id, kinds)?;
    remove(tx, &connection)
}

/// With the log of what was delivered to it. Mail that waits goes by whatever is used instead.
pub fn remove(tx: &mut Tx<'_>, connection: &Connection) -> Result<()> {
    deliveries::store::release_target(tx.conn(), connection)?;
    store::delete(tx.conn(), connection.id)?;
    events::emit(tx, &ConnectionEvent::new("connection.deleted", connection))
}
