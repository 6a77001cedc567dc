use std::collections::BTreeMap;

use super::class::{BesideClass, with_class};
use crate::contract::checks::prelude::*;
use crate::contract::checks::wording::decimal;
use crate::definition::Relation;
use crate::period::FinancialYear;
use crate::statistics::special::poisson_tails;

pub(super) const CHECK: Check = Check {
    id: "definition-equals-class",
    family: Family::Definition,
    severity: Severity::Warning,
    scope: Scope::Forces,
    measures: Measures::WithClass,
    tells_a_count: true,
    thresholds: &[Threshold { name: "probability", least: 1.0e-12, most: 0.05 }, Threshold::LEAST_FORCES],
    catches: "a count under a wider definition that is the count of the class, though other forces count more \
              than theirs",
    guide: Guide {
        why: "the class was given in place of a count under the definition, or the definition is only a label.",
        method: "Definition broader than that of the class (`data/definitions`). What it adds is, over the other \
                 forces under it (at least `least_forces`), a share of their classes; e^(−that share of the force's \
                 class) < `probability`.",
        remedy: "Ask whether the class was given in place of a count under the definition.",
        false_alarms: "3 in 200: small forces, whose class may be all there is, are mostly under the threshold.",
    },
    run,
};

/// What a wider definition adds to the class is, over the forces, a share of it. A force whose every quarter adds nothing
/// probably gave the class: the probability that a Poisson count of what is to be expected is zero.
fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut groups: BTreeMap<(&str, FinancialYear, &str), Vec<BesideClass<'_>>> = BTreeMap::new();
    for one in with_class(context, rule) {
        if context.given.definitions.relation(one.definition, &one.class.definition) == Relation::Broader {
            groups.entry((one.key.measure, one.key.year, one.definition)).or_default().push(one);
        }
    }
    let mut findings = Vec::new();
    for ((_, _, definition), group) in &groups {
        for one in group.iter().filter(|one| one.count == one.in_class) {
            // The force itself says nothing of what the others add.
            let others = group.iter().filter(|other| other.key.force != one.key.force);
            let forces = others.clone().count();
            let (count, in_class) = others.fold((0_i64, 0_i64), |(count, in_class), other| {
                (count.saturating_add(other.count), in_class.saturating_add(other.in_class))
            });
            if (forces as f64) < rule.threshold("least_forces") || in_class <= 0 {
                continue;
            }
            let added = one.in_class as f64 * (count.saturating_sub(in_class) as f64 / in_class as f64);
            if added <= 0.0 || poisson_tails(0, added).lower >= rule.threshold("probability") {
                continue;
            }
            let what = format!(
                "{}: {} under `{definition}`, as in the class, to which the other forces under it add about {}",
                context.of(&one.key),
                one.count,
                decimal(added)
            );
            let remedy = "ask whether the class was given in place of a count under the definition";
            let subject = one.key.subject(context.contract(one.key.measure));
            findings.push(rule.found(subject, vec![one.whole.place(), one.cell.place()], what, remedy));
        }
    }
    findings
}
