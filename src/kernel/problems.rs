//! The catalogue: every problem this API can answer with, each with its status and its one title.
//! `GET /api/v1/problems` and the documentation are made from it.

macro_rules! catalogue {
    ($($(#[$doc:meta])* $code:ident = $status:literal $text:literal $title:literal;)+) => {
        /// What went wrong, as the `code` of a problem answer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $code),+ }

        impl Code {
            pub const ALL: &'static [Code] = &[$(Code::$code),+];

            /// The HTTP status it is answered with.
            pub fn status(self) -> u16 { match self { $(Code::$code => $status),+ } }
            /// The stable word that clients switch on.
            pub fn as_str(self) -> &'static str { match self { $(Code::$code => $text),+ } }
            /// One sentence for people, the same in every answer with this code.
            pub fn title(self) -> &'static str { match self { $(Code::$code => $title),+ } }
        }
    };
}

catalogue! {
    // The request itself
    MalformedJson = 400 "malformed_json" "The request body is not JSON";
    MalformedMultipart = 400 "malformed_multipart" "The request body is not whole multipart/form-data";
    InvalidParameter = 400 "invalid_parameter" "A query parameter or header is not valid";
    InvalidCursor = 400 "invalid_cursor" "The cursor does not belong to this list";
    NotFound = 404 "not_found" "There is no such thing here";
    MethodNotAllowed = 405 "method_not_allowed" "This address does not answer that method";
    RequestTimeout = 408 "request_timeout" "The request did not arrive in time";
    PayloadTooLarge = 413 "payload_too_large" "The request body is too large";
    UnsupportedMediaType = 415 "unsupported_media_type" "The request body has a type that is not read here";
    ValidationFailed = 422 "validation_failed" "The request is not valid";
    RateLimited = 429 "rate_limited" "Too many requests";

    // Who is asking
    Unauthenticated = 401 "unauthenticated" "Log in first";
    InvalidToken = 401 "invalid_token" "The access token or API key is not valid";
    InvalidCredentials = 401 "invalid_credentials" "Email or password is wrong";
    InvalidRefreshToken = 401 "invalid_refresh_token" "The refresh token is not valid";
    Forbidden = 403 "forbidden" "You may not do this";
    ScopeMissing = 403 "scope_missing" "The API key lacks a scope";
    OrganizationRequired = 409 "organization_required" "Several organizations know this login";

    // Writing
    VersionMismatch = 412 "version_mismatch" "Somebody else changed it first";
    IdempotencyInProgress = 409 "idempotency_in_progress" "A request with this Idempotency-Key is under way";
    IdempotencyKeyReused = 422 "idempotency_key_reused" "This Idempotency-Key belongs to another request";
    InvalidTransition = 409 "invalid_transition" "Its state does not allow this";
    ReadOnlyField = 422 "read_only_field" "This field cannot be written";

    // People
    EmailTaken = 409 "email_taken" "Another user has this email";
    LastAdmin = 409 "last_admin" "An organization keeps at least one active admin";
    AlreadyAssigned = 409 "already_assigned" "This coach already serves this coachee";
    TokenExpired = 410 "token_expired" "This link was used or has expired";
    UserNotInvitable = 409 "user_not_invitable" "This user cannot be invited";
    AttributeExists = 409 "attribute_exists" "There is an attribute of this name";
    AttributeInUse = 409 "attribute_in_use" "The rule of a segment mentions this attribute";
    AttributeLimitReached = 409 "attribute_limit_reached" "The organization has as many attributes as it can have";

    // Segments
    UnknownSegment = 422 "unknown_segment" "There is no such segment";
    SegmentCycle = 422 "segment_cycle" "A segment cannot depend on itself";
    SegmentInUse = 409 "segment_in_use" "Something still needs this segment";
    SegmentNotStatic = 409 "segment_not_static" "Who is in a dynamic segment follows from its rule";
    NotAnAdvocate = 409 "not_an_advocate" "Only advocates are in segments";

    // Coaching
    CoacheesRequired = 422 "coachees_required" "Name at least one coachee";
    ApprovalPending = 409 "approval_pending" "An admin has to approve it first";
    TimeNotOffered = 409 "time_not_offered" "The coach has not offered this time";
    InterviewOpen = 409 "interview_open" "There is an interview with this coach already";
    InterviewsIncomplete = 409 "interviews_incomplete" "More interviews come before a coach is selected";
    SelectionPending = 409 "selection_pending" "A coach was selected already";
    SlotTaken = 409 "slot_taken" "The coach has another session at that time";
    CoachRequired = 409 "coach_required" "The engagement has no coach yet";
    EngagementNotActive = 409 "engagement_not_active" "The engagement is not active";
    PastDueItems = 409 "past_due_items" "Some items were due before now";
    OpenItems = 409 "open_items" "Some items are not completed";
    ItemOrderLocked = 409 "item_order_locked" "A scheduled or completed item keeps its place";
    ItemOrderMismatch = 422 "item_order_mismatch" "The order does not name every item once";
    ScheduleInPast = 422 "schedule_in_past" "The date is in the past";
    InvalidUrl = 422 "invalid_url" "A link is an absolute http or https address";
    KindMismatch = 422 "kind_mismatch" "The details belong to another kind";
    KindNotSendable = 409 "kind_not_sendable" "A session is not sent; scheduling it announces it";
    AlreadySent = 409 "already_sent" "It was sent already";
    NotSent = 409 "not_sent" "It was not sent yet";
    AttendeesRequired = 422 "attendees_required" "A session needs somebody to attend it";
    RecipientsRequired = 422 "recipients_required" "Name at least one recipient";
    ExternalRecipientNotAllowed = 403 "external_recipient_not_allowed" "Only admins send to people outside here";
    RecipientExists = 409 "recipient_exists" "This person is a recipient already";
    RecipientNotActive = 409 "recipient_not_active" "Files and tasks go to people with an active account only";
    HasDependents = 409 "has_dependents" "Other items wait for this one";
    DependencyCycle = 422 "dependency_cycle" "An item cannot wait for itself";
    RecordMismatch = 422 "record_mismatch" "This record does not belong to this item";
    RecordExists = 409 "record_exists" "This record is associated already";
    FormNeedsQuestion = 422 "form_needs_question" "A form is published with at least one question";
    FormNotPublished = 409 "form_not_published" "The form has no published version";
    AlreadySubmitted = 409 "already_submitted" "It was handed in already";
    AlreadyAsked = 409 "already_asked" "This person has been asked already and may still answer";
    ResponseRequired = 409 "response_required" "It is completed by answering its form";
    TemplateTooLarge = 422 "template_too_large" "There are too many items";

    // Advocacy
    OwnSubmission = 403 "own_submission" "Nobody reviews what is their own";
    AlreadyDecided = 409 "already_decided" "Somebody has decided about it already";
    AlreadyHandedIn = 409 "already_handed_in" "Another submission of this mission shows the same";
    ParticipationLimitReached = 409 "participation_limit_reached" "There is no place left in this mission";
    TooManyDrafts = 409 "too_many_drafts" "Hand one of your drafts in, or withdraw it";
    ImmutableField = 422 "immutable_field" "This field never changes";
    BuiltinTemplate = 409 "builtin_template" "A template that is built in cannot be changed; copy it";
    TemplateTypeMismatch = 422 "template_type_mismatch" "The template is of another type";
    InsufficientPoints = 409 "insufficient_points" "There are too few points";
    OutOfStock = 409 "out_of_stock" "There is none left";
    NotRedeemable = 409 "not_redeemable" "This reward is not sold for points";
    RewardInUse = 409 "reward_in_use" "Somebody was promised this reward";
    PointsRequired = 422 "points_required" "Say how many points, at least one";
    ReferralDuplicate = 409 "referral_duplicate" "Somebody has referred this person already";
    ReferenceLimitReached = 409 "reference_limit_reached" "They were asked as often as they agreed to";
    RewardRequired = 422 "reward_required" "Name a reward that is in the catalogue";

    // Invoices
    PaymentProviderMissing = 409 "payment_provider_missing" "No payment provider is connected";
    InvalidSignature = 400 "invalid_signature" "The signature does not fit the message";

    // Missions
    InvalidState = 409 "invalid_state" "The mission's state does not allow this";
    TitleRequired = 422 "title_required" "A mission is launched with a title";
    FeaturedImageRequired = 422 "featured_image_required" "A mission is launched with a picture";
    FileType = 422 "file_type" "This has to be a picture";
    TriggerSegmentRequired = 422 "trigger_segment_required" "Name the segment that sets it off";
    TriggerSegmentNotAllowed = 422 "trigger_segment_not_allowed" "Only what a segment sets off has one";
    AudienceSegmentsRequired = 422 "audience_segments_required" "Name at least one segment that it is for";
    AudienceSegmentsNotAllowed = 422 "audience_segments_not_allowed" "Only what is for segments has some";
    NotifyModeRequired = 422 "notify_mode_required" "Say whether anybody is told";
    ChannelsRequired = 422 "channels_required" "Name at least one channel";
    ChannelNotConfigured = 422 "channel_not_configured" "No connection of this kind is switched on and hears of missions";
    SurveyNeedsQuestion = 422 "survey_needs_question" "A survey is launched with at least one question";
    RecognitionNotAllowed = 422 "recognition_not_allowed" "Nothing is earned by this type of mission";
    FollowUpsNotAllowed = 422 "follow_ups_not_allowed" "Nobody is reminded of this type of mission";
    ParticipationLimitRequired = 422 "participation_limit_required" "Say how often somebody may take part";
    ExpiryInPast = 422 "expiry_in_past" "It would have ended already";
    ExpiryNotLater = 422 "expiry_not_later" "While it runs its end moves later only";
    LoginRequired = 401 "login_required" "This is for people with an account";
    MissionExpired = 410 "mission_expired" "The mission has ended";
    MissionClosed = 410 "mission_closed" "The mission was closed";
    MissionPaused = 409 "mission_paused" "Nobody can take part at present";

    // Exports
    ExportNotReady = 409 "export_not_ready" "The export is not finished";
    ExportExpired = 410 "export_expired" "The export is no longer kept";

    // Files
    FileTypeNotAllowed = 422 "file_type_not_allowed" "Files of this type are not taken";
    ImageTooLarge = 422 "image_too_large" "The picture has too many pixels";
    FileInUse = 409 "file_in_use" "Something still needs this file";
    StorageQuotaExceeded = 409 "storage_quota_exceeded" "The organization's storage is used up";

    // Messages
    TargetRefused = 422 "target_refused" "This address must not be called";
    UnknownEventType = 422 "unknown_event_type" "There is no such event type";
    UnknownVariable = 422 "unknown_variable" "The template names a variable that is not there";
    NotCustomizable = 409 "not_customizable" "This notification cannot be changed or switched off";
    DeliveryInProgress = 409 "delivery_in_progress" "An attempt is under way";

    // The server
    Internal = 500 "internal" "Something went wrong on our side";
    Overloaded = 503 "overloaded" "Too much is going on; try again shortly";
    DatabaseUnavailable = 503 "database_unavailable" "The database cannot be reached";
    StorageUnavailable = 503 "storage_unavailable" "The storage of files cannot be reached";
    StorageFull = 503 "storage_full" "The disk is full";
}

impl Code {
    /// A relative address that names the kind of problem: `/problems/validation-failed`.
    pub fn type_uri(self) -> String {
        format!("/problems/{}", self.as_str().replace('_', "-"))
    }

    /// Seconds after which trying again makes sense, for those where it does.
    pub fn retry_after(self) -> Option<u64> {
        match self {
            Code::Overloaded | Code::DatabaseUnavailable | Code::IdempotencyInProgress => Some(1),
            Code::StorageUnavailable => Some(10),
            Code::StorageFull => Some(60),
            _ => None,
        }
    }
}
