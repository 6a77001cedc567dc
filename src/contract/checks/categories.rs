//! Categories of a breakdown against the force's own shares of other years: rows moved by one, rows exchanged, shares that
//! jump.
//!
//! Rows moved: the log likelihood of the counts under the force's own shares is compared with that under the same shares
//! moved by one row or with two rows exchanged. Shares that jump: the exact conditional test of two rates
//! ([`crate::statistics::comparison`]).

use std::collections::BTreeMap;

use super::book::{Cell, Key};
use super::{Check, Context, Family, Rule, Threshold};
use crate::contract::Finding;
use crate::statistics::comparison::{Exposed, exact_ratio_probability};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "categories-moved",
        family: Family::Entry,
        catches: "a breakdown that fits the force's other years if its rows are moved by one or two are exchanged",
        thresholds: &[Threshold { name: "log_likelihood", least: 2.0, most: 1_000.0 }],
        run: moved,
    },
    Check {
        id: "share-jump",
        family: Family::Time,
        catches: "a category whose share is far from that of the force's other years",
        thresholds: &[
            Threshold { name: "probability", least: 1.0e-15, most: 0.05 },
            Threshold { name: "least_ratio", least: 1.0, most: 100.0 },
        ],
        run: share_jump,
    },
];

/// A breakdown of one year beside the force's other years.
struct Beside<'a> {
    key: Key<'a>,
    dimension: &'a str,
    /// Categories in the order of the file: cell, count (none where marked), count of the other years.
    rows: Vec<(Cell<'a>, Option<i64>, i64)>,
}

impl Beside<'_> {
    fn others(&self) -> i64 {
        self.rows.iter().map(|(_, _, others)| *others).sum()
    }
}

fn besides<'a>(context: &Context<'a>) -> Vec<Beside<'a>> {
    let mut found = Vec::new();
    for (measure, force) in context.book.courses() {
        let mut sums: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        for (_, block) in context.book.history(measure, force) {
            for cell in block.breakdowns.values().flatten() {
                let place = (cell.row.dimension.as_str(), cell.row.category.as_str());
                let sum = sums.entry(place).or_default();
                *sum = sum.saturating_add(cell.row.value.unwrap_or(0));
            }
        }
        for (key, block) in context.book.history(measure, force) {
            for (dimension, cells) in &block.breakdowns {
                let row = |cell: &Cell<'a>| {
                    let all = sums.get(&(*dimension, cell.row.category.as_str())).copied().unwrap_or(0);
                    (*cell, cell.row.value, all.saturating_sub(cell.row.value.unwrap_or(0)))
                };
                found.push(Beside { key: *key, dimension, rows: cells.iter().map(row).collect() });
            }
        }
    }
    found
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

fn moved(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for beside in besides(context) {
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

fn share_jump(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for beside in besides(context) {
        let total = beside.rows.iter().try_fold(0_i64, |sum, (_, count, _)| sum.checked_add((*count)?));
        let (Some(total), others) = (total, beside.others()) else { continue };
        if total <= 0 || others <= 0 {
            continue;
        }
        for (cell, count, other) in &beside.rows {
            let now = Exposed { count: count.unwrap_or(0), exposure: total as f64 };
            let then = Exposed { count: *other, exposure: others as f64 };
            // One is added to each count, so that the ratio to nothing is a number.
            let (share, usual) = ((now.count + 1) as f64 / now.exposure, (then.count + 1) as f64 / then.exposure);
            if (share / usual).max(usual / share) < rule.threshold("least_ratio") {
                continue;
            }
            if exact_ratio_probability(now, then).is_ok_and(|p| p < rule.threshold("probability")) {
                let mut subject = beside.key.subject(context.contract(beside.key.measure));
                beside.dimension.clone_into(&mut subject.dimension);
                subject.category.clone_from(&cell.row.category);
                let percent = |part: i64, whole: i64| 100.0 * (part as f64 / whole as f64);
                let what = format!(
                    "{}: `{}` is {:.0} percent of `{}`, and {:.0} percent in the force's other years",
                    context.of(&beside.key),
                    cell.row.category,
                    percent(now.count, total),
                    beside.dimension,
                    percent(then.count, others)
                );
                let remedy = "ask whether the rule by which the force chooses the category changed, or a row slipped";
                findings.push(rule.found(subject, vec![cell.place()], what, remedy));
            }
        }
    }
    findings
}
