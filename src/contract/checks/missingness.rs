//! The share of a breakdown that is not recorded, by force and variable.

use super::{Check, Context, Family, Rule, Threshold};
use crate::contract::{Finding, Severity};
use crate::fault::Place;

pub(super) const CHECKS: &[Check] = &[Check {
    id: "not-recorded-share",
    family: Family::Missingness,
    catches: "a variable of which a large share is not recorded",
    thresholds: &[Threshold { name: "least_count", least: 1.0, most: 1_000_000.0 }],
    run,
}];

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let least = rule.threshold("least_count");
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        let Some(measure) = context.given.settings.measure(key.measure) else { continue };
        for breakdown in &measure.breakdowns {
            let Some(cells) = block.breakdowns.get(breakdown.dimension.as_str()) else { continue };
            let sum = cells.iter().try_fold(0_i64, |sum, cell| sum.checked_add(cell.row.value?));
            let missing = block.category(&breakdown.dimension, &breakdown.missing);
            let (Some(sum), Some(missing)) = (sum, missing) else { continue };
            let Some(count) = missing.row.value.filter(|_| sum > 0 && sum as f64 >= least) else { continue };
            let percent = 100.0 * (count as f64 / sum as f64);
            let severity = if percent >= breakdown.warning_percent {
                rule.severity.max(Severity::Warning)
            } else if percent >= breakdown.note_percent {
                rule.severity
            } else {
                continue;
            };
            let mut subject = key.subject(&measure.contract);
            subject.dimension.clone_from(&breakdown.dimension);
            subject.category.clone_from(&breakdown.missing);
            let places: Vec<Place> = vec![missing.place()];
            let what = format!(
                "{}: {count} of {sum}, {percent:.0} percent, are `{}` in `{}`",
                context.of(key),
                breakdown.missing,
                breakdown.dimension
            );
            let remedy =
                "ask whether the records hold it and the return does not; the chapter shows the range this leaves";
            findings.push(rule.found_as(severity, subject, places, what, remedy));
        }
    }
    findings
}
