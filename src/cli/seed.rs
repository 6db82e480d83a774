//! A demo organization: two coaches, six coachees, three templates and a dozen engagements in every
//! state. It is made with the same commands that the API uses, so it can hold nothing that a client
//! could not have made.

mod advocacy;
mod invoices;

use std::ops::Range;

use chrono::TimeDelta;
use serde_json::json;

use super::seed_forms;
use crate::app::App;
use crate::coaching::engagements::model::{CancelEngagement, CreateEngagement};
use crate::coaching::engagements::views::EngagementView;
use crate::coaching::engagements::{commands as engagements, lifecycle};
use crate::coaching::items::details::{AssessmentDetails, CompletionRule, Details, FileDetails, FormDetails, ItemKind};
use crate::coaching::items::details::{LinkDetails, SessionDetails, TaskDetails};
use crate::coaching::items::model::{CompleteItem, ScheduleItem};
use crate::coaching::items::{lifecycle as item_lifecycle, schedule};
use crate::coaching::program_templates::commands::create_with_items;
use crate::coaching::program_templates::items::TemplateItem;
use crate::coaching::resources;
use crate::coaching::resources::model::{CreateResource, ResourceFile, ResourceKind};
use crate::db::{Intent, Tx};
use crate::files::{self, model::StoredBytes};
use crate::identity::coach_assignments::model::CreateCoachAssignment;
use crate::identity::organizations::model::Settings;
use crate::identity::permissions::{Caller, Proof, Role, Roles};
use crate::identity::users::model::{CreateUser, User};
use crate::identity::{coach_assignments, organizations, users};
use crate::kernel::Result;
use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{
    EngagementId, FileId, Id, InvoiceId, ItemId, OrganizationId, ProgramTemplateId, RecipientId, ResourceId, TemplateItemId, UserId,
};

const WORKBOOK: &str = "Values\n\nName five things that matter to you at work. Cross out two. Which one is left out most often?\n";

/// What to print after seeding.
pub struct Demo {
    /// Email and role of each login.
    pub logins: Vec<(String, String)>,
    pub password: String,
}

const ORGANIZATION: &str = "Rapport Demo";
const PASSWORD: &str = "rapport-demo";
const ZONE: &str = "Europe/Berlin";
/// First name, rest of the name, role.
const PEOPLE: &[(&str, &str, Role)] = &[
    ("admin", "Ada Demo", Role::Admin),
    ("manager", "Max Demo", Role::Manager),
    ("cora", "Cora Coach", Role::Coach),
    ("carl", "Carl Coach", Role::Coach),
    ("ana", "Ana Alvarez", Role::Coachee),
    ("ben", "Ben Brandt", Role::Coachee),
    ("chi", "Chi Chen", Role::Coachee),
    ("dev", "Dev Dutta", Role::Coachee),
    ("élodie", "Élodie Durand", Role::Coachee),
    ("finn", "Finn Fischer", Role::Coachee),
    ("avi", "Avi Advocate", Role::Advocate),
];

/// Seeds the demo, unless it is there already.
pub async fn run(app: &App) -> Result<Option<Demo>> {
    if app.db.read(|conn| organizations::queries::find_by_name(conn, ORGANIZATION)).await?.is_some() {
        return Ok(None);
    }
    let hash = app.passwords.hash(PASSWORD).await?;
    let people = app.db.write(Intent::system(), move |tx| people(tx, &hash)).await?;
    let coaches: Vec<Caller> = people.iter().filter(|user| user.has(Role::Coach)).map(caller).collect();
    let served: Vec<UserId> = people.iter().filter(|user| user.has(Role::Coachee)).map(|user| user.id).collect();
    let (admin, everybody) = (caller(&people[0]), people.clone());
    let made = move |tx: &mut Tx<'_>| advocacy::seed(tx, &admin, &everybody).and_then(|()| templates(tx, &admin));
    let templates = app.db.write(Intent::of(caller(&people[0]).actor()), made).await?;
    advocacy::missions(app, caller(&people[1]), people.last().map(caller)).await?;
    let workbook = workbook(app, people[0].organization_id).await?;
    if let Some(coach) = coaches.first().cloned() {
        app.db.write(Intent::of(coach.actor()), move |tx| files::commands::keep(tx, &workbook, None)).await?;
    }
    for (coach, theirs) in coaches.into_iter().zip(served.chunks(3)) {
        let (theirs, templates) = (theirs.to_vec(), templates.clone());
        app.db.write(Intent::of(coach.actor()), move |tx| programmes(tx, &coach, &theirs, &templates)).await?;
    }
    let role = |user: &User| Roles::from(user.roles).list().first().map_or_else(String::new, ToString::to_string);
    let logins = people.iter().map(|user| (user.email.clone(), role(user)));
    Ok(Some(Demo { logins: logins.collect(), password: PASSWORD.to_owned() }))
}

/// The first coach's workbook, under the documentation's id.
async fn workbook(app: &App, organization_id: OrganizationId) -> Result<StoredBytes> {
    let mut incoming = app.storage.receive_as(organization_id, FileId::example()).await?;
    incoming.write(WORKBOOK.as_bytes()).await?;
    incoming.finish("values-workbook.txt").await
}

fn caller(user: &User) -> Caller {
    Caller {
        organization_id: user.organization_id,
        proof: Proof::Session { user_id: user.id, session_id: Id::nil() },
        roles: user.roles.into(),
        time_zone: chrono_tz::Europe::Berlin,
    }
}

fn people(tx: &mut Tx<'_>, password_hash: &str) -> Result<Vec<User>> {
    let settings = Settings { time_zone: ZONE.into(), invoices: invoices::sender(), ..Settings::default() };
    let organization_id = organizations::commands::create(tx, ORGANIZATION, settings)?;
    let mut people = Vec::new();
    for (login, name, role) in PEOPLE {
        let email = format!("{}@demo.example", crate::kernel::text::fold(login));
        let new = CreateUser { email, name: (*name).to_owned(), roles: vec![*role], time_zone: None };
        if *login == "ana" {
            tx.plan_id(UserId::example());
        }
        let mut user = users::commands::draft(tx, organization_id, &new, ZONE);
        users::commands::add(tx, &user)?;
        users::commands::activate(tx, &mut user, password_hash.to_owned())?;
        people.push(user);
    }
    assign(tx, organization_id, &people)?;
    Ok(people)
}

/// Each coach serves three of the coachees.
fn assign(tx: &mut Tx<'_>, organization_id: OrganizationId, people: &[User]) -> Result<()> {
    let admin = Caller { organization_id, ..caller(&people[0]) };
    let coachees: Vec<&User> = people.iter().filter(|user| user.has(Role::Coachee)).collect();
    for (coach, theirs) in people.iter().filter(|user| user.has(Role::Coach)).zip(coachees.chunks(3)) {
        for coachee in theirs {
            let new = CreateCoachAssignment { coach_id: coach.id, coachee_id: coachee.id };
            coach_assignments::commands::create(tx, &admin, new)?;
        }
    }
    Ok(())
}

/// Title, description, and the title and details of each step.
type Programme = (&'static str, &'static str, Vec<(&'static str, Details)>);

fn templates(tx: &mut Tx<'_>, admin: &Caller) -> Result<Vec<ProgramTemplateId>> {
    let session = |minutes: i64| {
        let duration = Some(IsoDuration::from_minutes(minutes));
        Details::Session(SessionDetails { duration, location: Some("https://meet.example/coaching".into()) })
    };
    let task = |text: &str| Details::Task(TaskDetails { instructions: Some(text.into()) });
    let (assessment, form) = seed_forms::forms(tx, admin)?;
    let form = |text: &str| Details::Form(FormDetails { form_id: Some(form), instructions: Some(text.into()) });
    let link = |url: &str| Details::Link(LinkDetails { url: url.into() });
    let programmes: [Programme; 3] = [
        (
            "Leading a first team",
            "Three sessions over two months for people who lead for the first time.",
            vec![
                (
                    "Where do you stand?",
                    Details::Assessment(AssessmentDetails {
                        form_id: Some(assessment),
                        instructions: Some("Answer for the last four weeks.".into()),
                    }),
                ),
                ("Getting to know each other", session(60)),
                ("Three difficult conversations", task("Write down three conversations you would rather not have.")),
                ("How to give feedback", link("https://reading.example/feedback")),
                ("Halfway", session(60)),
                (
                    "Values workbook",
                    Details::File(FileDetails {
                        name: Some("values-workbook.pdf".into()),
                        url: Some("https://files.example/values-workbook.pdf".into()),
                        file_id: None,
                    }),
                ),
                ("How was it?", form("Takes about five minutes.")),
                ("Looking back", session(90)),
            ],
        ),
        (
            "Presence in meetings",
            "A short programme with one session and exercises around it.",
            vec![
                ("Before we meet", form("Takes about five minutes.")),
                ("Your part in meetings", session(45)),
                ("Speak first once a day", task("In one meeting each day, be the first to speak.")),
                ("Listening, a talk", link("https://reading.example/listening")),
            ],
        ),
        ("Single session", "One conversation about one question.", vec![("One question", session(60))]),
    ];
    tx.plan_id(ProgramTemplateId::example());
    tx.plan_id(TemplateItemId::example());
    let mut ids = Vec::new();
    for (title, description, steps) in programmes {
        let items: Vec<TemplateItem> = steps.into_iter().map(|(title, details)| template_item(tx, title, details)).collect();
        ids.push(create_with_items(tx, admin, title.to_owned(), Some(description.to_owned()), items)?.id);
    }
    Ok(ids)
}

fn template_item(tx: &Tx<'_>, title: &str, details: Details) -> TemplateItem {
    TemplateItem {
        id: tx.new_id(),
        title: title.to_owned(),
        description: None,
        details,
        completion_rule: CompletionRule::All,
        after_item_id: None,
        after_delay: None,
    }
}

/// Six engagements of one coach: two drafts, one active and unshared, one shared and half done, one
/// completed, one cancelled.
fn programmes(tx: &mut Tx<'_>, coach: &Caller, coachees: &[UserId], templates: &[ProgramTemplateId]) -> Result<()> {
    let new = |template: usize, coachees: &[UserId]| CreateEngagement {
        title: None,
        description: None,
        template_id: Some(templates[template]),
        coach_id: None,
        coachee_ids: coachees.to_vec(),
    };
    if coachees.contains(&UserId::example()) {
        // The documentation's ids, so that its examples run.
        tx.plan_id(EngagementId::example());
        tx.plan_id(ItemId::example());
        tx.plan_id(RecipientId::example());
    }
    let first = engagements::create(tx, coach, new(0, &coachees[..1]))?;
    if coachees.contains(&UserId::example()) {
        tx.plan_id(InvoiceId::example());
    }
    invoices::draft(tx, coach, &first, coachees[0])?;

    let held = engagements::create(tx, coach, new(1, &coachees[1..2]))?;
    plan(tx, coach, &held, 0..3)?;

    let quiet = engagements::create(tx, coach, new(1, &coachees[2..3]))?;
    plan(tx, coach, &quiet, 0..2)?;
    lifecycle::activate(tx, coach, quiet.summary.id, None)?;

    let running = engagements::create(tx, coach, new(0, coachees))?;
    resources(tx, coach, running.summary.id, coachees.contains(&UserId::example()))?;
    finish(tx, coach, &running, 3)?;
    plan(tx, coach, &running, 3..6)?;
    lifecycle::activate(tx, coach, running.summary.id, None)?;
    lifecycle::share(tx, coach, running.summary.id)?;
    if coachees.contains(&UserId::example()) {
        seed_forms::plan_response(tx);
    }
    item_lifecycle::send(tx, coach, running.items[6].id)?;
    seed_forms::goal(tx, coach, running.summary.id, coachees.contains(&UserId::example()))?;

    let done = engagements::create(tx, coach, new(2, &coachees[..1]))?;
    lifecycle::activate(tx, coach, done.summary.id, None)?;
    lifecycle::share(tx, coach, done.summary.id)?;
    finish(tx, coach, &done, 1)?;
    lifecycle::complete(tx, coach, done.summary.id)?;

    let over = engagements::create(tx, coach, new(2, &coachees[1..2]))?;
    lifecycle::activate(tx, coach, over.summary.id, None)?;
    let reason = "The coachee has moved to another team.".to_owned();
    lifecycle::cancel(tx, coach, over.summary.id, CancelEngagement { reason })?;
    Ok(())
}

/// Something to read for everybody in the engagement.
fn resources(tx: &mut Tx<'_>, coach: &Caller, engagement_id: EngagementId, is_documented: bool) -> Result<()> {
    let new = |kind, title: &str, file, link| CreateResource { kind, title: Some(title.to_owned()), description: None, file, link };
    if is_documented {
        let file = Some(ResourceFile { file_id: FileId::example() });
        resources::commands::create(tx, coach, engagement_id, new(ResourceKind::File, "Values workbook", file, None))?;
        tx.plan_id(ResourceId::example());
    }
    let link = Some(LinkDetails { url: "https://reading.example/listening".into() });
    resources::commands::create(tx, coach, engagement_id, new(ResourceKind::Link, "Listening, a talk", None, link))?;
    Ok(())
}

/// Schedules these items, a week apart and on the hour, as people do.
fn plan(tx: &mut Tx<'_>, coach: &Caller, engagement: &EngagementView, items: Range<usize>) -> Result<()> {
    let hour = tx.now().minus(TimeDelta::microseconds(tx.now().micros().rem_euclid(3_600_000_000)));
    for (item, week) in engagement.items[items].iter().zip(1..) {
        let session = (item.kind == ItemKind::Session).then(|| json!({ "location": "Room 7" }).as_object().cloned().unwrap_or_default());
        let at = Some(hour.plus(TimeDelta::weeks(week)));
        let change = ScheduleItem { scheduled_at: at, time_zone: Some(ZONE.into()), session, ..ScheduleItem::default() };
        schedule::schedule(tx, coach, item.id, change)?;
    }
    Ok(())
}

/// Completes the first `count` items, as if that had been last month.
fn finish(tx: &mut Tx<'_>, coach: &Caller, engagement: &EngagementView, count: usize) -> Result<()> {
    for (item, week) in engagement.items.iter().take(count).zip(1..) {
        let completed_at = Some(tx.now().minus(TimeDelta::weeks(5 - week)));
        item_lifecycle::complete(tx, coach, item.id, &CompleteItem { completed_at })?;
    }
    Ok(())
}
