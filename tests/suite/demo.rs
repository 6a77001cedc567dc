//! The synthetic demonstration data: that it is reproduced to the byte and has the shape it promises.
//!
//! Bounds come from the published national figures (about 4,000 to 4,500 group-based crimes, 17 % of them child sexual
//! exploitation and 26 % familial, 48 % of suspects under 18, ethnicity known for a third, 82 % of perpetrators male)
//! or from the stated design, never from the generator's output.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod counts;
mod profiles;
mod returns;

use std::collections::BTreeMap;

use assess::demo::{ChildPopulation, DemoError, DemoFiles, Force, generate};

const SEED: u64 = 2027;
const FORCES: &str = include_str!("../../data/reference/forces.csv");
const CHILDREN: &str = include_str!("../../data/public/child_population.csv");
const GROUP: &str = include_str!("../../data/demo/adr_group_based.csv");
const PARENT: &str = include_str!("../../data/demo/adr_parent.csv");
const BRIDGES: &str = include_str!("../../data/demo/bridge_studies.csv");
const PROFILES: &str = include_str!("../../data/demo/profiles.csv");
const README: &str = include_str!("../../data/demo/README.txt");
const PERIODS: [&str; 5] = ["2021/22", "2022/23", "2023/24", "2024/25", "2025/26"];
const AGREED: &str = "iicsa-organised-network";

/// One line of a table, by column name.
type Line = BTreeMap<String, String>;

fn table(text: &str) -> Vec<Line> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let lines = reader.records().map(|record| {
        let record = record.unwrap();
        header.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    });
    lines.collect()
}

fn forces() -> Vec<Force> {
    table(FORCES)
        .iter()
        .map(|line| Force { code: line["force_code"].clone(), has_residents: line["has_residents"] == "yes" })
        .collect()
}

fn children() -> ChildPopulation {
    table(CHILDREN)
        .iter()
        .filter(|line| line["mid_year"] == "2024")
        .map(|line| (line["force_code"].clone(), line["children"].parse().unwrap()))
        .collect()
}

fn made(seed: u64) -> DemoFiles {
    generate(seed, &forces(), &children()).unwrap()
}

fn value(line: &Line) -> Option<u64> {
    (!line["value"].is_empty()).then(|| line["value"].parse().unwrap())
}

/// The lines of one measure and dimension.
fn of<'a>(lines: &'a [Line], measure: &str, dimension: &str) -> Vec<&'a Line> {
    let wanted = |line: &&Line| line["measure"] == measure && line["dimension"] == dimension;
    lines.iter().filter(wanted).collect()
}

/// Sums by a key; a missing value counts as nothing.
fn sums<Key: Ord>(lines: &[&Line], key: impl Fn(&Line) -> Key) -> BTreeMap<Key, u64> {
    let mut sums = BTreeMap::new();
    for line in lines {
        *sums.entry(key(line)).or_default() += value(line).unwrap_or_default();
    }
    sums
}

fn years<'a>(lines: &[&'a Line]) -> Vec<&'a Line> {
    lines.iter().copied().filter(|line| line["quarter"] == "year").collect()
}

fn force_period(line: &Line) -> (String, String) {
    (line["force_code"].clone(), line["period"].clone())
}

fn assert_within(what: &str, number: f64, low: f64, high: f64) {
    assert!((low..=high).contains(&number), "{what}: {number} not in {low}..={high}");
}

#[test]
fn regenerating_gives_the_committed_bytes() {
    let made = made(SEED);
    let committed = [
        ("README.txt", README),
        ("adr_group_based.csv", GROUP),
        ("adr_parent.csv", PARENT),
        ("bridge_studies.csv", BRIDGES),
        ("profiles.csv", PROFILES),
    ];
    assert_eq!(made.files.len(), committed.len());
    for (name, text) in committed {
        // Not assert_eq: a difference would print half a megabyte.
        assert!(made.files[name] == text.as_bytes(), "{name} differs from data/demo/{name}");
    }
    assert!(README.starts_with("SYNTHETIC"));
}

#[test]
fn another_seed_gives_other_counts_and_the_order_of_the_forces_does_not_matter() {
    assert_ne!(made(SEED).files["adr_parent.csv"], made(SEED + 1).files["adr_parent.csv"]);
    let mut reversed = forces();
    reversed.reverse();
    assert_eq!(made(SEED), generate(SEED, &reversed, &children()).unwrap());
}

#[test]
fn input_that_cannot_be_used_is_refused() {
    let too_few = generate(SEED, &forces()[..10], &children());
    assert!(matches!(too_few, Err(DemoError::WrongForces { found: 10 })));
    let mut without = children();
    without.remove("W15000004");
    let missing = generate(SEED, &forces(), &without);
    assert!(matches!(missing, Err(DemoError::MissingPopulation { code }) if code == "W15000004"));
}

#[test]
fn tables_are_sorted_lf_and_marked() {
    let header = "force_code,period,quarter,definition,measure,dimension,category,value,marker,data_status";
    for text in [GROUP, PARENT] {
        assert_eq!(text.lines().next(), Some(header));
        assert!(!text.contains('\r') && text.ends_with('\n') && !text.ends_with("\n\n"));
        let keys: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').take(7).collect()).collect();
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "sorted, and no key twice");
        for line in table(text) {
            assert!(["", "[x]", "[z]"].contains(&line["marker"].as_str()));
            assert_eq!(line["value"].is_empty(), !line["marker"].is_empty());
            assert!(PERIODS.contains(&line["period"].as_str()));
        }
    }
}
