use std::collections::BTreeMap;

use crate::contract::checks::book::{Cell, Key};
use crate::contract::checks::evidence::{Evidence, independent};
use crate::contract::checks::prelude::*;
use crate::period::FinancialYear;

pub(super) const CHECK: Check = Check {
    id: "same-as-other-force",
    family: Family::Entry,
    severity: Severity::Warning,
    scope: Scope::Forces,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[Evidence::THRESHOLD],
    catches: "a whole return equal to another force's, too long for chance",
    guide: Guide {
        why: "a file copied over another.",
        method: "Every independent cell equal; evidence Σ −log₁₀ Σₖ P(k; λ)² ≥ `evidence`, λ the count (see \
                 `same-as-last-year`).",
        remedy: "Ask both forces.",
        false_alarms: "0 in 200.",
    },
    run,
};

/// A block and its cells that do not follow from others.
type Independent<'a> = (Key<'a>, Vec<Cell<'a>>);

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let table = Evidence::new();
    let mut same: BTreeMap<(&str, FinancialYear, Vec<i64>), Vec<Independent<'_>>> = BTreeMap::new();
    for (key, block) in context.blocks(rule) {
        let cells = independent(block);
        let Some(values) = cells.iter().map(|cell| cell.row.value).collect::<Option<Vec<i64>>>() else { continue };
        if values.iter().map(|value| table.of(*value)).sum::<f64>() >= rule.threshold("evidence") {
            same.entry((key.measure, key.year, values)).or_default().push((*key, cells));
        }
    }
    let mut findings = Vec::new();
    for blocks in same.values().filter(|blocks| blocks.len() > 1) {
        for (key, cells) in blocks {
            let others = blocks.iter().filter(|(other, _)| other.force != key.force);
            let names: Vec<String> = others.clone().map(|(other, _)| context.name(other.force)).collect();
            let first = others.filter_map(|(_, cells)| cells.first()).map(Cell::place);
            findings.push(rule.found(
                key.subject(context.contract(key.measure)),
                cells.first().iter().map(|cell| cell.place()).chain(first).collect(),
                format!("{}: every value is that of {}", context.of(key), names.join(", ")),
                "one of the returns was copied over the other; ask both forces",
            ));
        }
    }
    findings
}
