use super::sum;
use crate::contract::checks::book::Cell;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "year-missing",
    family: Family::Arithmetic,
    severity: Severity::Error,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: false,
    thresholds: &[],
    catches: "four quarters with counts beside a year without one",
    guide: Guide {
        why: "the force drops out of the year's figures without need.",
        method: "All four quarters have counts, and the year is marked or has no row.",
        remedy: "Give the year.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.blocks(rule) {
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
