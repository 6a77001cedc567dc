//! The counts of crimes, and the rows made of all counts.
//!
//! Job: draw the parent count, the group-based count and the exploitation count of every force and quarter, and lay
//! them out as rows. In: the seed, the sizes and the plan. Out: counts by force and year, and rows. Invariants: years
//! are sums of quarters; the classes of group-based crimes sum to their total; a count under the COCAD criterion
//! equals the force's own COCAD cell; under the agreed definition it is at least that cell; none exceeds the parent.

use std::collections::BTreeMap;

use super::plan::{Course, Definition, Plan, Return};
use super::random::Stream;
use super::table::{QUARTERS, Row, YEAR};
use super::{Size, YEARS, period};

/// All recorded child sexual abuse and exploitation crimes, nationally, by year: the path from about 105,000 to about
/// 125,000 that the published figures of 2022 to 2024 lie on, and how it might go on.
const NATIONAL_PARENT: [f64; YEARS] =
    [105_000.0, 110_000.0, 115_000.0, 120_000.0, 125_000.0, 129_000.0, 132_000.0, 134_000.0];

/// Group-based crimes in COCAD, nationally, in the first year, and their growth from year to year.
const NATIONAL_GROUP: f64 = 3_900.0;
const GROUP_GROWTH: f64 = 1.05;

/// The classes of COCAD with their percentage of group-based crimes. The first two are published; the rest is invented
/// to fill up the hundred.
const CONTEXTS: [(&str, f64); 6] = [
    ("cse", 17.0),
    ("familial", 26.0),
    ("institutional", 8.0),
    ("ritualistic", 1.0),
    ("other", 28.0),
    ("unknown", 20.0),
];

/// What the agreed definition counts beyond the COCAD criterion, as a share of it: members who are not identified,
/// people who make exploitation easier, exploitation inside families.
const BEYOND_CRITERION: f64 = 0.15;

/// The share of COCAD exploitation crimes that carry the flag, and the flagged crimes outside COCAD as a share of it.
const FLAGGED: f64 = 0.75;
const FLAGGED_OUTSIDE: f64 = 0.5;

/// How the year falls into quarters.
const SEASON: [f64; 4] = [0.26, 0.25, 0.24, 0.25];

/// How strongly forces differ in recording child sexual abuse at all, and in recording groups on top of it. Shapes: a
/// higher number means less difference.
const PARENT_EFFECT: (&str, f64) = ("parent", 40.0);
const GROUP_EFFECT: (&str, f64) = ("group", 14.0);

/// Parent counts by force, year and quarter.
pub(super) type Parents = BTreeMap<String, [[u64; 4]; YEARS]>;

/// What one force counted in one year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Group {
    /// Group-based crimes by quarter and class.
    contexts: [[u64; CONTEXTS.len()]; 4],
    /// The chapter's measure by quarter, under the force's definition of the year.
    exploitation: [u64; 4],
}

impl Group {
    /// The chapter's measure for the year.
    pub(super) fn counted(&self) -> u64 {
        self.exploitation.iter().sum()
    }
}

/// What reading the records of a force would find: the share of its count that meets the agreed definition, and how many
/// crimes meet it beyond the count. The inverse of [`exploitation`], in expectation.
pub(super) fn meeting(definition: Definition, counted: u64) -> (f64, f64) {
    let counted = counted as f64;
    match definition {
        Definition::Agreed => (1.0, 0.0),
        Definition::CocadExploitation => (1.0, counted * BEYOND_CRITERION),
        Definition::Flag => {
            let cell = counted / (FLAGGED + FLAGGED_OUTSIDE);
            (FLAGGED / (FLAGGED + FLAGGED_OUTSIDE), cell * (1.0 + BEYOND_CRITERION - FLAGGED))
        }
    }
}

/// Group-based counts by force and year.
pub(super) type Groups = BTreeMap<String, [Group; YEARS]>;

/// Weights by force, scaled to sum to 1: size times the force's own multipliers.
fn weights(seed: u64, sizes: &BTreeMap<String, Size>, effects: &[(&str, f64)]) -> BTreeMap<String, f64> {
    let raw: BTreeMap<String, f64> = sizes
        .iter()
        .map(|(code, size)| {
            let multiplier = effects.iter().fold(1.0, |product, (name, shape)| {
                product * Stream::named(seed, &["force effect", name, code]).mean_one(*shape)
            });
            (code.clone(), size.children * multiplier)
        })
        .collect();
    let sum: f64 = raw.values().sum();
    raw.into_iter().map(|(code, weight)| (code, weight / sum)).collect()
}

/// Draws the parent counts.
pub(super) fn parents(seed: u64, sizes: &BTreeMap<String, Size>) -> Parents {
    weights(seed, sizes, &[PARENT_EFFECT])
        .into_iter()
        .map(|(code, weight)| {
            let mut stream = Stream::named(seed, &["parent", &code]);
            let years = NATIONAL_PARENT.map(|national| {
                let mean = national * weight * stream.mean_one(900.0);
                SEASON.map(|season| stream.negative_binomial(mean * season, 400.0))
            });
            (code, years)
        })
        .collect()
}

/// Draws the group-based counts.
pub(super) fn groups(seed: u64, sizes: &BTreeMap<String, Size>, plan: &Plan, parents: &Parents) -> Groups {
    let weights = weights(seed, sizes, &[PARENT_EFFECT, GROUP_EFFECT]);
    plan.iter()
        .map(|(code, course)| {
            let weight = weights.get(code).copied().unwrap_or_default();
            let ceiling = parents.get(code).copied().unwrap_or_default();
            let mut stream = Stream::named(seed, &["group", code]);
            let mut shares = CONTEXTS.map(|(_, percent)| percent);
            for share in &mut shares {
                *share *= stream.mean_one(30.0);
            }
            let exploitation_share = shares[0] / shares.iter().sum::<f64>();
            let mut national = NATIONAL_GROUP;
            let mut years = [Group::default(); YEARS];
            for (year, group) in years.iter_mut().enumerate() {
                let mean = national * weight * stream.mean_one(250.0);
                for quarter in 0..4 {
                    let most = ceiling[year][quarter];
                    let expected = mean * SEASON[quarter];
                    let total = stream.negative_binomial(expected, 60.0).min(most);
                    let contexts = stream.split(total, shares);
                    group.contexts[quarter] = contexts;
                    group.exploitation[quarter] =
                        exploitation(&mut stream, course.definitions[year], contexts[0], expected * exploitation_share)
                            .min(most);
                }
                national *= GROUP_GROWTH;
            }
            (code.clone(), years)
        })
        .collect()
}

/// The chapter's measure for a quarter, given the COCAD exploitation cell and its expectation.
fn exploitation(stream: &mut Stream, definition: Definition, cell: u64, expected: f64) -> u64 {
    match definition {
        Definition::CocadExploitation => cell,
        Definition::Agreed => cell + stream.poisson(expected * BEYOND_CRITERION),
        Definition::Flag => stream.binomial(cell, FLAGGED) + stream.poisson(expected * FLAGGED_OUTSIDE),
    }
}

/// The rows of the parent return, of so many years.
pub(super) fn parent_rows(parents: &Parents, last: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for (code, years) in parents {
        for (year, quarters) in years.iter().enumerate().take(last) {
            let key = Key { code, year, definition: "csae", measure: "csae_crimes" };
            rows.extend(key.total(quarters.map(Some)));
        }
    }
    rows
}

/// The rows of the group-based return, of so many years.
pub(super) fn group_rows(seed: u64, plan: &Plan, groups: &Groups, last: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for (code, course) in plan {
        let Some(years) = groups.get(code) else {
            continue;
        };
        for (year, group) in years.iter().enumerate().take(last) {
            let key = Key { code, year, definition: "cocad", measure: "group_based_csae_crimes" };
            rows.extend(key.total(group.contexts.map(|classes| Some(classes.iter().sum()))));
            for (class, (name, _)) in CONTEXTS.iter().enumerate() {
                let count = group.contexts.iter().map(|classes| classes[class]).sum();
                rows.push(key.row(YEAR, "context", name, Some(count)));
            }
            rows.extend(chapter_rows(seed, code, course, year, group));
        }
    }
    rows
}

/// The chapter's own measures for one force and year: crimes and suspects, as far as they were returned.
fn chapter_rows(seed: u64, code: &str, course: &Course, year: usize, group: &Group) -> Vec<Row> {
    let mut quarters = group.exploitation.map(Some);
    match course.returns[year] {
        Return::Complete => {}
        Return::ThreeQuarters => quarters[3] = None,
        Return::Marked => quarters = [None; 4],
        Return::Absent => return Vec::new(),
    }
    let definition = course.definitions[year].id();
    let crimes = Key { code, year, definition, measure: "group_based_cse_crimes" };
    let mut rows = crimes.total(quarters);
    let suspects = Key { code, year, definition, measure: "group_based_cse_suspects" };
    // A year without its last quarter has no breakdown of the year either.
    let known = quarters.iter().copied().sum::<Option<u64>>();
    let mut stream = Stream::named(seed, &["suspects", code, &period(year)]);
    for (dimension, parts) in breakdowns(&mut stream, known.unwrap_or_default()) {
        for (category, count) in parts {
            rows.push(suspects.row(YEAR, dimension, category, known.map(|_| count)));
        }
    }
    rows
}

/// Suspects of a year's crimes by ethnicity, age and sex, one dimension at a time and never crossed.
fn breakdowns(stream: &mut Stream, crimes: u64) -> Vec<(&'static str, Vec<(&'static str, u64)>)> {
    // At least two suspects where there is a crime at all; a network often has several crimes to its name.
    let suspects = if crimes == 0 { 0 } else { 2 + stream.poisson(1.6 * crimes as f64) };
    // Ethnicity is known for a third nationally; forces lie between a fifth and a half.
    let known = 100.0 / 3.0 * stream.mean_one(20.0);
    let ethnicity = [
        ("white", 0.83 * known),
        ("asian", 0.07 * known),
        ("black", 0.05 * known),
        ("mixed", 0.03 * known),
        ("other", 0.02 * known),
        ("not_recorded", libm::fmax(100.0 - known, 0.0)),
    ];
    let age = [("under_18", 0.48 * 80.0), ("18_and_over", 0.52 * 80.0), ("not_recorded", 20.0)];
    let sex = [("male", 0.82 * 90.0), ("female", 0.18 * 90.0), ("not_recorded", 10.0)];
    vec![
        ("suspect_ethnicity", share_out(stream, suspects, ethnicity)),
        ("suspect_age_band", share_out(stream, suspects, age)),
        ("suspect_sex", share_out(stream, suspects, sex)),
    ]
}

/// Distributes a total over named categories.
fn share_out<const CATEGORIES: usize>(
    stream: &mut Stream,
    total: u64,
    categories: [(&'static str, f64); CATEGORIES],
) -> Vec<(&'static str, u64)> {
    let parts = stream.split(total, categories.map(|(_, weight)| weight));
    categories.iter().map(|(name, _)| *name).zip(parts).collect()
}

/// What the rows of one block have in common.
#[derive(Clone, Copy)]
struct Key<'a> {
    code: &'a str,
    year: usize,
    definition: &'static str,
    measure: &'static str,
}

impl Key<'_> {
    fn row(&self, quarter: &'static str, dimension: &'static str, category: &'static str, value: Option<u64>) -> Row {
        Row {
            force_code: self.code.to_owned(),
            period: period(self.year),
            quarter,
            definition: self.definition,
            measure: self.measure,
            dimension,
            category,
            value,
        }
    }

    /// The total by quarter and for the year; a year with a quarter missing is missing.
    fn total(&self, quarters: [Option<u64>; 4]) -> Vec<Row> {
        let year: Option<u64> = quarters.iter().copied().sum();
        QUARTERS
            .into_iter()
            .zip(quarters)
            .chain([(YEAR, year)])
            .map(|(quarter, value)| self.row(quarter, "total", "all", value))
            .collect()
    }
}
