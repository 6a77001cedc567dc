use super::victims::found;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "victims-none",
    family: Family::Arithmetic,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::OfVictims,
    tells_a_count: true,
    thresholds: &[],
    catches: "offences, and no victim of them",
    guide: Guide {
        why: "more often a measure that was not counted than crimes without a victim.",
        method: "Victims = 0 and offences > 0.",
        remedy: "Give the victims, or [x].",
        false_alarms: "Crimes against the state that name no victim.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let remedy = "give the victims, with [x] where they were not counted: 0 says that there were none";
    found(context, rule, (|victims, crimes| victims == 0 && crimes > 0, remedy))
}
