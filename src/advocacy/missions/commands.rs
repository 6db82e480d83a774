//! Making and changing missions.

use super::drafting::Draft;
use super::events::MissionEvent;
use super::model::{Action, Mission, MissionState};
use super::requests::{Change, DuplicateMission, NewMission, SaveMissionAsTemplate};
use super::settings::{AudienceKind, ExistingMembers, FollowUps, OnExit, Reentry, TriggerKind};
use super::views::MissionView;
use super::{assignments, launching, links, queries, store, templating};
use crate::advocacy::recognition::Recognition;
use crate::advocacy::templates::views::TemplateView;
use crate::advocacy::types::{MissionDetails, MissionType};
use crate::advocacy::{notices, templates};
use crate::db::{Json, Tx};
use crate::identity::permissions::Caller;
use crate::kernel::ids::MissionId;
use crate::kernel::{FieldError, Problem, Result, Vault};
use crate::messaging::{Messaging, events};

const MAX_TITLE: usize = 200;

/// A draft: empty but for its type, or with what its template says, and then with what the request says.
pub fn create(tx: &mut Tx<'_>, caller: &Caller, vault: &Vault, new: NewMission) -> Result<MissionView> {
    let mission = match (new.template_id, new.mission_type) {
        (Some(id), kind) => {
            let content = templates::queries::for_type(tx.conn(), caller.organization_id, id, kind)?;
            let mut mission = blank(tx, caller, content.details.kind());
            templating::copy_into(content, &mut mission, tx.now());
            mission.template_id = Some(id);
            mission
        }
        (None, Some(kind)) => blank(tx, caller, kind),
        (None, None) => return Err(Problem::invalid(vec![FieldError::at("/type", "required", "is required without a template")])),
    };
    let mut draft = Draft::of(mission, Vec::new());
    draft.take(tx, caller, new.change)?;
    insert(tx, vault, &draft)?;
    view(tx, draft.mission)
}

fn blank(tx: &Tx<'_>, caller: &Caller, mission_type: MissionType) -> Mission {
    Mission {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        mission_type,
        state: MissionState::Draft,
        title: String::new(),
        search_text: String::new(),
        summary: None,
        description_html: None,
        image_file_id: None,
        details: Json(MissionDetails::empty(mission_type)),
        trigger_kind: TriggerKind::Instant,
        trigger_segment_id: None,
        existing_members: ExistingMembers::Ignore,
        on_exit: OnExit::Keep,
        reentry: Reentry::Never,
        audience_kind: AudienceKind::Registered,
        notify_mode: None,
        notify_channels: Json(Vec::new()),
        recognition: Json(Recognition::default()),
        reward_id: None,
        auto_approve: false,
        follow_ups: Json(FollowUps::default()),
        participation_limit: None,
        total_cap: None,
        taken: 0,
        expires_at: None,
        expiry_due_at: None,
        launch_at: None,
        launched_at: None,
        closed_at: None,
        listed_at: None,
        terms_version: 1,
        link_nonce: 1,
        template_id: None,
        created_by: tx.actor().id(),
        viewed_count: 0,
        started_count: 0,
        submitted_count: 0,
        approved_count: 0,
        assigned_count: 0,
        notified_count: 0,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

/// Stores a new mission with its link.
fn insert(tx: &mut Tx<'_>, vault: &Vault, draft: &Draft) -> Result<()> {
    store::insert(tx.conn(), &draft.mission)?;
    store::replace_segments(tx.conn(), &draft.mission, &draft.segments)?;
    links::issue(tx, vault, &draft.mission)?;
    events::emit(tx, &MissionEvent::new("mission.created", &draft.mission))
}

/// Everything may change before the launch; what may change after it, [`Draft`] knows. What runs has to keep
/// what it was launched with: nobody takes part in something without a title or a limit.
pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: MissionId, change: Change) -> Result<MissionView> {
    let before = open(tx, caller, id)?;
    let known = store::segments(tx.conn(), id)?;
    let mut draft = Draft::of(before.clone(), known.clone());
    draft.take(tx, caller, change)?;
    let Draft { mut mission, segments, .. } = draft;
    if mission.state.can_expire() {
        let missing = launching::missing(&mission, &segments);
        if !missing.is_empty() {
            return Err(Problem::of_faults(missing));
        }
    }
    if mission == before && segments == known {
        return view(tx, mission);
    }
    if !mission.has_the_terms_of(&before) {
        mission.terms_version += 1;
    }
    if segments != known {
        store::replace_segments(tx.conn(), &mission, &segments)?;
    }
    if mission.trigger_segment_id != before.trigger_segment_id {
        assignments::store::retarget(tx.conn(), &mission)?;
    }
    save(tx, &mut mission, "mission.updated")?;
    notices::commands::edited(tx, &mission)?;
    view(tx, mission)
}

/// The mission, held until the transaction ends. One whose date has passed is expired before anything else
/// happens to it.
pub(super) fn open(tx: &mut Tx<'_>, caller: &Caller, id: MissionId) -> Result<Mission> {
    let mut mission = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    tx.ensure_fresh(mission.version)?;
    if mission.state_at(tx.now()) != mission.state {
        super::lifecycle::expire(tx, &mut mission)?;
    }
    Ok(mission)
}

/// Writes the mission's next version and tells what happened.
pub(super) fn save(tx: &mut Tx<'_>, mission: &mut Mission, event: &'static str) -> Result<()> {
    write(tx, mission)?;
    events::emit(tx, &MissionEvent::new(event, mission))
}

pub(super) fn write(tx: &mut Tx<'_>, mission: &mut Mission) -> Result<()> {
    mission.derive();
    mission.version += 1;
    mission.updated_at = tx.now();
    store::update(tx.conn(), mission)?;
    store::list_segments(tx.conn(), mission)
}

pub(super) fn view(tx: &mut Tx<'_>, mission: Mission) -> Result<MissionView> {
    let now = tx.now();
    queries::view(tx.conn(), mission, now)
}

/// Only a draft is deleted: nobody else has seen it.
pub fn delete(tx: &mut Tx<'_>, caller: &Caller, id: MissionId) -> Result<()> {
    let mission = open(tx, caller, id)?;
    mission.state.after(Action::Delete, mission.trigger_kind)?;
    store::delete(tx.conn(), mission.organization_id, id)?;
    events::emit(tx, &MissionEvent::new("mission.deleted", &mission))
}

/// A draft that says the same, with a link of its own; nothing that came of the original comes along.
pub fn duplicate(tx: &mut Tx<'_>, caller: &Caller, vault: &Vault, id: MissionId, change: DuplicateMission) -> Result<MissionView> {
    let source = store::find(tx.conn(), caller.organization_id, id)?;
    let segments = store::segments(tx.conn(), id)?;
    let title = change.title.unwrap_or_else(|| copy_title(&source.title));
    let fresh = blank(tx, caller, source.mission_type);
    let follow_ups = FollowUps { enabled_at: source.follow_ups.0.enabled.then_some(tx.now()), ..source.follow_ups.0.clone() };
    let mut copy = Mission {
        id: fresh.id,
        state: fresh.state,
        taken: 0,
        launch_at: None,
        launched_at: None,
        closed_at: None,
        // A date that has passed would only have to be taken out again.
        expires_at: source.expires_at.filter(|at| *at > tx.now()),
        terms_version: 1,
        link_nonce: 1,
        created_by: fresh.created_by,
        follow_ups: Json(follow_ups),
        viewed_count: 0,
        started_count: 0,
        submitted_count: 0,
        approved_count: 0,
        assigned_count: 0,
        notified_count: 0,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        ..source
    };
    copy.set_title(Some(&title));
    copy.derive();
    insert(tx, vault, &Draft::of(copy.clone(), segments))?;
    view(tx, copy)
}

fn copy_title(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!("Copy of {title}").chars().take(MAX_TITLE).collect() }
}

/// The way back: a template of what the mission says.
pub fn save_as_template(tx: &mut Tx<'_>, caller: &Caller, id: MissionId, change: SaveMissionAsTemplate) -> Result<TemplateView> {
    let mission = store::find(tx.conn(), caller.organization_id, id)?;
    let name = change.name.or_else(|| Some(mission.title.clone()).filter(|title| !title.is_empty()));
    let name =
        name.ok_or_else(|| Problem::invalid(vec![FieldError::at("/name", "required", "is required for a mission without a title")]))?;
    templates::commands::create_from(tx, caller, name, None, mission.into())
}

/// Another link; the one before opens nothing any more.
pub fn rotate_link(tx: &mut Tx<'_>, caller: &Caller, messaging: &Messaging, id: MissionId) -> Result<super::views::MissionLinkView> {
    let mut mission = open(tx, caller, id)?;
    links::revoke(tx, &mission)?;
    mission.link_nonce += 1;
    links::issue(tx, &messaging.vault, &mission)?;
    save(tx, &mut mission, "mission.link_rotated")?;
    queries::link_of(tx.conn(), messaging, &mission)
}
