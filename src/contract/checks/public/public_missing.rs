use std::collections::{BTreeMap, BTreeSet};

use crate::contract::checks::prelude::*;
use crate::contract::role;
use crate::fault::Place;
use crate::period::{FinancialYear, Part};

pub(super) const CHECK: Check = Check {
    id: "public-missing",
    family: Family::Public,
    severity: Severity::Error,
    scope: Scope::Forces,
    measures: Measures::Public,
    tells_a_count: false,
    thresholds: &[],
    catches: "a force, quarter or year that is not in a public table",
    guide: Guide {
        why: "a total over fewer forces or quarters looks like a fall, and an offence whose code was reissued like one that ended.",
        method: "Recorded crime: for each measure and each of the edition's years, every force with an area of its own has four \
                 quarters; in the last year that is held, the quarters that any force has. Child population: no force lacks a year \
                 between its first and the last that is held.",
        remedy: "Fetch the table again; ask the publisher if it is not there.",
        false_alarms: "None.",
    },
    run,
};

fn run(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = recorded(context, rule);
    let population = context.given.population;
    let Some(last) = population.last_year() else { return findings };
    for force in context.given.forces.iter().filter(|force| force.territorial) {
        let held: BTreeSet<i16> = population.years(&force.code).collect();
        let first = held.first().copied().unwrap_or(last);
        let absent: Vec<String> =
            (first..=last).filter(|year| !held.contains(year)).map(|year| year.to_string()).collect();
        if !absent.is_empty() {
            let subject = Subject {
                contract: role::CHILD_POPULATION.to_owned(),
                force: force.code.clone(),
                ..Subject::default()
            };
            let place = held.last().and_then(|year| population.place(&force.code, *year)).cloned().unwrap_or_default();
            let what = format!("{}: no children are given at mid-{}", force.short_name, absent.join(", "));
            findings.push(rule.found(subject, vec![place], what, "fetch the estimates again, or add the rows"));
        }
    }
    findings
}

fn recorded(context: &Context<'_>, rule: &Rule) -> Vec<Finding> {
    let rows = context.given.public.recorded;
    let Some(file) = rows.first().map(|row| Place { line: None, column: None, workbook: None, ..row.place.clone() })
    else {
        return Vec::new();
    };
    type Key<'a> = (&'a str, &'a str, FinancialYear);
    let mut held: BTreeMap<Key<'_>, BTreeSet<Part>> = BTreeMap::new();
    for row in rows {
        held.entry((&row.force, &row.offence, row.year)).or_default().insert(row.quarter);
    }
    let last = held.keys().map(|(.., year)| *year).max();
    let to_date: BTreeSet<Part> = held
        .iter()
        .filter(|((.., year), _)| Some(*year) == last)
        .flat_map(|(_, parts)| parts.iter().copied())
        .collect();
    let whole: BTreeSet<Part> = (1..=4).map(Part::Quarter).collect();
    let mut findings = Vec::new();
    let edition = context.given.edition.recorded_crime;
    for measure in context.given.measures.of_contract(role::RECORDED_BY_FORCE) {
        let Some(offence) = measure.offence.as_deref() else { continue };
        for year in edition.years() {
            let due = if Some(year) == last { &to_date } else { &whole };
            for force in context.given.forces.iter().filter(|force| force.territorial) {
                let absent: Vec<String> = match held.get(&(force.code.as_str(), offence, year)) {
                    Some(parts) => due.difference(parts).map(ToString::to_string).collect(),
                    None => due.iter().map(ToString::to_string).collect(),
                };
                if absent.is_empty() {
                    continue;
                }
                let subject = Subject {
                    contract: role::RECORDED_BY_FORCE.to_owned(),
                    force: force.code.clone(),
                    period: year.to_string(),
                    measure: measure.id.clone(),
                    ..Subject::default()
                };
                let what =
                    format!("{}, `{}` for {year}: {} not there", force.short_name, measure.id, absent.join(", "));
                let remedy = "fetch the table again; look whether the force or the code was renamed";
                findings.push(rule.found(subject, vec![file.clone()], what, remedy));
            }
        }
    }
    findings
}
