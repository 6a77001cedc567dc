//! Breakdowns of a return: every breakdown of a measure is of the same whole, so its categories must sum to it.
//!
//! The whole is the total where the measure has one. Where it has none (suspects), the breakdowns are held against the
//! first of them. A breakdown with a marked category has no sum; then only a sum above the whole is a fault.

use std::collections::BTreeMap;

use super::TOTAL;
use super::adr_return::AdrReturn;
use super::findings::{Finding, Subject};
use super::format::{CheckKind, Contract};
use super::summed::Summed;
use crate::fault::{Fault, Place};
use crate::period::{FinancialYear, Part};

/// One breakdown of one force, measure and period.
#[derive(Clone, Copy, Debug)]
struct Block<'a, P> {
    dimension: &'a str,
    /// Where it begins.
    place: P,
    /// Sum of the categories with a count; none where it does not fit.
    sum: Option<i64>,
    /// Whether every category has a count.
    whole: bool,
}

/// What the breakdowns of one whole have in common: force, period, measure, and definition where the contract tells rows apart by it.
type Key<'a> = (&'a str, FinancialYear, Part, &'a str, &'a str);

/// A count of a category.
struct Counted<'a, P> {
    key: Key<'a>,
    dimension: &'a str,
    value: Option<i64>,
    place: P,
}

/// Checks that the breakdowns of a return are of one whole, for the measures of which the contract says so.
pub fn check_breakdowns(contract: &Contract, rows: &[AdrReturn]) -> Vec<Finding> {
    let counted = rows.iter().map(|row| Counted {
        key: (&row.force, row.year, row.part, &row.measure, ""),
        dimension: &row.dimension,
        value: row.value,
        place: &row.place,
    });
    checked(contract, counted, |place| (*place).clone())
}

/// The same of returns that were summed to the force.
pub fn check_summed_breakdowns(contract: &Contract, summed: &Summed) -> Vec<Finding> {
    let counted = summed.iter().map(|sum| Counted {
        key: (sum.force, sum.year, sum.part, sum.measure, sum.definition),
        dimension: sum.dimension,
        value: sum.value,
        place: (sum.file, sum.line),
    });
    checked(contract, counted, |(file, line)| Place::cell(file, *line, "value"))
}

fn checked<'a, P: Copy + Ord>(
    contract: &Contract,
    rows: impl Iterator<Item = Counted<'a, P>>,
    place: impl Fn(&P) -> Place,
) -> Vec<Finding> {
    let measures: Vec<&str> = contract.checks(CheckKind::PartsEqualTotal).flat_map(|(_, measures)| measures).collect();
    let mut blocks: BTreeMap<Key<'_>, BTreeMap<&str, Block<'_, P>>> = BTreeMap::new();
    for row in rows.filter(|row| measures.contains(&row.key.3)) {
        let start = Block { dimension: row.dimension, place: row.place, sum: Some(0), whole: true };
        let block = blocks.entry(row.key).or_default().entry(row.dimension).or_insert(start);
        block.place = block.place.min(row.place);
        block.whole &= row.value.is_some();
        block.sum = block.sum.and_then(|sum| sum.checked_add(row.value.unwrap_or(0)));
    }
    let mut found = Vec::new();
    for ((force, year, part, measure, _), blocks) in blocks {
        let total = blocks.get(TOTAL).copied();
        let first = || blocks.values().filter(|block| block.whole).min_by_key(|block| block.place).copied();
        let Some((reference, whole)) =
            total.or_else(first).filter(|block| block.whole).and_then(|block| Some((block, block.sum?)))
        else {
            continue;
        };
        for block in blocks.values().filter(|block| block.dimension != reference.dimension) {
            let differs = block.sum.is_none_or(|sum| if block.whole { sum != whole } else { sum > whole });
            if differs {
                let period = part.of(year);
                let places = (place(&block.place), place(&reference.place));
                let fault = fault((block, &reference), places, whole, &format!("`{measure}` for {period}"));
                let subject = Subject {
                    contract: contract.id.clone(),
                    force: force.to_owned(),
                    period,
                    measure: measure.to_owned(),
                    dimension: block.dimension.to_owned(),
                    category: String::new(),
                };
                found.push(Finding::contradiction(subject, fault));
            }
        }
    }
    found.sort_by(|left, right| left.places.cmp(&right.places));
    found
}

fn fault<P>(
    (block, reference): (&Block<'_, P>, &Block<'_, P>),
    (place, other_place): (Place, Place),
    whole: i64,
    of: &str,
) -> Fault {
    let sum = match block.sum {
        Some(sum) if block.whole => sum.to_string(),
        Some(sum) => format!("at least {sum}"),
        None => "more than 64 bits hold".to_owned(),
    };
    let other = match reference.dimension {
        TOTAL => format!("the total is {whole}"),
        dimension => format!("those of `{dimension}` to {whole}"),
    };
    Fault::new(
        "breakdown-sum",
        Place { column: None, ..place },
        format!("the categories of `{}` sum to {sum}, and {other}, in {of}", block.dimension),
        format!(
            "every breakdown is of the same whole, with what is not recorded in its own category; the other begins in {}",
            other_place.in_words()
        ),
    )
}
