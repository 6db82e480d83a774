//! Who may do what: one table. A handler names a permission in its signature
//! (`Read<permissions::ReadUsers>`), and a test holds the table against OpenAPI and the served routes.
//!
//! The table says who may use an operation at all. Which rows they see is the queries' business.

use chrono_tz::Tz;

use crate::kernel::ids::{ApiKeyId, LoginSessionId, OrganizationId, UserId};
use crate::kernel::{Actor, Code, Problem, Result, text_enum};

text_enum! {
    /// What a person is in an organization; one person can be several things.
    pub enum Role {
        /// Runs the organization and sees everything in it.
        Admin = "admin",
        /// Runs advocacy programmes.
        Manager = "manager",
        /// Runs engagements for coachees.
        Coach = "coach",
        /// Takes part in engagements.
        Coachee = "coachee",
        /// Takes part in missions.
        Advocate = "advocate",
    }
}

/// Something that a caller may be allowed to do.
pub trait Permission: 'static {
    const ENTRY: Entry;
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// What an API key needs.
    pub scope: &'static str,
    /// Whether keys can have it at all.
    pub for_keys: bool,
    /// Who else may.
    pub roles: &'static [Role],
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $scope:literal $keys:literal [$($role:ident),+];)+) => {
        $($(#[$doc])* pub struct $name;
        impl Permission for $name {
            const ENTRY: Entry = Entry { scope: $scope, for_keys: $keys, roles: &[$(Role::$role),+] };
        })+
        /// The table.
        pub const TABLE: &[Entry] = &[$($name::ENTRY),+];
    };
}

permissions! {
    // name               scope                  keys   roles
    ReadMe              = "me:read"                true  [Admin, Manager, Coach, Coachee, Advocate];
    WriteMe             = "me:write"               false [Admin, Manager, Coach, Coachee, Advocate];
    ReadOrganization    = "organization:read"      true  [Admin, Manager, Coach];
    WriteOrganization   = "organization:write"     true  [Admin];
    ReadUsers           = "users:read"             true  [Admin, Manager, Coach];
    WriteUsers          = "users:write"            true  [Admin];
    ReadAssignments     = "coach_assignments:read" true  [Admin, Coach];
    WriteAssignments    = "coach_assignments:write" true [Admin];
    ReadApiKeys         = "api_keys:read"          false [Admin];
    WriteApiKeys        = "api_keys:write"         false [Admin];
    ReadTemplates       = "program_templates:read" true  [Admin, Coach];
    WriteTemplates      = "program_templates:write" true [Admin, Coach];
    ReadEngagements     = "engagements:read"       true  [Admin, Coach, Coachee];
    WriteEngagements    = "engagements:write"      true  [Admin, Coach];
    /// A recipient completes what was sent to them; coaches and admins complete anything of theirs.
    CompleteItems       = "completions:write"      true  [Admin, Coach, Coachee];
    ReadResources       = "resources:read"         true  [Admin, Coach, Coachee];
    WriteResources      = "resources:write"        true  [Admin, Coach];
    ReadNotes           = "notes:read"             true  [Admin, Coach, Coachee];
    WriteNotes          = "notes:write"            true  [Admin, Coach, Coachee];
    /// One's own files, and those attached to what one sees.
    ReadFiles           = "files:read"             true  [Admin, Manager, Coach, Coachee, Advocate];
    WriteFiles          = "files:write"            true  [Admin, Manager, Coach, Coachee, Advocate];
    ReadForms           = "forms:read"             true  [Admin, Coach];
    WriteForms          = "forms:write"            true  [Admin, Coach];
    /// Anybody can be asked to answer; who runs the engagement reads what was handed in.
    ReadFormResponses   = "form_responses:read"    true  [Admin, Manager, Coach, Coachee, Advocate];
    WriteFormResponses  = "form_responses:write"   false [Admin, Manager, Coach, Coachee, Advocate];
    ReadInvoices        = "invoices:read"          true  [Admin, Coach, Coachee];
    WriteInvoices       = "invoices:write"         true  [Admin, Coach];
    ReadGoals           = "goals:read"             true  [Admin, Coach, Coachee];
    WriteGoals          = "goals:write"            true  [Admin, Coach];
    ReadSessions        = "sessions:read"          true  [Admin, Coach, Coachee];
    WriteSessions       = "sessions:write"         true  [Admin, Coach];
    ReadMatches         = "matches:read"           true  [Admin, Coach, Coachee];
    WriteMatches        = "matches:write"          true  [Admin];
    /// The coachee requests, schedules and selects; the coach proposes times; admins do any of it.
    TakePartInMatches   = "interviews:write"       true  [Admin, Coach, Coachee];
    ReadAvailability    = "availability:read"      true  [Admin, Coach, Coachee];
    WriteAvailability   = "availability:write"     true  [Admin, Coach];
    /// One's own calendar; a key has none.
    ReadCalendarFeeds   = "calendar_feeds:read"    false [Admin, Manager, Coach, Coachee, Advocate];
    WriteCalendarFeeds  = "calendar_feeds:write"   false [Admin, Manager, Coach, Coachee, Advocate];
    ReadAttributes      = "attributes:read"        true  [Admin, Manager];
    WriteAttributes     = "attributes:write"       true  [Admin, Manager];
    ReadSegments        = "segments:read"          true  [Admin, Manager];
    WriteSegments       = "segments:write"         true  [Admin, Manager];
    /// Types and templates too.
    ReadMissions        = "missions:read"          true  [Admin, Manager];
    WriteMissions       = "missions:write"         true  [Admin, Manager];
    /// What one is asked to do, has handed in and has earned; a key is nobody's.
    ReadParticipation   = "participation:read"     false [Advocate];
    TakePart            = "participation:write"    false [Advocate];
    /// One's own; staff see all.
    ReadSubmissions     = "submissions:read"       true  [Admin, Manager, Advocate];
    ReviewSubmissions   = "submissions:review"     true  [Admin, Manager];
    ReadRewards         = "rewards:read"           true  [Admin, Manager, Advocate];
    WriteRewards        = "rewards:write"          true  [Admin, Manager];
    ReadPoints          = "points:read"            true  [Admin, Manager];
    WritePoints         = "points:write"           true  [Admin, Manager];
    ReadReferrals       = "referrals:read"         true  [Admin, Manager];
    WriteReferrals      = "referrals:write"        true  [Admin, Manager];
    ReadReferences      = "references:read"        true  [Admin, Manager];
    WriteReferences     = "references:write"       true  [Admin, Manager];
    /// What each role may have is `exports::resources`' business.
    ReadExports         = "exports:read"           true  [Admin, Manager, Coach];
    WriteExports        = "exports:write"          true  [Admin, Manager, Coach];
    ReadEvents          = "events:read"            true  [Admin];
    /// Webhook endpoints, hooks and connections, with the log of what was delivered to them.
    ReadConnections     = "connections:read"       true  [Admin];
    WriteConnections    = "connections:write"      true  [Admin];
    ReadNotifications   = "notifications:read"     true  [Admin];
    WriteNotifications  = "notifications:write"    true  [Admin];
    /// One's own list and preferences; a key has none.
    ReadInbox           = "inbox:read"             false [Admin, Manager, Coach, Coachee, Advocate];
    WriteInbox          = "inbox:write"            false [Admin, Manager, Coach, Coachee, Advocate];
}

/// The roles of one person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Roles {
    pub admin: bool,
    pub manager: bool,
    pub coach: bool,
    pub coachee: bool,
    pub advocate: bool,
}

impl Roles {
    pub fn from_list(roles: &[Role]) -> Self {
        let has = |role| roles.contains(&role);
        Self {
            admin: has(Role::Admin),
            manager: has(Role::Manager),
            coach: has(Role::Coach),
            coachee: has(Role::Coachee),
            advocate: has(Role::Advocate),
        }
    }

    pub fn has(self, role: Role) -> bool {
        match role {
            Role::Admin => self.admin,
            Role::Manager => self.manager,
            Role::Coach => self.coach,
            Role::Coachee => self.coachee,
            Role::Advocate => self.advocate,
        }
    }

    pub fn list(self) -> Vec<Role> {
        Role::ALL.iter().copied().filter(|role| self.has(*role)).collect()
    }
}

/// How a caller proved who they are.
#[derive(Debug, Clone)]
pub enum Proof {
    Session {
        user_id: UserId,
        session_id: LoginSessionId,
    },
    /// A key acts as an admin would, within its scopes.
    ApiKey {
        key_id: ApiKeyId,
        scopes: Vec<String>,
    },
}

/// Who is asking.
#[derive(Debug, Clone)]
pub struct Caller {
    pub organization_id: OrganizationId,
    pub proof: Proof,
    pub roles: Roles,
    pub time_zone: Tz,
}

impl Caller {
    pub fn actor(&self) -> Actor {
        match &self.proof {
            Proof::Session { user_id, .. } => Actor::User(self.organization_id, *user_id),
            Proof::ApiKey { key_id, .. } => Actor::ApiKey(self.organization_id, *key_id),
        }
    }

    /// The same, where what somebody did leads to what the organization does: a selection makes an
    /// engagement that its coachee could not make.
    #[must_use]
    pub fn for_the_organization(&self) -> Self {
        Self { roles: Roles { admin: true, ..self.roles }, ..self.clone() }
    }

    /// The person, when it is one.
    pub fn user_id(&self) -> Option<UserId> {
        self.actor().user_id()
    }

    /// Whether the caller sees everything in the organization: an admin, or a key.
    pub fn is_admin(&self) -> bool {
        self.roles.admin
    }

    /// Whether the caller runs advocacy: an admin, a manager, or a key.
    pub fn is_staff(&self) -> bool {
        self.roles.admin || self.roles.manager
    }

    pub fn is_coach(&self) -> bool {
        self.roles.coach
    }

    pub fn ensure_allowed<P: Permission>(&self) -> Result<()> {
        let entry = P::ENTRY;
        match &self.proof {
            Proof::Session { .. } if entry.roles.iter().any(|role| self.roles.has(*role)) => Ok(()),
            Proof::ApiKey { scopes, .. } if entry.for_keys => {
                if scopes.iter().any(|scope| scope == entry.scope) {
                    Ok(())
                } else {
                    Err(Problem::new(Code::ScopeMissing)
                        .detail(format!("The key needs the scope {}.", entry.scope))
                        .with("required_scopes", [entry.scope]))
                }
            }
            Proof::Session { .. } | Proof::ApiKey { .. } => Err(Problem::new(Code::Forbidden)),
        }
    }
}

/// Scopes that an API key can be given.
pub fn grantable_scopes() -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(|entry| entry.for_keys).map(|entry| entry.scope)
}
