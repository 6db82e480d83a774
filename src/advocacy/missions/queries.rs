//! Reading missions: for staff, for those whom they are for, and for other features.

use std::collections::HashMap;

use super::access::{self, Door, Visitor};
use super::filter::{MissionFilter, MissionSort, MyMissionsFilter};
use super::launching::{self, LaunchCheck};
use super::links;
use super::mine::{self, Place, Wanted};
use super::model::{Action, Mission, MissionStats};
use super::participants::{Beside, MissionCardView, ParticipantMissionView, PreviewAs};
use super::settings::AudienceKind;
use super::store::{self, After};
use super::views::{ALL_USERS, ANYONE, MissionLinkView, MissionSummaryView, MissionView, Picture, Segments};
use crate::advocacy::rewards;
use crate::advocacy::segments;
use crate::advocacy::segments::views::MissionUse;
use crate::db::Conn;
use crate::files;
use crate::files::model::File;
use crate::identity::organizations;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, MissionId, OrganizationId, RewardId, SegmentId};
use crate::kernel::page::{Page, PageRequest};
use crate::kernel::{Problem, Result, Timestamp};
use crate::messaging::Messaging;
use crate::messaging::events::timeline::{self, EventView, TimelineParams};

/// Everything that staff see.
pub fn list(conn: &mut Conn, caller: &Caller, mut filter: MissionFilter, now: Timestamp) -> Result<Page<MissionSummaryView>> {
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &filter)?;
    if !resolve_segments(conn, caller.organization_id, &mut filter)? {
        return Ok(Page::whole(Vec::new()));
    }
    let sort = filter.sort.unwrap_or(MissionSort::CreatedDesc);
    let after = if sort.is_by_title() {
        request.after()?.map(|(title, id)| After::Title(title, id))
    } else {
        request.after()?.map(|(at, id)| After::Created(at, id))
    };
    let rows = store::list(conn, caller.organization_id, &filter, sort, after, request.fetch())?;
    let page = if sort.is_by_title() {
        request.page(rows, |row| (row.title.clone(), row.id))
    } else {
        request.page(rows, |row| (row.created_at, row.id))
    };
    let mut segments = segments_of(conn, caller.organization_id, &page.data)?;
    let mut pictures = pictures_of(conn, caller.organization_id, &page.data)?;
    Ok(page.map(|mission| {
        let (segments, picture) = (segments.remove(&mission.id).unwrap_or_default(), picture(&mut pictures, &mission));
        MissionSummaryView::new(mission, segments, picture, now)
    }))
}

/// Turns what the filter says of segments into ids and audiences; false where nothing can fit.
fn resolve_segments(conn: &mut Conn, organization_id: OrganizationId, filter: &mut MissionFilter) -> Result<bool> {
    filter.segment_ids = filter.segment_id.map(|id| vec![id]);
    let Some(label) = filter.segment_label.take() else { return Ok(true) };
    let is = |word: &str| label.trim().eq_ignore_ascii_case(word);
    let kind = if is(ANYONE) {
        AudienceKind::Anyone
    } else if is(ALL_USERS) {
        AudienceKind::Registered
    } else {
        let named = segments::queries::named(conn, organization_id, &label)?;
        let both = named.into_iter().filter(|id| filter.segment_id.is_none_or(|wanted| wanted == *id)).collect::<Vec<_>>();
        filter.segment_ids = Some(both);
        AudienceKind::Segment
    };
    let fits = filter.audience.is_none_or(|wanted| wanted == kind);
    filter.audience = Some(kind);
    Ok(fits && filter.segment_ids.as_ref().is_none_or(|ids| !ids.is_empty()))
}

/// The segments of many missions, with their names.
fn segments_of(conn: &mut Conn, organization_id: OrganizationId, missions: &[Mission]) -> Result<HashMap<MissionId, Segments>> {
    let wanted: Vec<MissionId> =
        missions.iter().filter(|mission| mission.audience_kind == AudienceKind::Segment).map(|mission| mission.id).collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let found = store::segments_of(conn, &wanted)?;
    let mut ids: Vec<SegmentId> = found.values().flatten().copied().collect();
    ids.sort();
    ids.dedup();
    let known = segments::queries::names(conn, organization_id, &ids)?;
    let named = |ids: Vec<SegmentId>| Segments { names: ids.iter().filter_map(|id| known.get(id).cloned()).collect(), ids };
    Ok(found.into_iter().map(|(id, ids)| (id, named(ids))).collect())
}

fn pictures_of(conn: &mut Conn, organization_id: OrganizationId, missions: &[Mission]) -> Result<HashMap<FileId, File>> {
    let ids: Vec<FileId> = missions.iter().filter_map(|mission| mission.image_file_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(files::queries::find_many(conn, organization_id, &ids)?.into_iter().map(|file| (file.id, file)).collect())
}

/// What the rewards are called that the missions promise.
fn reward_names(conn: &mut Conn, organization_id: OrganizationId, missions: &[Mission]) -> Result<HashMap<RewardId, String>> {
    let ids: Vec<RewardId> = missions.iter().filter_map(|mission| mission.recognition.0.reward_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(rewards::queries::find_many(conn, organization_id, &ids)?.into_iter().map(|reward| (reward.id, reward.name)).collect())
}

fn picture(pictures: &mut HashMap<FileId, File>, mission: &Mission) -> Picture {
    Picture(mission.image_file_id.and_then(|id| pictures.get(&id).cloned()))
}

pub fn get(conn: &mut Conn, caller: &Caller, id: MissionId, now: Timestamp) -> Result<MissionView> {
    let mission = store::find(conn, caller.organization_id, id)?;
    view(conn, mission, now)
}

/// The mission as staff see it.
pub(super) fn view(conn: &mut Conn, mission: Mission, now: Timestamp) -> Result<MissionView> {
    let organization_id = mission.organization_id;
    let mut segments = segments_of(conn, organization_id, std::slice::from_ref(&mission))?;
    let mut pictures = pictures_of(conn, organization_id, std::slice::from_ref(&mission))?;
    let (segments, picture) = (segments.remove(&mission.id).unwrap_or_default(), picture(&mut pictures, &mission));
    Ok(MissionView::new(mission, segments, picture, now))
}

pub fn stats(conn: &mut Conn, caller: &Caller, id: MissionId) -> Result<MissionStats> {
    Ok(MissionStats::from(&store::find(conn, caller.organization_id, id)?))
}

pub fn launch_check(conn: &mut Conn, caller: &Caller, id: MissionId, now: Timestamp) -> Result<LaunchCheck> {
    let mission = store::find(conn, caller.organization_id, id)?;
    launching::check(conn, &mission, now)
}

/// What happened, for staff.
pub fn timeline(conn: &mut Conn, caller: &Caller, id: MissionId, params: TimelineParams) -> Result<Page<EventView>> {
    let mission = store::find(conn, caller.organization_id, id)?;
    timeline::page_of_mission(conn, mission.organization_id, mission.id, params)
}

/// The magic link, for staff.
pub fn link(conn: &mut Conn, caller: &Caller, messaging: &Messaging, id: MissionId) -> Result<MissionLinkView> {
    let mission = store::find(conn, caller.organization_id, id)?;
    link_of(conn, messaging, &mission)
}

pub(super) fn link_of(conn: &mut Conn, messaging: &Messaging, mission: &Mission) -> Result<MissionLinkView> {
    let settings = organizations::queries::settings(conn, mission.organization_id)?;
    let token = links::token_of(&messaging.vault, mission)?;
    let url = links::url_of(messaging, settings.frontend_url.as_deref(), &token);
    Ok(MissionLinkView { url, token, is_only_way: mission.is_hidden(), created_at: links::issued_at(conn, mission)? })
}

/// What an advocate or a guest gets, drafts too: as if it were launched. Makes nothing and counts nothing.
pub fn preview(conn: &mut Conn, caller: &Caller, id: MissionId, eyes: PreviewAs, now: Timestamp) -> Result<ParticipantMissionView> {
    let mut mission = store::find(conn, caller.organization_id, id)?;
    if eyes == PreviewAs::Guest && mission.audience_kind != AudienceKind::Anyone {
        return Err(Problem::parameter("as", "guests see missions for anyone only"));
    }
    if mission.state.is_in_preparation() {
        mission.state = mission.state.after(Action::Launch, mission.trigger_kind)?;
    }
    participant_view(conn, mission, None, now)
}

fn participant_view(conn: &mut Conn, mission: Mission, visitor: Option<Visitor>, now: Timestamp) -> Result<ParticipantMissionView> {
    let assignment = match visitor {
        Some(Visitor::Member { user_id: Some(user_id), .. }) => mine::assignments(conn, user_id, &[mission.id])?.pop(),
        _ => None,
    };
    let organization_id = mission.organization_id;
    let organization_name = organizations::queries::name(conn, organization_id)?;
    let mut pictures = pictures_of(conn, organization_id, std::slice::from_ref(&mission))?;
    let picture = picture(&mut pictures, &mission);
    let reward_name = reward_names(conn, organization_id, std::slice::from_ref(&mission))?.into_values().next();
    Ok(ParticipantMissionView::new(mission, Beside { organization_name, picture, reward_name, assignment }, now))
}

/// An advocate's own list, newest first.
pub fn mine(conn: &mut Conn, caller: &Caller, mut filter: MyMissionsFilter, now: Timestamp) -> Result<Page<MissionCardView>> {
    let user_id = caller.user_id().ok_or_else(Problem::not_found)?;
    let (limit, cursor) = (filter.limit.take(), filter.cursor.take());
    let request = PageRequest::new(limit, cursor, &(user_id, &filter))?;
    let wanted = Wanted {
        organization_id: caller.organization_id,
        user_id,
        mission_type: filter.mission_type,
        now,
        after: request.after()?,
        limit: request.fetch(),
    };
    let page: Page<Place> = request.page(mine::page(conn, &wanted)?, |place| *place);
    let ids: Vec<MissionId> = page.data.iter().map(|(_, id)| *id).collect();
    let missions = store::find_many(conn, caller.organization_id, &ids)?;
    let mut pictures = pictures_of(conn, caller.organization_id, &missions)?;
    let rewards = reward_names(conn, caller.organization_id, &missions)?;
    let mut by_id: HashMap<MissionId, Mission> = missions.into_iter().map(|mission| (mission.id, mission)).collect();
    let assigned = mine::assignments(conn, user_id, &ids)?;
    let mut assigned: HashMap<MissionId, _> = assigned.into_iter().map(|row| (row.mission_id, row)).collect();
    let name = organizations::queries::name(conn, caller.organization_id)?;
    page.try_map(|(_, id)| {
        let mission = by_id.remove(&id).ok_or_else(|| Problem::internal("a mission of the list is not there"))?;
        let beside = Beside {
            organization_name: name.clone(),
            picture: picture(&mut pictures, &mission),
            reward_name: mission.recognition.0.reward_id.and_then(|reward| rewards.get(&reward).cloned()),
            assignment: assigned.remove(&id),
        };
        Ok(MissionCardView::new(mission, beside, now))
    })
}

/// One of an advocate's own, by its id.
pub fn my_mission(conn: &mut Conn, caller: &Caller, id: MissionId, now: Timestamp) -> Result<ParticipantMissionView> {
    let mission = store::find(conn, caller.organization_id, id)?;
    let visitor = Visitor::from(Some(caller));
    access::ensure_visible(conn, &mission, visitor, Door::Id, now)?;
    participant_view(conn, mission, Some(visitor), now)
}

/// The page behind the magic link. Looking changes nothing.
pub fn behind_link(conn: &mut Conn, caller: Option<&Caller>, token: &str, now: Timestamp) -> Result<ParticipantMissionView> {
    let mission = links::open(conn, token)?;
    let visitor = Visitor::from(caller);
    access::ensure_visible(conn, &mission, visitor, Door::Link, now)?;
    participant_view(conn, mission, Some(visitor), now)
}

/// Missions that need a segment and have not ended, with what they need it for.
pub fn uses_of_segment(conn: &mut Conn, organization_id: OrganizationId, id: SegmentId, limit: i64) -> Result<Vec<MissionUse>> {
    let missions = store::using_segment(conn, organization_id, id, limit)?;
    let ids: Vec<MissionId> = missions.iter().map(|mission| mission.id).collect();
    let audiences = store::segments_of(conn, &ids)?;
    let of = |mission: Mission| MissionUse {
        id: mission.id,
        is_trigger: mission.trigger_segment_id == Some(id),
        is_audience: audiences.get(&mission.id).is_some_and(|segments| segments.contains(&id)),
        title: Some(mission.title).filter(|title| !title.is_empty()),
        status: mission.state,
    };
    Ok(missions.into_iter().map(of).collect())
}

/// Whether a mission shows the picture.
pub fn needs_file(conn: &mut Conn, organization_id: OrganizationId, id: FileId) -> Result<bool> {
    Ok(!store::showing(conn, organization_id, &[id])?.is_empty())
}

/// Those of the pictures that the caller sees in a mission.
pub fn shown_files(conn: &mut Conn, caller: &Caller, ids: &[FileId]) -> Result<Vec<FileId>> {
    let showing = store::showing(conn, caller.organization_id, ids)?;
    let shown = match caller.user_id() {
        _ if caller.is_staff() => showing,
        Some(user_id) if caller.roles.advocate => {
            let ids: Vec<MissionId> = showing.iter().map(|mission| mission.id).collect();
            let visible = mine::visible_among(conn, caller.organization_id, user_id, &ids)?;
            showing.into_iter().filter(|mission| visible.contains(&mission.id)).collect()
        }
        _ => Vec::new(),
    };
    Ok(shown.into_iter().filter_map(|mission| mission.image_file_id).collect())
}

/// Whether a mission promises this reward, or has promised it to whoever still waits for a review.
pub fn names_reward(conn: &mut Conn, organization_id: OrganizationId, id: RewardId) -> Result<bool> {
    store::names_reward(conn, organization_id, id)
}
