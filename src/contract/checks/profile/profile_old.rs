use super::{days, found, held};
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "profile-old",
    family: Family::Profile,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Profiles,
    tells_a_count: false,
    thresholds: &[],
    catches: "a profile signed off too long before the cut-off",
    guide: Guide {
        why: "due at least once a year.",
        method: "Days from sign-off to cut-off above the edition's limit (365).",
        remedy: "Ask for the date of the next.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let limit = context.given.edition.limits.profile_age_days;
    let cut_off = context.given.edition.cut_off;
    held(context)
        .filter_map(|profile| {
            let age = days(profile.signed_off?, cut_off).filter(|age| *age > limit)?;
            let what = format!("the profile was {age} days old at the cut-off, and {limit} are the most");
            let remedy = "ask for the date of the next one; profiles are due at least once a year";
            Some(found(context, rule, profile, "signed_off", &what, remedy))
        })
        .collect()
}
