use super::{found, with_neighbours};
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "definition-reverted",
    family: Family::Definition,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: false,
    thresholds: &[],
    catches: "a definition for one year only, with the same one before and after",
    guide: Guide {
        why: "more often a wrong label than two changes of counting.",
        method: "The years before and after share another definition.",
        remedy: "Ask whether the year was counted another way or only labelled so.",
        false_alarms: "A true trial year.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block, before, after) in with_neighbours(context, rule) {
        let now = block.definition();
        let Some(other) = before.filter(|before| *before != now && after == Some(before)) else { continue };
        let what = format!("counted under `{now}`, the years before and after under `{other}`");
        let remedy = "ask whether the year was counted another way or only labelled so";
        findings.push(found(context, rule, key, block, &what, remedy));
    }
    findings
}
