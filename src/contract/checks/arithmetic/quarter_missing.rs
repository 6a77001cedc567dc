use crate::contract::checks::book::Cell;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "quarter-missing",
    family: Family::Arithmetic,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: false,
    thresholds: &[],
    catches: "a count for the year beside a quarter without one",
    guide: Guide {
        why: "the year is then often the sum of three quarters, and looks like a fall.",
        method: "The year has a count, and of four quarters at least one has a row without a count or no row.",
        remedy: "Give the quarter, or mark the year too.",
        false_alarms: "A force that can count by year only.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.blocks(rule) {
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
