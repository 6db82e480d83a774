//! An invoice, as it is kept, and its rules.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::lines::{Line, Totals, total};
use super::state::InvoiceState;
use crate::db::schema::invoices;
use crate::db::{Json, MultiBackend};
use crate::identity::organizations::model::Organization;
use crate::identity::permissions::Caller;
use crate::kernel::ids::{EngagementId, FileId, InvoiceId, OrganizationId, UserId};
use crate::kernel::{Day, Problem, Result, Timestamp, text_enum};

text_enum! {
    /// How an invoice was paid.
    pub enum PaymentMethod {
        BankTransfer = "bank_transfer",
        Card = "card",
        Cash = "cash",
        Other = "other",
    }
}

/// Who sends an invoice. Kept with it when it is sent, so that its document can be made at any time after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenderDetails {
    pub name: String,
    pub address: Option<String>,
    pub tax_id: Option<String>,
    pub payment_details: Option<String>,
    pub footer: Option<String>,
    /// A picture at the head; without it the name stands there.
    pub logo_file_id: Option<FileId>,
}

impl From<&Organization> for SenderDetails {
    fn from(organization: &Organization) -> Self {
        let settings = organization.settings.0.invoices.clone();
        Self {
            name: settings.name.unwrap_or_else(|| organization.name.clone()),
            address: settings.address,
            tax_id: settings.tax_id,
            payment_details: settings.payment_details,
            footer: settings.footer,
            logo_file_id: organization.settings.0.logo_file_id,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = invoices, check_for_backend(MultiBackend), treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Invoice {
    pub id: InvoiceId,
    pub organization_id: OrganizationId,
    pub engagement_id: Option<EngagementId>,
    pub coach_id: Option<UserId>,
    pub billed_to_id: Option<UserId>,
    pub payer_name: String,
    pub payer_email: String,
    pub payer_address: Option<String>,
    pub state: InvoiceState,
    pub number: Option<String>,
    pub currency: String,
    pub subject: Option<String>,
    pub note: Option<String>,
    pub lines: Json<Vec<Line>>,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub total_minor: i64,
    pub issued_on: Option<Day>,
    pub due_on: Option<Day>,
    pub card_payment: bool,
    pub sender: Option<Json<SenderDetails>>,
    pub token_hash: Option<String>,
    pub document_file_id: Option<FileId>,
    pub payment_link_id: Option<String>,
    pub payment_url: Option<String>,
    /// Whether somebody could still pay by the link.
    pub payment_link_open: bool,
    pub task_due_at: Option<Timestamp>,
    pub task_attempts: i32,
    pub task_error: Option<String>,
    pub reminder_due_at: Option<Timestamp>,
    pub sent_at: Option<Timestamp>,
    /// When its document and its link were ready, and the mail went on its way.
    pub issued_at: Option<Timestamp>,
    pub paid_at: Option<Timestamp>,
    pub paid_method: Option<PaymentMethod>,
    pub paid_reference: Option<String>,
    pub voided_at: Option<Timestamp>,
    pub void_reason: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Invoice {
    /// Whether the caller runs it: its coach, or an admin.
    pub fn is_run_by(&self, caller: &Caller) -> bool {
        caller.is_admin() || (caller.is_coach() && self.coach_id.is_some() && self.coach_id == caller.user_id())
    }

    /// 404 for everybody but who runs it, and who pays it once it was sent.
    pub fn ensure_visible(&self, caller: &Caller) -> Result<()> {
        let is_payer = self.billed_to_id.is_some() && self.billed_to_id == caller.user_id() && !self.state.is_draft();
        if is_payer || self.is_run_by(caller) { Ok(()) } else { Err(Problem::not_found()) }
    }

    /// Sent, and the day on which it was due is over.
    pub fn is_late(&self, today: Day) -> bool {
        self.state == InvoiceState::Sent && self.due_on.is_some_and(|due_on| due_on < today)
    }

    pub fn set_lines(&mut self, (lines, totals): (Vec<Line>, Totals)) {
        self.lines = Json(lines);
        self.net_minor = totals.net_minor;
        self.tax_minor = totals.tax_minor;
        self.total_minor = totals.total_minor;
    }

    pub fn totals(&self) -> Result<Totals> {
        total(&self.lines.0).ok_or_else(|| Problem::internal("lines that were accepted come to too much"))
    }

    /// Whether a link for a card still has to be made. Nothing is paid by card when nothing is due.
    pub fn lacks_payment_link(&self) -> bool {
        self.state == InvoiceState::Sent && self.card_payment && self.total_minor > 0 && self.payment_url.is_none()
    }

    /// Whether the link has to be closed, because nobody is to pay by it any more.
    pub fn has_stale_link(&self) -> bool {
        self.payment_link_open && matches!(self.state, InvoiceState::Paid | InvoiceState::Void)
    }

    /// Whether everything is there that its mail carries.
    pub fn is_ready(&self) -> bool {
        self.state == InvoiceState::Sent && self.document_file_id.is_some() && !self.lacks_payment_link()
    }

    /// What the document's file is called.
    pub fn file_name(&self) -> String {
        let number = self.number.as_deref().unwrap_or("invoice");
        let safe = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
        format!("{}.pdf", number.chars().map(safe).collect::<String>())
    }
}
