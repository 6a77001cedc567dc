use super::victims::found;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "victims-above-offences",
    family: Family::Arithmetic,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::OfVictims,
    tells_a_count: true,
    thresholds: &[],
    catches: "more victims than offences, each of which is recorded for one victim",
    guide: Guide {
        why: "a sexual offence is recorded for each victim (Home Office Counting Rules), so there are at most as many \
              victims as crimes.",
        method: "Victims of the year > offences of the year, both whole.",
        remedy: "Ask whether victims of other years or crimes were counted.",
        false_alarms: "Victims of crimes that were recorded in an earlier year.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let remedy =
        "one crime is recorded for each victim: ask whether victims of other years or of other crimes were counted";
    found(context, rule, (|victims, crimes| victims > crimes, remedy))
}
