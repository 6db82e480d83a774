//! Which invoices, in which order.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::kernel::ids::{EngagementId, UserId};
use crate::kernel::{Day, List, Timestamp, text_enum};

text_enum! {
    /// Where an invoice stands, with what is derived from its due date.
    pub enum InvoiceStanding {
        Draft = "draft",
        /// Also when it is late.
        Sent = "sent",
        Paid = "paid",
        Void = "void",
        /// Sent, and the day on which it was due is over.
        Late = "late",
    }
}

text_enum! {
    /// How invoices are sorted; `-` turns the order round.
    pub enum InvoiceSort {
        CreatedAsc = "created_at",
        CreatedDesc = "-created_at",
    }
}

/// Which invoices, in which order.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InvoiceFilter {
    /// In any of these, with commas between them: `draft`, `sent`, `paid`, `void`, `late`.
    #[param(value_type = Option<String>, example = "sent,late")]
    pub state: Option<List<InvoiceStanding>>,
    pub engagement_id: Option<EngagementId>,
    pub coach_id: Option<UserId>,
    /// Billed to this coachee.
    pub billed_to_id: Option<UserId>,
    /// With exactly this number.
    #[param(example = "INV-2026-0001")]
    pub number: Option<String>,
    pub issued_on_gte: Option<Day>,
    pub issued_on_lte: Option<Day>,
    pub due_on_gte: Option<Day>,
    pub due_on_lte: Option<Day>,
    pub created_at_gte: Option<Timestamp>,
    pub created_at_lt: Option<Timestamp>,
    #[param(inline)]
    pub sort: Option<InvoiceSort>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// How one's own list is paged.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MyInvoicesFilter {
    /// In any of these, with commas between them: `sent`, `paid`, `void`, `late`.
    #[param(value_type = Option<String>, example = "sent,late")]
    pub state: Option<List<InvoiceStanding>>,
    /// Entries on a page, 1 to 100; 25 by default.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl From<MyInvoicesFilter> for InvoiceFilter {
    fn from(own: MyInvoicesFilter) -> Self {
        Self { state: own.state, limit: own.limit, cursor: own.cursor, ..Self::default() }
    }
}
