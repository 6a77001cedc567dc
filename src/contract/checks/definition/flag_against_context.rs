use super::class::{BesideClass, with_class};
use crate::contract::checks::level::root;
use crate::contract::checks::prelude::*;
use crate::definition::Relation;

pub(super) const CHECK: Check = Check {
    id: "flag-against-context",
    family: Family::Definition,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::WithClass,
    tells_a_count: true,
    thresholds: &[Threshold::DEVIATES, Threshold::LEAST_RATIO],
    catches: "a count by flag far from the class that most of the same crimes fall into",
    guide: Guide {
        why: "one of the two was not set: a flag near zero beside a high class says how the flag is used.",
        method: "The definition overlaps with that of the class (`definition-against-class` takes the relations that \
                 bind); counts more than `deviates` × √½ apart on the square-root scale and by `least_ratio`.",
        remedy: "Ask whether the flag is set on every such crime.",
        false_alarms: "0 in the synthetic returns; a force whose flagged crimes are mostly of groups that COCAD does \
                       not record.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for BesideClass { key, of, class, definition, count, whole, in_class, cell } in with_class(context, rule) {
        // Other relations bind the two counts exactly, and `definition-against-class` holds them to it.
        if context.given.definitions.relation(definition, &class.definition) != Relation::Overlapping {
            continue;
        }
        let (low, high) = (count.min(in_class) as f64, count.max(in_class) as f64);
        // The difference of two Poisson counts on the square-root scale has standard deviation √½.
        let deviates = (root(high) - root(low)) / libm::sqrt(0.5);
        if deviates <= rule.threshold("deviates") || (high + 1.0) / (low + 1.0) < rule.threshold("least_ratio") {
            continue;
        }
        let what = format!(
            "{}: {count} under `{definition}`, and {in_class} in the class `{}` of `{}`, which holds most of the same crimes",
            context.of(&key),
            class.category,
            of.id
        );
        let remedy = "ask whether the flag is set on every such crime, and the class on every flagged one";
        let subject = key.subject(context.contract(key.measure));
        findings.push(rule.found(subject, vec![whole.place(), cell.place()], what, remedy));
    }
    findings
}
