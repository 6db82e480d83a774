//! Reading items, and who may.

use std::collections::{HashMap, HashSet};

use super::model::{Item, ItemStatus};
use super::views::{Context, ItemView, Perspective};
use super::{recipients, store};
use crate::coaching::engagements;
use crate::coaching::engagements::model::{Engagement, EngagementStatus};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, ItemId, UserId};
use crate::kernel::page::Page;
use crate::kernel::{Problem, Result};

/// The items of an engagement that the caller was found to see.
pub fn of_engagement(conn: &mut Conn, engagement: &Engagement, perspective: Perspective) -> Result<Vec<ItemView>> {
    let items = store::of_engagement(conn, engagement.id)?;
    let statuses: HashMap<ItemId, ItemStatus> = items.iter().map(|item| (item.id, item.status)).collect();
    let to_complete: HashSet<ItemId> = match perspective {
        Perspective::Coachee(user_id) => recipients::store::open_items_of(conn, engagement.id, user_id)?.into_iter().collect(),
        Perspective::Manager => HashSet::new(),
    };
    let view = |item: Item| {
        let prior = item.after_item_id.and_then(|id| statuses.get(&id));
        let context = Context {
            perspective,
            engagement_is_open: engagement.is_open(),
            waiting: prior.is_some_and(|status| *status != ItemStatus::Completed),
            to_complete: to_complete.contains(&item.id),
        };
        ItemView::new(item, context)
    };
    Ok(items.into_iter().map(view).collect())
}

pub fn list(conn: &mut Conn, caller: &Caller, engagement_id: EngagementId) -> Result<Page<ItemView>> {
    let engagement = engagements::store::find(conn, caller.organization_id, engagement_id)?;
    let perspective = engagements::queries::perspective(conn, caller, &engagement)?;
    of_engagement(conn, &engagement, perspective).map(Page::whole)
}

/// Who runs the engagement sees its items, who takes part in a shared one too, and a recipient sees
/// what was sent to them even where the engagement is not shared.
pub fn get(conn: &mut Conn, caller: &Caller, id: ItemId) -> Result<ItemView> {
    let item = store::find(conn, caller.organization_id, id)?;
    let engagement = engagements::store::find(conn, caller.organization_id, item.engagement_id)?;
    let perspective = perspective(conn, caller, &engagement, &item)?;
    view(conn, item, &engagement, perspective)
}

pub fn perspective(conn: &mut Conn, caller: &Caller, engagement: &Engagement, item: &Item) -> Result<Perspective> {
    let by_engagement = engagements::queries::perspective(conn, caller, engagement);
    match (by_engagement, caller.user_id()) {
        (Err(_), Some(user_id)) if is_received(conn, engagement, item, user_id)? => Ok(Perspective::Coachee(user_id)),
        (by_engagement, _) => by_engagement,
    }
}

fn is_received(conn: &mut Conn, engagement: &Engagement, item: &Item, user_id: UserId) -> Result<bool> {
    let was_announced = item.is_session() && item.scheduled_at.is_some() && engagement.status != EngagementStatus::Draft;
    let out = item.is_sent() || was_announced;
    Ok(out && recipients::store::find_opt(conn, item.id, user_id)?.is_some())
}

pub fn view(conn: &mut Conn, item: Item, engagement: &Engagement, perspective: Perspective) -> Result<ItemView> {
    let waiting = match item.after_item_id {
        Some(prior) => store::status_of(conn, prior)? != ItemStatus::Completed,
        None => false,
    };
    let to_complete = match perspective {
        Perspective::Coachee(user_id) if item.is_sent() && item.status == ItemStatus::Scheduled => {
            recipients::store::find_opt(conn, item.id, user_id)?.is_some_and(|recipient| recipient.completed_at.is_none())
        }
        _ => false,
    };
    Ok(ItemView::new(item, Context { perspective, engagement_is_open: engagement.is_open(), waiting, to_complete }))
}

/// An item that the caller runs; 404 else.
pub fn managed(conn: &mut Conn, caller: &Caller, id: ItemId) -> Result<(Item, Engagement)> {
    let item = store::find(conn, caller.organization_id, id)?;
    let engagement = engagements::store::find(conn, caller.organization_id, item.engagement_id)?;
    if engagements::queries::manages(caller, &engagement) { Ok((item, engagement)) } else { Err(Problem::not_found()) }
}
