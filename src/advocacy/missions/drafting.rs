//! What a request makes of a mission: every fault of it at once, and what may still change once it runs.

use super::model::Mission;
use super::requests::{AudienceFields, Change, FollowUpFields, NotifyFields, TriggerFields};
use super::settings::{AudienceKind, ExistingMembers, OnExit, ParticipationLimit, Reentry, TriggerKind};
use crate::advocacy::recognition::{RecognitionKind, SetRecognition};
use crate::advocacy::segments;
use crate::db::{Json, Tx, dialect};
use crate::files;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{FileId, SegmentId};
use crate::kernel::list::distinct;
use crate::kernel::patch::apply;
use crate::kernel::{Code, FieldError, Problem, Result, Timestamp};

/// A mission that is being changed, with the segments that it is for.
pub(super) struct Draft {
    pub mission: Mission,
    pub segments: Vec<SegmentId>,
    faults: Vec<FieldError>,
}

impl Draft {
    pub fn of(mission: Mission, segments: Vec<SegmentId>) -> Self {
        Self { mission, segments, faults: Vec::new() }
    }

    fn fault(&mut self, code: Code, pointer: &str) {
        self.faults.push(FieldError::at(pointer, code.as_str(), code.title()));
    }

    /// Whether it has been launched, so that some things stay as they are.
    fn is_launched(&self) -> bool {
        !self.mission.state.is_in_preparation()
    }

    /// Puts in what the request says, or tells everything that is wrong with it.
    pub fn take(&mut self, tx: &mut Tx<'_>, caller: &Caller, change: Change) -> Result<()> {
        let Change { fields, details } = change;
        if fields.visibility.is_some() {
            self.fault(Code::ReadOnlyField, "/visibility");
        }
        if fields.mission_type.is_some_and(|given| given != self.mission.mission_type) {
            self.fault(Code::ImmutableField, "/type");
        }
        if let Some(title) = fields.title {
            self.mission.set_title(title.as_deref());
        }
        apply(&mut self.mission.summary, fields.summary);
        apply(&mut self.mission.description_html, fields.description);
        apply(&mut self.mission.auto_approve, fields.auto_approve);
        apply(&mut self.mission.total_cap, fields.total_cap);
        self.take_trigger(tx, fields.trigger)?;
        self.take_audience(tx, fields.audience)?;
        self.take_notify(fields.notify);
        self.take_recognition(fields.recognition);
        self.take_follow_ups(fields.follow_ups, tx.now());
        self.take_limit(fields.participation_limit);
        self.take_expiry(fields.expires_at, tx.now());
        self.take_details(&details)?;
        self.take_image(tx, caller, fields.image_file_id)?;
        if self.faults.is_empty() {
            self.mission.derive();
            return Ok(());
        }
        Err(Problem::of_faults(std::mem::take(&mut self.faults)))
    }

    fn take_details(&mut self, patch: &crate::advocacy::types::DetailPatch) -> Result<()> {
        match self.mission.details.0.merged(patch) {
            Ok(details) => self.mission.details = Json(details),
            // Told together with whatever else is wrong.
            Err(problem) if !problem.errors().is_empty() => self.faults.extend_from_slice(problem.errors()),
            Err(problem) => return Err(problem),
        }
        Ok(())
    }

    #[expect(clippy::option_option, reason = "what is absent stays, null clears")]
    fn take_image(&mut self, tx: &mut Tx<'_>, caller: &Caller, image: Option<Option<FileId>>) -> Result<()> {
        const POINTER: &str = "/image_file_id";
        let Some(image) = image.filter(|image| *image != self.mission.image_file_id) else { return Ok(()) };
        if let Some(id) = image {
            match files::commands::attach(tx, caller, id, POINTER) {
                Ok(file) if file.is_picture() => {}
                Ok(_) => self.fault(Code::FileType, POINTER),
                Err(problem) if !problem.errors().is_empty() => self.faults.extend_from_slice(problem.errors()),
                Err(problem) => return Err(problem),
            }
        }
        self.mission.image_file_id = image;
        Ok(())
    }

    fn take_trigger(&mut self, tx: &mut Tx<'_>, trigger: Option<TriggerFields>) -> Result<()> {
        let Some(given) = trigger else { return Ok(()) };
        if let Some(kind) = given.kind.filter(|kind| *kind != self.mission.trigger_kind) {
            if self.is_launched() {
                self.fault(Code::ImmutableField, "/trigger/kind");
            }
            self.mission.trigger_kind = kind;
            self.mission.trigger_segment_id = None;
            self.mission.existing_members = ExistingMembers::Ignore;
            self.mission.on_exit = OnExit::Keep;
            self.mission.reentry = Reentry::Never;
        }
        if let Some(segment_id) = given.segment_id {
            match segment_id {
                Some(_) if self.mission.trigger_kind == TriggerKind::Instant => {
                    self.fault(Code::TriggerSegmentNotAllowed, "/trigger/segment_id");
                }
                Some(id) => self.ensure_known(tx, &[id], &["/trigger/segment_id".to_owned()])?,
                None => {}
            }
            self.mission.trigger_segment_id = segment_id;
        }
        apply(&mut self.mission.existing_members, given.existing_members);
        apply(&mut self.mission.on_exit, given.on_exit);
        apply(&mut self.mission.reentry, given.reentry);
        Ok(())
    }

    fn take_audience(&mut self, tx: &mut Tx<'_>, audience: Option<AudienceFields>) -> Result<()> {
        let Some(given) = audience else { return Ok(()) };
        if apply(&mut self.mission.audience_kind, given.kind) {
            self.segments = Vec::new();
        }
        if let Some(ids) = given.segment_ids {
            let ids = distinct(ids);
            if self.mission.audience_kind != AudienceKind::Segment && !ids.is_empty() {
                self.fault(Code::AudienceSegmentsNotAllowed, "/audience/segment_ids");
            } else {
                let pointers: Vec<String> = (0..ids.len()).map(|index| format!("/audience/segment_ids/{index}")).collect();
                self.ensure_known(tx, &ids, &pointers)?;
            }
            self.segments = ids;
        }
        Ok(())
    }

    /// Segments that there are. They are held, so that none is deleted meanwhile.
    fn ensure_known(&mut self, tx: &mut Tx<'_>, ids: &[SegmentId], pointers: &[String]) -> Result<()> {
        let mut texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
        texts.sort();
        dialect::lock_rows(tx.conn(), "segments", &texts)?;
        let known = segments::queries::names(tx.conn(), self.mission.organization_id, ids)?;
        for (_, pointer) in ids.iter().zip(pointers).filter(|(id, _)| !known.contains_key(id)) {
            self.fault(Code::UnknownSegment, pointer);
        }
        Ok(())
    }

    fn take_notify(&mut self, notify: Option<NotifyFields>) {
        let Some(given) = notify else { return };
        if let Some(mode) = given.mode.filter(|mode| *mode != self.mission.notify_mode) {
            if self.is_launched() {
                self.fault(Code::ImmutableField, "/notify/mode");
            }
            self.mission.notify_mode = mode;
        }
        if let Some(channels) = given.channels {
            self.mission.notify_channels = Json(distinct(channels));
        }
    }

    fn take_recognition(&mut self, recognition: Option<SetRecognition>) {
        let Some(given) = recognition else { return };
        if given.kind != RecognitionKind::None && !self.mission.mission_type.allows_recognition() {
            self.fault(Code::RecognitionNotAllowed, "/recognition");
        }
        match given.read("/recognition") {
            Ok(recognition) => self.mission.recognition = Json(recognition),
            Err(faults) => self.faults.extend(faults),
        }
    }

    fn take_follow_ups(&mut self, follow_ups: Option<FollowUpFields>, now: Timestamp) {
        let Some(given) = follow_ups else { return };
        if given.enabled == Some(true) && !self.mission.mission_type.allows_follow_ups() {
            self.fault(Code::FollowUpsNotAllowed, "/follow_ups");
        }
        self.faults.extend(given.apply_to(&mut self.mission.follow_ups.0, now));
    }

    #[expect(clippy::option_option, reason = "what is absent stays, null clears")]
    fn take_limit(&mut self, limit: Option<Option<ParticipationLimit>>) {
        let Some(limit) = limit else { return };
        self.faults.extend(limit.iter().flat_map(ParticipationLimit::faults));
        self.mission.participation_limit = limit.map(Json);
    }

    /// Whoever takes part counts on the date that was told: once it runs it moves later only.
    #[expect(clippy::option_option, reason = "what is absent stays, null clears")]
    fn take_expiry(&mut self, expires_at: Option<Option<Timestamp>>, now: Timestamp) {
        const POINTER: &str = "/expires_at";
        let Some(given) = expires_at.filter(|given| *given != self.mission.expires_at) else { return };
        if self.mission.state.can_expire() {
            if given.is_some_and(|at| at <= now) {
                self.fault(Code::ExpiryInPast, POINTER);
            } else if given.zip(self.mission.expires_at).is_some_and(|(new, old)| new < old) {
                self.fault(Code::ExpiryNotLater, POINTER);
            }
        }
        self.mission.expires_at = given;
    }
}
