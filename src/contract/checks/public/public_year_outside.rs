use std::collections::BTreeMap;

use crate::contract::checks::prelude::*;
use crate::contract::{NationalOffence, role};
use crate::period::FinancialYear;

pub(super) const CHECK: Check = Check {
    id: "public-year-outside",
    family: Family::Public,
    severity: Severity::Warning,
    scope: Scope::Forces,
    measures: Measures::Public,
    tells_a_count: false,
    thresholds: &[
        Threshold::LEAST_RATIO,
        Threshold { name: "end_ratio", least: 1.0, most: 100.0 },
        Threshold { name: "least_count", least: 1.0, most: 1e6 },
    ],
    catches: "a national year of recorded crime far outside the years beside it",
    guide: Guide {
        why: "of most offences one file holds the national counts alone, and nothing else would show a digit too many.",
        method: "Counts for each quarter held. A year above or below both years beside it by more than `least_ratio`; the first and \
                 the last year, or beside one of fewer than `least_count` offences, by more than `end_ratio` against the nearer. The \
                 year or a year beside it has at least `least_count`.",
        remedy: "Look at the publisher's table; if it stands there, look for a new law or counting rule.",
        false_alarms: "None in the real series of fourteen years and fifteen offences.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut courses: BTreeMap<&str, BTreeMap<FinancialYear, &NationalOffence>> = BTreeMap::new();
    for row in context.given.public.national {
        courses.entry(&row.offence).or_default().insert(row.year, row);
    }
    let mut findings = Vec::new();
    for course in courses.values() {
        for (year, row) in course {
            let beside = [year.back(1), year.back(-1)].into_iter().filter_map(|year| course.get(&year));
            let beside: Vec<f64> = beside.map(|row| a_quarter(row)).collect();
            let count = a_quarter(row);
            // A ratio of counts of nothing is none.
            let ratio = |other: &f64| (count + 0.5) / (other + 0.5);
            let ratios: Vec<f64> = beside.iter().map(ratio).collect();
            let outside = match (ratios.iter().all(|ratio| *ratio > 1.0), ratios.iter().all(|ratio| *ratio < 1.0)) {
                (true, false) => ratios.iter().copied().fold(f64::INFINITY, f64::min),
                (false, true) => 1.0 / ratios.iter().copied().fold(0.0, f64::max),
                _ => continue,
            };
            let least = rule.threshold("least_count") / 4.0;
            let many = beside.iter().all(|other| *other >= least);
            let limit = rule.threshold(if beside.len() == 2 && many { "least_ratio" } else { "end_ratio" });
            let known = count >= least || beside.iter().any(|other| *other >= least);
            let small = beside.iter().any(|other| *other < least) && count < least * 2.0;
            if outside <= limit || !known || small {
                continue;
            }
            let subject = Subject {
                contract: role::RECORDED_NATIONAL.to_owned(),
                period: year.to_string(),
                category: row.offence.clone(),
                ..Subject::default()
            };
            let what =
                format!("offence {} in {year}: {} is far outside the years beside it", row.offence, row.offences);
            let remedy = "look at the publisher's table; if it stands there, look for a new law or counting rule";
            findings.push(rule.found(subject, vec![row.place.clone()], what, remedy));
        }
    }
    findings
}

/// Offences for each quarter held.
fn a_quarter(row: &NationalOffence) -> f64 {
    row.offences as f64 / row.quarters.max(1) as f64
}
