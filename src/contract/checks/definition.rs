//! What was counted: definitions that are mixed, change, change back, or do not agree with the counts.
//!
//! A row without a known definition is a fault (`definition-unknown`) before this.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Block, Cell, Key};
use super::wording::decimal;
use super::{Check, Context, Family, Rule, Threshold};
use crate::contract::Finding;
use crate::definition::Relation;
use crate::period::FinancialYear;
use crate::statistics::special::poisson_tails;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "definition-mixed",
        family: Family::Definition,
        catches: "rows of one measure and year under two definitions",
        thresholds: &[],
        run: mixed,
    },
    Check {
        id: "definition-changed",
        family: Family::Definition,
        catches: "another definition than the year before: a break of the force's series",
        thresholds: &[],
        run: changed,
    },
    Check {
        id: "definition-reverted",
        family: Family::Definition,
        catches: "a definition for one year only, with the same one before and after",
        thresholds: &[],
        run: reverted,
    },
    Check {
        id: "definition-left",
        family: Family::Definition,
        catches: "a force that leaves the agreed definition",
        thresholds: &[],
        run: left,
    },
    Check {
        id: "definition-against-class",
        family: Family::Definition,
        catches: "a count that cannot be under its definition, given the class of another measure that holds the same crimes",
        thresholds: &[],
        run: against_class,
    },
    Check {
        id: "definition-equals-class",
        family: Family::Definition,
        catches: "a count under a wider definition that is the count of the class, though other forces count more than theirs",
        thresholds: &[
            Threshold { name: "probability", least: 1.0e-12, most: 0.05 },
            Threshold { name: "least_forces", least: 3.0, most: 100.0 },
        ],
        run: equals_class,
    },
];

fn mixed(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        let used: BTreeSet<&str> = block.rows.iter().map(|cell| cell.row.definition.as_str()).collect();
        if used.len() < 2 {
            continue;
        }
        // The rows to look at are those under the rarer definitions.
        let number = |definition: &str| block.rows.iter().filter(|cell| cell.row.definition == definition).count();
        let main = used.iter().copied().max_by_key(|definition| (number(definition), std::cmp::Reverse(*definition)));
        let odd = block.rows.iter().filter(|cell| Some(cell.row.definition.as_str()) != main);
        let names: Vec<String> = used.iter().map(|name| format!("`{name}`")).collect();
        findings.push(rule.found(
            key.subject(context.contract(key.measure)),
            odd.map(|cell| cell.column("definition")).collect(),
            format!("{}: the rows are under {}", context.of(key), names.join(" and ")),
            "a year is counted under one definition; ask which, and have the other rows counted again",
        ));
    }
    findings
}

/// Blocks with those of the year before and the year after.
fn with_neighbours<'a, 'c>(
    context: &'c Context<'a>,
) -> impl Iterator<Item = (&'c Key<'a>, &'c Block<'a>, Option<&'a str>, Option<&'a str>)> {
    context.book.iter().map(|(key, block)| {
        let definition = |years| context.book.get(key.measure, key.force, key.year.back(years)).map(Block::definition);
        (key, block, definition(1), definition(-1))
    })
}

fn found(context: &Context<'_>, rule: &Rule, key: &Key<'_>, block: &Block<'_>, what: &str, remedy: &str) -> Finding {
    let place = block.year.or_else(|| block.first()).map(|cell| cell.column("definition"));
    let subject = key.subject(context.contract(key.measure));
    rule.found(subject, place.into_iter().collect(), format!("{}: {what}", context.of(key)), remedy)
}

fn changed(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block, before, _) in with_neighbours(context) {
        let now = block.definition();
        let Some(before) = before.filter(|before| *before != now) else { continue };
        let what = format!("counted under `{now}`, the year before under `{before}`");
        let remedy = "no trend crosses the change; ask for the year before under the new definition as well";
        findings.push(found(context, rule, key, block, &what, remedy));
    }
    findings
}

fn reverted(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block, before, after) in with_neighbours(context) {
        let now = block.definition();
        let Some(other) = before.filter(|before| *before != now && after == Some(before)) else { continue };
        let what = format!("counted under `{now}`, the years before and after under `{other}`");
        let remedy = "ask whether the year was counted another way or only labelled so";
        findings.push(found(context, rule, key, block, &what, remedy));
    }
    findings
}

fn left(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let agreed = context.given.edition.agreed_definition.as_str();
    let mut findings = Vec::new();
    for (key, block, before, _) in with_neighbours(context) {
        let now = block.definition();
        if before != Some(agreed) || now == agreed {
            continue;
        }
        let what = format!("counted under `{now}`, the year before under the agreed definition");
        let remedy = "a force that has adopted the agreed definition keeps it; ask whether the label is right";
        findings.push(found(context, rule, key, block, &what, remedy));
    }
    findings
}

fn against_class(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        let measure = context.given.settings.measure(key.measure);
        let Some(class) = measure.and_then(|measure| measure.class.as_ref()) else { continue };
        let other = context.book.get(&class.measure, key.force, key.year);
        let Some(cell) = other.and_then(|block| block.category(&class.dimension, &class.category)) else { continue };
        let (Some((count, whole)), Some(in_class)) = (block.whole(), cell.row.value) else { continue };
        let definition = block.definition();
        let wrong = match context.given.definitions.relation(definition, &class.definition) {
            Relation::Same if count != in_class => "the two count the same",
            Relation::Narrower if count > in_class => "the first counts only a part of the second",
            Relation::Broader if count < in_class => "the first counts all of the second and more",
            _ => continue,
        };
        let what = format!(
            "{}: {count} under `{definition}`, and {in_class} in the class `{}` of `{}`; {wrong}",
            context.of(key),
            class.category,
            class.measure
        );
        let remedy = "ask whether the definition was applied as written, and whether the class was set alike";
        let subject = key.subject(context.contract(key.measure));
        findings.push(rule.found(subject, vec![whole.place(), cell.place()], what, remedy));
    }
    findings
}

/// A count under a definition that is wider than that of the class, with the class beside it.
struct Wider<'a> {
    key: Key<'a>,
    count: i64,
    whole: Cell<'a>,
    in_class: i64,
    cell: Cell<'a>,
}

/// What a wider definition adds to the class is, over the forces, a share of it. A force whose every quarter adds nothing
/// probably gave the class: the probability that a Poisson count of what is to be expected is zero.
fn equals_class(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut groups: BTreeMap<(&str, FinancialYear, &str), Vec<Wider<'_>>> = BTreeMap::new();
    for (key, block) in context.book.iter() {
        let measure = context.given.settings.measure(key.measure);
        let Some(class) = measure.and_then(|measure| measure.class.as_ref()) else { continue };
        let definition = block.definition();
        if context.given.definitions.relation(definition, &class.definition) != Relation::Broader {
            continue;
        }
        let other = context.book.get(&class.measure, key.force, key.year);
        let Some(cell) = other.and_then(|block| block.category(&class.dimension, &class.category)) else { continue };
        let (Some((count, whole)), Some(in_class)) = (block.whole(), cell.row.value) else { continue };
        let group = groups.entry((key.measure, key.year, definition)).or_default();
        group.push(Wider { key: *key, count, whole, in_class, cell });
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
