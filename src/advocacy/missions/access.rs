//! Who sees a mission, and who may take part in it: the same people. Staff read missions elsewhere; here it is
//! about those whom missions are for.

use super::audience;
use super::model::Mission;
use super::settings::{AudienceKind, TriggerKind};
use super::state::MissionState;
use crate::db::Conn;
use crate::identity::permissions::{Caller, Role};
use crate::identity::users::model::User;
use crate::kernel::ids::{OrganizationId, UserId};
use crate::kernel::{Code, Problem, Result, Timestamp};

/// How somebody comes to a mission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// By its id, which stands in lists.
    Id,
    /// By its link, which opens hidden missions too, and public ones to everybody.
    Link,
}

/// Who comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visitor {
    /// Without an account, or not logged in.
    Guest,
    /// Somebody who has an account, perhaps in another organization; an API key has no user.
    Member { organization_id: OrganizationId, user_id: Option<UserId>, is_staff: bool, is_advocate: bool },
}

impl From<Option<&Caller>> for Visitor {
    fn from(caller: Option<&Caller>) -> Self {
        caller.map_or(Visitor::Guest, |caller| Visitor::Member {
            organization_id: caller.organization_id,
            user_id: caller.user_id(),
            is_staff: caller.is_staff(),
            is_advocate: caller.roles.advocate,
        })
    }
}

impl From<&User> for Visitor {
    fn from(user: &User) -> Self {
        Visitor::Member {
            organization_id: user.organization_id,
            user_id: Some(user.id),
            is_staff: user.has(Role::Admin) || user.has(Role::Manager),
            is_advocate: user.has(Role::Advocate),
        }
    }
}

/// 404 for whom it is not for, 401 for a guest who might log in, 410 once it has ended.
pub fn ensure_visible(conn: &mut Conn, mission: &Mission, visitor: Visitor, door: Door, now: Timestamp) -> Result<()> {
    let state = mission.state_at(now);
    if state.is_in_preparation() {
        return Err(Problem::not_found());
    }
    ensure_inside(conn, mission, visitor, door)?;
    match state {
        MissionState::Expired => Err(Problem::new(Code::MissionExpired)),
        MissionState::Closed => Err(Problem::new(Code::MissionClosed)),
        _ => Ok(()),
    }
}

/// The same for handing something in, which needs a mission that runs and somebody whom it is for.
pub fn ensure_can_take_part(conn: &mut Conn, mission: &Mission, visitor: Visitor, door: Door, now: Timestamp) -> Result<()> {
    ensure_visible(conn, mission, visitor, door, now)?;
    let is_onlooker = matches!(visitor, Visitor::Member { is_advocate: false, .. }) && mission.audience_kind != AudienceKind::Anyone;
    if is_onlooker {
        return Err(Problem::new(Code::Forbidden).detail("Only advocates take part."));
    }
    if mission.state_at(now).is_running() { Ok(()) } else { Err(Problem::new(Code::MissionPaused)) }
}

/// Whether it is for them, however it stands.
fn ensure_inside(conn: &mut Conn, mission: &Mission, visitor: Visitor, door: Door) -> Result<()> {
    if door == Door::Link && mission.audience_kind == AudienceKind::Anyone {
        return Ok(());
    }
    let Visitor::Member { organization_id, user_id, is_staff, is_advocate } = visitor else {
        return Err(Problem::new(Code::LoginRequired));
    };
    if organization_id != mission.organization_id {
        return Err(Problem::not_found());
    }
    if door == Door::Link && is_staff {
        return Ok(());
    }
    let user_id = user_id.filter(|_| is_advocate).ok_or_else(Problem::not_found)?;
    let is_out_of_sight = door == Door::Id && mission.is_hidden();
    if !is_out_of_sight && is_for(conn, mission, user_id)? { Ok(()) } else { Err(Problem::not_found()) }
}

/// Whether an advocate of its organization is in its audience and, where it waits for people to enter a
/// segment, has been assigned it.
fn is_for(conn: &mut Conn, mission: &Mission, user_id: UserId) -> Result<bool> {
    if mission.audience_kind == AudienceKind::Segment && !audience::is_in_segments(conn, mission, user_id)? {
        return Ok(false);
    }
    Ok(mission.trigger_kind == TriggerKind::Instant || audience::is_assigned(conn, mission, user_id)?)
}
