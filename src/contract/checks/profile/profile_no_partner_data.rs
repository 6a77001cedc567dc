use super::{found, held};
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "profile-no-partner-data",
    family: Family::Profile,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Profiles,
    tells_a_count: false,
    thresholds: &[],
    catches: "a profile to which no partner gave data",
    guide: Guide {
        why: "police data alone see a part; more than half of forces leave partners out.",
        method: "No agency answered yes.",
        remedy: "Ask which were asked.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let without = held(context).filter(|profile| !profile.partner_data);
    let what = "no partner agency gave data to the profile";
    let remedy =
        "ask which of health, children's services, schools and others were asked; police data alone see a part";
    without.map(|profile| found(context, rule, profile, "health", what, remedy)).collect()
}
