//! Breakdowns of the returns held against their totals. Every count belongs to exactly one category of a breakdown, "not
//! recorded" among them, so the categories add up to the total; where only breakdowns were asked for, they add up alike.

use std::collections::BTreeMap;

use super::AdrReturn;
use crate::fault::{Fault, Place};
use crate::period::{FinancialYear, Part};

/// Breakdown that holds the whole.
const TOTAL: &str = "total";

/// Sum of the categories of one breakdown of one force; none where a category has a marker.
struct Sum {
    line: u64,
    sum: Option<i64>,
}

type Key<'a> = (&'a str, FinancialYear, Part, &'a str);

/// Every breakdown that does not add up, at the line of its first category.
pub fn check_breakdowns(rows: &[AdrReturn], path: &str) -> Vec<Fault> {
    let mut sums: BTreeMap<Key<'_>, BTreeMap<&str, Sum>> = BTreeMap::new();
    for row in rows {
        let dimensions = sums.entry((&row.force, row.year, row.part, &row.measure)).or_default();
        let sum = dimensions.entry(&row.dimension).or_insert(Sum { line: row.line, sum: Some(0) });
        sum.sum = sum.sum.zip(row.value).and_then(|(sum, value)| sum.checked_add(value));
    }
    let mut faults = Vec::new();
    for ((_, year, part, measure), dimensions) in &sums {
        // Without a total, the first breakdown in order of the alphabet stands for it.
        let Some((name, whole)) = dimensions.get_key_value(TOTAL).or_else(|| dimensions.first_key_value()) else {
            continue;
        };
        for (dimension, parts) in dimensions.iter().filter(|(dimension, _)| *dimension != name) {
            let (Some(sum), Some(expected)) = (parts.sum, whole.sum) else { continue };
            if sum != expected {
                let other = if *name == TOTAL { "the total".to_owned() } else { format!("`{name}`") };
                let period = match part {
                    Part::Year => year.to_string(),
                    Part::Quarter(_) => format!("{year} {part}"),
                };
                faults.push(Fault::new(
                    "breakdown-sum",
                    Place::cell(path, parts.line, "value"),
                    format!(
                        "the categories of `{dimension}` add up to {sum} and {other} to {expected}, for `{measure}` in \
                         {period}"
                    ),
                    format!(
                        "one of the two is wrong; the other begins in line {}. What has no category belongs under \
                         not_recorded",
                        whole.line
                    ),
                ));
            }
        }
    }
    faults.sort_by(|one, other| one.place.cmp(&other.place));
    faults
}
