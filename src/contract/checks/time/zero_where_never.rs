use std::collections::BTreeMap;

use crate::contract::checks::book::{Cell, Counted, Key};
use crate::contract::checks::prelude::*;
use crate::statistics::special::poisson_tails;

pub(super) const CHECK: Check = Check {
    id: "zero-where-never",
    family: Family::Time,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[
        Threshold { name: "probability", least: 1.0e-12, most: 0.05 },
        Threshold { name: "least_others", least: 2.0, most: 100.0 },
    ],
    catches: "a zero where the force's other counts make one all but impossible",
    guide: Guide {
        why: "“Not collected”, written as a number.",
        method: "No zero in the same cell of other years, at least `least_others` of them, and e^(−mean) < \
                 `probability`.",
        remedy: "0 only if counted; else [x].",
        false_alarms: "11 in 200.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (measure, force) in context.courses(rule) {
        let mut zeros: BTreeMap<Key<'_>, Vec<Cell<'_>>> = BTreeMap::new();
        for counts in context.book.lines(measure, force).values() {
            for Counted { key, cell, .. } in counts.iter().filter(|count| count.value == 0) {
                // Zeros of one year may be one slip; the other years decide whether zeros occur.
                let others = counts.iter().filter(|other| other.key.year != key.year);
                let others: Vec<i64> = others.map(|other| other.value).collect();
                if (others.len() as f64) < rule.threshold("least_others") || others.iter().any(|value| *value <= 0) {
                    continue;
                }
                let mean = others.iter().map(|value| *value as f64).sum::<f64>() / others.len() as f64;
                if poisson_tails(0, mean).lower < rule.threshold("probability") {
                    zeros.entry(*key).or_default().push(*cell);
                }
            }
        }
        for (key, mut cells) in zeros {
            cells.sort_by_key(|cell| cell.row.line);
            let count = match cells.len() {
                1 => "a zero stands".to_owned(),
                number => format!("{number} zeros stand"),
            };
            findings.push(rule.found(
                key.subject(context.contract(key.measure)),
                cells.iter().map(Cell::place).collect(),
                format!("{}: {count} where the force has never had one", context.of(&key)),
                "give 0 only if it was counted and there were none; for what was not collected give the marker [x]",
            ));
        }
    }
    findings
}
