use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "year-round",
    family: Family::Entry,
    severity: Severity::Note,
    scope: Scope::Force,
    measures: Measures::Due,
    tells_a_count: true,
    thresholds: &[Threshold { name: "least_count", least: 1.0, most: 1_000_000.0 }],
    catches: "a year whose count is a round hundred",
    guide: Guide {
        why: "an estimate was entered where a count is due.",
        method: "The count of the year is a multiple of 100, and at least `least_count`.",
        remedy: "Ask whether the crimes were counted.",
        false_alarms: "One count in a hundred.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.blocks(rule) {
        let Some((count, cell)) = block.whole() else { continue };
        if count as f64 >= rule.threshold("least_count") && count % 100 == 0 {
            let subject = key.subject(context.contract(key.measure));
            let what = format!("{}: the year is {count}, a round number", context.of(key));
            findings.push(rule.found(subject, vec![cell.place()], what, "ask whether the crimes were counted"));
        }
    }
    findings
}
