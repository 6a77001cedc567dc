use std::collections::BTreeMap;

use crate::contract::checks::book::Cell;
use crate::contract::checks::evidence::{Evidence, independent};
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "same-as-last-year",
    family: Family::Time,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[Evidence::THRESHOLD],
    catches: "a run of values equal to those of the year before, too long for chance",
    guide: Guide {
        why: "a form filled in from last year's.",
        method: "Two independent Poisson counts of mean λ are equal with probability Σₖ P(k; λ)² ≈ 1/(2√(πλ)). \
                 Evidence of a run of equal cells: the sum of −log₁₀ of these, cells that follow from others (totals, \
                 the largest category of a breakdown) and zeros left out; at least `evidence`.",
        remedy: "Ask for this year's counts.",
        false_alarms: "1 in 200. Four equal quarters of a small force are not enough evidence, and pass.",
    },
    run,
};

/// A run of equal cells.
#[derive(Clone, Copy, Default)]
struct Run {
    start: usize,
    end: usize,
    evidence: f64,
}

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let table = Evidence::new();
    let mut findings = Vec::new();
    for (key, block) in context.blocks(rule) {
        let Some(before) = context.book.get(key.measure, key.force, key.year.back(1)) else { continue };
        let earlier: BTreeMap<_, _> = before
            .rows
            .iter()
            .map(|cell| ((cell.row.part, cell.row.dimension.as_str(), cell.row.category.as_str()), cell.row.value))
            .collect();
        let cells = independent(block);
        let (mut best, mut run) = (Run::default(), Run::default());
        for (number, cell) in cells.iter().enumerate() {
            let place = (cell.row.part, cell.row.dimension.as_str(), cell.row.category.as_str());
            match (cell.row.value, earlier.get(&place).copied().flatten()) {
                (Some(now), Some(then)) if now == then => {
                    run.evidence += table.of(now);
                    run.end = number + 1;
                }
                _ => run = Run { start: number + 1, end: number + 1, evidence: 0.0 },
            }
            if run.evidence > best.evidence {
                best = run;
            }
        }
        let same = cells.get(best.start..best.end).unwrap_or_default();
        if best.evidence < rule.threshold("evidence") {
            continue;
        }
        findings.push(rule.found(
            key.subject(context.contract(key.measure)),
            same.iter().map(Cell::place).collect(),
            format!("{}: {} values in a row are those of the year before", context.of(key), same.len()),
            "ask the force for the counts of this year; the return was probably filled in from the last one",
        ));
    }
    findings
}
