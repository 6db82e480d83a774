//! Typed ids. On the wire and in the database an id is a TypeID: a prefix that tells the kind, `_`,
//! and a UUIDv7 in base32, so that ids sort by the time they were made. In memory it is 16 bytes.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::Mutex;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use typeid_suffix::prelude::TypeIdSuffix;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use uuid::{ContextV7, Uuid};

use super::clock::Timestamp;

/// What an id points at.
pub trait Kind: 'static {
    const PREFIX: &'static str;
    /// The id's schema in OpenAPI.
    const SCHEMA: &'static str;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $id:ident = $kind:ident $prefix:literal),+ $(,)?) => {
        /// One empty type for each kind of thing that has ids.
        pub mod kind {
            $($(#[$doc])* #[derive(Debug)] pub enum $kind {} impl super::Kind for $kind {
                const PREFIX: &'static str = $prefix;
                const SCHEMA: &'static str = stringify!($id);
            })+
        }
        $($(#[$doc])* pub type $id = Id<kind::$kind>;)+
    };
}

kinds! {
    OrganizationId = Organization "org",
    UserId = User "user",
    CoachAssignmentId = CoachAssignment "asg",
    InvitationId = Invitation "inv",
    PasswordResetId = PasswordReset "pwr",
    /// A login, and the family of refresh tokens that descends from it.
    LoginSessionId = LoginSession "lgn",
    RefreshTokenId = RefreshToken "rft",
    ApiKeyId = ApiKey "key",
    ProgramTemplateId = ProgramTemplate "tpl",
    TemplateItemId = TemplateItem "tpi",
    EngagementId = Engagement "eng",
    /// Joins the engagements that one bulk request made.
    BatchId = Batch "bat",
    ItemId = Item "item",
    RecipientId = Recipient "rcp",
    /// An appointment; it has its item's id with another prefix.
    SessionId = Session "ses",
    MatchId = Match "mtch",
    InterviewId = Interview "itv",
    SelectionId = Selection "slc",
    CalendarFeedId = CalendarFeed "cal",
    RecordId = Record "rec",
    NoteId = Note "note",
    FormId = Form "form",
    FormResponseId = FormResponse "resp",
    GoalId = Goal "goal",
    MilestoneId = Milestone "mst",
    FeedbackRequestId = FeedbackRequest "fbr",
    EventId = Event "evt",
    ExportId = Export "exp",
    FileId = File "file",
    /// A file or link that is shared with everybody in an engagement.
    ResourceId = Resource "res",
    /// Where messages go: a webhook endpoint, a Zapier hook, a Slack or email connection.
    ConnectionId = Connection "con",
    NotificationId = Notification "ntf",
    DeliveryId = Delivery "dlv",
    SuppressionId = Suppression "sup",
    InvoiceId = Invoice "invc",
    InvoicePaymentId = InvoicePayment "pay",
    MissionId = Mission "msn",
    MissionTemplateId = MissionTemplate "mtp",
    /// A mission that waits for one advocate, because they entered its segment.
    MissionAssignmentId = MissionAssignment "mas",
    SegmentId = Segment "seg",
    AttributeDefinitionId = AttributeDefinition "atd",
    SubmissionId = Submission "sub",
    /// Somebody who takes part in a mission without an account.
    GuestId = Guest "gst",
    ReferralId = Referral "rfl",
    ReferenceProfileId = ReferenceProfile "rfp",
    /// That a reference was asked.
    ReferenceUseId = ReferenceUse "rfu",
    RewardId = Reward "rwd",
    RewardGrantId = RewardGrant "grt",
    /// A line of the ledger of points.
    PointEntryId = PointEntry "pte",
    /// A notice on its way to a large audience.
    BroadcastId = Broadcast "bct",
    RequestId = Request "req",
}

/// What comes after the prefix in the documentation's ids.
const EXAMPLE: &str = "01kfq8v6n2e9t8w4x3y5z7a1bc";

/// An id of one kind of thing.
#[derive(FromSqlRow, AsExpression)]
#[diesel(sql_type = Text)]
pub struct Id<K: Kind> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Id<K> {
    pub(crate) const fn of(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    /// The id that nothing has; a malformed id in a path becomes it, so that it finds nothing.
    pub const fn nil() -> Self {
        Self::of(Uuid::nil())
    }

    /// The id that the documentation shows. The demo organization has things with it, so that the
    /// examples in Swagger UI run.
    pub fn example() -> Self {
        format!("{}_{EXAMPLE}", K::PREFIX).parse().unwrap_or(Self::nil())
    }

    /// The least id that can be made at this moment; for finding what was made since.
    pub fn at(moment: Timestamp) -> Self {
        let milliseconds = (moment.micros() / 1000).max(0) as u128;
        Self::of(Uuid::from_u128(milliseconds << 80))
    }

    pub fn uuid(self) -> Uuid {
        self.uuid
    }
}

impl<K: Kind> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Kind> Copy for Id<K> {}
impl<K: Kind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K: Kind> Eq for Id<K> {}
impl<K: Kind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: Kind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K: Kind> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, TypeIdSuffix::from(self.uuid))
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K: Kind> FromStr for Id<K> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.strip_prefix(K::PREFIX)
            .and_then(|rest| rest.strip_prefix('_'))
            .and_then(|suffix| suffix.parse::<TypeIdSuffix>().ok())
            .map(|suffix| Self::of(suffix.to_uuid()))
            .ok_or_else(|| format!("must be an id that starts with {}_", K::PREFIX))
    }
}

impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl<K: Kind> utoipa::PartialSchema for Id<K> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some(format!("^{}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$", K::PREFIX)))
            .examples([Self::example().to_string()])
            .build()
            .into()
    }
}
impl<K: Kind> utoipa::ToSchema for Id<K> {
    fn name() -> std::borrow::Cow<'static, str> {
        K::SCHEMA.into()
    }
}

/// Where new ids come from: UUIDv7 with a counter, so that ids made by one process sort in the
/// order they were made, even within a millisecond or under a frozen clock.
#[derive(Debug)]
pub struct IdSource {
    context: Mutex<ContextV7>,
}

impl Default for IdSource {
    fn default() -> Self {
        Self { context: Mutex::new(ContextV7::new()) }
    }
}

impl IdSource {
    pub fn next<K: Kind>(&self, now: Timestamp) -> Id<K> {
        let (seconds, nanos) = (now.seconds().max(0) as u64, now.datetime().timestamp_subsec_nanos());
        let context = self.context.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Id::of(Uuid::new_v7(uuid::Timestamp::from_unix(&*context, seconds, nanos)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_knows_its_kind() {
        let source = IdSource::default();
        let now = Timestamp::from_micros(1_800_000_000_000_000).expect("in range");
        let id: EngagementId = source.next(now);
        assert!(id.to_string().starts_with("eng_"));
        assert_eq!(id.to_string().len(), 30);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!(id.to_string().parse::<ItemId>().is_err());
    }

    #[test]
    fn ids_sort_in_the_order_they_were_made_even_when_time_stands_still() {
        let source = IdSource::default();
        let now = Timestamp::from_micros(1_800_000_000_000_000).expect("in range");
        let ids: Vec<String> = (0..1000).map(|_| source.next::<kind::Item>(now).to_string()).collect();
        assert!(ids.is_sorted());
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in [
            "",
            "eng_",
            "eng",
            "eng_8zzzzzzzzzzzzzzzzzzzzzzzzz",
            "eng_01kfq8v6n2e9t8w4x3y5z7a1b",
            "ENG_01kfq8v6n2e9t8w4x3y5z7a1bc",
            "eng_01kfq8v6n2e9t8w4x3y5z7a1bcd",
            "item_01kfq8v6n2e9t8w4x3y5z7a1bc",
        ] {
            assert!(text.parse::<EngagementId>().is_err(), "{text}");
        }
    }
}
