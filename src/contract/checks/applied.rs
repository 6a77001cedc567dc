//! Whether a definition was applied as it is written, as far as the return itself can tell: sizes of groups, and the context of
//! the same force's crimes.

use super::level::root;
use super::{Check, Context, Family, Rule, Threshold};
use crate::contract::Finding;
use crate::definition::Relation;
use crate::definition::values::{Fewest, People};
use crate::period::Part;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "group-of-one",
        family: Family::Definition,
        catches: "crimes with one suspect under a definition that asks for several on the record",
        thresholds: &[],
        run: group_of_one,
    },
    Check {
        id: "flag-against-context",
        family: Family::Definition,
        catches: "a count by flag far from the class that most of the same crimes fall into",
        thresholds: &[
            Threshold { name: "deviates", least: 2.0, most: 20.0 },
            Threshold { name: "least_ratio", least: 1.0, most: 100.0 },
        ],
        run: flag_against_context,
    },
    Check {
        id: "quarter-breakdown",
        family: Family::Structure,
        catches: "a breakdown of a quarter, where the form has breakdowns of the year only",
        thresholds: &[],
        run: quarter_breakdown,
    },
];

fn group_of_one(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
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

fn flag_against_context(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        let measure = context.given.settings.measure(key.measure);
        let Some(class) = measure.and_then(|measure| measure.class.as_ref()) else { continue };
        let definition = block.definition();
        // Other relations bind the two counts exactly, and `definition-against-class` holds them to it.
        if context.given.definitions.relation(definition, &class.definition) != Relation::Overlapping {
            continue;
        }
        let other = context.book.get(&class.measure, key.force, key.year);
        let Some(cell) = other.and_then(|block| block.category(&class.dimension, &class.category)) else { continue };
        let (Some((count, whole)), Some(in_class)) = (block.whole(), cell.row.value) else { continue };
        let (low, high) = (count.min(in_class) as f64, count.max(in_class) as f64);
        // The difference of two Poisson counts on the square-root scale has standard deviation √½.
        let deviates = (root(high) - root(low)) / libm::sqrt(0.5);
        if deviates <= rule.threshold("deviates") || (high + 1.0) / (low + 1.0) < rule.threshold("least_ratio") {
            continue;
        }
        let what = format!(
            "{}: {count} under `{definition}`, and {in_class} in the class `{}` of `{}`, which holds most of the same crimes",
            context.of(key),
            class.category,
            class.measure
        );
        let remedy = "ask whether the flag is set on every such crime, and the class on every flagged one";
        let subject = key.subject(context.contract(key.measure));
        findings.push(rule.found(subject, vec![whole.place(), cell.place()], what, remedy));
    }
    findings
}

fn quarter_breakdown(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        let odd = |cell: &&super::book::Cell<'_>| cell.row.part != Part::Year && cell.row.dimension != "total";
        let places: Vec<_> = block.rows.iter().filter(odd).map(|cell| cell.column("quarter")).collect();
        if places.is_empty() {
            continue;
        }
        let rows = if places.len() == 1 { "one row is".to_owned() } else { format!("{} rows are", places.len()) };
        let what = format!("{}: {rows} a breakdown of a quarter", context.of(key));
        let remedy = "give breakdowns of the year, and totals by quarter: nothing reads a breakdown of a quarter";
        findings.push(rule.found(key.subject(context.contract(key.measure)), places, what, remedy));
    }
    findings
}
