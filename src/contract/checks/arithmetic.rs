//! Parts against wholes within one return: quarters against their year, and quarters below zero.
//!
//! Breakdowns against totals and group-based counts against all crimes are faults ([`crate::contract::check_breakdowns`],
//! [`crate::contract::check_against_parents`]): with them wrong, nothing can be computed.

use super::book::Cell;
use super::wording::period;
use super::{Check, Context, Family, Rule};
use crate::contract::Finding;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "quarters-sum",
        family: Family::Arithmetic,
        catches: "four quarters that do not sum to their year",
        thresholds: &[],
        run: quarters_sum,
    },
    Check {
        id: "quarter-missing",
        family: Family::Arithmetic,
        catches: "a count for the year beside a quarter without one",
        thresholds: &[],
        run: quarter_missing,
    },
    Check {
        id: "year-missing",
        family: Family::Arithmetic,
        catches: "four quarters with counts beside a year without one",
        thresholds: &[],
        run: year_missing,
    },
    Check {
        id: "quarter-negative",
        family: Family::Arithmetic,
        catches: "a quarter below zero",
        thresholds: &[],
        run: quarter_negative,
    },
];

/// The sum of four quarters that all have a count.
fn sum(quarters: &[Option<Cell<'_>>; 4]) -> Option<i64> {
    quarters.iter().try_fold(0_i64, |sum, cell| sum.checked_add(cell.as_ref()?.row.value?))
}

fn quarters_sum(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        let (Some(cell), Some(sum)) = (block.year, sum(&block.quarters)) else { continue };
        let Some(year) = cell.row.value.filter(|year| *year != sum) else { continue };
        let quarters = block.quarters.iter().flatten().map(Cell::place);
        findings.push(rule.found(
            key.subject(context.contract(key.measure)),
            std::iter::once(cell.place()).chain(quarters).collect(),
            format!("{}: the quarters sum to {sum} and the year is {year}", context.of(key)),
            "ask the force which is right; the chapter counts by year, and a wrong quarter hides a change",
        ));
    }
    findings
}

fn quarter_missing(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        let Some(year) = block.year.filter(|cell| cell.row.value.is_some()) else { continue };
        let given = block.quarters.iter().flatten().filter(|cell| cell.row.value.is_some()).count();
        // Without any quarter row the return is by year; return-partial says so.
        if given == 4 || block.quarters.iter().all(Option::is_none) {
            continue;
        }
        let marked = block.quarters.iter().flatten().filter(|cell| cell.row.value.is_none());
        findings.push(rule.found(
            key.subject(context.contract(key.measure)),
            marked.map(Cell::place).chain([year.place()]).collect(),
            format!("{}: the year has a count and only {given} of its quarters have", context.of(key)),
            "either the year is a part of a year, and needs the marker, or the missing quarter can be given",
        ));
    }
    findings
}

fn year_missing(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        if sum(&block.quarters).is_none() || block.year.is_some_and(|cell| cell.row.value.is_some()) {
            continue;
        }
        let places = block.year.iter().chain(block.quarters.iter().flatten()).map(Cell::place).collect();
        findings.push(rule.found(
            key.subject(context.contract(key.measure)),
            places,
            format!("{}: the four quarters have counts and the year has none", context.of(key)),
            "give the year; without it the force is not in any figure of the year",
        ));
    }
    findings
}

fn quarter_negative(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        for cell in block.quarters.iter().flatten().filter(|cell| cell.row.value.is_some_and(|value| value < 0)) {
            let mut subject = key.subject(context.contract(key.measure));
            subject.period = period(key.year, cell.row.part);
            findings.push(rule.found(
                subject,
                vec![cell.place()],
                format!("{}: the count of {} is below zero", context.of(key), cell.row.part),
                "a quarter may be below zero when crimes are transferred or cancelled; confirm that they were",
            ));
        }
    }
    findings
}
