//! The lines of an invoice and what they come to.
//!
//! The rule: a line's net amount is its quantity times its unit price, rounded to a minor unit, halves away
//! from zero. Tax is computed once for each rate, on the sum of the net amounts at that rate, and rounded in
//! the same way. Everything after that is a sum, so the parts always come to the total.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decimals::{Percent, Quantity};
use crate::kernel::money::rounded;
use crate::kernel::{FieldError, Problem, Result};

/// No amount is larger; JavaScript still counts this exactly.
pub const LARGEST: i64 = 1_000_000_000_000_000;
const ONE: Quantity = Quantity::from_steps(1000);
const HUNDRED: Percent = Percent::from_steps(10_000);
const QUANTITY_STEPS: i128 = 1000;
/// A percent has a hundred basis points, and a hundred percent are the whole.
const PERCENT_STEPS: i128 = 10_000;

/// A line, as it is asked for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"description": "Coaching session, 60 minutes", "quantity": "3", "unit_price_minor": 18000, "tax_percent": "19"}))]
pub struct NewInvoiceLine {
    #[schema(min_length = 1, max_length = 1000)]
    pub description: String,
    /// A decimal number with at most three digits after the point; `1` when absent.
    #[schema(value_type = Option<String>, nullable = false, pattern = r"^[0-9]{1,7}(\.[0-9]{1,3})?$", example = "2.5")]
    pub quantity: Option<Quantity>,
    /// In minor units, without tax. Negative for a discount.
    #[schema(minimum = -1_000_000_000_000_i64, maximum = 1_000_000_000_000_i64, example = 18000)]
    pub unit_price_minor: i64,
    /// From `0` to `100`, with at most two digits after the point; `0` when absent.
    #[schema(value_type = Option<String>, nullable = false, pattern = r"^[0-9]{1,3}(\.[0-9]{1,2})?$", example = "19")]
    pub tax_percent: Option<Percent>,
}

/// A line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = InvoiceLine)]
pub struct Line {
    #[schema(example = "Coaching session, 60 minutes")]
    pub description: String,
    #[schema(value_type = String, example = "2.5")]
    pub quantity: Quantity,
    /// In minor units, without tax.
    #[schema(example = 18000)]
    pub unit_price_minor: i64,
    #[schema(value_type = String, example = "19")]
    pub tax_percent: Percent,
    /// Quantity times unit price, rounded; halves away from zero.
    #[schema(example = 45000)]
    pub net_minor: i64,
}

/// What is due to one rate of tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = InvoiceTax)]
pub struct Tax {
    #[schema(value_type = String, example = "19")]
    pub tax_percent: Percent,
    /// The sum of the lines at this rate.
    #[schema(example = 45000)]
    pub net_minor: i64,
    /// The tax on that sum, rounded once.
    #[schema(example = 8550)]
    pub tax_minor: i64,
}

/// What the lines come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    pub net_minor: i64,
    /// One for each rate, the lowest first.
    pub taxes: Vec<Tax>,
    pub tax_minor: i64,
    pub total_minor: i64,
}

fn out_of_range(pointer: String, detail: &str) -> FieldError {
    FieldError::at(pointer, "out_of_range", detail)
}

/// Lines with their amounts, or every fault of theirs.
pub fn priced(new: Vec<NewInvoiceLine>) -> Result<(Vec<Line>, Totals)> {
    let (mut lines, mut faults) = (Vec::with_capacity(new.len()), Vec::new());
    for (index, line) in new.into_iter().enumerate() {
        match price(line, index) {
            Ok(line) => lines.push(line),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let refused = |detail| Problem::invalid(vec![out_of_range("/lines".into(), detail)]);
    let totals = total(&lines).ok_or_else(|| refused("together they come to too much"))?;
    if totals.total_minor < 0 {
        return Err(refused("together they must not come to less than nothing"));
    }
    Ok((lines, totals))
}

fn price(new: NewInvoiceLine, index: usize) -> Result<Line, FieldError> {
    let (quantity, tax_percent) = (new.quantity.unwrap_or(ONE), new.tax_percent.unwrap_or(Percent::from_steps(0)));
    if quantity.steps() == 0 {
        return Err(out_of_range(format!("/lines/{index}/quantity"), "must be more than nothing"));
    }
    if tax_percent > HUNDRED {
        return Err(out_of_range(format!("/lines/{index}/tax_percent"), "must be at most 100"));
    }
    let net = within(rounded(i128::from(quantity.steps()) * i128::from(new.unit_price_minor), QUANTITY_STEPS));
    let net_minor = net.ok_or_else(|| out_of_range(format!("/lines/{index}"), "comes to too much"))?;
    Ok(Line { description: new.description, quantity, unit_price_minor: new.unit_price_minor, tax_percent, net_minor })
}

/// `None` when it comes to too much.
pub fn total(lines: &[Line]) -> Option<Totals> {
    let mut nets: BTreeMap<Percent, i128> = BTreeMap::new();
    for line in lines {
        *nets.entry(line.tax_percent).or_default() += i128::from(line.net_minor);
    }
    let tax = |(tax_percent, net): (Percent, i128)| {
        let tax = rounded(net * i128::from(tax_percent.steps()), PERCENT_STEPS);
        Some(Tax { tax_percent, net_minor: within(net)?, tax_minor: within(tax)? })
    };
    let taxes = nets.into_iter().map(tax).collect::<Option<Vec<Tax>>>()?;
    let sum = |part: fn(&Tax) -> i64| within(taxes.iter().map(|tax| i128::from(part(tax))).sum());
    let (net_minor, tax_minor) = (sum(|tax| tax.net_minor)?, sum(|tax| tax.tax_minor)?);
    let total_minor = within(i128::from(net_minor) + i128::from(tax_minor))?;
    Some(Totals { net_minor, taxes, tax_minor, total_minor })
}

fn within(amount: i128) -> Option<i64> {
    i64::try_from(amount).ok().filter(|amount| amount.abs() <= LARGEST)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn new(quantity: i64, unit_price_minor: i64, tax: i64) -> NewInvoiceLine {
        NewInvoiceLine {
            description: "A line".into(),
            quantity: Some(Quantity::from_steps(quantity)),
            unit_price_minor,
            tax_percent: Some(Percent::from_steps(tax)),
        }
    }

    #[test]
    fn tax_is_rounded_once_for_each_rate() {
        // Three times 0.333 at 19 %: each line alone would be taxed 6 cents, together they are taxed 19.
        let (lines, totals) =
            priced(vec![new(1000, 33, 1900), new(1000, 33, 1900), new(1000, 34, 1900), new(500, 101, 700)]).expect("fits");
        assert_eq!(lines.iter().map(|line| line.net_minor).collect::<Vec<_>>(), [33, 33, 34, 51]);
        assert_eq!(totals.taxes.iter().map(|tax| (tax.net_minor, tax.tax_minor)).collect::<Vec<_>>(), [(51, 4), (100, 19)]);
        assert_eq!((totals.net_minor, totals.tax_minor, totals.total_minor), (151, 23, 174));
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = priced(vec![new(0, 1, 0), new(1000, 1, 10_001), new(9_999_999_999, 1_000_000_000_000, 0)]).expect_err("faults");
        let pointers: Vec<_> = faults.errors().iter().filter_map(|fault| fault.pointer.clone()).collect();
        assert_eq!(pointers, ["/lines/0/quantity", "/lines/1/tax_percent", "/lines/2"]);
        assert!(priced(vec![new(1000, -1, 0)]).is_err());
    }

    proptest! {
        #[test]
        fn the_parts_come_to_the_total(
            drawn in prop::collection::vec((1_i64..=9_999_999_999, -1_000_000_000_000_i64..=1_000_000_000_000, 0_i64..=10_000), 0..40)
        ) {
            let lines: Vec<_> = drawn.iter().map(|(quantity, price, tax)| new(*quantity, *price, *tax)).collect();
            if let Ok((lines, totals)) = priced(lines) {
                let nets: i64 = lines.iter().map(|line| line.net_minor).sum();
                prop_assert_eq!(nets, totals.net_minor);
                prop_assert_eq!(totals.taxes.iter().map(|tax| tax.net_minor).sum::<i64>(), totals.net_minor);
                prop_assert_eq!(totals.taxes.iter().map(|tax| tax.tax_minor).sum::<i64>(), totals.tax_minor);
                prop_assert_eq!(totals.net_minor + totals.tax_minor, totals.total_minor);
                prop_assert!(totals.taxes.windows(2).all(|pair| pair[0].tax_percent < pair[1].tax_percent));
                for tax in &totals.taxes {
                    // Never further than half a minor unit from the exact tax.
                    let exact = i128::from(tax.net_minor) * i128::from(tax.tax_percent.steps());
                    prop_assert!((exact - i128::from(tax.tax_minor) * 10_000).abs() * 2 <= 10_000);
                }
            }
        }

        #[test]
        fn a_line_is_never_further_than_half_a_unit_from_exact(quantity in 1_i64..=9_999_999, price in -1_000_000_i64..=1_000_000) {
            let (lines, _) = priced(vec![new(quantity, price.abs(), 0)]).expect("fits");
            let exact = i128::from(quantity) * i128::from(price.abs());
            prop_assert!((exact - i128::from(lines[0].net_minor) * 1000).abs() * 2 <= 1000);
        }

        #[test]
        fn decimals_read_back_as_they_are_written(steps in 0_i64..=9_999_999_999) {
            let quantity = Quantity::from_steps(steps);
            prop_assert_eq!(quantity.to_string().parse::<Quantity>(), Ok(quantity));
        }
    }
}
