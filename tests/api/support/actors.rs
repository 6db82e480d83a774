//! People and machines of an organization, logged in without the cost of a password check.

use std::ops::Deref;
use std::sync::OnceLock;

use rapport::db::Intent;
use rapport::identity::permissions::Role;
use rapport::identity::users::model::CreateUser;
use rapport::identity::{sessions, users};
use rapport::kernel::ids::OrganizationId;
use serde_json::json;

use super::app::{TestApp, wait};
use super::client::Client;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

/// An organization and who is in it.
pub struct Org<'a> {
    pub app: &'a TestApp,
    pub id: OrganizationId,
}

/// Somebody with an account, and their client.
pub struct Person {
    pub id: String,
    pub email: String,
    pub refresh_token: String,
    pub access_token: String,
    client: Client,
}

impl Deref for Person {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Org<'_> {
    pub fn admin(&self) -> Person {
        self.person("Ada", &[Role::Admin])
    }
    pub fn coach(&self, name: &str) -> Person {
        self.person(name, &[Role::Coach])
    }
    pub fn coachee(&self, name: &str) -> Person {
        self.person(name, &[Role::Coachee])
    }
    pub fn advocate(&self, name: &str) -> Person {
        self.person(name, &[Role::Advocate])
    }

    /// An active person who is logged in.
    pub fn person(&self, name: &str, roles: &[Role]) -> Person {
        let email = format!("{}.{}@people.example", name.to_lowercase().replace(' ', "-"), self.app.next_number());
        let new = CreateUser { email: email.clone(), name: name.to_owned(), roles: roles.to_vec(), time_zone: None };
        let (app, organization_id, hash) = (self.app.app.clone(), self.id, password_hash(self.app));
        let tokens = wait(self.app.db().write(Intent::system(), move |tx| {
            let mut user = users::commands::draft(tx, organization_id, &new, "Europe/Berlin");
            users::commands::add(tx, &user)?;
            users::commands::activate(tx, &mut user, hash)?;
            sessions::commands::open(tx, &app, &user)
        }))
        .unwrap();
        Person {
            id: tokens.user_id.to_string(),
            email,
            client: self.app.guest().with_token(&tokens.access_token),
            refresh_token: tokens.refresh_token,
            access_token: tokens.access_token,
        }
    }

    /// A machine with a key that has these scopes.
    pub fn api_key(&self, scopes: &[&str]) -> Client {
        let key = self.admin().post("/api-keys", json!({"name": "A machine", "scopes": scopes})).expect(201);
        self.app.guest().with_key(key["key"].as_str().unwrap())
    }

    /// Lets a coach serve coachees.
    pub fn assign(&self, coach: &Person, coachees: &[&Person]) {
        let admin = self.admin();
        for coachee in coachees {
            admin.post("/coach-assignments", json!({"coach_id": coach.id, "coachee_id": coachee.id})).expect(201);
        }
    }
}

/// The people of the organization that every test has.
impl TestApp {
    pub fn admin(&self) -> Person {
        self.home().admin()
    }
    pub fn coach(&self, name: &str) -> Person {
        self.home().coach(name)
    }
    pub fn coachee(&self, name: &str) -> Person {
        self.home().coachee(name)
    }
    pub fn advocate(&self, name: &str) -> Person {
        self.home().advocate(name)
    }
    pub fn api_key(&self, scopes: &[&str]) -> Client {
        self.home().api_key(scopes)
    }
    pub fn assign(&self, coach: &Person, coachees: &[&Person]) {
        self.home().assign(coach, coachees);
    }

    /// A coach who serves one coachee.
    pub fn coach_and_coachee(&self) -> (Person, Person) {
        let (coach, coachee) = (self.coach("Cora"), self.coachee("Emil"));
        self.assign(&coach, &[&coachee]);
        (coach, coachee)
    }
}

/// The hash of everybody's password, made once.
fn password_hash(app: &TestApp) -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| wait(app.app.passwords.hash(PASSWORD)).unwrap()).clone()
}
