//! A submission, who made it, and the terms that it was made under.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::state::{Action, Standing, SubmissionState};
use crate::advocacy::missions::model::Mission;
use crate::advocacy::recognition::Recognition;
use crate::advocacy::types::{MissionDetails, MissionType, SubmissionContent};
use crate::db::schema::{guests, mission_terms, submissions};
use crate::db::{Json, MultiBackend};
use crate::identity::people::Outside;
use crate::identity::permissions::Caller;
use crate::identity::users::model::User;
use crate::kernel::ids::{GuestId, MissionId, OrganizationId, SubmissionId, UserId};
use crate::kernel::text::email_key;
use crate::kernel::{Code, Problem, Result, Timestamp};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = submissions, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Submission {
    pub id: SubmissionId,
    pub organization_id: OrganizationId,
    pub mission_id: MissionId,
    pub mission_type: MissionType,
    pub state: SubmissionState,
    pub user_id: Option<UserId>,
    pub guest_id: Option<GuestId>,
    pub participant_key: String,
    pub guest_name: Option<String>,
    pub guest_email: Option<String>,
    pub content: Json<SubmissionContent>,
    pub terms_version: i32,
    pub unique_key: Option<String>,
    pub round: i32,
    pub depth: i32,
    pub confirm_by: Option<Timestamp>,
    pub place_taken_at: Option<Timestamp>,
    pub submitted_at: Option<Timestamp>,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<UserId>,
    pub reason: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Submission {
    /// One that is about to be written, of nobody yet.
    pub fn new(id: SubmissionId, mission: &Mission, now: Timestamp) -> Self {
        Self {
            id,
            organization_id: mission.organization_id,
            mission_id: mission.id,
            mission_type: mission.mission_type,
            state: SubmissionState::Draft,
            user_id: None,
            guest_id: None,
            participant_key: String::new(),
            guest_name: None,
            guest_email: None,
            content: Json(SubmissionContent::empty(mission.mission_type)),
            terms_version: mission.terms_version,
            unique_key: None,
            round: 0,
            depth: 0,
            confirm_by: None,
            place_taken_at: None,
            submitted_at: None,
            decided_at: None,
            decided_by: None,
            reason: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// Makes it this person's.
    pub fn give_to(&mut self, author: &Author) {
        self.participant_key = author.key();
        match author {
            Author::User(user) => {
                (self.user_id, self.guest_id) = (Some(user.id), None);
                // Their account says who they are.
                (self.guest_name, self.guest_email) = (None, None);
            }
            Author::Guest(guest) => self.guest_id = Some(guest.id),
        }
    }

    /// Who made it, where that is somebody without an account. A name is theirs once the address is: until then
    /// a stranger could have us mail their own words to anybody.
    pub fn guest(&self) -> Option<Outside> {
        let email = self.guest_email.clone().filter(|_| self.user_id.is_none())?;
        Some(Outside { name: self.guest_name.clone().filter(|_| self.guest_id.is_some()), email })
    }

    pub fn is_by(&self, caller: &Caller) -> bool {
        self.user_id.is_some() && caller.user_id() == self.user_id
    }

    /// How a caller stands to it; 404 when not at all.
    pub fn standing(&self, caller: &Caller) -> Result<Standing> {
        if self.is_by(caller) {
            return Ok(Standing::Author);
        }
        // What was never handed in is nobody else's business.
        if caller.is_staff() && self.submitted_at.is_some() { Ok(Standing::Reviewer) } else { Err(Problem::not_found()) }
    }

    /// Until when a guest can confirm it; 410 once they did, or waited too long.
    pub fn ensure_confirmable(&self, now: Timestamp) -> Result<Timestamp> {
        let open = self.confirm_by.filter(|until| self.state == SubmissionState::Held && *until > now);
        open.ok_or_else(|| Problem::new(Code::TokenExpired))
    }

    /// Nobody reviews what is their own.
    pub fn ensure_reviewer(&self, caller: &Caller) -> Result<()> {
        match self.standing(caller)? {
            Standing::Reviewer => Ok(()),
            Standing::Author => Err(Problem::new(Code::OwnSubmission)),
        }
    }

    /// Whether it was handed in and counts no more.
    pub fn has_let_go(&self) -> bool {
        self.submitted_at.is_some() && !self.state.holds_place()
    }

    /// Moves it on, or 409 with what is allowed instead. What lets its place go lets go of what it showed.
    pub fn move_by(&mut self, action: Action, standing: Standing) -> Result<()> {
        self.state = self.state.after(action, standing)?;
        if !self.state.holds_place() {
            (self.place_taken_at, self.unique_key) = (None, None);
        }
        Ok(())
    }
}

/// Somebody who takes part without an account.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = guests, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct Guest {
    pub id: GuestId,
    pub organization_id: OrganizationId,
    pub email: String,
    pub email_key: String,
    pub name: Option<String>,
    pub created_at: Timestamp,
}

/// Who makes a submission.
#[derive(Debug, Clone)]
pub enum Author {
    User(Box<User>),
    Guest(Guest),
}

impl Author {
    pub fn user(&self) -> Option<&User> {
        match self {
            Author::User(user) => Some(user),
            Author::Guest(_) => None,
        }
    }

    pub fn email(&self) -> &str {
        match self {
            Author::User(user) => &user.email,
            Author::Guest(guest) => &guest.email,
        }
    }

    /// What limits count them by.
    pub fn key(&self) -> String {
        match self {
            Author::User(user) => user.id.to_string(),
            Author::Guest(guest) => guest_key(&guest.email),
        }
    }
}

/// What limits count somebody without an account by.
pub fn guest_key(email: &str) -> String {
    format!("guest:{}", email_key(email))
}

/// What a mission asked for and gave when a submission was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    pub details: MissionDetails,
    pub recognition: Recognition,
    pub auto_approve: bool,
}

/// The same as it is kept, once for each version of a mission's terms.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = mission_terms, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct KeptTerms {
    pub mission_id: MissionId,
    pub version: i32,
    pub organization_id: OrganizationId,
    pub content: Json<Terms>,
    pub created_at: Timestamp,
}

impl KeptTerms {
    pub fn of(mission: &Mission, now: Timestamp) -> Self {
        // What nothing is given for, reading an update, nobody has to review.
        let needs_no_review = !mission.mission_type.allows_recognition();
        let content = Terms {
            details: mission.details.0.clone(),
            recognition: mission.recognition.0.clone(),
            auto_approve: mission.auto_approve || needs_no_review,
        };
        Self {
            mission_id: mission.id,
            version: mission.terms_version,
            organization_id: mission.organization_id,
            content: Json(content),
            created_at: now,
        }
    }
}
