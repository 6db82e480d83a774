//! What a person was sent, over all engagements.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Item, ItemStatus};
use super::views::{Context, ItemView, Perspective};
use super::{recipients, store};
use crate::coaching::engagements;
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, ItemId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Code, List, Problem, Result};

/// Which items.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MyItemFilter {
    /// In any of these states, with commas between them.
    #[param(value_type = Option<String>, example = "scheduled")]
    pub status: Option<List<ItemStatus>>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The latest first, by when the person became a recipient.
pub fn list(conn: &mut Conn, caller: &Caller, filter: MyItemFilter) -> Result<Page<ItemView>> {
    let user_id = caller.user_id().ok_or_else(|| Problem::new(Code::Forbidden))?;
    let MyItemFilter { status, limit, cursor } = filter;
    let request = PageRequest::new(limit, cursor, &("my_items", user_id, &status))?;
    let rows = recipients::store::received(conn, user_id, status.map(|list| list.0), request.after()?, request.fetch())?;
    let page = request.page(rows, |(recipient, _)| (recipient.created_at, recipient.id));
    let engagement_ids: Vec<EngagementId> = page.data.iter().map(|(_, item)| item.engagement_id).collect();
    let engagements = engagements::store::find_many(conn, &engagement_ids)?;
    let open: HashSet<EngagementId> = engagements.iter().filter(|row| row.is_open()).map(|row| row.id).collect();
    let priors: Vec<ItemId> = page.data.iter().filter_map(|(_, item)| item.after_item_id).collect();
    let priors: HashMap<ItemId, ItemStatus> = store::statuses(conn, &priors)?;
    Ok(page.map(|(recipient, item): (_, Item)| {
        let waiting = item.after_item_id.and_then(|id| priors.get(&id)).is_some_and(|status| *status != ItemStatus::Completed);
        let to_complete = item.is_sent() && item.status == ItemStatus::Scheduled && recipient.completed_at.is_none();
        let engagement_is_open = open.contains(&item.engagement_id);
        ItemView::new(item, Context { perspective: Perspective::Coachee(user_id), engagement_is_open, waiting, to_complete })
    }))
}
