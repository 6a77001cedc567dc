use crate::contract::Marker;
use crate::contract::checks::book::Cell;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "marker-not-applicable",
    family: Family::Entry,
    severity: Severity::Error,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: false,
    thresholds: &[],
    catches: "`[z]` not applicable where a number is due",
    guide: Guide {
        why: "recorded crime applies to every force; [z] hides a gap as a fact.",
        method: "Any [z] in a return.",
        remedy: "0 if there were none, [x] if not known.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.blocks(rule) {
        let marked: Vec<&Cell<'_>> =
            block.rows.iter().filter(|cell| cell.row.marker == Some(Marker::NotApplicable)).collect();
        if marked.is_empty() {
            continue;
        }
        let what = format!(
            "{}: {} marked not applicable, and the measure applies to every force",
            context.of(key),
            if marked.len() == 1 { "one cell is".to_owned() } else { format!("{} cells are", marked.len()) }
        );
        findings.push(rule.found(
            key.subject(context.contract(key.measure)),
            marked.iter().map(|cell| cell.column("marker")).collect(),
            what,
            "give 0 if there were none, or [x] if the count is not known: they are not the same",
        ));
    }
    findings
}
