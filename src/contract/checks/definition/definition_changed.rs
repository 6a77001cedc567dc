use super::{found, with_neighbours};
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "definition-changed",
    family: Family::Definition,
    severity: Severity::Note,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: false,
    thresholds: &[],
    catches: "another definition than the year before: a break of the force's series",
    guide: Guide {
        why: "a break of the force's series: no trend crosses it.",
        method: "The year's definition differs from that of the year before.",
        remedy: "Ask for the year before under the new one.",
        false_alarms: "A note: the adoption of the agreed definition is one.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block, before, _) in with_neighbours(context, rule) {
        let now = block.definition();
        let Some(before) = before.filter(|before| *before != now) else { continue };
        let what = format!("counted under `{now}`, the year before under `{before}`");
        let remedy = "no trend crosses the change; ask for the year before under the new definition as well";
        findings.push(found(context, rule, key, block, &what, remedy));
    }
    findings
}
