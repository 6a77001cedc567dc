use std::collections::BTreeSet;

use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "definition-mixed",
    family: Family::Definition,
    severity: Severity::Error,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: false,
    thresholds: &[],
    catches: "rows of one measure and year under two definitions",
    guide: Guide {
        why: "they count different things, and are added.",
        method: "More than one definition in a force, measure and year; the rarer ones are named.",
        remedy: "Ask which it is.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.blocks(rule) {
        let used: BTreeSet<&str> = block.rows.iter().map(|cell| cell.row.definition.as_str()).collect();
        if used.len() < 2 {
            continue;
        }
        // The rows to look at are those under the rarer definitions.
        let number = |definition: &str| block.rows.iter().filter(|cell| cell.row.definition == definition).count();
        let main = used.iter().copied().max_by_key(|definition| (number(definition), std::cmp::Reverse(*definition)));
        let odd = block.rows.iter().filter(|cell| Some(cell.row.definition.as_str()) != main);
        let names: Vec<String> = used.iter().map(|name| format!("`{name}`")).collect();
        findings.push(rule.found(
            key.subject(context.contract(key.measure)),
            odd.map(|cell| cell.column("definition")).collect(),
            format!("{}: the rows are under {}", context.of(key), names.join(" and ")),
            "a year is counted under one definition; ask which, and have the other rows counted again",
        ));
    }
    findings
}
