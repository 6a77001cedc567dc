use crate::contract::checks::prelude::*;
use crate::definition::values::{Fewest, People};

pub(super) const CHECK: Check = Check {
    id: "group-of-one",
    family: Family::Definition,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::Every,
    tells_a_count: true,
    thresholds: &[],
    catches: "crimes with one suspect under a definition that asks for several on the record",
    guide: Guide {
        why: "the definition was not applied as it is written.",
        method: "`one` in the breakdown `suspect_count` above 0, under a definition of at least two people whose \
                 `people` are `recorded-suspects`. A definition that counts people identified or not may have one \
                 suspect on the record.",
        remedy: "Take them out, or name the right definition.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.blocks(rule) {
        for cell in block.category("suspect_count", "one").iter().filter(|cell| cell.row.value > Some(0)) {
            let Some(definition) = context.given.definitions.get(&cell.row.definition) else { continue };
            let several = matches!(definition.criteria.minimum_people, Fewest::Two | Fewest::Three | Fewest::Group);
            // A group may be known of which one member is; then one suspect on the record is no contradiction.
            if !several || definition.criteria.people != People::RecordedSuspects {
                continue;
            }
            let mut subject = key.subject(context.contract(key.measure));
            (subject.dimension, subject.category) = (cell.row.dimension.clone(), cell.row.category.clone());
            let what = format!(
                "{}: {} crimes with one suspect, and `{}` asks for at least two on the record",
                context.of(key),
                cell.row.value.unwrap_or_default(),
                definition.id
            );
            let remedy = "take them out of the count, or name the definition under which they were counted";
            findings.push(rule.found(subject, vec![cell.place(), cell.column("definition")], what, remedy));
        }
    }
    findings
}
