//! A force against the others: a rate far outside the funnel, and next to none beside a high parent count.
//!
//! Statistics: funnel with additive between-force variance, winsorised at a tenth ([`crate::statistics::overdispersion`], after
//! Spiegelhalter 2005); Poisson tail. Forces are held only against forces under the same definition.

use std::collections::BTreeMap;

use super::book::{Cell, Key};
use super::wording::decimal;
use super::{Check, Context, Family, Rule, Threshold};
use crate::contract::Finding;
use crate::period::FinancialYear;
use crate::statistics::overdispersion::{Transform, Trim, dispersion};
use crate::statistics::special::poisson_tails;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "rate-outside-funnel",
        family: Family::Space,
        catches: "a rate per child far outside the funnel of the forces under the same definition",
        thresholds: &[
            Threshold { name: "deviates", least: 2.0, most: 20.0 },
            Threshold { name: "least_forces", least: 3.0, most: 100.0 },
            Threshold { name: "least_ratio", least: 1.0, most: 100.0 },
        ],
        run: funnel,
    },
    Check {
        id: "few-beside-parent",
        family: Family::Space,
        catches: "next to no group-based crimes beside a high count of all crimes of the kind",
        thresholds: &[
            Threshold { name: "percent_of_expected", least: 0.0, most: 100.0 },
            Threshold { name: "probability", least: 1.0e-12, most: 0.05 },
            Threshold { name: "least_forces", least: 3.0, most: 100.0 },
        ],
        run: few_beside_parent,
    },
];

type Group<'a> = (&'a str, FinancialYear, &'a str);

/// A force's count and what it is a rate of.
struct Rated<'a> {
    key: Key<'a>,
    count: i64,
    cell: Cell<'a>,
    of: i64,
    parent: Option<Cell<'a>>,
}

/// Counts by measure, year and definition, each with what it is held against.
fn groups<'a>(
    context: &Context<'a>,
    of: impl Fn(&Key<'a>) -> Option<(i64, Option<Cell<'a>>)>,
) -> BTreeMap<Group<'a>, Vec<Rated<'a>>> {
    let mut groups: BTreeMap<Group<'a>, Vec<Rated<'a>>> = BTreeMap::new();
    for (key, block) in context.book.iter() {
        let (Some((count, cell)), Some((of, parent))) = (block.whole(), of(key)) else { continue };
        if of > 0 && count >= 0 {
            let group = (key.measure, key.year, block.definition());
            groups.entry(group).or_default().push(Rated { key: *key, count, cell, of, parent });
        }
    }
    groups
}

/// Counts expected if every force had the rate of all together.
fn expected(group: &[Rated<'_>]) -> Vec<f64> {
    let count: i64 = group.iter().fold(0, |sum, one| sum.saturating_add(one.count));
    let of: i64 = group.iter().fold(0, |sum, one| sum.saturating_add(one.of));
    group.iter().map(|one| count as f64 * (one.of as f64 / of as f64)).collect()
}

fn funnel(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let least = context.given.edition.limits.minimum_rate_children;
    let last = context.given.population.last_year();
    let groups = groups(context, |key| {
        // The last estimate stands in for a year without one: a check compares forces, and publishes nothing.
        let year = last.map_or(key.year.mid_year(), |last| last.min(key.year.mid_year()));
        context.given.population.of(key.force, year).filter(|children| *children >= least).map(|of| (of, None))
    });
    let mut findings = Vec::new();
    for group in groups.values().filter(|group| group.len() as f64 >= rule.threshold("least_forces")) {
        let expected = expected(group);
        let observed: Vec<f64> = group.iter().map(|one| one.count as f64).collect();
        let Ok(dispersion) = dispersion(&observed, &expected, Transform::SquareRoot, Trim::Winsorise(0.1)) else {
            continue;
        };
        for (one, expected) in group.iter().zip(&expected) {
            let Ok(limits) = dispersion.additive_limits(*expected, rule.threshold("deviates")) else { continue };
            let ratio = one.count as f64 / expected;
            if limits.contains(ratio) || ratio.max(1.0 / ratio) < rule.threshold("least_ratio") {
                continue;
            }
            let what = format!(
                "{}: {} where the rate of the forces under the same definition would give {}",
                context.of(&one.key),
                one.count,
                decimal(*expected)
            );
            let remedy = "forces differ, and this one differs more than their spread explains: compare unit, period and definition";
            let subject = one.key.subject(context.contract(one.key.measure));
            findings.push(rule.found(subject, vec![one.cell.place()], what, remedy));
        }
    }
    findings
}

fn few_beside_parent(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let groups = groups(context, |key| {
        let parent = &context.given.settings.measure(key.measure)?.parent;
        let (of, cell) = context.book.get(parent, key.force, key.year)?.whole()?;
        Some((of, Some(cell)))
    });
    let mut findings = Vec::new();
    for group in groups.values().filter(|group| group.len() as f64 >= rule.threshold("least_forces")) {
        for (one, expected) in group.iter().zip(expected(group)) {
            let few = one.count as f64 <= expected * rule.threshold("percent_of_expected") / 100.0;
            if !few || expected <= 0.0 || poisson_tails(one.count, expected).lower >= rule.threshold("probability") {
                continue;
            }
            let what = format!(
                "{}: {} beside {} crimes of all kinds; as in the other forces it would be about {}",
                context.of(&one.key),
                one.count,
                one.of,
                decimal(expected)
            );
            let remedy =
                "ask whether the flag or the group marker is set at all; a count near zero is more often a gap";
            let subject = one.key.subject(context.contract(one.key.measure));
            let places = std::iter::once(one.cell).chain(one.parent).map(|cell| cell.place()).collect();
            findings.push(rule.found(subject, places, what, remedy));
        }
    }
    findings
}
