//! Reading notifications.

use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Channel, NotificationState};
use super::store::{self, Wanted};
use super::views::{Inbox, NotificationTypeView, NotificationView};
use super::{catalogue, templates};
use crate::db::Conn;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, MissionId, NotificationId, UserId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Code, List, Problem, Result};

/// Which notifications are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NotificationFilter {
    pub recipient_id: Option<UserId>,
    pub engagement_id: Option<EngagementId>,
    pub mission_id: Option<MissionId>,
    /// Types with commas between them.
    #[serde(rename = "type")]
    #[param(value_type = Option<String>, example = "task_sent,form_sent")]
    pub types: Option<List<String>>,
    /// States with commas between them.
    #[param(value_type = Option<String>, example = "suppressed,failed")]
    pub state: Option<List<NotificationState>>,
    pub channel: Option<Channel>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Newest first.
pub fn list(conn: &mut Conn, caller: &Caller, mut filter: NotificationFilter) -> Result<Page<NotificationView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &("notifications", &filter))?;
    let wanted = Wanted {
        recipient_id: filter.recipient_id,
        engagement_id: filter.engagement_id,
        mission_id: filter.mission_id,
        types: filter.types.map(|types| types.0),
        states: filter.state.map(|states| states.0),
        channel: filter.channel,
    };
    let rows = store::list(conn, caller.organization_id, wanted, request.after()?, request.fetch())?;
    Ok(request.page(rows, |row| (row.created_at, row.id)).map(Into::into))
}

pub fn get(conn: &mut Conn, caller: &Caller, id: NotificationId) -> Result<NotificationView> {
    store::find(conn, caller.organization_id, id).map(Into::into)
}

/// Every kind, with what the organization has made of it.
pub fn types(conn: &mut Conn, caller: &Caller) -> Result<Page<NotificationTypeView>> {
    let own = templates::store::of_organization(conn, caller.organization_id)?;
    let view = |entry: &catalogue::NotificationType| {
        let row = own.iter().find(|row| row.notification_type == entry.key);
        NotificationTypeView::new(entry, row.is_none_or(|row| row.is_enabled), row.is_some())
    };
    Ok(Page::whole(catalogue::all().map(view).collect()))
}

/// Which of one's own notifications are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InboxFilter {
    /// Only what was not read yet.
    pub unread: Option<bool>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// One's own, newest first.
pub fn inbox(conn: &mut Conn, caller: &Caller, filter: InboxFilter) -> Result<Inbox> {
    let user_id = caller.user_id().ok_or_else(|| Problem::new(Code::Forbidden))?;
    let only_unread = filter.unread.unwrap_or(false);
    let request = PageRequest::new(filter.limit, filter.cursor, &("inbox", user_id, only_unread))?;
    let rows = store::inbox(conn, user_id, only_unread, request.after()?, request.fetch())?;
    let page = request.page(rows, |row| (row.created_at, row.id)).map(Into::into);
    let unread_count = store::unread(conn, user_id)?;
    Ok(Inbox { data: page.data, has_more: page.has_more, next_cursor: page.next_cursor, unread_count })
}
