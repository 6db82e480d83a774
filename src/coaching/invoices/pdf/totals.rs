//! What it comes to, tax by tax, and how it is paid.

use super::canvas::{Canvas, Ink, LEFT, RIGHT, Style};
use super::fonts::Weight;
use super::{Sheet, day};
use crate::kernel::money;

const TOTAL: Style = Style { size: 12.0, weight: Weight::Bold, ink: Ink::Dark };
/// Where the sums begin; they end where the table's amounts do.
const FROM: f32 = 300.0;
const TO: f32 = RIGHT - 8.0;
const STEP: f32 = 17.0;

pub(super) fn draw(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>) {
    let height = STEP * (sheet.totals.taxes.len() as f32 + 1.0) + 46.0;
    if !canvas.has_room(height) {
        canvas.start_page();
    }
    canvas.y += 22.0;
    let amount = |minor: i64| money::amount(minor, sheet.currency);
    sum(canvas, "Net", &amount(sheet.totals.net_minor));
    for tax in &sheet.totals.taxes {
        let name = format!("Tax {}\u{a0}% on {}", tax.tax_percent, amount(tax.net_minor));
        sum(canvas, &name, &amount(tax.tax_minor));
    }
    canvas.rule(canvas.y - 6.0, FROM, RIGHT, 0.8);
    canvas.y += 13.0;
    canvas.text(FROM, canvas.y, TOTAL, "Total");
    canvas.text_to(TO, canvas.y, TOTAL, &format!("{}\u{a0}{}", sheet.currency, amount(sheet.totals.total_minor)));
    canvas.y += 40.0;
    let terms = format!("Payable by {} with the reference {}.", day(sheet.due_on), sheet.number);
    paragraph(canvas, Style::BODY, &terms);
    paragraph(canvas, Style::BODY, sheet.sender.payment_details);
    paragraph(canvas, Style { ink: Ink::Soft, ..Style::BODY }, sheet.note);
}

fn sum(canvas: &mut Canvas<'_>, name: &str, amount: &str) {
    canvas.text(FROM, canvas.y, Style { ink: Ink::Soft, ..Style::BODY }, name);
    canvas.text_to(TO, canvas.y, Style::BODY, amount);
    canvas.y += STEP;
}

/// Text over the whole width, which goes on where a page ends.
fn paragraph(canvas: &mut Canvas<'_>, style: Style, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    for line in canvas.wrap(style, text, RIGHT - LEFT) {
        if !canvas.has_room(style.leading()) {
            canvas.start_page();
        }
        canvas.text(LEFT, canvas.y, style, &line);
        canvas.y += style.leading();
    }
    canvas.y += 8.0;
}
