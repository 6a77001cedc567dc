//! A force against its own history: quarters and years far beyond its control limits, steps without a break.
//!
//! Statistics: median XmR limits on the square-root scale ([`super::level`]), best split by least squares
//! ([`crate::statistics::change_point`]).

use super::level::{Level, root};
use super::wording::{decimal, period};
use super::{Check, Context, Family, Rule, Threshold};
use crate::contract::Finding;
use crate::statistics::change_point::mean_change;

const DEVIATES: Threshold = Threshold { name: "deviates", least: 2.0, most: 20.0 };
const LEAST_RATIO: Threshold = Threshold { name: "least_ratio", least: 1.0, most: 100.0 };
const LEAST_POINTS: Threshold = Threshold { name: "least_points", least: 4.0, most: 100.0 };

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "quarter-jump",
        family: Family::Time,
        catches: "a quarter far outside the control limits of the force's own series",
        thresholds: &[DEVIATES, LEAST_RATIO, LEAST_POINTS],
        run: quarter_jump,
    },
    Check {
        id: "year-jump",
        family: Family::Time,
        catches: "a year far from the force's other years under the same definition",
        thresholds: &[DEVIATES, LEAST_RATIO, Threshold { name: "least_years", least: 2.0, most: 50.0 }],
        run: year_jump,
    },
    Check {
        id: "step-without-break",
        family: Family::Time,
        catches: "a lasting change of level under one definition and without a break",
        thresholds: &[DEVIATES, LEAST_RATIO, LEAST_POINTS],
        run: step,
    },
    Check {
        id: "last-quarter-low",
        family: Family::Time,
        catches: "a last quarter so low that it is probably not complete",
        thresholds: &[DEVIATES, LEAST_RATIO, LEAST_POINTS],
        run: last_quarter,
    },
];

fn quarter_jump(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for segment in &context.segments {
        let Some(level) = Level::of(&segment.counts(), rule.threshold("least_points")) else { continue };
        for point in &segment.points {
            if !level.is_far(point.value, rule.threshold("deviates"), rule.threshold("least_ratio")) {
                continue;
            }
            let mut subject = point.key.subject(context.contract(point.key.measure));
            subject.period = period(point.key.year, point.cell.row.part);
            let what = format!(
                "{}: {} is {}, {} standard deviations from the force's own level of {}",
                context.of(&point.key),
                point.cell.row.part,
                point.value,
                decimal(level.deviates(point.value)),
                decimal(level.count())
            );
            let remedy =
                "ask the force what happened in the quarter: one large investigation, a change of recording, or a slip";
            findings.push(rule.found(subject, vec![point.cell.place()], what, remedy));
        }
    }
    findings
}

fn year_jump(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for segment in &context.segments {
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
            let key = super::book::Key { year: *year, ..first.key };
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

fn step(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for segment in &context.segments {
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
        subject.period = period(point.key.year, point.cell.row.part);
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

fn last_quarter(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let last_year = context.given.edition.returns.last;
    let mut findings = Vec::new();
    for segment in &context.segments {
        let Some((last, earlier)) = segment.points.split_last() else { continue };
        if last.key.year != last_year {
            continue;
        }
        let counts: Vec<i64> = earlier.iter().map(|point| point.value).collect();
        let Some(level) = Level::of(&counts, rule.threshold("least_points")) else { continue };
        let low = (last.value as f64) < level.count();
        if !(low && level.is_far(last.value, rule.threshold("deviates"), rule.threshold("least_ratio"))) {
            continue;
        }
        let mut subject = last.key.subject(context.contract(last.key.measure));
        subject.period = period(last.key.year, last.cell.row.part);
        let what = format!(
            "{}: {} is {}, and the quarters before it are about {}",
            context.of(&last.key),
            last.cell.row.part,
            last.value,
            decimal(level.count())
        );
        let remedy = "ask whether the quarter was complete when it was extracted; crimes are often entered late";
        findings.push(rule.found(subject, vec![last.cell.place()], what, remedy));
    }
    findings
}
