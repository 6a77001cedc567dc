use super::class::{BesideClass, with_class};
use crate::contract::checks::prelude::*;
use crate::definition::Relation;

pub(super) const CHECK: Check = Check {
    id: "definition-against-class",
    family: Family::Definition,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::WithClass,
    tells_a_count: true,
    thresholds: &[],
    catches: "a count that cannot be under its definition, given the class of another measure that holds the same \
              crimes",
    guide: Guide {
        why: "the definition was applied inconsistently: the class of COCAD holds the same crimes.",
        method: "The relation of the definition to that of the class (`data/definitions`) binds the two counts: same \
                 =, narrower ≤, broader ≥; overlapping binds nothing.",
        remedy: "Ask whether the definition was applied as written.",
        false_alarms: "Crimes moved between the two extractions. Definitions that overlap, such as the flag, bind \
                       nothing exactly: `flag-against-context` looks at those.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for BesideClass { key, of, class, definition, count, whole, in_class, cell } in with_class(context, rule) {
        let wrong = match context.given.definitions.relation(definition, &class.definition) {
            Relation::Same if count != in_class => "the two count the same",
            Relation::Narrower if count > in_class => "the first counts only a part of the second",
            Relation::Broader if count < in_class => "the first counts all of the second and more",
            _ => continue,
        };
        let what = format!(
            "{}: {count} under `{definition}`, and {in_class} in the class `{}` of `{}`; {wrong}",
            context.of(&key),
            class.category,
            of.id
        );
        let remedy = "ask whether the definition was applied as written, and whether the class was set alike";
        let subject = key.subject(context.contract(key.measure));
        findings.push(rule.found(subject, vec![whole.place(), cell.place()], what, remedy));
    }
    findings
}
