//! The table of lines. Its head stands on every page that it reaches.

use super::Sheet;
use super::canvas::{BOTTOM, Canvas, LEFT, RIGHT, Style};
use crate::coaching::invoices::lines::Line;
use crate::kernel::money;

/// Where the columns of numbers end.
const QUANTITY: f32 = UNIT_PRICE - 82.0;
const UNIT_PRICE: f32 = TAX - 48.0;
const TAX: f32 = AMOUNT - 90.0;
const AMOUNT: f32 = RIGHT - PADDING;
const PADDING: f32 = 8.0;
const DESCRIPTION: f32 = LEFT + PADDING;
const DESCRIPTION_WIDTH: f32 = QUANTITY - 46.0 - DESCRIPTION;
/// A row that is higher than this is not kept on one page.
const TALL: f32 = 300.0;

pub(super) fn draw(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>) {
    draw_head(canvas, sheet);
    for line in sheet.lines {
        draw_row(canvas, sheet, line);
    }
}

fn draw_head(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>) {
    let (top, height) = (canvas.y, 22.0);
    canvas.band(top, height);
    let y = top + 14.0;
    canvas.text(DESCRIPTION, y, Style::LABEL, "Description");
    canvas.text_to(QUANTITY, y, Style::LABEL, "Quantity");
    canvas.text_to(UNIT_PRICE, y, Style::LABEL, "Unit price");
    canvas.text_to(TAX, y, Style::LABEL, "Tax");
    canvas.text_to(AMOUNT, y, Style::LABEL, &format!("Amount ({})", sheet.currency));
    canvas.y = top + height;
}

fn draw_row(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, line: &Line) {
    let style = Style::BODY;
    let words = canvas.wrap(style, &line.description, DESCRIPTION_WIDTH);
    let height = words.len() as f32 * style.leading() + 10.0;
    if !canvas.has_room(height) && (height <= TALL || canvas.y + 60.0 > BOTTOM) {
        next_page(canvas, sheet);
    }
    canvas.y += 5.0;
    for (index, text) in words.iter().enumerate() {
        if !canvas.has_room(style.leading()) {
            next_page(canvas, sheet);
            canvas.y += 5.0;
        }
        canvas.y += style.leading();
        let y = canvas.y - 3.5;
        canvas.text(DESCRIPTION, y, style, text);
        if index == 0 {
            draw_numbers(canvas, sheet, line, y);
        }
    }
    canvas.y += 5.0;
    canvas.rule(canvas.y, LEFT, RIGHT, 0.5);
}

fn draw_numbers(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, line: &Line, y: f32) {
    let amount = |minor: i64| money::amount(minor, sheet.currency);
    canvas.text_to(QUANTITY, y, Style::BODY, &line.quantity.to_string());
    canvas.text_to(UNIT_PRICE, y, Style::BODY, &amount(line.unit_price_minor));
    canvas.text_to(TAX, y, Style::BODY, &format!("{}\u{a0}%", line.tax_percent));
    canvas.text_to(AMOUNT, y, Style::BODY, &amount(line.net_minor));
}

fn next_page(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>) {
    canvas.start_page();
    draw_head(canvas, sheet);
}
