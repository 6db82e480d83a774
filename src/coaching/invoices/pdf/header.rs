//! The head of the first page, and what stands in the margins of all of them.

use krilla::image::Image;

use super::canvas::{Canvas, Ink, LEFT, PAGE, RIGHT, Style};
use super::fonts::Weight;
use super::{Logo, Sheet, day};

const NAME: Style = Style { size: 13.0, weight: Weight::Bold, ink: Ink::Dark };
const TITLE: Style = Style { size: 21.0, weight: Weight::Bold, ink: Ink::Dark };
const SUBJECT: Style = Style { size: 11.0, weight: Weight::Bold, ink: Ink::Dark };
const TOP: f32 = 56.0;
/// The largest that a logo becomes.
const LOGO: (f32, f32) = (170.0, 46.0);
/// Where the right of two columns begins.
const SECOND: f32 = 340.0;
const COLUMN: f32 = RIGHT - SECOND;

/// Sender, payer, number and dates.
pub(super) fn draw(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>) {
    let left = draw_name(canvas, sheet);
    let right = draw_address(canvas, sheet);
    let mut y = left.max(right).max(TOP + 62.0) + 34.0;
    canvas.text(LEFT, y, TITLE, "Invoice");
    y += 30.0;
    let payer = draw_payer(canvas, sheet, y);
    let facts = draw_facts(canvas, sheet, y);
    y = payer.max(facts) + 14.0;
    if !sheet.subject.is_empty() {
        y += 8.0;
        for line in canvas.wrap(SUBJECT, sheet.subject, RIGHT - LEFT) {
            canvas.text(LEFT, y, SUBJECT, &line);
            y += SUBJECT.leading();
        }
    }
    canvas.y = y + 6.0;
}

/// The logo, or the name where there is none that can be drawn.
fn draw_name(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>) -> f32 {
    if let Some(image) = sheet.logo.as_ref().and_then(picture) {
        return TOP + canvas.picture(LEFT, TOP, LOGO, image);
    }
    let mut y = TOP + NAME.size;
    for line in canvas.wrap(NAME, sheet.sender.name, SECOND - LEFT - 20.0) {
        canvas.text(LEFT, y, NAME, &line);
        y += NAME.leading();
    }
    y
}

fn picture(logo: &Logo) -> Option<Image> {
    let data = logo.bytes.clone().into();
    match logo.media_type.as_str() {
        "image/png" => Image::from_png(data, true).ok(),
        "image/jpeg" => Image::from_jpeg(data, true).ok(),
        _ => None,
    }
}

fn draw_address(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>) -> f32 {
    let mut lines = Vec::new();
    if sheet.logo.is_some() {
        lines.extend(canvas.wrap(Style::LABEL, sheet.sender.name, COLUMN).into_iter().map(|line| (Style::LABEL, line)));
    }
    let small = [sheet.sender.address.to_owned(), tax_id(sheet)];
    for text in small.iter().filter(|text| !text.is_empty()) {
        lines.extend(canvas.wrap(Style::SMALL, text, COLUMN).into_iter().map(|line| (Style::SMALL, line)));
    }
    let mut y = TOP + 10.0;
    for (style, line) in lines {
        canvas.text_to(RIGHT, y, style, &line);
        y += style.leading();
    }
    y
}

fn tax_id(sheet: &Sheet<'_>) -> String {
    if sheet.sender.tax_id.is_empty() { String::new() } else { format!("Tax ID {}", sheet.sender.tax_id) }
}

fn draw_payer(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, mut y: f32) -> f32 {
    let width = SECOND - LEFT - 30.0;
    canvas.text(LEFT, y, Style::LABEL, "Billed to");
    y += 15.0;
    let blocks = [(Style::STRONG, sheet.payer_name), (Style::BODY, sheet.payer_address), (Style::SMALL, sheet.payer_email)];
    for (style, text) in blocks.into_iter().filter(|(_, text)| !text.is_empty()) {
        for line in canvas.wrap(style, text, width) {
            canvas.text(LEFT, y, style, &line);
            y += style.leading();
        }
    }
    y
}

fn draw_facts(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>, mut y: f32) -> f32 {
    let facts = [
        ("Invoice number", sheet.number.to_owned()),
        ("Date", day(sheet.issued_on)),
        ("Payable by", day(sheet.due_on)),
        ("Currency", sheet.currency.to_owned()),
    ];
    for (name, value) in facts {
        canvas.text(SECOND, y, Style { ink: Ink::Soft, ..Style::BODY }, name);
        let style = if name == "Invoice number" { Style::STRONG } else { Style::BODY };
        canvas.text_to(RIGHT, y, style, &value);
        y += 16.0;
    }
    y
}

/// The number at the head of each further page, and the foot of every page.
pub(super) fn draw_margins(canvas: &mut Canvas<'_>, sheet: &Sheet<'_>) {
    let count = canvas.page_count();
    let footer: Vec<String> = canvas.wrap(Style::SMALL, sheet.sender.footer, RIGHT - LEFT - 80.0).into_iter().take(3).collect();
    for page in 0..count {
        if page > 0 {
            canvas.text_on(page, LEFT, TOP + 8.0, Style::STRONG, &format!("Invoice {}", sheet.number));
            let name = sheet.sender.name;
            let width = canvas.width(Style::SMALL, name);
            canvas.text_on(page, RIGHT - width, TOP + 8.0, Style::SMALL, name);
        }
        let top = PAGE.1 - 58.0;
        canvas.rule_on(page, top - 12.0);
        for (index, line) in footer.iter().enumerate() {
            canvas.text_on(page, LEFT, top + index as f32 * Style::SMALL.leading(), Style::SMALL, line);
        }
        let place = format!("Page {} of {count}", page + 1);
        let width = canvas.width(Style::SMALL, &place);
        canvas.text_on(page, RIGHT - width, top, Style::SMALL, &place);
    }
}
