use super::{due, is_marked};
use crate::contract::checks::book::Cell;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "return-unavailable",
    family: Family::Coverage,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Due,
    tells_a_count: false,
    thresholds: &[],
    catches: "a return of which every cell is marked not available",
    guide: Guide {
        why: "it is a return without a number.",
        method: "Every row has [x].",
        remedy: "Ask when counts can be given.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (measure, key, block) in due(context, rule) {
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
