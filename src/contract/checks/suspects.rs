//! Suspects against the offences they are suspected of.
//!
//! A group-based offence has at least two people by definition; the number of suspects to an offence is held against that of
//! the other forces with a funnel that allows for the differences between forces ([`crate::statistics::overdispersion`]).

use std::collections::BTreeMap;

use super::book::{Block, Cell, Key};
use super::{Check, Context, Family, Rule, Threshold};
use crate::contract::Finding;
use crate::definition::values::Fewest;
use crate::period::FinancialYear;
use crate::statistics::comparison::{Exposed, exact_ratio_probability};
use crate::statistics::overdispersion::{Transform, Trim, dispersion};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "suspects-without-offences",
        family: Family::Arithmetic,
        catches: "suspects in a year without offences",
        thresholds: &[],
        run: without_offences,
    },
    Check {
        id: "suspects-few",
        family: Family::Arithmetic,
        catches: "offences by groups, and fewer suspects than make a group",
        thresholds: &[],
        run: few,
    },
    Check {
        id: "suspects-per-offence",
        family: Family::Arithmetic,
        catches: "far more or far fewer suspects to an offence than in other forces",
        thresholds: &[
            Threshold { name: "deviates", least: 2.0, most: 20.0 },
            Threshold { name: "least_ratio", least: 1.0, most: 100.0 },
        ],
        run: per_offence,
    },
    Check {
        id: "suspects-jump",
        family: Family::Arithmetic,
        catches: "far more or far fewer suspects to an offence than in the force's other years",
        thresholds: &[
            Threshold { name: "probability", least: 1.0e-15, most: 0.05 },
            Threshold { name: "least_ratio", least: 1.0, most: 100.0 },
            Threshold { name: "least_years", least: 2.0, most: 50.0 },
        ],
        run: jump,
    },
];

/// A count of suspects with that of the offences.
struct Pair<'a> {
    key: Key<'a>,
    suspects: (i64, Cell<'a>),
    offences: (i64, Cell<'a>),
}

/// Every force and year with both counts.
fn pairs<'a>(context: &Context<'a>) -> Vec<Pair<'a>> {
    let pair = |key: &Key<'a>, block: &Block<'a>| {
        let offences = &context.given.settings.measure(key.measure).filter(|one| !one.offences.is_empty())?.offences;
        let offences = context.book.get(offences, key.force, key.year)?.whole()?;
        Some(Pair { key: *key, suspects: block.whole()?, offences })
    };
    context.book.iter().filter_map(|(key, block)| pair(key, block)).collect()
}

fn found(context: &Context<'_>, rule: &Rule, pair: &Pair<'_>, what: String, remedy: &str) -> Finding {
    let subject = pair.key.subject(context.contract(pair.key.measure));
    let what = format!("{}: {what}", context.of(&pair.key));
    rule.found(subject, vec![pair.suspects.1.place(), pair.offences.1.place()], what, remedy)
}

fn without_offences(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let remedy = "suspects are of the offences of the same year; ask the force whether it counted another year's";
    let wrong = pairs(context).into_iter().filter(|pair| pair.offences.0 == 0 && pair.suspects.0 > 0);
    let what = |pair: &Pair<'_>| format!("{} suspects, and no offences", pair.suspects.0);
    wrong.map(|pair| found(context, rule, &pair, what(&pair), remedy)).collect()
}

fn few(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let remedy = "a group has at least two people; ask whether suspects who are not identified were left out";
    let wrong = pairs(context).into_iter().filter_map(|pair| {
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

fn per_offence(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut groups: BTreeMap<(&str, FinancialYear), Vec<Pair<'_>>> = BTreeMap::new();
    for pair in pairs(context).into_iter().filter(|pair| pair.offences.0 > 0) {
        groups.entry((pair.key.measure, pair.key.year)).or_default().push(pair);
    }
    let mut findings = Vec::new();
    for pairs in groups.values() {
        let suspects: i64 = pairs.iter().map(|pair| pair.suspects.0).sum();
        let offences: i64 = pairs.iter().map(|pair| pair.offences.0).sum();
        let observed: Vec<f64> = pairs.iter().map(|pair| pair.suspects.0 as f64).collect();
        let ratio = suspects as f64 / offences as f64;
        let expected: Vec<f64> = pairs.iter().map(|pair| pair.offences.0 as f64 * ratio).collect();
        let Ok(dispersion) = dispersion(&observed, &expected, Transform::SquareRoot, Trim::Winsorise(0.1)) else {
            continue;
        };
        for (pair, (observed, expected)) in pairs.iter().zip(observed.iter().zip(&expected)) {
            let Ok(limits) = dispersion.additive_limits(*expected, rule.threshold("deviates")) else { continue };
            let far = (observed / expected).max(expected / observed) >= rule.threshold("least_ratio");
            if far && !limits.contains(observed / expected) {
                let what = format!(
                    "{} suspects of {} offences; in all forces together there are {ratio:.1} to an offence",
                    pair.suspects.0, pair.offences.0
                );
                let remedy = "compare both counts with the force's records; one of them may be of another year or unit";
                findings.push(found(context, rule, pair, what, remedy));
            }
        }
    }
    findings
}

/// The suspects to an offence of a year against those of the force's other years under the same definition: the exact
/// conditional test of two rates.
fn jump(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut courses: BTreeMap<(&str, &str, &str), Vec<Pair<'_>>> = BTreeMap::new();
    for pair in pairs(context).into_iter().filter(|pair| pair.offences.0 > 0) {
        let course = (pair.key.measure, pair.key.force, pair.offences.1.row.definition.as_str());
        courses.entry(course).or_default().push(pair);
    }
    let mut findings = Vec::new();
    for pairs in courses.values().filter(|pairs| pairs.len() as f64 > rule.threshold("least_years")) {
        let sum = |of: fn(&Pair<'_>) -> i64| pairs.iter().fold(0_i64, |sum, pair| sum.saturating_add(of(pair)));
        let (suspects, offences) = (sum(|pair| pair.suspects.0), sum(|pair| pair.offences.0));
        for pair in pairs {
            let now = Exposed { count: pair.suspects.0, exposure: pair.offences.0 as f64 };
            let others = (suspects.saturating_sub(pair.suspects.0), offences.saturating_sub(pair.offences.0));
            let then = Exposed { count: others.0, exposure: others.1 as f64 };
            // One is added to each count, so that the ratio to nothing is a number.
            let (rate, usual) = ((now.count + 1) as f64 / now.exposure, (then.count + 1) as f64 / then.exposure);
            let far = (rate / usual).max(usual / rate) >= rule.threshold("least_ratio");
            if far && exact_ratio_probability(now, then).is_ok_and(|p| p < rule.threshold("probability")) {
                let what = format!(
                    "{} suspects of {} offences; in the force's other years there are {:.1} to an offence",
                    pair.suspects.0,
                    pair.offences.0,
                    others.0 as f64 / others.1 as f64
                );
                let remedy = "compare both counts with the force's records; one of them may be of another year";
                findings.push(found(context, rule, pair, what, remedy));
            }
        }
    }
    findings
}
