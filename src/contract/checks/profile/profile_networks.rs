use super::found;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "profile-networks",
    family: Family::Profile,
    severity: Severity::Error,
    scope: Scope::Force,
    measures: Measures::Profiles,
    tells_a_count: false,
    thresholds: &[],
    catches: "more networks of three or more people than networks",
    guide: Guide {
        why: "a part above its whole; networks of three are organised crime groups, networks of two are enough here.",
        method: "Three or more > all.",
        remedy: "Ask which is wrong.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let wrong = context.given.profiles.0.iter().filter_map(|profile| {
        let (networks, of_three) = profile.networks.filter(|(networks, of_three)| of_three > networks)?;
        let what = format!("{of_three} networks have three or more people, and there are {networks} networks in all");
        let remedy = "networks of three or more are some of all; ask the force which number is wrong";
        Some(found(context, rule, profile, "suspected_networks_three_or_more", &what, remedy))
    });
    wrong.collect()
}
