//! False alarms: what the checks find in returns that are clean, drawn again and again.
//!
//! The returns are those of the generator of the demonstration: negative binomial quarters whose rates differ between forces
//! and years, multinomial breakdowns, changes of definition and gaps, and no slip of the hand. So whatever a check of time,
//! space or entry finds there is a false alarm. A force that truly differs from the others by a factor is not one: the funnel is
//! counted apart.

use std::collections::BTreeMap;

use assess::contract::checks::{Family, registry};
use assess::contract::{AdrReturn, Contracts, Sources, role};
use assess::demo;
use assess::source::Project;
use assess::source::catalogue::Catalogue;

use super::world::{Reference, World};

/// The returns of one seed, read as any file is.
pub(crate) fn drawn(reference: &Reference, seed: u64) -> World {
    let forces: Vec<demo::Force> = reference
        .forces
        .iter()
        .map(|force| demo::Force { code: force.code.clone(), has_residents: force.has_residents })
        .collect();
    let year = reference.population.last_year().unwrap();
    let children = reference
        .forces
        .iter()
        .filter_map(|force| Some((force.code.clone(), reference.population.of(&force.code, year)? as u64)))
        .collect();
    let files = demo::generate(seed, &forces, &children).unwrap().files;
    let copy = crate::project::Project::copy();
    for name in ["adr_group_based.csv", "adr_parent.csv"] {
        copy.write(&format!("data/demo/{name}"), &files[name]);
    }
    let mut project = Project::open(copy.root()).unwrap();
    let catalogue = Catalogue::read(&mut project).unwrap();
    let contracts = Contracts::read(&mut project, &reference.definitions).unwrap();
    let sources = Sources::of_catalogue(&contracts, &catalogue);
    let mut read = |contract| AdrReturn::read(&sources.read(&mut project, contract).unwrap().records).unwrap();
    let (returns, parents) = (read(role::GROUP_BASED), read(role::PARENT));
    World { returns, parents, profiles: Vec::new(), public: Default::default() }
}

/// Checks of other families that clean returns should not set off.
const ALSO: [&str; 3] = ["suspects-per-offence", "suspects-jump", "definition-equals-class"];

/// Findings by check over some seeds.
fn alarms(seeds: std::ops::Range<u64>) -> BTreeMap<&'static str, usize> {
    let reference = Reference::read();
    let silent = [Family::Time, Family::Space, Family::Entry];
    let mut counts: BTreeMap<&'static str, usize> = registry()
        .filter(|check| silent.contains(&check.family) || ALSO.contains(&check.id))
        .map(|check| (check.id, 0))
        .collect();
    for seed in seeds {
        for finding in reference.check(&drawn(&reference, seed)) {
            if let Some(count) = counts.get_mut(finding.check) {
                *count += 1;
            }
        }
    }
    counts
}

#[test]
fn clean_returns_give_less_than_one_false_alarm_an_edition() {
    let seeds = 10;
    let mut counts = alarms(3000..3000 + seeds);
    let funnel = counts.remove("rate-outside-funnel").unwrap();
    let all: usize = counts.values().sum();
    println!("false alarms in {seeds} clean editions: {counts:?}; forces far from the others: {funnel}");
    assert!(all < seeds as usize, "{counts:?}");
    assert!(funnel <= 3 * seeds as usize, "{funnel} alarms of the funnel");
}

/// The figures of docs/checks.md. Takes about a minute: `cargo test -- --ignored false_alarms --nocapture`.
#[test]
#[ignore = "for the figures of the documentation"]
fn false_alarms_of_many_clean_editions() {
    let counts = alarms(1..201);
    for (check, count) in counts {
        println!("{check}: {count} in 200 editions");
    }
}
