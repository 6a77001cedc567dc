//! Disclosure control of the shipped edition, attacked from outside with nothing but what its release prints of the returns.
//!
//! The attacker solves linear programmes over the counts of single forces; it shares no code with the auditor, and the real counts
//! come from the files of the returns.

mod official;
mod pictures;

use std::collections::{BTreeMap, BTreeSet};

use assess::disclosure::release::Record;
use assess::disclosure::{Level, Published};
use assess::pipeline::{self, Order, Prepared};
use assess::source::Project;
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use crate::numbers::prepared;
use crate::project::repository;
use assess::pipeline::Silent;

/// Force, and what it counted as the record names it.
pub(crate) type Own = (String, String);

/// The counts of single forces by year, from the files of the returns.
fn counts() -> BTreeMap<Own, i64> {
    let mut counts = BTreeMap::new();
    for file in ["adr_group_based.csv", "adr_parent.csv"] {
        let mut reader = csv::Reader::from_path(repository().join("data/demo").join(file)).unwrap();
        for row in reader.records().map(Result::unwrap) {
            let (force, period, quarter) = (&row[0], &row[1], &row[2]);
            let (measure, dimension, category, value) = (&row[4], &row[5], &row[6], &row[7]);
            if let (Ok(value), "year") = (value.parse(), quarter) {
                let what = format!("{measure}/{}/year/{dimension}/{category}", period.replace('/', "-"));
                counts.insert((force.to_owned(), what), value);
            }
        }
    }
    counts
}

/// The terms of a sum, and the range that what is printed of it allows.
pub(crate) type Printed = (Vec<(Own, i64)>, (i64, i64));

/// What an attacker knows: sums of single counts, each with the range that what is printed allows.
pub(crate) struct Known {
    pub(crate) sums: Vec<Printed>,
}

impl Known {
    /// The numbers of a record that are made of whole years of recorded crimes.
    fn of(prepared: &Prepared) -> Self {
        let record = prepared.protected.record.as_ref().unwrap();
        // The record of a demonstration names no force; the attacker is thought to know which is which.
        let masked = prepared.picture.forces.beside(&prepared.picture.agreed.lineage);
        let codes: BTreeMap<&str, &str> =
            masked.iter().map(|force| (force.name.as_str(), force.code.as_str())).collect();
        let crimes = |what: &str| what.contains("_crimes/") && what.ends_with("/year/total/all");
        let whole = record.printed.iter().filter(|printed| printed.of.iter().all(|part| crimes(&part.what)));
        let sums = whole.map(|printed| {
            let parts = printed.of.iter().flat_map(|part| {
                part.forces.iter().map(|force| ((codes[force.as_str()].to_owned(), part.what.clone()), part.times))
            });
            (parts.collect(), (printed.least, printed.most))
        });
        Self { sums: sums.collect() }
    }

    pub(crate) fn owns(&self) -> BTreeSet<&Own> {
        self.sums.iter().flat_map(|(terms, _)| terms.iter().map(|(own, _)| own)).collect()
    }

    /// Smallest and largest value of a count, with some known beforehand.
    pub(crate) fn interval(&self, target: &Own, knows: &BTreeMap<&Own, i64>) -> (f64, f64) {
        let end = |direction| {
            let mut problem = Problem::new(direction);
            let mut variables: BTreeMap<&Own, Variable> = BTreeMap::new();
            for own in self.owns() {
                let bounds = knows.get(own).map_or((0.0, 1e6), |known| (*known as f64, *known as f64));
                let price = if own == target { 1.0 } else { 0.0 };
                variables.insert(own, problem.add_var(price, bounds));
            }
            for (terms, (least, most)) in &self.sums {
                let sum: Vec<(Variable, f64)> =
                    terms.iter().map(|(own, times)| (variables[own], *times as f64)).collect();
                problem.add_constraint(sum.as_slice(), ComparisonOp::Ge, *least as f64);
                problem.add_constraint(sum.as_slice(), ComparisonOp::Le, *most as f64);
            }
            let solution = problem.solve().unwrap().into_solution().unwrap();
            solution.objective()
        };
        (end(OptimizationDirection::Minimize), end(OptimizationDirection::Maximize))
    }
}

#[test]
fn what_the_release_prints_holds_for_the_returns_and_gives_no_force_away() {
    let prepared = prepared();
    let (known, counts) = (Known::of(prepared), counts());
    assert!(known.sums.len() > 40, "{}", known.sums.len());
    for (terms, (least, most)) in &known.sums {
        // A force of which only some quarters came has no count of the year in the file.
        let sum: Option<i64> = terms.iter().map(|(own, times)| Some(times * counts.get(own)?)).sum();
        assert!(sum.is_none_or(|sum| (*least..=*most).contains(&sum)), "{terms:?}");
    }
    let policy = prepared.protected.picture.policy.protection;
    let region = |force: &str| prepared.picture.forces.get(force).map(|force| force.region.clone());
    let mut attacked = 0;
    for target in known.owns() {
        let last = target.1.starts_with("group_based_cse_crimes/2025-26") || target.1.contains("/2024-25/");
        let Some(count) = counts.get(target).filter(|count| **count > 0 && last) else { continue };
        let (least, most) = known.interval(target, &BTreeMap::new());
        assert!(least <= *count as f64 + 1e-6 && *count as f64 <= most + 1e-6, "{target:?}");
        assert!(most - least >= policy.width as f64 - 1e-6, "{target:?} lies between {least} and {most}");
        attacked += 1;
        // The nearest insiders: each number of the last year is printed by region too.
        let near = |insider: &&assess::contract::Force| {
            insider.code != target.0
                && region(&insider.code) == region(&target.0)
                && target.1.contains("cse_crimes/2025-26")
        };
        for insider in prepared.picture.forces.iter().filter(near).take(2) {
            let own = known.owns().into_iter().filter(|own| own.0 == insider.code);
            let knows = own.filter_map(|own| Some((own, *counts.get(own)?))).collect();
            let (least, most) = known.interval(target, &knows);
            let width = policy.insider_width as f64;
            assert!(most - least >= width - 1e-6, "{}: {target:?} lies between {least} and {most}", insider.code);
        }
    }
    assert!(attacked > 60, "{attacked}");
}

/// A number over one or two forces is that of a force: the area of British Transport Police, who joined and who left.
#[test]
fn no_sum_over_fewer_than_three_forces_is_printed() {
    let record = prepared().protected.record.as_ref().unwrap();
    let few = |of: &&assess::disclosure::release::Printed| {
        let hidden = of.of.iter().filter(|part| !part.what.starts_with("csae_crimes/"));
        let forces: BTreeSet<&String> = hidden.flat_map(|part| &part.forces).collect();
        !forces.is_empty() && forces.len() < 3
    };
    let printed: Vec<&str> = record.printed.iter().filter(few).map(|printed| printed.name.as_str()).collect();
    assert_eq!(printed, Vec::<&str>::new());
    assert!(
        record.printed.iter().any(|printed| printed.name.contains("/joined")),
        "the parts of a change are looked at"
    );
}

/// The attacker is able: given one number that the release withholds, it finds a count.
#[test]
fn printing_what_the_release_withholds_would_give_a_force_away() {
    let prepared = prepared();
    let (mut known, counts) = (Known::of(prepared), counts());
    let last = &prepared.returns.years.last().unwrap();
    let transport = last.forces.iter().find(|force| force.code() == "BTP").unwrap();
    let own = ("BTP".to_owned(), "group_based_cse_crimes/2025-26/year/total/all".to_owned());
    assert!(prepared.protected.picture.areas.iter().any(|area| *area.forces == 1 && area.lower.is_withheld()));
    known.sums.push((vec![(own.clone(), 1)], (transport.count.unwrap(), transport.count.unwrap())));
    let (least, most) = known.interval(&own, &BTreeMap::new());
    assert_eq!((least.round() as i64, most.round() as i64), (counts[&own], counts[&own]));
}

#[test]
fn no_level_below_regions_is_shown_at_official_and_all_are_shown_at_official_sensitive() {
    let shown = &prepared().protected.picture;
    assert!(shown.areas.iter().all(|area| area.level == Level::Region && area.count.is_none()));
    let mut project = Project::open(repository()).unwrap();
    let order = Order { marking: Some(assess::edition::Marking::OfficialSensitive), ..Order::edition(2027) };
    let full = pipeline::prepare(&mut project, order, &mut Silent).unwrap();
    let areas = &full.protected.picture.areas;
    assert_eq!(areas.iter().filter(|area| area.level == Level::Force).count(), full.picture.forces.len());
    let controlled = |count: &Published<i64>| count.is_withheld() || count.is_rounded();
    assert!(areas.iter().all(|area| !controlled(&area.lower)));
    let lower: i64 = areas.iter().filter(|area| area.level == Level::Force).filter_map(|area| area.lower.value()).sum();
    assert_eq!(lower, full.picture.agreed.years.last().unwrap().lower.value(), "forces add up to the nation");

    // How the imputed forces compare with the others: the files of the returns added up by a second program, with 39 forces on the agreed
    // definition, three that are imputed, and two bridge studies left out.
    let year = full.picture.agreed.years.last().unwrap();
    let compared = year.exchangeable.value().unwrap();
    for (found, expected) in [
        (compared.ratio, 1.243_062_684_182_362_4),
        (compared.interval.lower, 0.703_998_746_369_435_7),
        (compared.interval.upper, 2.194_897_142_609_094_4),
    ] {
        assert!((found / expected - 1.0).abs() < 1e-9, "{found} {expected}");
    }
    let said =
        |prepared: &Prepared| prepared.facts.get("group-based-cse.estimate-or-absence.last").unwrap().text.clone();
    let told = "is 1.24 times as large a part of all child sexual abuse and exploitation crimes in the imputed forces as in those \
                that counted the agreed definition (95% interval 0.70 to 2.19): they do not clearly differ";
    assert!(said(&full).contains(told), "{}", said(&full));
    assert!(shown.agreed.years.iter().all(|year| year.exchangeable.is_withheld()));
    assert!(said(prepared()).contains("told only to those who are allowed to see counts of single forces"));
}

/// What one release rounded stays protected in the next: the same edition again, with its own record before it.
#[test]
fn an_edition_after_a_release_prints_no_more_of_what_it_withheld() {
    let first = prepared();
    let record = first.protected.record.clone().unwrap();
    let project = crate::project::Project::copy();
    let mut earlier = record.clone();
    earlier.release = "2026-05-28T08:30:00Z".to_owned();
    project.write(&earlier.path(), earlier.to_json());
    let mut folder = Project::open(project.root()).unwrap();
    let second = pipeline::prepare(&mut folder, Order::edition(2027), &mut Silent).unwrap();
    let names = |record: &Record| -> BTreeSet<String> {
        record.printed.iter().map(|printed| format!("{} {} {}", printed.name, printed.least, printed.most)).collect()
    };
    assert_eq!(names(&second.protected.record.unwrap()), names(&record));
}
