//! The grid of force, year and measure: what should have been returned and was not.
//!
//! A measure is due from every force of the list for every year of the edition, with every cell of its form.

use super::book::{Block, Cell, Key};
use super::settings::Measure;
use super::{Check, Context, Family, Rule};
use crate::contract::{Finding, Marker};
use crate::fault::Place;
use crate::period::FinancialYear;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "return-late",
        family: Family::Coverage,
        catches: "a force without any row for the last year, that returned the year before",
        thresholds: &[],
        run: late,
    },
    Check {
        id: "return-missing",
        family: Family::Coverage,
        catches: "a force without any row for a measure and year",
        thresholds: &[],
        run: missing,
    },
    Check {
        id: "return-unavailable",
        family: Family::Coverage,
        catches: "a return of which every cell is marked not available",
        thresholds: &[],
        run: unavailable,
    },
    Check {
        id: "return-partial",
        family: Family::Coverage,
        catches: "a return with cells absent or marked beside cells with counts",
        thresholds: &[],
        run: partial,
    },
    Check {
        id: "year-outside",
        family: Family::Coverage,
        catches: "rows for a year that the edition does not cover",
        thresholds: &[],
        run: outside,
    },
];

/// Measures, forces and years that are due, and whether a row is there.
fn due<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (&'a Measure, Key<'a>, Option<&'a Block<'a>>)> {
    let years: Vec<FinancialYear> = context.given.edition.returns.years().collect();
    context.given.settings.measures().iter().filter(|measure| measure.due).flat_map(move |measure| {
        let years = years.clone();
        context.given.forces.iter().flat_map(move |force| {
            years.clone().into_iter().map(move |year| {
                let key = Key { measure: &measure.name, force: &force.code, year };
                (measure, key, context.book.get(key.measure, key.force, year))
            })
        })
    })
}

/// Whether the force returned the measure the year before the last and not for the last.
fn is_late(context: &Context<'_>, key: &Key<'_>) -> bool {
    let last = context.given.edition.returns.last;
    key.year == last && context.book.get(key.measure, key.force, last.back(1)).is_some()
}

/// The file that the rows of a measure should stand in.
fn file(context: &Context<'_>, measure: &Measure) -> Place {
    let (parents, path) = context.given.parents;
    let of_parents = parents.iter().any(|row| row.measure == measure.name);
    Place::file(if of_parents { path } else { context.given.returns.1 })
}

fn absent(context: &Context<'_>, rule: &Rule, late: bool) -> Vec<Finding> {
    due(context)
        .filter(|(_, key, block)| block.is_none() && is_late(context, key) == late)
        .map(|(measure, key, _)| {
            let what = format!("{}: the force returned nothing", context.of(&key));
            let remedy = if late {
                "remind the force; until its return is in, the year holds it with its whole possible range"
            } else {
                "ask the force for the year, or record why there will be no return"
            };
            rule.found(key.subject(&measure.contract), vec![file(context, measure)], what, remedy)
        })
        .collect()
}

fn late(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    absent(context, rule, true)
}

fn missing(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    absent(context, rule, false)
}

/// Whether a cell says that it is not available.
fn is_marked(cell: &Cell<'_>) -> bool {
    cell.row.value.is_none() && cell.row.marker == Some(Marker::NotAvailable)
}

fn unavailable(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (measure, key, block) in due(context) {
        let Some(block) = block.filter(|block| block.rows.iter().all(is_marked)) else { continue };
        findings.push(rule.found(
            key.subject(&measure.contract),
            block.first().iter().map(Cell::place).collect(),
            format!("{}: every cell is marked not available", context.of(&key)),
            "ask the force when it can give the counts; markers are kept, and never read as zero",
        ));
    }
    findings
}

fn partial(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (measure, key, block) in due(context) {
        let Some(block) = block.filter(|block| !block.rows.iter().all(is_marked)) else { continue };
        let marked: Vec<&Cell<'_>> = block.rows.iter().filter(|cell| is_marked(cell)).collect();
        let absent = absent_cells(measure, block);
        if marked.is_empty() && absent.is_empty() {
            continue;
        }
        let mut what = format!("{}: the return is not complete", context.of(&key));
        if !absent.is_empty() {
            what.push_str(&format!("; without a row: {}", absent.join(", ")));
        }
        if !marked.is_empty() {
            what.push_str(&format!("; cells marked not available: {}", marked.len()));
        }
        let places = match marked.is_empty() {
            true => block.first().iter().map(|cell| Place { column: None, ..cell.row.place.clone() }).collect(),
            false => marked.iter().map(|cell| cell.place()).collect(),
        };
        let remedy = "give the missing cells, 0 where there were none; a part of a year is never read as a year";
        findings.push(rule.found(key.subject(&measure.contract), places, what, remedy));
    }
    findings
}

/// Cells of the form that have no row, in its order.
fn absent_cells(measure: &Measure, block: &Block<'_>) -> Vec<String> {
    let mut absent = Vec::new();
    if measure.totals {
        for (number, quarter) in (1..).zip(&block.quarters) {
            if quarter.is_none() {
                absent.push(format!("Q{number}"));
            }
        }
        if block.year.is_none() {
            absent.push("year".to_owned());
        }
    }
    let due = |name: &str| block.breakdowns.contains_key(name);
    for breakdown in measure.breakdowns.iter().filter(|one| one.due || due(&one.dimension)) {
        let name = &breakdown.dimension;
        if !block.breakdowns.contains_key(name.as_str()) {
            absent.push(format!("`{name}`"));
            continue;
        }
        let without = breakdown.categories.iter().filter(|category| block.category(name, category).is_none());
        absent.extend(without.map(|category| format!("`{category}` of `{name}`")));
    }
    absent
}

fn outside(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let years = context.given.edition.returns;
    let mut findings = Vec::new();
    for (key, block) in context.book.iter().filter(|(key, _)| !years.contains(key.year)) {
        findings.push(rule.found(
            key.subject(context.contract(key.measure)),
            block.first().iter().map(|cell| cell.column("period")).collect(),
            format!("{}: the edition covers {} to {}", context.of(key), years.first, years.last),
            "mend the year if it is mistyped; else change the periods of the edition or leave the rows out",
        ));
    }
    findings
}
