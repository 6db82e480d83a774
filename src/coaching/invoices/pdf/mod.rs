//! The invoice as a document: A4, set with an embedded font, the same bytes for the same sheet. Pure: what is
//! on the sheet is given, and nothing here asks for the time, the database or the disk.

#![expect(clippy::cast_precision_loss, reason = "counts of lines and font units are small")]

mod canvas;
mod fonts;
mod header;
mod table;
mod totals;

use chrono::{Datelike, NaiveDate};
use krilla::configure::{Archival, Configuration, ConfigurationBuilder, Validator};
use krilla::metadata::{DateTime, Metadata};
use krilla::{Document, SerializeSettings};

use self::canvas::Canvas;
use self::fonts::Fonts;
use super::lines::{Line, Totals};
use crate::kernel::{Problem, Result};

/// Who sends the invoice, as they stood when it was sent.
#[derive(Debug, Clone, Default)]
pub struct Sender<'a> {
    pub name: &'a str,
    pub address: &'a str,
    pub tax_id: &'a str,
    pub payment_details: &'a str,
    pub footer: &'a str,
}

/// A picture at the head of the first page.
#[derive(Debug, Clone)]
pub struct Logo {
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// All that a document shows.
#[derive(Debug, Clone)]
pub struct Sheet<'a> {
    /// What the document's own metadata call it.
    pub id: String,
    pub sender: Sender<'a>,
    pub logo: Option<Logo>,
    pub number: &'a str,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub payer_name: &'a str,
    pub payer_address: &'a str,
    pub payer_email: &'a str,
    pub subject: &'a str,
    pub note: &'a str,
    pub currency: &'a str,
    pub lines: &'a [Line],
    pub totals: &'a Totals,
}

/// Draws the document. It is made for archives (PDF/A-2b); where something in it keeps it from being that, it
/// is made all the same, and where its picture cannot be drawn, without it.
pub fn render(sheet: &Sheet<'_>) -> Result<Vec<u8>> {
    let fonts = Fonts::load()?;
    let archival = ConfigurationBuilder::new().set_validator(Validator::A(Archival::A2_B)).finish().unwrap_or_default();
    let plain = Sheet { logo: None, ..sheet.clone() };
    let tries = [(sheet, archival), (sheet, Configuration::default()), (&plain, archival), (&plain, Configuration::default())];
    let mut why = String::new();
    for (sheet, configuration) in tries {
        let settings = SerializeSettings { configuration, enable_tagging: false, ..SerializeSettings::default() };
        match write(sheet, &lay_out(sheet, &fonts), settings) {
            Ok(bytes) => return Ok(bytes),
            Err(error) => why = error.to_string(),
        }
    }
    Err(Problem::internal(format!("the document cannot be written: {why}")))
}

fn lay_out<'a>(sheet: &'a Sheet<'a>, fonts: &'a Fonts) -> Canvas<'a> {
    let mut canvas = Canvas::new(fonts);
    header::draw(&mut canvas, sheet);
    table::draw(&mut canvas, sheet);
    totals::draw(&mut canvas, sheet);
    header::draw_margins(&mut canvas, sheet);
    canvas
}

fn write(sheet: &Sheet<'_>, canvas: &Canvas<'_>, settings: SerializeSettings) -> Result<Vec<u8>, krilla::error::KrillaError> {
    let mut document = Document::new_with(settings);
    document.set_metadata(metadata(sheet));
    canvas.paint(&mut document);
    document.finish()
}

fn metadata(sheet: &Sheet<'_>) -> Metadata {
    let on = sheet.issued_on;
    // The day it was sent: the clock of who draws it again does not matter.
    let date = DateTime::new(on.year().clamp(0, 9999) as u16).month(on.month() as u8).day(on.day() as u8);
    Metadata::new()
        .title(format!("Invoice {}", sheet.number))
        .authors(vec![sheet.sender.name.to_owned()])
        .description(format!("Invoice {} to {}", sheet.number, sheet.payer_name))
        .creator("Rapport".into())
        .language("en".into())
        .document_id(sheet.id.clone())
        .creation_date(date)
}

/// "1 March 2026".
fn day(on: NaiveDate) -> String {
    on.format("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests;
