//! The tables as diesel sees them, the same on both engines. Written by hand (`diesel print-schema`
//! knows one engine only); a test holds it against both migration folders.

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    organizations (id) {
        id -> Text,
        name -> Text,
        settings -> JsonDocument,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    users (id) {
        id -> Text,
        organization_id -> Text,
        email -> Text,
        email_key -> Text,
        name -> Text,
        search_name -> Text,
        state -> Text,
        is_admin -> Bool,
        is_manager -> Bool,
        is_coach -> Bool,
        is_coachee -> Bool,
        is_advocate -> Bool,
        time_zone -> Text,
        password_hash -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    coach_assignments (id) {
        id -> Text,
        organization_id -> Text,
        coach_id -> Text,
        coachee_id -> Text,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    invitations (id) {
        id -> Text,
        organization_id -> Text,
        user_id -> Text,
        token_hash -> Text,
        expires_at -> UtcTimestamp,
        accepted_at -> Nullable<UtcTimestamp>,
        revoked_at -> Nullable<UtcTimestamp>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    password_resets (id) {
        id -> Text,
        organization_id -> Text,
        user_id -> Text,
        token_hash -> Text,
        expires_at -> UtcTimestamp,
        used_at -> Nullable<UtcTimestamp>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    login_sessions (id) {
        id -> Text,
        organization_id -> Text,
        user_id -> Text,
        created_at -> UtcTimestamp,
        expires_at -> UtcTimestamp,
        revoked_at -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    refresh_tokens (id) {
        id -> Text,
        organization_id -> Text,
        login_session_id -> Text,
        token_hash -> Text,
        used_at -> Nullable<UtcTimestamp>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    api_keys (id) {
        id -> Text,
        organization_id -> Text,
        name -> Text,
        key_hash -> Text,
        hint -> Text,
        scopes -> JsonDocument,
        expires_at -> Nullable<UtcTimestamp>,
        last_used_at -> Nullable<UtcTimestamp>,
        revoked_at -> Nullable<UtcTimestamp>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    idempotency_keys (organization_id, actor_id, idempotency_key) {
        organization_id -> Text,
        actor_id -> Text,
        idempotency_key -> Text,
        fingerprint -> Text,
        answer -> JsonDocument,
        expires_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    program_templates (id) {
        id -> Text,
        organization_id -> Text,
        owner_id -> Nullable<Text>,
        title -> Text,
        search_title -> Text,
        visibility -> Text,
        item_count -> Integer,
        version -> BigInt,
        deleted_at -> Nullable<UtcTimestamp>,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    program_template_versions (template_id, version) {
        template_id -> Text,
        organization_id -> Text,
        version -> BigInt,
        content -> JsonDocument,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    engagements (id) {
        id -> Text,
        organization_id -> Text,
        coach_id -> Nullable<Text>,
        batch_id -> Nullable<Text>,
        template_id -> Nullable<Text>,
        template_version -> Nullable<BigInt>,
        title -> Text,
        search_title -> Text,
        description -> Nullable<Text>,
        status -> Text,
        is_shared -> Bool,
        items_total -> Integer,
        items_unscheduled -> Integer,
        items_scheduled -> Integer,
        items_completed -> Integer,
        cancel_reason -> Nullable<Text>,
        activated_at -> Nullable<UtcTimestamp>,
        completed_at -> Nullable<UtcTimestamp>,
        cancelled_at -> Nullable<UtcTimestamp>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    engagement_coachees (engagement_id, coachee_id) {
        engagement_id -> Text,
        coachee_id -> Text,
        organization_id -> Text,
        position -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    items (id) {
        id -> Text,
        organization_id -> Text,
        engagement_id -> Text,
        position -> Integer,
        kind -> Text,
        title -> Text,
        description -> Nullable<Text>,
        details -> JsonDocument,
        status -> Text,
        completion_rule -> Text,
        scheduled_at -> Nullable<UtcTimestamp>,
        time_zone -> Nullable<Text>,
        after_item_id -> Nullable<Text>,
        after_delay_seconds -> Nullable<BigInt>,
        released_at -> Nullable<UtcTimestamp>,
        send_due_at -> Nullable<UtcTimestamp>,
        reminders -> JsonDocument,
        next_reminder_at -> Nullable<UtcTimestamp>,
        form_version -> Nullable<BigInt>,
        sent_at -> Nullable<UtcTimestamp>,
        completed_at -> Nullable<UtcTimestamp>,
        completed_by -> Nullable<Text>,
        deleted_at -> Nullable<UtcTimestamp>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    item_recipients (id) {
        id -> Text,
        organization_id -> Text,
        item_id -> Text,
        user_id -> Nullable<Text>,
        is_required -> Bool,
        completed_at -> Nullable<UtcTimestamp>,
        created_at -> UtcTimestamp,
        name -> Nullable<Text>,
        email -> Nullable<Text>,
        email_key -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    notes (id) {
        id -> Text,
        organization_id -> Text,
        engagement_id -> Text,
        author_id -> Text,
        visibility -> Text,
        title -> Nullable<Text>,
        body -> Text,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    item_records (id) {
        id -> Text,
        organization_id -> Text,
        item_id -> Text,
        kind -> Text,
        note_id -> Nullable<Text>,
        assessment_item_id -> Nullable<Text>,
        response_id -> Nullable<Text>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    events (sequence) {
        sequence -> BigInt,
        transaction_id -> BigInt,
        id -> Text,
        organization_id -> Text,
        #[sql_name = "type"]
        event_type -> Text,
        subject_id -> Text,
        engagement_id -> Nullable<Text>,
        actor_kind -> Text,
        actor_id -> Nullable<Text>,
        data -> JsonDocument,
        occurred_at -> UtcTimestamp,
        mission_id -> Nullable<Text>,
        depth -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    exports (id) {
        id -> Text,
        organization_id -> Text,
        requested_by -> Text,
        request -> JsonDocument,
        state -> Text,
        total_rows -> Nullable<BigInt>,
        row_count -> BigInt,
        byte_count -> BigInt,
        sha256 -> Nullable<Text>,
        lease_token -> Nullable<Text>,
        due_at -> Nullable<UtcTimestamp>,
        attempts -> Integer,
        finished_at -> Nullable<UtcTimestamp>,
        expires_at -> UtcTimestamp,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    export_chunks (export_id, lease_token, position) {
        export_id -> Text,
        lease_token -> Text,
        position -> Integer,
        bytes -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    followers (name) {
        name -> Text,
        transaction_id -> BigInt,
        sequence -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    connections (id) {
        id -> Text,
        organization_id -> Text,
        kind -> Text,
        name -> Text,
        settings -> JsonDocument,
        event_types -> Nullable<JsonDocument>,
        sealed_secret -> Nullable<Text>,
        previous_secret -> Nullable<Text>,
        previous_secret_until -> Nullable<UtcTimestamp>,
        lookup_key -> Nullable<Text>,
        state -> Text,
        disabled_reason -> Nullable<Text>,
        failing_since -> Nullable<UtcTimestamp>,
        created_by -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    notifications (id) {
        id -> Text,
        organization_id -> Text,
        intent -> Text,
        #[sql_name = "type"]
        notification_type -> Text,
        channel -> Text,
        event_id -> Text,
        event_type -> Text,
        subject_id -> Text,
        engagement_id -> Nullable<Text>,
        recipient_id -> Nullable<Text>,
        address -> Text,
        state -> Text,
        reason -> Nullable<Text>,
        title -> Nullable<Text>,
        body -> Nullable<Text>,
        due_at -> UtcTimestamp,
        sent_at -> Nullable<UtcTimestamp>,
        read_at -> Nullable<UtcTimestamp>,
        created_at -> UtcTimestamp,
        recipient_name -> Nullable<Text>,
        mission_id -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    deliveries (id) {
        id -> Text,
        organization_id -> Text,
        intent -> Text,
        channel -> Text,
        target_id -> Text,
        connection_id -> Nullable<Text>,
        notification_id -> Nullable<Text>,
        event_id -> Nullable<Text>,
        event_type -> Text,
        state -> Text,
        attempts -> Integer,
        tries -> Integer,
        due_at -> Nullable<UtcTimestamp>,
        lease_token -> Nullable<Text>,
        payload -> Nullable<JsonDocument>,
        last_status -> Nullable<Integer>,
        last_error -> Nullable<Text>,
        last_attempt_at -> Nullable<UtcTimestamp>,
        delivered_at -> Nullable<UtcTimestamp>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    delivery_attempts (delivery_id, number) {
        delivery_id -> Text,
        number -> Integer,
        organization_id -> Text,
        outcome -> Text,
        status -> Nullable<Integer>,
        latency_ms -> Integer,
        answer -> Text,
        error -> Nullable<Text>,
        attempted_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    notification_templates (scope_id, notification_type) {
        scope_id -> Text,
        #[sql_name = "type"]
        notification_type -> Text,
        organization_id -> Text,
        is_enabled -> Bool,
        subject -> Nullable<Text>,
        body -> Nullable<Text>,
        html -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    notification_preferences (user_id, notification_type, channel) {
        user_id -> Text,
        #[sql_name = "type"]
        notification_type -> Text,
        channel -> Text,
        organization_id -> Text,
        is_enabled -> Bool,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    email_suppressions (id) {
        id -> Text,
        organization_id -> Text,
        email -> Text,
        reason -> Text,
        detail -> Nullable<Text>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    files (id) {
        id -> Text,
        organization_id -> Text,
        uploaded_by -> Nullable<Text>,
        name -> Text,
        media_type -> Text,
        byte_count -> BigInt,
        sha256 -> Text,
        width -> Nullable<Integer>,
        height -> Nullable<Integer>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    loose_files (id) {
        id -> Text,
        organization_id -> Text,
        due_at -> UtcTimestamp,
        is_going -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    file_totals (organization_id) {
        organization_id -> Text,
        file_count -> BigInt,
        byte_count -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    item_files (item_id, file_id) {
        item_id -> Text,
        file_id -> Text,
        position -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    program_template_files (program_template_id, file_id) {
        program_template_id -> Text,
        file_id -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    resources (id) {
        id -> Text,
        organization_id -> Text,
        engagement_id -> Text,
        kind -> Text,
        title -> Text,
        description -> Nullable<Text>,
        file_id -> Nullable<Text>,
        url -> Nullable<Text>,
        added_by -> Nullable<Text>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    forms (id) {
        id -> Text,
        organization_id -> Text,
        owner_id -> Nullable<Text>,
        kind -> Text,
        title -> Text,
        search_title -> Text,
        visibility -> Text,
        draft -> JsonDocument,
        question_count -> Integer,
        published_version -> Nullable<BigInt>,
        published_at -> Nullable<UtcTimestamp>,
        is_changed -> Bool,
        version -> BigInt,
        deleted_at -> Nullable<UtcTimestamp>,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    form_versions (form_id, version) {
        form_id -> Text,
        organization_id -> Text,
        version -> BigInt,
        title -> Text,
        question_count -> Integer,
        content -> JsonDocument,
        published_by -> Nullable<Text>,
        published_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    form_responses (id) {
        id -> Text,
        organization_id -> Text,
        form_id -> Text,
        form_version -> BigInt,
        kind -> Text,
        item_id -> Text,
        engagement_id -> Text,
        coach_id -> Nullable<Text>,
        recipient_id -> Nullable<Text>,
        user_id -> Nullable<Text>,
        name -> Nullable<Text>,
        email -> Nullable<Text>,
        state -> Text,
        answers -> JsonDocument,
        score -> Nullable<JsonDocument>,
        expires_at -> Nullable<UtcTimestamp>,
        started_at -> Nullable<UtcTimestamp>,
        submitted_at -> Nullable<UtcTimestamp>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    form_response_files (response_id, file_id) {
        response_id -> Text,
        file_id -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::JsonDocument;
    use crate::kernel::clock::UtcTimestamp;

    invoices (id) {
        id -> Text,
        organization_id -> Text,
        engagement_id -> Nullable<Text>,
        coach_id -> Nullable<Text>,
        billed_to_id -> Nullable<Text>,
        payer_name -> Text,
        payer_email -> Text,
        payer_address -> Nullable<Text>,
        state -> Text,
        number -> Nullable<Text>,
        currency -> Text,
        subject -> Nullable<Text>,
        note -> Nullable<Text>,
        lines -> JsonDocument,
        net_minor -> BigInt,
        tax_minor -> BigInt,
        total_minor -> BigInt,
        issued_on -> Nullable<Text>,
        due_on -> Nullable<Text>,
        card_payment -> Bool,
        sender -> Nullable<JsonDocument>,
        token_hash -> Nullable<Text>,
        document_file_id -> Nullable<Text>,
        payment_link_id -> Nullable<Text>,
        payment_url -> Nullable<Text>,
        payment_link_open -> Bool,
        task_due_at -> Nullable<UtcTimestamp>,
        task_attempts -> Integer,
        task_error -> Nullable<Text>,
        reminder_due_at -> Nullable<UtcTimestamp>,
        sent_at -> Nullable<UtcTimestamp>,
        issued_at -> Nullable<UtcTimestamp>,
        paid_at -> Nullable<UtcTimestamp>,
        paid_method -> Nullable<Text>,
        paid_reference -> Nullable<Text>,
        voided_at -> Nullable<UtcTimestamp>,
        void_reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    invoice_counters (organization_id, series) {
        organization_id -> Text,
        series -> Text,
        last_number -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    invoice_payments (id) {
        id -> Text,
        organization_id -> Text,
        invoice_id -> Text,
        state -> Text,
        reason -> Nullable<Text>,
        method -> Text,
        reference -> Nullable<Text>,
        intent -> Nullable<Text>,
        amount_minor -> BigInt,
        refunded_minor -> BigInt,
        currency -> Text,
        received_at -> UtcTimestamp,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    provider_events (organization_id, event_id) {
        organization_id -> Text,
        event_id -> Text,
        received_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    payment_providers (organization_id, kind) {
        organization_id -> Text,
        kind -> Text,
        secret_key -> Text,
        webhook_secret -> Text,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    goals (id) {
        id -> Text,
        organization_id -> Text,
        engagement_id -> Text,
        name -> Text,
        description -> Nullable<Text>,
        status -> Text,
        achieved_at -> Nullable<UtcTimestamp>,
        dropped_at -> Nullable<UtcTimestamp>,
        milestones_total -> Integer,
        milestones_completed -> Integer,
        feedback_requested -> Integer,
        feedback_answered -> Integer,
        rating_sum -> BigInt,
        deleted_at -> Nullable<UtcTimestamp>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    milestones (id) {
        id -> Text,
        organization_id -> Text,
        engagement_id -> Text,
        goal_id -> Text,
        title -> Text,
        description -> Nullable<Text>,
        due_at -> Nullable<UtcTimestamp>,
        time_zone -> Nullable<Text>,
        reminders -> JsonDocument,
        next_reminder_at -> Nullable<UtcTimestamp>,
        completed_at -> Nullable<UtcTimestamp>,
        completed_by -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    feedback_requests (id) {
        id -> Text,
        organization_id -> Text,
        engagement_id -> Text,
        goal_id -> Text,
        requested_by -> Nullable<Text>,
        name -> Nullable<Text>,
        email -> Text,
        email_key -> Text,
        message -> Nullable<Text>,
        state -> Text,
        expires_at -> UtcTimestamp,
        next_reminder_at -> Nullable<UtcTimestamp>,
        reminded_at -> Nullable<UtcTimestamp>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    feedback_answers (id) {
        id -> Text,
        organization_id -> Text,
        goal_id -> Text,
        rating -> Integer,
        feedback -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    sessions (id) {
        id -> Text,
        organization_id -> Text,
        engagement_id -> Nullable<Text>,
        item_id -> Nullable<Text>,
        interview_id -> Nullable<Text>,
        coach_id -> Nullable<Text>,
        attendee_id -> Nullable<Text>,
        title -> Text,
        status -> Text,
        is_held -> Bool,
        starts_at -> UtcTimestamp,
        ends_at -> UtcTimestamp,
        time_zone -> Text,
        local_starts_at -> Text,
        location -> Nullable<Text>,
        sequence -> Integer,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    availabilities (user_id) {
        user_id -> Text,
        organization_id -> Text,
        timetable -> JsonDocument,
        is_shared -> Bool,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    calendar_feeds (id) {
        id -> Text,
        organization_id -> Text,
        user_id -> Text,
        name -> Text,
        token_hash -> Text,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    matches (id) {
        id -> Text,
        organization_id -> Text,
        coachee_id -> Text,
        template_id -> Nullable<Text>,
        engagement_id -> Nullable<Text>,
        message -> Nullable<Text>,
        status -> Text,
        interviews_required -> Integer,
        interviews_completed -> Integer,
        started_at -> Nullable<UtcTimestamp>,
        completed_at -> Nullable<UtcTimestamp>,
        cancelled_at -> Nullable<UtcTimestamp>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    match_coaches (match_id, coach_id) {
        match_id -> Text,
        coach_id -> Text,
        position -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    interviews (id) {
        id -> Text,
        organization_id -> Text,
        match_id -> Text,
        coach_id -> Text,
        coachee_id -> Text,
        status -> Text,
        proposed_times -> JsonDocument,
        location -> Nullable<Text>,
        reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    selections (id) {
        id -> Text,
        organization_id -> Text,
        match_id -> Text,
        coach_id -> Text,
        status -> Text,
        reason -> Nullable<Text>,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    mission_terms (mission_id, version) {
        mission_id -> Text,
        version -> Integer,
        organization_id -> Text,
        content -> JsonDocument,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    guests (id) {
        id -> Text,
        organization_id -> Text,
        email -> Text,
        email_key -> Text,
        name -> Nullable<Text>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    submissions (id) {
        id -> Text,
        organization_id -> Text,
        mission_id -> Text,
        mission_type -> Text,
        state -> Text,
        user_id -> Nullable<Text>,
        guest_id -> Nullable<Text>,
        participant_key -> Text,
        guest_name -> Nullable<Text>,
        guest_email -> Nullable<Text>,
        content -> JsonDocument,
        terms_version -> Integer,
        unique_key -> Nullable<Text>,
        round -> Integer,
        depth -> Integer,
        confirm_by -> Nullable<UtcTimestamp>,
        place_taken_at -> Nullable<UtcTimestamp>,
        submitted_at -> Nullable<UtcTimestamp>,
        decided_at -> Nullable<UtcTimestamp>,
        decided_by -> Nullable<Text>,
        reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    submission_files (submission_id, file_id) {
        submission_id -> Text,
        file_id -> Text,
    }
}

diesel::table! {
    participations (mission_id, participant_key) {
        mission_id -> Text,
        participant_key -> Text,
        taken -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    attribute_definitions (id) {
        id -> Text,
        organization_id -> Text,
        name -> Text,
        value_type -> Text,
        label -> Nullable<Text>,
        description -> Nullable<Text>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::JsonDocument;

    user_attributes (user_id) {
        user_id -> Text,
        organization_id -> Text,
        attribute_values -> JsonDocument,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    segments (id) {
        id -> Text,
        organization_id -> Text,
        name -> Text,
        search_name -> Text,
        description -> Nullable<Text>,
        kind -> Text,
        rule -> Nullable<JsonDocument>,
        previous_rule -> Nullable<JsonDocument>,
        nesting -> Integer,
        member_count -> BigInt,
        is_building -> Bool,
        built_until_at -> Nullable<UtcTimestamp>,
        built_until_id -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    segment_fields (segment_id, field) {
        segment_id -> Text,
        field -> Text,
        organization_id -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    segment_references (segment_id, referenced_id) {
        segment_id -> Text,
        referenced_id -> Text,
        organization_id -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    segment_members (segment_id, user_id) {
        segment_id -> Text,
        user_id -> Text,
        organization_id -> Text,
        entered_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    segment_entries (segment_id, user_id) {
        segment_id -> Text,
        user_id -> Text,
        organization_id -> Text,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    segment_dues (segment_id, user_id) {
        segment_id -> Text,
        user_id -> Text,
        due_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    segment_people (user_id) {
        user_id -> Text,
        organization_id -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::JsonDocument;
    use crate::kernel::clock::UtcTimestamp;
    mission_templates (id) {
        id -> Text,
        organization_id -> Text,
        #[sql_name = "type"]
        mission_type -> Text,
        name -> Text,
        about -> Nullable<Text>,
        search_text -> Text,
        content -> JsonDocument,
        image_file_id -> Nullable<Text>,
        created_by -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    rewards (id) {
        id -> Text,
        organization_id -> Text,
        name -> Text,
        search_name -> Text,
        description -> Nullable<Text>,
        kind -> Text,
        cost_points -> Nullable<BigInt>,
        stock -> Nullable<BigInt>,
        image_file_id -> Nullable<Text>,
        state -> Text,
        granted_count -> BigInt,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
        deleted_at -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    reward_grants (id) {
        id -> Text,
        organization_id -> Text,
        reward_id -> Text,
        user_id -> Nullable<Text>,
        guest_name -> Nullable<Text>,
        guest_email -> Nullable<Text>,
        source -> Text,
        state -> Text,
        cost_points -> BigInt,
        mission_id -> Nullable<Text>,
        submission_id -> Nullable<Text>,
        round -> Nullable<Integer>,
        message -> Nullable<Text>,
        fulfilment_note -> Nullable<Text>,
        cancel_reason -> Nullable<Text>,
        created_by -> Nullable<Text>,
        fulfilled_at -> Nullable<UtcTimestamp>,
        cancelled_at -> Nullable<UtcTimestamp>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
        guest_key -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    advocate_totals (user_id) {
        user_id -> Text,
        organization_id -> Text,
        points -> BigInt,
        entries -> BigInt,
        submissions_approved -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    point_entries (id) {
        id -> Text,
        organization_id -> Text,
        user_id -> Text,
        position -> BigInt,
        kind -> Text,
        amount -> BigInt,
        balance -> BigInt,
        reason -> Nullable<Text>,
        mission_id -> Nullable<Text>,
        submission_id -> Nullable<Text>,
        round -> Nullable<Integer>,
        grant_id -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    missions (id) {
        id -> Text,
        organization_id -> Text,
        #[sql_name = "type"]
        mission_type -> Text,
        state -> Text,
        title -> Text,
        search_text -> Text,
        summary -> Nullable<Text>,
        description_html -> Nullable<Text>,
        image_file_id -> Nullable<Text>,
        details -> JsonDocument,
        trigger_kind -> Text,
        trigger_segment_id -> Nullable<Text>,
        existing_members -> Text,
        on_exit -> Text,
        reentry -> Text,
        audience_kind -> Text,
        notify_mode -> Nullable<Text>,
        notify_channels -> JsonDocument,
        recognition -> JsonDocument,
        reward_id -> Nullable<Text>,
        auto_approve -> Bool,
        follow_ups -> JsonDocument,
        participation_limit -> Nullable<JsonDocument>,
        total_cap -> Nullable<BigInt>,
        taken -> BigInt,
        expires_at -> Nullable<UtcTimestamp>,
        expiry_due_at -> Nullable<UtcTimestamp>,
        launch_at -> Nullable<UtcTimestamp>,
        launched_at -> Nullable<UtcTimestamp>,
        closed_at -> Nullable<UtcTimestamp>,
        listed_at -> Nullable<UtcTimestamp>,
        terms_version -> Integer,
        link_nonce -> Integer,
        template_id -> Nullable<Text>,
        created_by -> Nullable<Text>,
        viewed_count -> BigInt,
        started_count -> BigInt,
        submitted_count -> BigInt,
        approved_count -> BigInt,
        assigned_count -> BigInt,
        notified_count -> BigInt,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    mission_segments (mission_id, segment_id) {
        mission_id -> Text,
        segment_id -> Text,
        organization_id -> Text,
        position -> Integer,
        listed_at -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    mission_links (token_hash) {
        token_hash -> Text,
        mission_id -> Text,
        organization_id -> Text,
        created_at -> UtcTimestamp,
        revoked_at -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    mission_triggers (mission_id) {
        mission_id -> Text,
        organization_id -> Text,
        segment_id -> Text,
        is_armed -> Bool,
        backfill_after -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    mission_assignments (id) {
        id -> Text,
        organization_id -> Text,
        mission_id -> Text,
        user_id -> Text,
        segment_id -> Text,
        state -> Text,
        entry_no -> Integer,
        depth -> Integer,
        assigned_at -> UtcTimestamp,
        ended_at -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    mission_views (mission_id, user_id) {
        mission_id -> Text,
        user_id -> Text,
        organization_id -> Text,
        first_viewed_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    mission_broadcasts (id) {
        id -> Text,
        organization_id -> Text,
        mission_id -> Text,
        kind -> Text,
        offset_seconds -> BigInt,
        scope -> Text,
        state -> Text,
        reason -> Nullable<Text>,
        event_id -> Nullable<Text>,
        due_at -> Nullable<UtcTimestamp>,
        resumed_at -> Nullable<UtcTimestamp>,
        finished_at -> Nullable<UtcTimestamp>,
        after_id -> Nullable<Text>,
        after_at -> Nullable<UtcTimestamp>,
        reached -> BigInt,
        skipped -> BigInt,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    mission_gatherings (id) {
        id -> Text,
        organization_id -> Text,
        entries -> BigInt,
        since -> UtcTimestamp,
        due_at -> Nullable<UtcTimestamp>,
        posted_at -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    referrals (id) {
        id -> Text,
        organization_id -> Text,
        mission_id -> Text,
        submission_id -> Text,
        referred_by -> Nullable<Text>,
        relationship -> Text,
        name -> Nullable<Text>,
        email -> Nullable<Text>,
        email_key -> Nullable<Text>,
        company -> Nullable<Text>,
        search_text -> Text,
        fields -> JsonDocument,
        consent_text -> Nullable<Text>,
        consented_at -> Nullable<UtcTimestamp>,
        state -> Text,
        note -> Nullable<Text>,
        qualified_at -> Nullable<UtcTimestamp>,
        won_at -> Nullable<UtcTimestamp>,
        lost_at -> Nullable<UtcTimestamp>,
        erased_at -> Nullable<UtcTimestamp>,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;
    use crate::db::types::JsonDocument;

    reference_profiles (id) {
        id -> Text,
        organization_id -> Text,
        person_key -> Text,
        user_id -> Nullable<Text>,
        guest_name -> Nullable<Text>,
        guest_email -> Nullable<Text>,
        activities -> JsonDocument,
        topics -> JsonDocument,
        search_text -> Text,
        availability -> Nullable<Text>,
        max_per_quarter -> Nullable<Integer>,
        state -> Text,
        mission_id -> Text,
        submission_id -> Text,
        version -> BigInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    reference_activities (profile_id, activity) {
        profile_id -> Text,
        activity -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::clock::UtcTimestamp;

    reference_uses (id) {
        id -> Text,
        organization_id -> Text,
        profile_id -> Text,
        activity -> Text,
        company -> Nullable<Text>,
        note -> Nullable<Text>,
        used_on -> Text,
        quarter -> Text,
        created_by -> Nullable<Text>,
        created_at -> UtcTimestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    organizations,
    users,
    coach_assignments,
    invitations,
    password_resets,
    login_sessions,
    refresh_tokens,
    api_keys,
    idempotency_keys,
    program_templates,
    program_template_versions,
    engagements,
    engagement_coachees,
    items,
    item_recipients,
    notes,
    item_records,
    forms,
    form_versions,
    form_responses,
    form_response_files,
    goals,
    milestones,
    feedback_requests,
    feedback_answers,
    events,
    exports,
    export_chunks,
    followers,
    connections,
    notifications,
    deliveries,
    delivery_attempts,
    notification_templates,
    notification_preferences,
    email_suppressions,
    files,
    loose_files,
    file_totals,
    item_files,
    program_template_files,
    resources,
    invoices,
    invoice_counters,
    invoice_payments,
    provider_events,
    payment_providers,
    sessions,
    availabilities,
    calendar_feeds,
    matches,
    match_coaches,
    interviews,
    selections,
    mission_terms,
    guests,
    submissions,
    submission_files,
    participations,
    attribute_definitions,
    user_attributes,
    segments,
    segment_fields,
    segment_references,
    segment_members,
    segment_entries,
    segment_dues,
    segment_people,
    mission_templates,
    rewards,
    reward_grants,
    advocate_totals,
    point_entries,
    missions,
    mission_segments,
    mission_links,
    mission_triggers,
    mission_assignments,
    mission_views,
    mission_broadcasts,
    mission_gatherings,
    referrals,
    reference_profiles,
    reference_activities,
    reference_uses,
);
