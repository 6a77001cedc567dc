use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "year-outside",
    family: Family::Coverage,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: false,
    thresholds: &[],
    catches: "rows for a year that the edition does not cover",
    guide: Guide {
        why: "a mistyped year takes its rows out of the chapter without a word.",
        method: "Year outside the periods of the edition.",
        remedy: "Mend the year.",
        false_alarms: "Files with longer series than the edition uses.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let years = context.given.edition.returns;
    let mut findings = Vec::new();
    for (key, block) in context.blocks(rule).filter(|(key, _)| !years.contains(key.year)) {
        findings.push(rule.found(
            key.subject(context.contract(key.measure)),
            block.first().iter().map(|cell| cell.column("period")).collect(),
            format!("{}: the edition covers {} to {}", context.of(key), years.first, years.last),
            "mend the year if it is mistyped; else change the periods of the edition or leave the rows out",
        ));
    }
    findings
}
