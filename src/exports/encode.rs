//! Rows as bytes: CSV by RFC 4180 with CRLF, or JSON Lines.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::columns::{Cell, Table};
use super::model::{ExportDialect, ExportFormat};
use crate::kernel::{Problem, Result};

/// How a file is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encoding {
    pub format: ExportFormat,
    pub dialect: ExportDialect,
}

impl Encoding {
    pub fn content_type(self) -> &'static str {
        match self.format {
            ExportFormat::Csv => "text/csv; charset=utf-8",
            ExportFormat::Jsonl => "application/jsonl; charset=utf-8",
        }
    }

    /// What a file begins with; nothing for JSON Lines.
    pub fn head<R>(self, table: &Table<R>) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        if self.format == ExportFormat::Csv {
            if self.dialect == ExportDialect::Excel {
                out.extend_from_slice("\u{feff}".as_bytes());
            }
            let mut writer = csv_writer(&mut out);
            writer.write_record(table.names()).map_err(Problem::internal)?;
            writer.flush().map_err(Problem::internal)?;
        }
        Ok(out)
    }

    pub fn rows<R>(self, table: &Table<R>, rows: &[R]) -> Result<Vec<u8>> {
        let mut out = Vec::with_capacity(rows.len() * 256);
        match self.format {
            ExportFormat::Csv => {
                let mut writer = csv_writer(&mut out);
                for row in rows {
                    for cell in table.cells(row) {
                        writer.write_field(csv_field(cell).as_bytes()).map_err(Problem::internal)?;
                    }
                    writer.write_record(None::<&[u8]>).map_err(Problem::internal)?;
                }
                writer.flush().map_err(Problem::internal)?;
            }
            ExportFormat::Jsonl => {
                for row in rows {
                    serde_json::to_writer(&mut out, &Line(table, row)).map_err(Problem::internal)?;
                    out.push(b'\n');
                }
            }
        }
        Ok(out)
    }
}

fn csv_writer(out: &mut Vec<u8>) -> csv::Writer<&mut Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out)
}

fn csv_field(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => defused(text),
        Cell::Plain(text) => Cow::Owned(text),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Flag(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
    }
}

/// With a `'` in front when a spreadsheet would take the text for a formula, also after spaces and in
/// full-width forms, which some turn into plain ones.
fn defused(text: Cow<'_, str>) -> Cow<'_, str> {
    const DANGEROUS: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let start = text.trim_start_matches(|c: char| c.is_whitespace() && !DANGEROUS.contains(&c));
    if start.starts_with(DANGEROUS) { Cow::Owned(format!("'{text}")) } else { text }
}

/// One row as a JSON object whose keys are the columns.
struct Line<'a, R: 'static>(&'a Table<R>, &'a R);

impl<R> Serialize for Line<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, cell) in self.0.names().zip(self.0.cells(self.1)) {
            match cell {
                Cell::Empty => map.serialize_entry(name, &())?,
                Cell::Text(text) => map.serialize_entry(name, &text)?,
                Cell::Plain(text) => map.serialize_entry(name, &text)?,
                Cell::Number(number) => map.serialize_entry(name, &number)?,
                Cell::Flag(flag) => map.serialize_entry(name, &flag)?,
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::columns::Column;

    const COLUMNS: &[Column<(String, i64)>] =
        &[Column { name: "title", cell: |r| Cell::Text(Cow::Borrowed(&r.0)) }, Column { name: "n", cell: |r| Cell::Number(r.1) }];

    fn encoded(format: ExportFormat, dialect: ExportDialect, title: &str) -> String {
        let (encoding, table) = (Encoding { format, dialect }, Table::of(COLUMNS));
        let mut bytes = encoding.head(&table).expect("a head");
        bytes.extend(encoding.rows(&table, &[(title.to_owned(), -1)]).expect("a row"));
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn csv_has_crlf_and_quotes_and_for_excel_a_byte_order_mark() {
        assert_eq!(encoded(ExportFormat::Csv, ExportDialect::Excel, "a"), "\u{feff}title,n\r\na,-1\r\n");
        assert_eq!(encoded(ExportFormat::Csv, ExportDialect::Rfc4180, "a,\"b\"\nc"), "title,n\r\n\"a,\"\"b\"\"\nc\",-1\r\n");
        assert_eq!(encoded(ExportFormat::Jsonl, ExportDialect::Excel, "=a\""), "{\"title\":\"=a\\\"\",\"n\":-1}\n");
    }

    #[test]
    fn text_that_looks_like_a_formula_is_defused_and_other_text_is_not() {
        for text in ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "  =1", "\u{a0}=1", "＝1", "－1", " ＠"] {
            assert_eq!(defused(Cow::Borrowed(text)), format!("'{text}"), "{text:?}");
        }
        for text in ["", " ", "a=1", "1-1", "'=1", "Zoë"] {
            assert_eq!(defused(Cow::Borrowed(text)), text, "{text:?}");
        }
    }
}
