use super::{due, is_marked};
use crate::contract::checks::book::{Block, Cell};
use crate::contract::checks::prelude::*;
use crate::contract::checks::settings::Measure;
use crate::fault::Place;

pub(super) const CHECK: Check = Check {
    id: "return-partial",
    family: Family::Coverage,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Due,
    tells_a_count: false,
    thresholds: &[],
    catches: "a return with cells absent or marked beside cells with counts",
    guide: Guide {
        why: "part of a year is not a year; a missing category makes shares wrong.",
        method: "Every cell of the form in `data/checks.toml`: four quarters, year, categories.",
        remedy: "Give the cells, 0 where there were none.",
        false_alarms: "A variable that the force does not hold: it is named once a year.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (measure, key, block) in due(context, rule) {
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
