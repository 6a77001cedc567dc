use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "public-series-jump",
    family: Family::Public,
    severity: Severity::Warning,
    scope: Scope::Forces,
    measures: Measures::Public,
    tells_a_count: false,
    thresholds: &[Threshold::LEAST_RATIO],
    catches: "a period of a series of others far from the periods beside it",
    guide: Guide {
        why: "what others count is quoted as it stands, and nothing in the chapter would contradict it.",
        method: "The count is more than `least_ratio` times, or less than that part of, the count of each period beside it.",
        remedy: "Look at the publisher's table; say in the note of the series what changed.",
        false_alarms: "A collection that has just begun can grow as fast.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let limit = rule.threshold("least_ratio");
    let mut findings = Vec::new();
    for series in context.given.public.series {
        let counted: Vec<_> = series.counted().collect();
        for (at, (period, count)) in counted.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| counted.get(at));
            let beside: Vec<f64> =
                [before, counted.get(at + 1)].into_iter().flatten().map(|(_, other)| (*other).max(1) as f64).collect();
            let count_of = (*count).max(1) as f64;
            let far = beside.iter().all(|other| count_of / other > limit)
                || beside.iter().all(|other| other / count_of > limit);
            if beside.is_empty() || !far {
                continue;
            }
            let subject =
                Subject { contract: series.contract.clone(), period: period.to_string(), ..Subject::default() };
            let places = series.places.get(period).cloned().into_iter().collect();
            let what = format!("`{}` of {period}: {count} is far from the periods beside it", series.id);
            findings.push(rule.found(subject, places, what, "look at the publisher's table"));
        }
    }
    findings
}
