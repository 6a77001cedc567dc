//! A funnel with additive variance between forces, winsorised at a tenth ([`crate::statistics::overdispersion`], after
//! Spiegelhalter 2005).

use super::{expected, groups};
use crate::contract::checks::prelude::*;
use crate::contract::checks::wording::decimal;
use crate::statistics::overdispersion::{Transform, Trim, dispersion};

pub(super) const CHECK: Check = Check {
    id: "rate-outside-funnel",
    family: Family::Space,
    severity: Severity::Warning,
    scope: Scope::Forces,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[Threshold::DEVIATES, Threshold::LEAST_FORCES, Threshold::LEAST_RATIO],
    catches: "a rate per child far outside the funnel of the forces under the same definition",
    guide: Guide {
        why: "another unit, period or definition than stated; or a true difference.",
        method: "As `suspects-per-offence`, with the child population as denominator (the last estimate for a year \
                 without one); outside z = `deviates` and by `least_ratio`; at least `least_forces` forces; forces \
                 under the edition's least number of children left out.",
        remedy: "Compare unit, period and definition.",
        false_alarms: "437 in 200, two an edition: forces that truly differ by a factor. Accept them with the reason.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let least = context.given.edition.limits.minimum_rate_children;
    let last = context.given.population.last_year();
    let groups = groups(context, rule, |key| {
        // The last estimate stands in for a year without one: a check compares forces, and publishes nothing.
        let year = last.map_or(key.year.mid_year(), |last| last.min(key.year.mid_year()));
        context.given.population.of(key.force, year).filter(|children| *children >= least).map(|of| (of, None))
    });
    let mut findings = Vec::new();
    for group in groups.values().filter(|group| group.len() as f64 >= rule.threshold("least_forces")) {
        let expected = expected(group);
        let observed: Vec<f64> = group.iter().map(|one| one.count as f64).collect();
        let Ok(dispersion) = dispersion(&observed, &expected, Transform::SquareRoot, Trim::Winsorise(0.1)) else {
            continue;
        };
        for (one, expected) in group.iter().zip(&expected) {
            let Ok(limits) = dispersion.additive_limits(*expected, rule.threshold("deviates")) else { continue };
            let ratio = one.count as f64 / expected;
            if limits.contains(ratio) || ratio.max(1.0 / ratio) < rule.threshold("least_ratio") {
                continue;
            }
            let what = format!(
                "{}: {} where the rate of the forces under the same definition would give {}",
                context.of(&one.key),
                one.count,
                decimal(*expected)
            );
            let remedy = "forces differ, and this one differs more than their spread explains: compare unit, period and definition";
            let subject = one.key.subject(context.contract(one.key.measure));
            findings.push(rule.found(subject, vec![one.cell.place()], what, remedy));
        }
    }
    findings
}
