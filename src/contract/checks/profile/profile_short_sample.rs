use super::{days, found, held};
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "profile-short-sample",
    family: Family::Profile,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Profiles,
    tells_a_count: false,
    thresholds: &[Threshold { name: "days", least: 1.0, most: 366.0 }],
    catches: "a profile that rests on a sample of a few months",
    guide: Guide {
        why: "seasons and small places are missed; inspections criticised a sample of three months.",
        method: "Sample, and at most `days` days covered.",
        remedy: "Ask for a year of all records.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let limit = rule.threshold("days");
    held(context)
        .filter_map(|profile| {
            let (start, end) = profile.covers().filter(|_| profile.sample)?;
            let covered = days(start, end)? + 1;
            ((0..=i64::MAX).contains(&covered) && covered as f64 <= limit).then(|| {
                let what = format!("the profile rests on a sample of {covered} days");
                let remedy =
                    "ask for a profile of all records of a year; a short sample misses seasons and small places";
                found(context, rule, profile, "sample", &what, remedy)
            })
        })
        .collect()
}
