//! Making and changing engagements.

use super::events::EngagementEvent;
use super::model::{
    CreateEngagement, DuplicateEngagement, Engagement, EngagementCoachee, EngagementStatus, Progress, ReplaceCoach, SaveAsTemplate,
    UpdateEngagement,
};
use super::views::EngagementView;
use super::{queries, store};
use crate::coaching::items::copies::{self, ItemSeed};
use crate::coaching::program_templates::model::ProgramTemplateView;
use crate::coaching::{forms, program_templates, sessions};
use crate::db::Tx;
use crate::identity::permissions::{Caller, Role};
use crate::identity::{coach_assignments, users};
use crate::kernel::ids::{BatchId, EngagementId, ProgramTemplateId, UserId};
use crate::kernel::list::distinct;
use crate::kernel::patch::apply;
use crate::kernel::{Code, FieldError, Problem, Result};
use crate::messaging::events;

/// Everything that engagements of one request have in common.
pub(super) struct Plan {
    pub coach_id: Option<UserId>,
    pub title: String,
    pub description: Option<String>,
    pub template: Option<(ProgramTemplateId, i64)>,
    pub batch_id: Option<BatchId>,
    pub items: Vec<ItemSeed>,
}

pub fn create(tx: &mut Tx<'_>, caller: &Caller, new: CreateEngagement) -> Result<EngagementView> {
    let coachee_ids = distinct(new.coachee_ids);
    let plan = plan(tx, caller, new.title, new.description, new.template_id, new.coach_id)?;
    ensure_may_serve(tx, caller, plan.coach_id, &coachee_ids)?;
    let ids = insert(tx, caller, &plan, &[coachee_ids])?;
    queries::get(tx.conn(), caller, ids[0])
}

/// Finds the coach, the template and the title.
pub(super) fn plan(
    tx: &mut Tx<'_>,
    caller: &Caller,
    title: Option<String>,
    description: Option<String>,
    template_id: Option<ProgramTemplateId>,
    coach_id: Option<UserId>,
) -> Result<Plan> {
    let coach_id = choose_coach(tx, caller, coach_id)?;
    let Some(template_id) = template_id else {
        let title = title.ok_or_else(|| Problem::invalid(vec![FieldError::at("/title", "required", "is required without a template")]))?;
        return Ok(Plan { coach_id, title, description, template: None, batch_id: None, items: Vec::new() });
    };
    let (content, version) = program_templates::queries::copyable(tx.conn(), caller, template_id)?;
    Ok(Plan {
        coach_id,
        title: title.unwrap_or(content.title),
        description: description.or(content.description),
        template: Some((template_id, version)),
        batch_id: None,
        items: copies::from_template(content.items),
    })
}

/// Coaches make their own; admins name anybody who is a coach, or nobody yet.
fn choose_coach(tx: &mut Tx<'_>, caller: &Caller, coach_id: Option<UserId>) -> Result<Option<UserId>> {
    if !caller.is_admin() {
        let own = caller.user_id();
        return if coach_id.is_none() || coach_id == own { Ok(own) } else { Err(Problem::new(Code::Forbidden)) };
    }
    let Some(id) = coach_id.or_else(|| caller.user_id().filter(|_| caller.is_coach())) else { return Ok(None) };
    let coach = users::store::find(tx.conn(), caller.organization_id, id)?;
    if coach.serves_as(Role::Coach) { Ok(Some(id)) } else { Err(Problem::not_found()) }
}

/// Every coachee exists, is one, and is one whom this coach may serve; else 404.
pub(super) fn ensure_may_serve(tx: &mut Tx<'_>, caller: &Caller, coach_id: Option<UserId>, coachee_ids: &[UserId]) -> Result<()> {
    if coachee_ids.is_empty() {
        return Err(Problem::field(Code::CoacheesRequired, "/coachee_ids"));
    }
    let people = users::store::find_many(tx.conn(), caller.organization_id, coachee_ids)?;
    let known = people.iter().filter(|user| user.serves_as(Role::Coachee)).count() == coachee_ids.len();
    let served = match coach_id {
        Some(coach_id) => coach_assignments::queries::serves_all(tx.conn(), coach_id, coachee_ids)?,
        None => true,
    };
    if known && served {
        Ok(())
    } else {
        Err(Problem::not_found().detail("One of the coachees is not known, or not assigned to this coach."))
    }
}

/// Stores one draft for each group of coachees, with its items, in a fixed number of statements.
pub(super) fn insert(tx: &mut Tx<'_>, caller: &Caller, plan: &Plan, groups: &[Vec<UserId>]) -> Result<Vec<EngagementId>> {
    let mut engagements = Vec::with_capacity(groups.len());
    let mut coachees = Vec::new();
    for group in groups {
        let engagement = draft(tx, caller, plan);
        coachees.extend(group.iter().zip(1..).map(|(coachee_id, position)| EngagementCoachee {
            engagement_id: engagement.id,
            coachee_id: *coachee_id,
            organization_id: caller.organization_id,
            position,
        }));
        engagements.push(engagement);
    }
    store::insert_many(tx.conn(), &engagements, &coachees)?;
    let targets: Vec<_> = engagements.iter().zip(groups).map(|(engagement, group)| (engagement, group.as_slice())).collect();
    copies::insert(tx, &targets, &plan.items)?;
    let announced: Vec<_> = engagements.iter().map(|engagement| EngagementEvent::new("engagement.created", engagement)).collect();
    events::emit_all(tx, &announced)?;
    Ok(engagements.iter().map(|engagement| engagement.id).collect())
}

fn draft(tx: &Tx<'_>, caller: &Caller, plan: &Plan) -> Engagement {
    let mut engagement = Engagement {
        id: tx.new_id(),
        organization_id: caller.organization_id,
        coach_id: plan.coach_id,
        batch_id: plan.batch_id,
        template_id: plan.template.map(|(id, _)| id),
        template_version: plan.template.map(|(_, version)| version),
        title: String::new(),
        search_title: String::new(),
        description: plan.description.clone(),
        status: EngagementStatus::Draft,
        is_shared: false,
        progress: Progress::unscheduled(plan.items.len()),
        cancel_reason: None,
        activated_at: None,
        completed_at: None,
        cancelled_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    engagement.set_title(&plan.title);
    engagement
}

/// The engagement, held until the transaction ends; 404 unless the caller runs it.
pub fn open(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId) -> Result<Engagement> {
    let engagement = store::find_for_update(tx.conn(), caller.organization_id, id)?;
    if queries::manages(caller, &engagement) {
        return Ok(engagement);
    }
    // Who takes part sees a shared engagement, so that for them it is there but not theirs to change.
    queries::perspective(tx.conn(), caller, &engagement)?;
    Err(Problem::new(Code::Forbidden))
}

/// Writes the engagement's next version and tells what happened.
pub(super) fn save(tx: &mut Tx<'_>, engagement: &mut Engagement, event: &'static str) -> Result<()> {
    write(tx, engagement)?;
    events::emit(tx, &EngagementEvent::new(event, engagement))
}

pub(super) fn write(tx: &mut Tx<'_>, engagement: &mut Engagement) -> Result<()> {
    engagement.version += 1;
    engagement.updated_at = tx.now();
    store::update(tx.conn(), engagement)
}

/// Writes what changed items did to the engagement.
pub fn save_progress(tx: &mut Tx<'_>, engagement: &mut Engagement) -> Result<()> {
    engagement.version += 1;
    engagement.updated_at = tx.now();
    store::update_progress(tx.conn(), engagement.id, engagement.progress, engagement.version, engagement.updated_at)
}

pub fn update(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId, change: UpdateEngagement) -> Result<EngagementView> {
    let mut engagement = open(tx, caller, id)?;
    tx.ensure_fresh(engagement.version)?;
    let mut changed = apply(&mut engagement.description, change.description);
    if let Some(title) = change.title.filter(|title| title.trim() != engagement.title) {
        engagement.set_title(&title);
        changed = true;
    }
    if changed {
        save(tx, &mut engagement, "engagement.updated")?;
    }
    queries::get(tx.conn(), caller, id)
}

/// Hands the engagement over, with its sessions to come and everything that is still to be sent:
/// they belong to the engagement and so move in one step. Private notes stay with their author.
pub fn replace_coach(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId, change: &ReplaceCoach) -> Result<EngagementView> {
    let engagement = open(tx, caller, id)?;
    if !caller.is_admin() {
        return Err(Problem::new(Code::Forbidden).detail("Only an admin hands an engagement over."));
    }
    tx.ensure_fresh(engagement.version)?;
    hand_to(tx, caller, engagement, change.coach_id)?;
    queries::get(tx.conn(), caller, id)
}

/// The same for what follows from something else, such as the selection of a coach.
pub fn hand_to(tx: &mut Tx<'_>, caller: &Caller, mut engagement: Engagement, coach_id: UserId) -> Result<()> {
    let id = engagement.id;
    if !engagement.is_open() {
        return Err(engagement.status.not_active(engagement.is_shared));
    }
    let coach = users::store::find(tx.conn(), caller.organization_id, coach_id)?;
    if !coach.serves_as(Role::Coach) {
        return Err(Problem::not_found());
    }
    let coachee_ids: Vec<UserId> = store::coachees(tx.conn(), id)?.into_iter().map(|person| person.id).collect();
    ensure_may_serve(tx, caller, Some(coach.id), &coachee_ids)?;
    let previous = engagement.coach_id.replace(coach.id);
    if previous != engagement.coach_id {
        write(tx, &mut engagement)?;
        forms::responses::store::set_coach(tx.conn(), id, engagement.coach_id)?;
        sessions::following::hand_over(tx, id, engagement.coach_id)?;
        events::emit(tx, &EngagementEvent::new("engagement.coach_replaced", &engagement).after_coach(previous))?;
    }
    Ok(())
}

/// A draft with unscheduled copies of every item.
pub fn duplicate(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId, change: DuplicateEngagement) -> Result<EngagementView> {
    let source = open(tx, caller, id)?;
    let coachee_ids = match change.coachee_ids {
        Some(ids) => distinct(ids),
        None => store::coachees(tx.conn(), id)?.into_iter().map(|person| person.id).collect(),
    };
    ensure_may_serve(tx, caller, source.coach_id, &coachee_ids)?;
    let items = copies::of_engagement(tx, &source)?;
    let title = change.title.unwrap_or_else(|| copies::copy_title(&source.title));
    let plan = Plan {
        coach_id: source.coach_id,
        title,
        description: source.description,
        template: source.template_id.zip(source.template_version),
        batch_id: None,
        items,
    };
    let ids = insert(tx, caller, &plan, &[coachee_ids])?;
    queries::get(tx.conn(), caller, ids[0])
}

/// The way back: a template of this engagement's items, without dates or people.
pub fn save_as_template(tx: &mut Tx<'_>, caller: &Caller, id: EngagementId, change: SaveAsTemplate) -> Result<ProgramTemplateView> {
    let engagement = open(tx, caller, id)?;
    let seeds = copies::of_engagement(tx, &engagement)?;
    let items = copies::into_template(tx, seeds);
    program_templates::commands::create_with_items(tx, caller, change.title.unwrap_or(engagement.title), engagement.description, items)
}

pub(super) fn announce(tx: &mut Tx<'_>, event: &'static str, engagement: &Engagement) -> Result<()> {
    events::emit(tx, &EngagementEvent::new(event, engagement))
}
