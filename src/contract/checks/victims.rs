//! Victims against the offences against them. Sexual offences are recorded once for each victim (Home Office Counting Rules), so
//! victims cannot outnumber crimes, and crimes without any victim are a gap.

use super::book::{Cell, Key};
use super::{Check, Context, Family, Rule};
use crate::contract::Finding;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "victims-above-offences",
        family: Family::Arithmetic,
        catches: "more victims than offences, each of which is recorded for one victim",
        thresholds: &[],
        run: above,
    },
    Check {
        id: "victims-none",
        family: Family::Arithmetic,
        catches: "offences, and no victim of them",
        thresholds: &[],
        run: none,
    },
];

/// Findings on the years whose counts of victims and offences are wrong together.
fn found(context: &Context<'_>, rule: &Rule, (wrong, remedy): (fn(i64, i64) -> bool, &str)) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, block) in context.book.iter() {
        let measure = context.given.settings.measure(key.measure).filter(|one| !one.victims_of.is_empty());
        let Some((victims, cell)) = measure.and_then(|_| block.whole()) else { continue };
        let crimes = measure.and_then(|one| context.book.get(&one.victims_of, key.force, key.year)?.whole());
        let Some((crimes, of)) = crimes.filter(|(crimes, _)| wrong(victims, *crimes)) else { continue };
        findings.push(of_both(context, rule, key, (victims, cell, crimes, of), remedy));
    }
    findings
}

fn of_both(
    context: &Context<'_>,
    rule: &Rule,
    key: &Key<'_>,
    (victims, cell, crimes, of): (i64, Cell<'_>, i64, Cell<'_>),
    remedy: &str,
) -> Finding {
    let what = format!("{}: {victims} victims of {crimes} offences", context.of(key));
    let subject = key.subject(context.contract(key.measure));
    rule.found(subject, vec![cell.place(), of.place()], what, remedy)
}

fn above(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let remedy =
        "one crime is recorded for each victim: ask whether victims of other years or of other crimes were counted";
    found(context, rule, (|victims, crimes| victims > crimes, remedy))
}

fn none(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let remedy = "give the victims, with [x] where they were not counted: 0 says that there were none";
    found(context, rule, (|victims, crimes| victims == 0 && crimes > 0, remedy))
}
