use super::suspects::{Pair, found, pairs};
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "suspects-without-offences",
    family: Family::Arithmetic,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::OfSuspects,
    tells_a_count: true,
    thresholds: &[],
    catches: "suspects in a year without offences",
    guide: Guide {
        why: "suspects are of the offences of the same year.",
        method: "Offences = 0 and suspects > 0; suspects are the sum of any whole breakdown.",
        remedy: "Ask whether another year's were counted.",
        false_alarms: "Suspects counted when charged, offences when recorded.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let remedy = "suspects are of the offences of the same year; ask the force whether it counted another year's";
    let wrong = pairs(context, rule).into_iter().filter(|pair| pair.offences.0 == 0 && pair.suspects.0 > 0);
    let what = |pair: &Pair<'_>| format!("{} suspects, and no offences", pair.suspects.0);
    wrong.map(|pair| found(context, rule, &pair, what(&pair), remedy)).collect()
}
