//! A funnel that allows for the differences between forces ([`crate::statistics::overdispersion`], after Spiegelhalter 2005).

use std::collections::BTreeMap;

use super::suspects::{Pair, found, pairs};
use crate::contract::checks::prelude::*;
use crate::period::FinancialYear;
use crate::statistics::overdispersion::{Transform, Trim, dispersion};

pub(super) const CHECK: Check = Check {
    id: "suspects-per-offence",
    family: Family::Arithmetic,
    severity: Severity::Warning,
    scope: Scope::Forces,
    measures: Measures::OfSuspects,
    tells_a_count: true,
    thresholds: &[Threshold::DEVIATES, Threshold::LEAST_RATIO],
    catches: "far more or far fewer suspects to an offence than in other forces",
    guide: Guide {
        why: "one of the two counts is of another unit, year or size.",
        method: "Ratio of suspects to those expected at the ratio of all forces together, against funnel limits with \
                 the additive variance τ² between forces, z-scores winsorised at a tenth (Spiegelhalter 2005; \
                 `src/statistics/overdispersion.rs`): outside √1 ± z √(s² + τ²) with z = `deviates`, and a ratio of \
                 at least `least_ratio`.",
        remedy: "Compare both counts with the records.",
        false_alarms: "0 in 200 clean editions; one very large network would be one.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut groups: BTreeMap<(&str, FinancialYear), Vec<Pair<'_>>> = BTreeMap::new();
    for pair in pairs(context, rule).into_iter().filter(|pair| pair.offences.0 > 0) {
        groups.entry((pair.key.measure, pair.key.year)).or_default().push(pair);
    }
    let mut findings = Vec::new();
    for pairs in groups.values() {
        let suspects: i64 = pairs.iter().map(|pair| pair.suspects.0).sum();
        let offences: i64 = pairs.iter().map(|pair| pair.offences.0).sum();
        let observed: Vec<f64> = pairs.iter().map(|pair| pair.suspects.0 as f64).collect();
        let ratio = suspects as f64 / offences as f64;
        let expected: Vec<f64> = pairs.iter().map(|pair| pair.offences.0 as f64 * ratio).collect();
        let Ok(dispersion) = dispersion(&observed, &expected, Transform::SquareRoot, Trim::Winsorise(0.1)) else {
            continue;
        };
        for (pair, (observed, expected)) in pairs.iter().zip(observed.iter().zip(&expected)) {
            let Ok(limits) = dispersion.additive_limits(*expected, rule.threshold("deviates")) else { continue };
            let far = (observed / expected).max(expected / observed) >= rule.threshold("least_ratio");
            if far && !limits.contains(observed / expected) {
                let what = format!(
                    "{} suspects of {} offences; in all forces together there are {ratio:.1} to an offence",
                    pair.suspects.0, pair.offences.0
                );
                let remedy = "compare both counts with the force's records; one of them may be of another year or unit";
                findings.push(found(context, rule, pair, what, remedy));
            }
        }
    }
    findings
}
