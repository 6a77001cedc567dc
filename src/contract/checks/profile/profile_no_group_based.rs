use super::{found, held};
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "profile-no-group-based",
    family: Family::Profile,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Profiles,
    tells_a_count: false,
    thresholds: &[],
    catches: "a profile without a part on group-based exploitation",
    guide: Guide {
        why: "the number of networks is then not known, which is not none.",
        method: "Class `cse`.",
        remedy: "Ask the force to assess its networks.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let without = held(context).filter(|profile| !profile.group_based);
    let what = "the profile has no part on group-based exploitation";
    let remedy = "ask the force to assess its networks; their number is not known, which is not the same as none";
    without.map(|profile| found(context, rule, profile, "profile_class", what, remedy)).collect()
}
