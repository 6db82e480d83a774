//! What an organization's invoices have in common.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::patch::{apply, clearable};
use crate::kernel::{FieldError, Problem, Result, money};

const NUMBER: &str = "{number}";
const YEAR: &str = "{year}";

/// How invoices look and count. What is changed counts for invoices that are sent from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct InvoiceSettings {
    /// Who sends invoices; the organization's own name when null.
    #[schema(example = "Northwind Coaching GmbH")]
    pub name: Option<String>,
    /// On as many lines as it has.
    #[schema(example = "Königstraße 12\n10115 Berlin")]
    pub address: Option<String>,
    #[schema(example = "DE123456789")]
    pub tax_id: Option<String>,
    /// How to pay, such as a bank account.
    #[schema(example = "IBAN DE02 1203 0000 0000 2020 51")]
    pub payment_details: Option<String>,
    /// Stands at the foot of every page.
    pub footer: Option<String>,
    /// How numbers are written. With `{year}` each year counts from one.
    #[schema(example = "INV-{year}-{number}")]
    pub number_format: String,
    /// Days until an invoice is due when nothing else is said.
    #[schema(example = 14)]
    pub payment_days: u32,
    /// Currency of invoices that name none.
    #[schema(example = "EUR")]
    pub currency: String,
}

impl Default for InvoiceSettings {
    fn default() -> Self {
        Self {
            name: None,
            address: None,
            tax_id: None,
            payment_details: None,
            footer: None,
            number_format: "INV-{year}-{number}".into(),
            payment_days: 14,
            currency: "EUR".into(),
        }
    }
}

impl InvoiceSettings {
    /// What the number of an invoice is counted in: the format with the year in its place.
    pub fn series(&self, year: i32) -> String {
        self.number_format.replace(YEAR, &year.to_string())
    }
}

/// A number of a series, with at least four digits.
pub fn number_in(series: &str, number: i64) -> String {
    series.replace(NUMBER, &format!("{number:04}"))
}

/// A change; what is absent stays, null clears.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateInvoiceSettings {
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub name: Option<Option<String>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 500)]
    pub address: Option<Option<String>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 50)]
    pub tax_id: Option<Option<String>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 1000)]
    pub payment_details: Option<Option<String>>,
    #[serde(default, deserialize_with = "clearable")]
    #[schema(value_type = Option<String>, max_length = 500)]
    pub footer: Option<Option<String>>,
    /// Has `{number}` once, perhaps `{year}`, and no digit beside `{number}`.
    #[schema(nullable = false, min_length = 8, max_length = 40, example = "INV-{year}-{number}")]
    pub number_format: Option<String>,
    #[schema(nullable = false, maximum = 365)]
    pub payment_days: Option<u32>,
    #[schema(nullable = false, pattern = "^[A-Z]{3}$", example = "EUR")]
    pub currency: Option<String>,
}

impl UpdateInvoiceSettings {
    pub fn apply_to(self, settings: &mut InvoiceSettings) -> Result<bool> {
        if self.number_format.as_ref().is_some_and(|format| !is_format(format)) {
            let detail = "must have {number} once, with neither a digit nor {year} directly beside it, and no other braces";
            return Err(Problem::invalid(vec![FieldError::at("/settings/invoices/number_format", "format", detail)]));
        }
        if self.currency.as_ref().is_some_and(|currency| money::exponent(currency).is_none()) {
            return Err(Problem::invalid(vec![FieldError::at("/settings/invoices/currency", "invalid_choice", "is no ISO 4217 currency")]));
        }
        let mut changed = apply(&mut settings.name, self.name);
        changed |= apply(&mut settings.address, self.address);
        changed |= apply(&mut settings.tax_id, self.tax_id);
        changed |= apply(&mut settings.payment_details, self.payment_details);
        changed |= apply(&mut settings.footer, self.footer);
        changed |= apply(&mut settings.number_format, self.number_format);
        changed |= apply(&mut settings.payment_days, self.payment_days);
        changed |= apply(&mut settings.currency, self.currency);
        Ok(changed)
    }
}

/// With a digit beside the number, two series could come to the same text.
fn is_format(format: &str) -> bool {
    let Some((before, after)) = format.split_once(NUMBER) else { return false };
    let plain = format.replace(NUMBER, "").replace(YEAR, "");
    let beside = before.ends_with(|c: char| c.is_ascii_digit() || c == '}') || after.starts_with(|c: char| c.is_ascii_digit() || c == '{');
    let is_printable = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | '.' | '#');
    !beside && !after.contains(NUMBER) && plain.chars().all(is_printable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_has_a_number_once_and_no_digit_beside_it() {
        for good in ["{number}", "INV-{year}-{number}", "{number}/{year}", "R {number}", "Re-Nr. {year}/{number}"] {
            assert!(is_format(good), "{good}");
        }
        for bad in ["", "INV", "{year}", "{number}{number}", "1{number}", "{number}0", "{year}{number}", "{month}-{number}", "<{number}>"] {
            assert!(!is_format(bad), "{bad}");
        }
    }

    #[test]
    fn each_year_is_a_series_of_its_own_where_the_format_has_one() {
        let settings = InvoiceSettings::default();
        assert_eq!(number_in(&settings.series(2026), 7), "INV-2026-0007");
        assert_eq!(number_in(&settings.series(2027), 12_345), "INV-2027-12345");
        let endless = InvoiceSettings { number_format: "R-{number}".into(), ..settings };
        assert_eq!(endless.series(2026), endless.series(2027));
    }
}
