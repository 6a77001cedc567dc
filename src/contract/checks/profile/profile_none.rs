use crate::contract::Subject;
use crate::contract::checks::prelude::*;
use crate::fault::Place;

pub(super) const CHECK: Check = Check {
    id: "profile-none",
    family: Family::Profile,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Profiles,
    tells_a_count: false,
    thresholds: &[],
    catches: "a territorial force without a profile of child sexual exploitation",
    guide: Guide {
        why: "Recommendation 2 of the inspection of December 2023.",
        method: "No row, or none of class `cse` or `group_based`.",
        remedy: "Ask for it.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let (profiles, path) = context.given.profiles;
    let due = context.given.forces.iter().filter(|force| force.territorial);
    let missing = due.filter_map(|force| {
        let row = profiles.iter().find(|profile| profile.force == force.code);
        if row.is_some_and(|profile| profile.exploitation) {
            return None;
        }
        let what = format!("{}: there is no problem profile of child sexual exploitation", force.short_name);
        let place = row.map_or_else(|| Place::file(path), |profile| profile.place.column("profile_class"));
        let subject =
            Subject { contract: "problem-profiles".to_owned(), force: force.code.clone(), ..Subject::default() };
        let remedy = "ask the force for its profile, and for the day one will be signed off";
        Some(rule.found(subject, vec![place], what, remedy))
    });
    missing.collect()
}
