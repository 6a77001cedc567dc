use super::sum;
use crate::contract::checks::book::Cell;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "quarters-sum",
    family: Family::Arithmetic,
    severity: Severity::Error,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[],
    catches: "four quarters that do not sum to their year",
    guide: Guide {
        why: "the chapter counts by year; one of the five numbers is wrong.",
        method: "Q1 + Q2 + Q3 + Q4 = year, exactly.",
        remedy: "Ask the force which number is right.",
        false_alarms: "None: late transfers are to be entered in both.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.blocks(rule) {
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
