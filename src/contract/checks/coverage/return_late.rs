use super::absent;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "return-late",
    family: Family::Coverage,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Due,
    tells_a_count: false,
    thresholds: &[],
    catches: "a force without any row for the last year, that returned the year before",
    guide: Guide {
        why: "until it is in, the force is in the national range with everything it can have.",
        method: "The grid of forces, years of the edition and measures.",
        remedy: "Remind the force.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    absent(context, rule, true)
}
