//! The data that advocacy is measured on: advocates who are logged in, and what they have handed in before.

use rapport::identity::tokens::AccessTokens;
use rapport::kernel::Timestamp;

use super::sql::{Table, Value, ids};

/// What each advocate has handed in before, and been given points for.
pub const BEFORE: usize = 10;
/// What an approval pays.
pub const POINTS: i64 = 50;
const DAY: i64 = 24 * 3_600_000_000;

/// So many advocates, around this moment, and somebody who runs the missions.
#[derive(Clone, Copy)]
pub struct Advocates {
    pub count: usize,
    pub now: Timestamp,
}

impl Advocates {
    /// A picture that missions may show; none is launched without.
    pub fn image() -> String {
        ids::id("file", 1)
    }

    /// Whose word counts for missions.
    pub fn staff_token(self, tokens: &AccessTokens) -> String {
        self.token(tokens, 0)
    }

    /// Tokens of the first so many of them, each of a login of their own.
    pub fn tokens(self, tokens: &AccessTokens, count: usize) -> Vec<String> {
        (1..=count.min(self.count)).map(|number| self.token(tokens, number)).collect()
    }

    fn token(self, tokens: &AccessTokens, number: usize) -> String {
        let id = "the ids are well formed";
        let (user, organization, login) =
            (ids::user(number).parse().expect(id), ids::ORGANIZATION.parse().expect(id), login_id(number).parse().expect(id));
        tokens.issue(user, organization, login, self.now).expect("a token is signed")
    }

    /// Everybody, in an order in which each row finds what it refers to.
    pub fn tables(self) -> Vec<Table> {
        let everybody = 0..=self.count;
        vec![
            Table::new("organizations", "id, name, settings, version, created_at, updated_at", [self.organization()]),
            Table::new(
                "users",
                "id, organization_id, email, email_key, name, search_name, state, is_admin, is_manager, is_coach, is_coachee, \
                 is_advocate, time_zone, version, created_at, updated_at",
                everybody.clone().map(move |number| self.user(number)),
            ),
            Table::new(
                "login_sessions",
                "id, organization_id, user_id, created_at, expires_at",
                everybody.map(move |number| self.login(number)),
            ),
            Table::new(
                "files",
                "id, organization_id, uploaded_by, name, media_type, byte_count, sha256, width, height, created_at",
                [self.picture()],
            ),
        ]
    }

    /// What they have handed in for a mission: what a submission leaves behind, but for the log's events.
    pub fn history(self, mission: &str) -> Vec<Table> {
        let all = (1..=self.count).flat_map(|user| (0..BEFORE).map(move |place| (user, place)));
        let (mission, other, third) = (mission.to_owned(), mission.to_owned(), mission.to_owned());
        vec![
            Table::new(
                "submissions",
                "id, organization_id, mission_id, mission_type, state, user_id, participant_key, content, terms_version, round, depth, \
                 place_taken_at, submitted_at, decided_at, version, created_at, updated_at",
                all.clone().map(move |(user, place)| self.submission(&mission, user, place)),
            ),
            Table::new(
                "participations",
                "mission_id, participant_key, taken",
                (1..=self.count).map(move |user| vec![other.clone().into(), ids::user(user).into(), Value::Number(BEFORE as i64)]),
            ),
            Table::new("advocate_totals", "user_id, organization_id, points, entries, submissions_approved", (1..=self.count).map(totals)),
            Table::new(
                "point_entries",
                "id, organization_id, user_id, position, kind, amount, balance, mission_id, submission_id, round, created_at",
                all.map(move |(user, place)| self.entry(&third, user, place)),
            ),
        ]
    }

    fn long_ago(self) -> Value {
        Value::Moment(self.now.micros() - 365 * DAY)
    }

    /// When a submission was made: one after the other over the last year.
    fn handed_in(self, user: usize, place: usize) -> Value {
        let number = (place * self.count + user) as i64;
        Value::Moment(self.now.micros() - 364 * DAY + number * (363 * DAY / (self.count * BEFORE) as i64))
    }

    fn organization(self) -> Vec<Value> {
        let at = self.long_ago();
        vec![ids::ORGANIZATION.into(), "Northwind Community".into(), "{}".into(), Value::Number(1), at.clone(), at]
    }

    /// One admin, then the advocates.
    fn user(self, number: usize) -> Vec<Value> {
        let is_admin = number == 0;
        let (name, email) = (format!("Advocate {number}"), format!("advocate-{number}@northwind.example"));
        let at = self.long_ago();
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
            Value::Flag(false),
            Value::Flag(false),
            Value::Flag(!is_admin),
            "Europe/Berlin".into(),
            Value::Number(1),
            at.clone(),
            at,
        ]
    }

    fn login(self, number: usize) -> Vec<Value> {
        let now = self.now.micros();
        vec![login_id(number).into(), ids::ORGANIZATION.into(), ids::user(number).into(), Value::Moment(now), Value::Moment(now + 30 * DAY)]
    }

    fn picture(self) -> Vec<Value> {
        vec![
            Self::image().into(),
            ids::ORGANIZATION.into(),
            ids::ADMIN.into(),
            "card.png".into(),
            "image/png".into(),
            Value::Number(4_096),
            "0".repeat(64).into(),
            Value::Number(1_200),
            Value::Number(630),
            self.long_ago(),
        ]
    }

    fn submission(self, mission: &str, user: usize, place: usize) -> Vec<Value> {
        let at = self.handed_in(user, place);
        vec![
            submission_id(user, place).into(),
            ids::ORGANIZATION.into(),
            mission.into(),
            "complete_survey".into(),
            "approved".into(),
            ids::user(user).into(),
            ids::user(user).into(),
            r#"{"type":"complete_survey","complete_survey":{"answers":{"nps":8}}}"#.into(),
            Value::Number(1),
            Value::Number(1),
            Value::Number(0),
            at.clone(),
            at.clone(),
            at.clone(),
            Value::Number(2),
            at.clone(),
            at,
        ]
    }

    fn entry(self, mission: &str, user: usize, place: usize) -> Vec<Value> {
        vec![
            ids::id("pte", user * BEFORE + place).into(),
            ids::ORGANIZATION.into(),
            ids::user(user).into(),
            Value::Number(place as i64 + 1),
            "award".into(),
            Value::Number(POINTS),
            Value::Number(POINTS * (place as i64 + 1)),
            mission.into(),
            submission_id(user, place).into(),
            Value::Number(1),
            self.handed_in(user, place),
        ]
    }
}

fn totals(user: usize) -> Vec<Value> {
    let count = BEFORE as i64;
    vec![ids::user(user).into(), ids::ORGANIZATION.into(), Value::Number(POINTS * count), Value::Number(count), Value::Number(count)]
}

fn login_id(number: usize) -> String {
    ids::id("lgn", 1 + number)
}

fn submission_id(user: usize, place: usize) -> String {
    ids::id("sub", user * BEFORE + place)
}
