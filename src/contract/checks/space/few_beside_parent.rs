use super::{expected, groups};
use crate::contract::checks::prelude::*;
use crate::contract::checks::wording::decimal;
use crate::statistics::special::poisson_tails;

pub(super) const CHECK: Check = Check {
    id: "few-beside-parent",
    family: Family::Space,
    severity: Severity::Warning,
    scope: Scope::Forces,
    measures: Measures::WithParent,
    tells_a_count: true,
    thresholds: &[
        Threshold { name: "percent_of_expected", least: 0.0, most: 100.0 },
        Threshold { name: "probability", least: 1.0e-12, most: 0.05 },
        Threshold::LEAST_FORCES,
    ],
    catches: "next to no group-based crimes beside a high count of all crimes of the kind",
    guide: Guide {
        why: "the flag is not set, and the count says how it is used, not what happened.",
        method: "Count at most `percent_of_expected` of that expected at the share of the forces under the same \
                 definition, and Poisson tail < `probability`; at least `least_forces` forces.",
        remedy: "Ask whether flag and group marker are set.",
        false_alarms: "9 in 200.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let groups = groups(context, rule, |key| {
        let parent = context.given.measures.get(key.measure)?.part_of.as_deref()?;
        let (of, cell) = context.book.get(parent, key.force, key.year)?.whole()?;
        Some((of, Some(cell)))
    });
    let mut findings = Vec::new();
    for group in groups.values().filter(|group| group.len() as f64 >= rule.threshold("least_forces")) {
        for (one, expected) in group.iter().zip(expected(group)) {
            let few = one.count as f64 <= expected * rule.threshold("percent_of_expected") / 100.0;
            if !few || expected <= 0.0 || poisson_tails(one.count, expected).lower >= rule.threshold("probability") {
                continue;
            }
            let what = format!(
                "{}: {} beside {} crimes of all kinds; as in the other forces it would be about {}",
                context.of(&one.key),
                one.count,
                one.of,
                decimal(expected)
            );
            let remedy =
                "ask whether the flag or the group marker is set at all; a count near zero is more often a gap";
            let subject = one.key.subject(context.contract(one.key.measure));
            let places = std::iter::once(one.cell).chain(one.parent).map(|cell| cell.place()).collect();
            findings.push(rule.found(subject, places, what, remedy));
        }
    }
    findings
}
