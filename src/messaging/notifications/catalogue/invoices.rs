//! Invoices.

use super::{NotificationType, USUAL};
use crate::messaging::notifications::variables::INVOICE;

pub(super) const ALL: &[NotificationType] = &[
    NotificationType {
        key: "invoice_sent",
        description: "An invoice, with its document, and a payment link where it can be paid by card.",
        can_be_switched_off: false,
        intentional: true,
        subject: "Invoice {{invoice.number}} from {{organization.name}}",
        body: "Hello {{recipient.name}},\n\nattached is the invoice {{invoice.number}} over {{invoice.total}}, payable by {{invoice.due_on}}.\n\n{{invoice.payment}}\n\nYou can also see it here:\n\n{{link}}",
        variables: INVOICE,
        ..USUAL
    },
    NotificationType {
        key: "invoice_reminder",
        description: "The day on which an invoice was due is over.",
        intentional: true,
        can_wait: true,
        subject: "Reminder: invoice {{invoice.number}}",
        body: "Hello {{recipient.name}},\n\nthe invoice {{invoice.number}} over {{invoice.total}} was payable by {{invoice.due_on}}. If you have paid it meanwhile, nothing has to be done.\n\n{{invoice.payment}}\n\n{{link}}",
        variables: INVOICE,
        ..USUAL
    },
    NotificationType {
        key: "invoice_receipt",
        description: "An invoice was paid; who paid it gets a receipt.",
        intentional: true,
        subject: "Paid: invoice {{invoice.number}}",
        body: "Hello {{recipient.name}},\n\nthank you: the invoice {{invoice.number}} over {{invoice.total}} is paid.\n\n{{link}}",
        variables: INVOICE,
        ..USUAL
    },
    NotificationType {
        key: "invoice_paid",
        description: "An invoice was paid; its coach hears of it.",
        optional: true,
        subject: "{{invoice.payer}} paid {{invoice.number}}",
        body: "Hello {{recipient.name}},\n\nthe invoice {{invoice.number}} to {{invoice.payer}} over {{invoice.total}} is paid.\n\n{{link}}",
        variables: INVOICE,
        ..USUAL
    },
    NotificationType {
        key: "invoice_voided",
        description: "An invoice that was sent counts no more.",
        intentional: true,
        subject: "Void: invoice {{invoice.number}}",
        body: "Hello {{recipient.name}},\n\nthe invoice {{invoice.number}} over {{invoice.total}} counts no more. There is nothing to pay.",
        variables: INVOICE,
        ..USUAL
    },
    NotificationType {
        key: "invoice_payment_unexpected",
        description: "Money came in that an invoice did not wait for; admins hear of it.",
        can_be_switched_off: false,
        subject: "Unexpected payment for {{invoice.number}}",
        body: "Hello {{recipient.name}},\n\nmoney came in for the invoice {{invoice.number}} to {{invoice.payer}} that it did not wait for. Look at its payments, and give it back where that is due.\n\n{{link}}",
        variables: INVOICE,
        ..USUAL
    },
];
