use super::absent;
use crate::contract::checks::prelude::*;

pub(super) const CHECK: Check = Check {
    id: "return-missing",
    family: Family::Coverage,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Due,
    tells_a_count: false,
    thresholds: &[],
    catches: "a force without any row for a measure and year",
    guide: Guide {
        why: "the force is in the national range with everything it can have, for good.",
        method: "The grid, other years.",
        remedy: "Ask for it, or record why there will be none.",
        false_alarms: "Forces that did not count the measure then: findings stay, and can be accepted.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    absent(context, rule, false)
}
