use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "quarters-cumulated",
    family: Family::Entry,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[Threshold { name: "log_likelihood", least: 2.0, most: 1_000.0 }, Threshold::LEAST_POINTS],
    catches: "quarters that each hold those before them",
    guide: Guide {
        why: "counted from the start of the year, quarters add up to far more than the year; where the year is their \
              sum, nothing in the return contradicts it.",
        method: "Four quarters that never fall. Log ratio of two Poisson likelihoods at the mean of the force's other \
                 quarters (at least `least_points`, no break between): that of the differences from quarter to \
                 quarter over that of the quarters; at least `log_likelihood`.",
        remedy: "Give each quarter by itself.",
        false_alarms: "7 in 200.",
    },
    run,
};

/// Four quarters that never fall, and whose differences fit the mean of the force's other quarters far better than they do:
/// the log of the ratio of the two Poisson likelihoods.
fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for segment in context.segments(rule) {
        for year in segment.points.chunk_by(|one, two| one.key == two.key).filter(|year| year.len() == 4) {
            let counts: Vec<i64> = year.iter().map(|point| point.value).collect();
            let steps: Vec<i64> = counts.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).collect();
            let others: Vec<i64> =
                segment.points.iter().filter(|point| point.key != year[0].key).map(|point| point.value).collect();
            if counts[0] < 0
                || steps.iter().any(|step| *step < 0)
                || (others.len() as f64) < rule.threshold("least_points")
            {
                continue;
            }
            let mean = others.iter().map(|count| *count as f64).sum::<f64>() / others.len() as f64;
            let pairs = counts.iter().skip(1).zip(&steps);
            let gain: f64 = pairs.map(|(count, step)| log_likelihood(*step, mean) - log_likelihood(*count, mean)).sum();
            if mean <= 0.0 || gain < rule.threshold("log_likelihood") {
                continue;
            }
            let key = &year[0].key;
            findings.push(rule.found(
                key.subject(context.contract(key.measure)),
                year.iter().map(|point| point.cell.place()).collect(),
                format!("{}: each quarter looks as if it held those before it", context.of(key)),
                "ask whether the quarters were counted from the start of the year; give each quarter by itself",
            ));
        }
    }
    findings
}

/// Log of the Poisson probability of a count.
fn log_likelihood(count: i64, mean: f64) -> f64 {
    let count = count as f64;
    count * libm::log(mean) - mean - libm::lgamma(count + 1.0)
}
