use super::{found, with_neighbours};
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "definition-left",
    family: Family::Definition,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: false,
    thresholds: &[],
    catches: "a force that leaves the agreed definition",
    guide: Guide {
        why: "forces adopt it and keep it; a wrong label takes the count out of the national figure.",
        method: "Under the agreed definition the year before, and not this year.",
        remedy: "Ask whether the label is right.",
        false_alarms: "A true return to an own definition.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let agreed = context.given.edition.agreed_definition.as_str();
    let mut findings = Vec::new();
    for (key, block, before, _) in with_neighbours(context, rule) {
        let now = block.definition();
        if before != Some(agreed) || now == agreed {
            continue;
        }
        let what = format!("counted under `{now}`, the year before under the agreed definition");
        let remedy = "a force that has adopted the agreed definition keeps it; ask whether the label is right";
        findings.push(found(context, rule, key, block, &what, remedy));
    }
    findings
}
