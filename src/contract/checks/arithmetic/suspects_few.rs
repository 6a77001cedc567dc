use super::suspects::{found, pairs};
use crate::contract::checks::prelude::*;
use crate::definition::values::Fewest;

pub(super) const CHECK: Check = Check {
    id: "suspects-few",
    family: Family::Arithmetic,
    severity: Severity::Warning,
    scope: Scope::Force,
    measures: Measures::OfSuspects,
    tells_a_count: true,
    thresholds: &[],
    catches: "offences by groups, and fewer suspects than make a group",
    guide: Guide {
        why: "a group has at least as many people as its definition says.",
        method: "Offences > 0 and suspects below the definition's smallest number of people.",
        remedy: "Ask whether suspects not identified were left out.",
        false_alarms: "Offences whose group was not identified: the agreed definition counts them.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let remedy = "a group has at least two people; ask whether suspects who are not identified were left out";
    let wrong = pairs(context, rule).into_iter().filter_map(|pair| {
        let definition = context.given.definitions.get(&pair.offences.1.row.definition)?;
        let people = match definition.criteria.minimum_people {
            Fewest::Two | Fewest::Group => 2,
            Fewest::Three => 3,
            Fewest::One | Fewest::NotStated => return None,
        };
        (pair.offences.0 > 0 && pair.suspects.0 < people).then_some((pair, people))
    });
    wrong
        .map(|(pair, people)| {
            let (suspects, offences) = (pair.suspects.0, pair.offences.0);
            let what = format!("{suspects} suspects of {offences} offences, each by at least {people} people");
            found(context, rule, &pair, what, remedy)
        })
        .collect()
}
