//! The log likelihood of the counts under the force's own shares, against that under the same shares moved by one row or with two
//! rows exchanged.

use crate::contract::checks::beside::besides;
use crate::contract::checks::book::Cell;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "categories-moved",
    family: Family::Entry,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[Threshold { name: "log_likelihood", least: 2.0, most: 1_000.0 }],
    catches: "a breakdown that fits the force's other years if its rows are moved by one or two are exchanged",
    guide: Guide {
        why: "a pasted block that slipped keeps its sum, so no arithmetic sees it.",
        method: "Log likelihood ratio Σ cᵢ ln(p′ᵢ/pᵢ), p the force's shares of the other years (one added to each \
                 count), p′ the same moved by one row or with two rows exchanged; at least `log_likelihood`. The row \
                 that falls off stands at the other end, or is lost: then the row left behind is 0 or marked, and the \
                 lost share is shared out.",
        remedy: "Compare the rows with the force's own table.",
        false_alarms: "20 in 200. Blind where two categories are usually alike.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for beside in besides(context, rule) {
        if beside.others() <= 0 {
            continue;
        }
        let Some((words, _)) = best_move(&beside.rows).filter(|(_, gain)| *gain >= rule.threshold("log_likelihood"))
        else {
            continue;
        };
        let mut subject = beside.key.subject(context.contract(beside.key.measure));
        beside.dimension.clone_into(&mut subject.dimension);
        findings.push(rule.found(
            subject,
            beside.rows.iter().map(|(cell, _, _)| cell.place()).collect(),
            format!("{}: the values of `{}` look {words}", context.of(&beside.key), beside.dimension),
            "compare the rows with the force's own table; they fit its other years when put back",
        ));
    }
    findings
}

/// How much better the counts fit moved rows than their own: the best of the moves, in words, and its log likelihood ratio.
fn best_move(rows: &[(Cell<'_>, Option<i64>, i64)]) -> Option<(String, f64)> {
    let total: f64 = rows.iter().map(|(_, _, others)| *others as f64 + 1.0).sum();
    let shares: Vec<f64> = rows.iter().map(|(_, _, others)| libm::log((*others as f64 + 1.0) / total)).collect();
    let counts: Vec<f64> = rows.iter().map(|(_, count, _)| count.unwrap_or(0) as f64).collect();
    let last = rows.len().checked_sub(1)?;
    let mut best: Option<(String, f64)> = None;
    let mut try_move = |words: &dyn Fn() -> String, gain: f64| {
        if best.as_ref().is_none_or(|(_, other)| gain > *other) {
            best = Some((words(), gain));
        }
    };
    let gain = |from: usize, to: usize| match (counts.get(from), shares.get(from), shares.get(to)) {
        (Some(count), Some(own), Some(other)) => count * (other - own),
        _ => 0.0,
    };
    // Moved up, the last row is left empty; moved down, the first. The row that fell off leaves its share to the others.
    let all: f64 = counts.iter().sum();
    let without = |lost: Option<&f64>| lost.map_or(0.0, |share| -all * libm::log(1.0 - libm::exp(*share)));
    if counts.last() == Some(&0.0) {
        let moved: f64 = (0..last).map(|row| gain(row, row + 1)).sum();
        try_move(&|| "moved up by one row".to_owned(), moved + without(shares.first()));
    }
    if counts.first() == Some(&0.0) {
        let moved: f64 = (1..=last).map(|row| gain(row, row - 1)).sum();
        try_move(&|| "moved down by one row".to_owned(), moved + without(shares.last()));
    }
    // Moved round, the row that fell off one end stands at the other.
    let round = |step: usize| (0..=last).map(|row| gain(row, (row + step) % (last + 1))).sum();
    if last > 1 {
        try_move(&|| "moved up by one row, the first to the end".to_owned(), round(1));
        try_move(&|| "moved down by one row, the last to the start".to_owned(), round(last));
    }
    for (one, (first, _, _)) in rows.iter().enumerate() {
        for (two, (second, _, _)) in rows.iter().enumerate().skip(one + 1) {
            let words = || format!("exchanged between `{}` and `{}`", first.row.category, second.row.category);
            try_move(&words, gain(one, two) + gain(two, one));
        }
    }
    best
}
