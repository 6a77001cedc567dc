//! Seeded damage: good returns are damaged in some hundred ways, and every damage that changes a published figure must be refused
//! or found; what cannot be seen is listed with its rate.
//!
//! A published figure is a national total of a measure and year, the same by definition, a category total, or the number of
//! forces in one of them. Rates follow from them. `just mutate` runs some ten thousand cases and prints the table of the README.

mod block;
mod blocks;
mod categories;
mod cells;
mod classify;
mod copies;
mod desk;
mod kinds;
mod labels;
mod text;
mod workbook;

use std::collections::BTreeMap;
use std::thread;

use crate::checks::world::Reference;
use classify::{Base, Outcome};
use desk::Desk;
use kinds::{KINDS, Kind};

/// What became of the cases of one kind.
#[derive(Clone, Copy, Default, Debug)]
struct Tally {
    refused: usize,
    found: usize,
    /// Of those found, the ones that name a damaged cell.
    cell: usize,
    harmless: usize,
    missed: usize,
}

impl Tally {
    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Refused => self.refused += 1,
            Outcome::Found { cell } => {
                self.found += 1;
                self.cell += usize::from(cell);
            }
            Outcome::Harmless => self.harmless += 1,
            Outcome::Missed => self.missed += 1,
        }
    }

    /// Damages that changed a published figure.
    fn changed(&self) -> usize {
        self.refused + self.found + self.missed
    }
}

/// Whether a kind is asked for: all are, unless MUTATE_KINDS names some by words of theirs, separated by commas.
fn chosen(name: &str) -> bool {
    std::env::var("MUTATE_KINDS").map_or(true, |only| only.split(',').any(|words| name.contains(words)))
}

/// Damages returns of several draws, `seeds` times in each way.
fn run(seeds: u64) -> BTreeMap<usize, Tally> {
    let reference = Reference::read();
    let desk = Desk::new();
    let bases: Vec<Base<'_>> = (0..3)
        .map(|draw| Base::new(&reference, &desk, crate::checks::alarms::drawn(&reference, 5_000 + draw)))
        .collect();
    let threads = thread::available_parallelism().map_or(2, |number| number.get().min(8)) as u64;
    let part = |of: u64| {
        let mut tallies: BTreeMap<usize, Tally> = BTreeMap::new();
        for (number, kind) in KINDS.iter().enumerate() {
            if !chosen(kind.name) {
                continue;
            }
            for seed in (0..seeds).filter(|seed| seed % threads == of) {
                let base = &bases[(seed % bases.len() as u64) as usize];
                if let Some(outcome) = base.damage(kind, seed) {
                    tallies.entry(number).or_default().add(outcome);
                }
            }
        }
        tallies
    };
    let mut all: BTreeMap<usize, Tally> = BTreeMap::new();
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|of| scope.spawn(move || part(of))).collect();
        for tallies in running.into_iter().map(|one| one.join().unwrap()) {
            for (number, tally) in tallies {
                let sum = all.entry(number).or_default();
                sum.refused += tally.refused;
                sum.found += tally.found;
                sum.cell += tally.cell;
                sum.harmless += tally.harmless;
                sum.missed += tally.missed;
            }
        }
    });
    all
}

/// Prints the table and says which kinds do worse than they must.
fn judge(tallies: &BTreeMap<usize, Tally>) -> Vec<String> {
    println!("| damage | cases | refused | found | cell named | harmless | missed |\n|---|---|---|---|---|---|---|");
    let mut worse = Vec::new();
    for (number, Kind { name, most_missed, .. }) in KINDS.iter().enumerate() {
        let tally = tallies.get(&number).copied().unwrap_or_default();
        let Tally { refused, found, cell, harmless, missed } = tally;
        let cases = tally.changed() + harmless;
        println!("| {name} | {cases} | {refused} | {found} | {cell} | {harmless} | {missed} |");
        if cases == 0 && chosen(name) {
            worse.push(format!("{name}: no case"));
        }
        let allowed = (f64::from(*most_missed) / 100.0 * tally.changed() as f64).ceil() as usize;
        if missed > allowed {
            worse.push(format!("{name}: {missed} of {} missed, at most {most_missed} percent may be", tally.changed()));
        }
    }
    worse
}

#[test]
fn damage_that_changes_a_published_figure_is_refused_or_found() {
    assert!(KINDS.len() >= 30);
    let worse = judge(&run(2));
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}

/// For the README: `just mutate`. MUTATE_SEEDS is the number of cases of each kind.
#[test]
#[ignore = "ten thousand cases; some minutes in the release profile"]
fn damage_of_ten_thousand_returns() {
    let seeds = std::env::var("MUTATE_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(100);
    let tallies = run(seeds);
    let worse = judge(&tallies);
    let sum = |part: fn(&Tally) -> usize| tallies.values().map(part).sum::<usize>();
    let changed = sum(Tally::changed);
    println!(
        "{} cases, {changed} change a published figure: {} refused, {} found, {} missed",
        changed + sum(|tally| tally.harmless),
        sum(|tally| tally.refused),
        sum(|tally| tally.found),
        sum(|tally| tally.missed)
    );
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}
