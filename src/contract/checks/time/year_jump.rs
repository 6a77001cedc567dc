use crate::contract::checks::book::Key;
use crate::contract::checks::level::Level;
use crate::contract::checks::prelude::*;
use crate::contract::checks::wording::decimal;

pub(super) const CHECK: Check = Check {
    id: "year-jump",
    family: Family::Time,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[Threshold::DEVIATES, Threshold::LEAST_RATIO, Threshold::LEAST_YEARS],
    catches: "a year far from the force's other years under the same definition",
    guide: Guide {
        why: "a slip in all quarters alike stays within the limits of a quarter.",
        method: "√ of the year against √ of the mean of the other years, σ of the quarters × √(1 + 1/n); more than \
                 `deviates` σ and by `least_ratio`; at least `least_years` others.",
        remedy: "Ask what changed.",
        false_alarms: "37 in 200; true growth over five years comes near it.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for segment in context.segments(rule) {
        let Some(first) = segment.points.first() else { continue };
        let mut years: Vec<_> = segment.points.iter().map(|point| point.key.year).collect();
        years.dedup();
        let counts: Vec<_> = years
            .iter()
            .filter_map(|year| {
                let block = context.book.get(first.key.measure, first.key.force, *year)?;
                Some((*year, block.whole()?))
            })
            .collect();
        let sigma = Level::of(&segment.counts(), 2.0).map_or(0.0, |level| level.sigma);
        for (year, (count, cell)) in &counts {
            let others: Vec<f64> =
                counts.iter().filter(|(other, _)| other != year).map(|(_, (count, _))| *count as f64).collect();
            if (others.len() as f64) < rule.threshold("least_years") {
                continue;
            }
            let mean = others.iter().sum::<f64>() / others.len() as f64;
            // The mean of the others is itself uncertain.
            let level = Level::around(mean, sigma * libm::sqrt(1.0 + 1.0 / others.len() as f64));
            if !level.is_far(*count, rule.threshold("deviates"), rule.threshold("least_ratio")) {
                continue;
            }
            let key = Key { year: *year, ..first.key };
            let what = format!(
                "{}: the year is {count}, and the other years under the same definition have {} on average",
                context.of(&key),
                decimal(mean)
            );
            let remedy =
                "ask the force what changed; if it counts another way since, its definition or a break must say so";
            findings.push(rule.found(key.subject(context.contract(key.measure)), vec![cell.place()], what, remedy));
        }
    }
    findings
}
