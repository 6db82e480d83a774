//! The data that everything is measured on, as rows of the real tables: the same every time, but for
//! the moments, which lie around now.

use rapport::kernel::Timestamp;

use super::sql::{Table, Value, ids};

pub const ITEMS_EACH: usize = 8;
/// Engagements that one coach runs; so a coach's list is as long however many there are in all.
const EACH_COACH: usize = 200;
const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

const ADJECTIVES: &[&str] = &["Leading", "Joining", "Rebuilding", "Growing", "Coaching", "Starting", "Steering"];
const THINGS: &[&str] = &["a first team", "through change", "after a merger", "into a new role", "across borders", "with less stress"];
const NAMES: &[&str] = &["Ana", "Björn", "Chloé", "Deniz", "Elif", "Farid", "Grace", "Hye-jin", "Ivo", "Jun", "Zoë"];
const SURNAMES: &[&str] = &["Álvarez", "Baker", "Čapek", "Diallo", "Ek", "Fischer", "Gómez", "Haddad", "Ito", "Jansen"];
const ZONES: &[&str] = &["Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC"];
const DESCRIPTION: &str = "Six sessions over three months, with a values workbook in between and a look back at the end. \
    Agree on the goals with the sponsor before the second session.";

/// Kind, title and details of the items of a programme.
const PROGRAMME: [(&str, &str, &str); ITEMS_EACH] = [
    ("session", "First session", r#"{"session":{"duration":"PT1H","location":"https://meet.example/room-7"}}"#),
    ("form", "What do you want to reach?", r#"{"form":{"instructions":"Takes about ten minutes."}}"#),
    ("file", "Values workbook", r#"{"file":{"name":"values-workbook.pdf","url":"https://files.example/values-workbook.pdf"}}"#),
    ("session", "Second session", r#"{"session":{"duration":"PT1H30M","location":"Room 12, second floor"}}"#),
    ("task", "Three difficult conversations", r#"{"task":{"instructions":"Write down three situations and what you said."}}"#),
    ("link", "On giving feedback", r#"{"link":{"url":"https://reading.example/feedback"}}"#),
    ("assessment", "Team climate", r#"{"assessment":{"instructions":"Answer for the last four weeks."}}"#),
    ("session", "Looking back", r#"{"session":{"duration":null,"location":"https://meet.example/room-7"}}"#),
];

/// So many engagements, around this moment.
#[derive(Clone, Copy)]
pub struct Rows {
    pub engagements: usize,
    pub now: Timestamp,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Draft,
    Active,
    Completed,
    Cancelled,
}

impl Stage {
    fn of(engagement: usize) -> Self {
        match engagement / 7 % 20 {
            0 | 1 => Stage::Draft,
            2..=13 => Stage::Active,
            14..=18 => Stage::Completed,
            _ => Stage::Cancelled,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Active => "active",
            Stage::Completed => "completed",
            Stage::Cancelled => "cancelled",
        }
    }
}

impl Rows {
    pub fn coaches(self) -> usize {
        (self.engagements / EACH_COACH).max(1)
    }

    fn coach_of(self, engagement: usize) -> usize {
        engagement % self.coaches()
    }

    /// When an engagement was made: one after the other over the last year.
    fn created(self, engagement: usize) -> i64 {
        self.now.micros() - 365 * DAY + engagement as i64 * (364 * DAY / self.engagements as i64)
    }

    /// Every table, in an order in which each row finds what it refers to.
    pub fn tables(self) -> Vec<Table> {
        let (all, own) = (0..self.engagements, self);
        let items = all.clone().flat_map(|engagement| (0..ITEMS_EACH).map(move |place| (engagement, place)));
        vec![
            Table::new("organizations", "id, name, settings, version, created_at, updated_at", [own.organization()]),
            Table::new(
                "users",
                "id, organization_id, email, email_key, name, search_name, state, is_admin, is_manager, is_coach, is_coachee, \
                 is_advocate, time_zone, version, created_at, updated_at",
                (0..1 + self.coaches() + self.engagements).map(move |number| own.user(number)),
            ),
            Table::new("login_sessions", "id, organization_id, user_id, created_at, expires_at", [own.login()]),
            Table::new(
                "coach_assignments",
                "id, organization_id, coach_id, coachee_id, created_at",
                all.clone().map(move |n| own.assignment(n)),
            ),
            Table::new(
                "engagements",
                "id, organization_id, coach_id, title, search_title, description, status, is_shared, items_total, items_unscheduled, \
                 items_scheduled, items_completed, cancel_reason, activated_at, completed_at, cancelled_at, version, created_at, updated_at",
                all.clone().map(move |n| own.engagement(n)),
            ),
            Table::new("engagement_coachees", "engagement_id, coachee_id, organization_id, position", all.map(move |n| own.coachee(n))),
            Table::new(
                "items",
                "id, organization_id, engagement_id, position, kind, title, description, details, status, completion_rule, \
                 scheduled_at, time_zone, send_due_at, reminders, sent_at, completed_at, completed_by, version, created_at, updated_at",
                items.clone().map(move |(n, place)| own.item(n, place)),
            ),
            Table::new(
                "item_recipients",
                "id, organization_id, item_id, user_id, is_required, completed_at, created_at",
                items.map(move |(n, place)| own.recipient(n, place)),
            ),
        ]
    }

    fn organization(self) -> Vec<Value> {
        let at = Value::Moment(self.created(0));
        vec![ids::ORGANIZATION.into(), "Northwind Coaching".into(), "{}".into(), Value::Number(1), at.clone(), at]
    }

    /// One admin, then the coaches, then a coachee for each engagement.
    fn user(self, number: usize) -> Vec<Value> {
        let (is_admin, is_coach) = (number == 0, (1..=self.coaches()).contains(&number));
        let name = format!("{} {}", NAMES[number % NAMES.len()], SURNAMES[number / NAMES.len() % SURNAMES.len()]);
        let email = format!("person-{number}@northwind.example");
        let at = Value::Moment(self.created(0));
        let search_name = rapport::kernel::text::fold(&name);
        vec![
            ids::user(number).into(),
            ids::ORGANIZATION.into(),
            email.clone().into(),
            email.into(),
            name.into(),
            search_name.into(),
            "active".into(),
            Value::Flag(is_admin),
            Value::Flag(false),
            Value::Flag(is_coach),
            Value::Flag(!is_admin && !is_coach),
            Value::Flag(false),
            ZONES[number % ZONES.len()].into(),
            Value::Number(1),
            at.clone(),
            at,
        ]
    }

    fn login(self) -> Vec<Value> {
        let now = self.now.micros();
        vec![ids::LOGIN.into(), ids::ORGANIZATION.into(), ids::ADMIN.into(), Value::Moment(now), Value::Moment(now + 30 * DAY)]
    }

    /// Whether the items of this engagement may still change.
    pub fn is_open(engagement: usize) -> bool {
        matches!(Stage::of(engagement), Stage::Draft | Stage::Active)
    }

    pub fn coach_id(self, engagement: usize) -> String {
        ids::user(1 + self.coach_of(engagement))
    }

    fn coachee_id(self, engagement: usize) -> String {
        ids::user(1 + self.coaches() + engagement)
    }

    fn assignment(self, n: usize) -> Vec<Value> {
        let at = Value::Moment(self.created(0));
        vec![ids::id("asg", n).into(), ids::ORGANIZATION.into(), self.coach_id(n).into(), self.coachee_id(n).into(), at]
    }

    fn engagement(self, n: usize) -> Vec<Value> {
        let (stage, created) = (Stage::of(n), self.created(n));
        let title = format!("{} {}", ADJECTIVES[n % ADJECTIVES.len()], THINGS[n / ADJECTIVES.len() % THINGS.len()]);
        let count = |status| Value::Number((0..ITEMS_EACH).filter(|place| item_status(stage, n, *place) == status).count() as i64);
        let when = |is_so: bool, days: i64| if is_so { Value::Moment(created + days * DAY) } else { Value::Null };
        vec![
            ids::engagement(n).into(),
            ids::ORGANIZATION.into(),
            self.coach_id(n).into(),
            title.clone().into(),
            rapport::kernel::text::fold(&title).into(),
            if n.is_multiple_of(3) { Value::Null } else { DESCRIPTION.into() },
            stage.word().into(),
            Value::Flag(!n.is_multiple_of(4)),
            Value::Number(ITEMS_EACH as i64),
            count("unscheduled"),
            count("scheduled"),
            count("completed"),
            if stage == Stage::Cancelled { "The coachee has left the company.".into() } else { Value::Null },
            when(stage != Stage::Draft, 2),
            when(stage == Stage::Completed, 90),
            when(stage == Stage::Cancelled, 40),
            Value::Number(3),
            Value::Moment(created),
            Value::Moment(created + 3 * DAY),
        ]
    }

    fn coachee(self, n: usize) -> Vec<Value> {
        vec![ids::engagement(n).into(), self.coachee_id(n).into(), ids::ORGANIZATION.into(), Value::Number(1)]
    }

    fn item(self, n: usize, place: usize) -> Vec<Value> {
        let ((kind, title, details), stage, created) = (PROGRAMME[place], Stage::of(n), self.created(n));
        let status = item_status(stage, n, place);
        let (planned, done) = (status == "scheduled", status == "completed");
        let ahead = Value::Moment(self.now.micros() + (30 + place as i64) * DAY);
        let past = |hours: i64| Value::Moment(created + (place as i64 + 3) * 7 * DAY + hours * HOUR);
        let only = |is_so: bool, value: Value| if is_so { value } else { Value::Null };
        vec![
            ids::item(n, place).into(),
            ids::ORGANIZATION.into(),
            ids::engagement(n).into(),
            Value::Number(place as i64 + 1),
            kind.into(),
            title.into(),
            only(place % 2 == 1, "Bring an example from the last weeks.".into()),
            details.into(),
            status.into(),
            "all".into(),
            if planned { ahead.clone() } else { only(done, past(0)) },
            only(planned || done, ZONES[n % ZONES.len()].into()),
            only(planned && stage == Stage::Active && kind != "session", ahead),
            "[]".into(),
            only(done && kind != "session", past(0)),
            only(done, past(26)),
            only(done, self.coachee_id(n).into()),
            Value::Number(2),
            Value::Moment(created),
            Value::Moment(created + DAY),
        ]
    }

    fn recipient(self, n: usize, place: usize) -> Vec<Value> {
        let created = Value::Moment(self.created(n));
        let done = item_status(Stage::of(n), n, place) == "completed";
        vec![
            ids::id("rcp", n * ITEMS_EACH + place).into(),
            ids::ORGANIZATION.into(),
            ids::item(n, place).into(),
            self.coachee_id(n).into(),
            Value::Flag(true),
            if done { created.clone() } else { Value::Null },
            created,
        ]
    }
}

/// Items are done one after the other; two of an active engagement are planned.
fn item_status(stage: Stage, engagement: usize, place: usize) -> &'static str {
    let done = match stage {
        Stage::Draft => 0,
        Stage::Active => engagement % 6,
        Stage::Completed => ITEMS_EACH,
        Stage::Cancelled => 3,
    };
    match place {
        _ if place < done => "completed",
        _ if stage == Stage::Active && place < done + 2 => "scheduled",
        _ => "unscheduled",
    }
}
