//! The demo organization's invoices.

use crate::coaching::engagements::views::EngagementView;
use crate::coaching::invoices::commands;
use crate::coaching::invoices::decimals::{Percent, Quantity};
use crate::coaching::invoices::lines::NewInvoiceLine;
use crate::coaching::invoices::requests::CreateInvoice;
use crate::db::Tx;
use crate::identity::organizations::invoicing::InvoiceSettings;
use crate::identity::permissions::Caller;
use crate::kernel::Result;
use crate::kernel::ids::UserId;

/// Who sends the demo's invoices.
pub(super) fn sender() -> InvoiceSettings {
    InvoiceSettings {
        name: Some("Rapport Demo GmbH".into()),
        address: Some("Königstraße 12\n10115 Berlin".into()),
        tax_id: Some("DE123456789".into()),
        payment_details: Some("IBAN DE02 1203 0000 0000 2020 51".into()),
        ..InvoiceSettings::default()
    }
}

/// A draft, so that it can be sent by hand.
pub(super) fn draft(tx: &mut Tx<'_>, coach: &Caller, engagement: &EngagementView, billed_to: UserId) -> Result<()> {
    let line = |description: &str, quantity: i64, unit_price_minor: i64, tax: i64| NewInvoiceLine {
        description: description.into(),
        quantity: Some(Quantity::from_steps(quantity)),
        unit_price_minor,
        tax_percent: Some(Percent::from_steps(tax)),
    };
    let lines = vec![line("Coaching session, 60 minutes", 3000, 18_000, 1900), line("Workbook", 1000, 2_450, 700)];
    let new = CreateInvoice {
        engagement_id: Some(engagement.summary.id),
        billed_to_id: Some(billed_to),
        payer: None,
        payer_address: Some("Lindenweg 3\n04109 Leipzig".into()),
        currency: None,
        subject: Some(engagement.summary.title.clone()),
        note: None,
        lines: Some(lines),
        due_on: None,
        card_payment: None,
    };
    commands::create(tx, coach, new).map(|_| ())
}
