use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "quarter-negative",
    family: Family::Arithmetic,
    severity: Severity::Note,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[],
    catches: "a quarter below zero",
    guide: Guide {
        why: "it may be, when crimes are transferred or cancelled; it may also be a slip.",
        method: "Count < 0.",
        remedy: "Have it confirmed.",
        false_alarms: "Every true transfer: it is a note.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.blocks(rule) {
        for cell in block.quarters.iter().flatten().filter(|cell| cell.row.value.is_some_and(|value| value < 0)) {
            let mut subject = key.subject(context.contract(key.measure));
            subject.period = cell.row.part.of(key.year);
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
