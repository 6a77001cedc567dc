use super::found;
use crate::contract::NOT_BEFORE;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "profile-dates",
    family: Family::Profile,
    severity: Severity::Error,
    scope: Scope::Force,
    measures: Measures::Profiles,
    tells_a_count: false,
    thresholds: &[],
    catches: "dates of a profile that cannot be",
    guide: Guide {
        why: "the age rests on them.",
        method: "Signed off after the cut-off or before its period ended; period that ends before it starts.",
        remedy: "Look for exchanged dates.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let cut_off = context.given.edition.cut_off;
    let mut findings = Vec::new();
    for profile in context.given.profiles.0 {
        let mut refuse = |column: &str, what: &str| {
            let remedy = "look for exchanged or mistyped dates; the age of the profile rests on them";
            findings.push(found(context, rule, profile, column, what, remedy));
        };
        if profile.signed_off.is_some_and(|day| day > cut_off) {
            refuse("signed_off", "the profile was signed off after the cut-off");
        }
        for (column, earlier, what) in NOT_BEFORE {
            if profile.day(column).zip(profile.day(earlier)).is_some_and(|(day, earlier)| day < earlier) {
                refuse(column, what);
            }
        }
    }
    findings
}
