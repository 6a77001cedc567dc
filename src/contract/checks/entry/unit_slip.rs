use std::collections::BTreeMap;

use crate::contract::checks::book::{Cell, Key};
use crate::contract::checks::level::root;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "unit-slip",
    family: Family::Entry,
    severity: Severity::Error,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[
        Threshold { name: "tolerance", least: 0.01, most: 0.4 },
        Threshold { name: "least_count", least: 1.0, most: 1_000_000.0 },
        Threshold { name: "least_others", least: 2.0, most: 100.0 },
        Threshold { name: "least_cells", least: 1.0, most: 100.0 },
        Threshold { name: "deviates", least: 2.0, most: 100.0 },
    ],
    catches: "counts near 10, 100 or 1,000 times the force's own, or that part of them",
    guide: Guide {
        why: "a digit too many, or counts in tens.",
        method: "log₁₀ of value over the median of the same cell in other years (quarters: in all other quarters) \
                 lies within `tolerance` of a whole number from 1 to 3; the larger is at least `least_count`; at \
                 least `least_others` others; more than `deviates` × ½ apart on the square-root scale; at least \
                 `least_cells` cells of the year with the same power.",
        remedy: "Look for a digit too many or too few.",
        false_alarms: "1 in 200 clean editions.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (measure, force) in context.courses(rule) {
        let mut slips: BTreeMap<(Key<'_>, i32), Vec<Cell<'_>>> = BTreeMap::new();
        for counts in context.book.lines(measure, force).values() {
            let mut sorted: Vec<i64> = counts.iter().map(|count| count.value).collect();
            sorted.sort_unstable();
            for count in counts {
                if let Some(power) = power(count.value, &sorted, rule) {
                    slips.entry((count.key, power)).or_default().push(count.cell);
                }
            }
        }
        let least = rule.threshold("least_cells");
        for ((key, power), mut cells) in slips.into_iter().filter(|(_, cells)| cells.len() as f64 >= least) {
            cells.sort_by_key(|cell| cell.row.line);
            let times = 10_i64.pow(power.unsigned_abs());
            let ratio = if power > 0 { format!("{times} times") } else { format!("one part in {times} of") };
            let number = match cells.len() {
                1 => "one value is".to_owned(),
                number => format!("{number} values are"),
            };
            findings.push(rule.found(
                key.subject(context.contract(key.measure)),
                cells.iter().map(Cell::place).collect(),
                format!("{}: {number} about {ratio} what the force has otherwise", context.of(&key)),
                "look for a digit too many or too few, or for counts in tens or hundreds; give whole counts",
            ));
        }
    }
    findings
}

/// The power of ten by which a value lies off the median of the others, where it does. The values are sorted and hold it.
fn power(value: i64, sorted: &[i64], rule: &Rule) -> Option<i32> {
    let others = sorted.len().saturating_sub(1);
    if value <= 0 || (others as f64) < rule.threshold("least_others") {
        return None;
    }
    let itself = sorted.partition_point(|other| *other < value);
    let middle = others / 2;
    let median = *sorted.get(if middle < itself { middle } else { middle + 1 })?;
    if median <= 0 || (value.max(median) as f64) < rule.threshold("least_count") {
        return None;
    }
    // Poisson counts have standard deviation ½ on this scale.
    if (root(value as f64) - root(median as f64)).abs() < 0.5 * rule.threshold("deviates") {
        return None;
    }
    let exponent = libm::log10(value as f64 / median as f64);
    let nearest = libm::round(exponent);
    let is_power = (1.0..=3.0).contains(&nearest.abs()) && (exponent - nearest).abs() <= rule.threshold("tolerance");
    is_power.then_some(nearest as i32)
}
