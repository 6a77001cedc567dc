use crate::contract::checks::book::Cell;
use crate::contract::checks::prelude::*;
use crate::period::Part;

pub(super) const CHECK: Check = Check {
    id: "quarter-breakdown",
    family: Family::Structure,
    severity: Severity::Error,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[],
    catches: "a breakdown of a quarter, where the form has breakdowns of the year only",
    guide: Guide {
        why: "the form has breakdowns of the year; nothing reads one of a quarter, so its counts would be lost.",
        method: "A row of a quarter whose dimension is not `total`.",
        remedy: "Give the breakdown of the year.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.blocks(rule) {
        let odd = |cell: &&Cell<'_>| cell.row.part != Part::Year && cell.row.dimension != crate::contract::TOTAL;
        let places: Vec<_> = block.rows.iter().filter(odd).map(|cell| cell.column("quarter")).collect();
        if places.is_empty() {
            continue;
        }
        let rows = if places.len() == 1 { "one row is".to_owned() } else { format!("{} rows are", places.len()) };
        let what = format!("{}: {rows} a breakdown of a quarter", context.of(key));
        let remedy = "give breakdowns of the year, and totals by quarter: nothing reads a breakdown of a quarter";
        findings.push(rule.found(key.subject(context.contract(key.measure)), places, what, remedy));
    }
    findings
}
