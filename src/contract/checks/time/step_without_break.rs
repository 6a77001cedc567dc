use crate::contract::checks::level::{Level, root};
use crate::contract::checks::prelude::*;
use crate::contract::checks::wording::decimal;
use crate::statistics::change_point::mean_change;

pub(super) const CHECK: Check = Check {
    id: "step-without-break",
    family: Family::Time,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[Threshold::DEVIATES, Threshold::LEAST_RATIO, Threshold::LEAST_POINTS],
    catches: "a lasting change of level under one definition and without a break",
    guide: Guide {
        why: "recording changed, and nobody said so: the trend is not one.",
        method: "Best split by least squares on the square-root scale (`src/statistics/change_point.rs`), at least \
                 `least_points` quarters on each side, means more than `deviates` σ √(1/n₁ + 1/n₂) and by \
                 `least_ratio` apart.",
        remedy: "Ask whether it counts another way since; then the definition or a break must say so.",
        false_alarms: "8 in 200. A true rise by half is one.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for segment in context.segments(rule) {
        let counts = segment.counts();
        let Some(level) = Level::of(&counts, 2.0 * rule.threshold("least_points")) else { continue };
        let roots: Vec<f64> = counts.iter().map(|count| root(*count as f64)).collect();
        let Ok(Some(change)) = mean_change(&roots) else { continue };
        let (before, after) = (change.before as f64, (counts.len() - change.before) as f64);
        if before.min(after) < rule.threshold("least_points") {
            continue;
        }
        let error = level.sigma * libm::sqrt(1.0 / before + 1.0 / after);
        let (low, high) = counts.split_at(change.before);
        let mean = |counts: &[i64]| counts.iter().sum::<i64>() as f64 / counts.len() as f64;
        let (earlier, later) = (mean(low), mean(high));
        let ratio = ((earlier + 1.0) / (later + 1.0)).max((later + 1.0) / (earlier + 1.0));
        let far = (change.mean_after - change.mean_before).abs() > rule.threshold("deviates") * error;
        let Some(point) = segment.points.get(change.before).filter(|_| far && ratio >= rule.threshold("least_ratio"))
        else {
            continue;
        };
        let mut subject = point.key.subject(context.contract(point.key.measure));
        subject.period = point.cell.row.part.of(point.key.year);
        let what = format!(
            "{}: from {} on a quarter has {} on average, before it had {}, under one definition",
            context.of(&point.key),
            point.cell.row.part,
            decimal(later),
            decimal(earlier)
        );
        let remedy = "ask the force whether it counts another way since; then the definition or a break of the edition must say so";
        findings.push(rule.found(subject, vec![point.cell.place()], what, remedy));
    }
    findings
}
