//! The exact conditional test of two rates ([`crate::statistics::comparison`]).

use std::collections::BTreeMap;

use super::suspects::{Pair, found, pairs};
use crate::contract::checks::prelude::*;
use crate::statistics::comparison::{Exposed, exact_ratio_probability};

pub(super) const CHECK: Check = Check {
    id: "suspects-jump",
    family: Family::Arithmetic,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::OfSuspects,
    tells_a_count: true,
    thresholds: &[
        Threshold { name: "probability", least: 1.0e-15, most: 0.05 },
        Threshold::LEAST_RATIO,
        Threshold::LEAST_YEARS,
    ],
    catches: "far more or far fewer suspects to an offence than in the force's other years",
    guide: Guide {
        why: "suspects of another year, or one of the two counts doubled or halved, agree in their own sums; \
              `suspects-per-offence` sees only what is far from all forces.",
        method: "Exact conditional test of two rates (`src/statistics/comparison.rs`), offences as exposure, against \
                 the force's other years under the same definition, at least `least_years` of them: p < \
                 `probability`, and a ratio of at least `least_ratio`.",
        remedy: "Compare both counts with the records.",
        false_alarms: "1 in 200 clean editions, in which suspects are drawn offence by offence; real ones come by the \
                       network, and a year with one very large network would be one.",
    },
    run,
};

/// The suspects to an offence of a year against those of the force's other years under the same definition: the exact
/// conditional test of two rates.
fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut courses: BTreeMap<(&str, &str, &str), Vec<Pair<'_>>> = BTreeMap::new();
    for pair in pairs(context, rule).into_iter().filter(|pair| pair.offences.0 > 0) {
        let course = (pair.key.measure, pair.key.force, pair.offences.1.row.definition.as_str());
        courses.entry(course).or_default().push(pair);
    }
    let mut findings = Vec::new();
    for pairs in courses.values().filter(|pairs| pairs.len() as f64 > rule.threshold("least_years")) {
        let sum = |of: fn(&Pair<'_>) -> i64| pairs.iter().fold(0_i64, |sum, pair| sum.saturating_add(of(pair)));
        let (suspects, offences) = (sum(|pair| pair.suspects.0), sum(|pair| pair.offences.0));
        for pair in pairs {
            let now = Exposed { count: pair.suspects.0, exposure: pair.offences.0 as f64 };
            let others = (suspects.saturating_sub(pair.suspects.0), offences.saturating_sub(pair.offences.0));
            let then = Exposed { count: others.0, exposure: others.1 as f64 };
            // One is added to each count, so that the ratio to nothing is a number.
            let (rate, usual) = ((now.count + 1) as f64 / now.exposure, (then.count + 1) as f64 / then.exposure);
            let far = (rate / usual).max(usual / rate) >= rule.threshold("least_ratio");
            if far && exact_ratio_probability(now, then).is_ok_and(|p| p < rule.threshold("probability")) {
                let what = format!(
                    "{} suspects of {} offences; in the force's other years there are {:.1} to an offence",
                    pair.suspects.0,
                    pair.offences.0,
                    others.0 as f64 / others.1 as f64
                );
                let remedy = "compare both counts with the force's records; one of them may be of another year";
                findings.push(found(context, rule, pair, what, remedy));
            }
        }
    }
    findings
}
