//! A good set for systems of any size: a pattern at a time, then whatever turned out to be needless is taken back, then single cells
//! are avoided in turn to see whether the rest can be had for less.

use std::collections::{BTreeMap, BTreeSet};

use super::super::audit::{Arena, Ask, Lack, Moves};
use super::super::error::DisclosureError;
use super::super::system::System;
use super::parts::Part;
use super::pattern::LARGE;
use super::{Weights, candidate, cost, pattern, withhold};

/// A sufficient set, and whole tables that show it.
pub(super) struct Good {
    pub(super) cells: Vec<usize>,
    pub(super) tables: Vec<Moves>,
}

/// Protects one cell after the other by the cheapest pattern that moves it; starts from cells withheld already.
pub(super) fn build(part: &Part, start: Good, weights: &Weights) -> Result<Good, DisclosureError> {
    let mut working = part.system.clone();
    let Good { cells: mut chosen, mut tables } = start;
    for cell in &chosen {
        withhold(&mut working, *cell);
    }
    loop {
        let mut arena = Arena::new(&part.system, &part.bounds, &chosen, &tables, &weights.audit);
        let mut lacks = arena.lacks(&BTreeSet::new(), Ask::All);
        if lacks.is_empty() {
            chosen.sort_unstable();
            return Ok(Good { cells: chosen, tables: arena.points() });
        }
        tables = arena.points();
        lacks.sort_by(|one, other| {
            (std::cmp::Reverse(one.width), one.cell, &one.insider).cmp(&(
                std::cmp::Reverse(other.width),
                other.cell,
                &other.insider,
            ))
        });
        // Tables found for one cell often move others far enough.
        let mut fresh = Fresh::default();
        let before = chosen.len();
        for lack in &lacks {
            if fresh.meets(&working, lack) {
                continue;
            }
            let found = pattern::cheapest(&working, &part.bounds, lack);
            for cell in found.iter().flat_map(|found| &found.cells) {
                if candidate(&working, *cell) {
                    withhold(&mut working, *cell);
                    chosen.push(*cell);
                }
            }
            for table in found.into_iter().flat_map(|found| found.tables) {
                fresh.keep(table);
            }
        }
        tables.extend(fresh.tables);
        if chosen.len() == before {
            // No pattern adds anything and the auditor still objects: fractions that no whole table fits, or nothing to withhold.
            let lack = &lacks[0];
            let Some(cell) = nearest(&working, lack.cell) else {
                let cell = working.cells[lack.cell].id.clone();
                return Err(DisclosureError::Unprotectable { cell, width: lack.width });
            };
            withhold(&mut working, cell);
            chosen.push(cell);
        }
    }
}

/// Whole tables found since the last attack.
#[derive(Default)]
struct Fresh {
    tables: Vec<Moves>,
    moving: BTreeMap<usize, Vec<usize>>,
}

impl Fresh {
    fn keep(&mut self, table: Moves) {
        for (cell, _) in &table {
            self.moving.entry(*cell).or_default().push(self.tables.len());
        }
        self.tables.push(table);
    }

    /// Whether the tables move the cell of a need far enough. They fit: what they move has been withheld.
    fn meets(&self, system: &System, lack: &Lack) -> bool {
        let unknown = |(cell, by): &(usize, i128)| {
            let cell = &system.cells[*cell];
            lack.insider.as_ref().and_then(|force| cell.known_to(force)).is_none_or(|(least, most)| {
                let other = i128::from(cell.value) + by;
                i128::from(least) <= other && most.is_none_or(|most| other <= i128::from(most))
            })
        };
        let (mut low, mut high) = lack.reach;
        for table in self.moving.get(&lack.cell).into_iter().flatten().map(|at| &self.tables[*at]) {
            if !table.iter().all(unknown) {
                continue;
            }
            for (_, by) in table.iter().filter(|(cell, _)| *cell == lack.cell) {
                (low, high) = (low.min(*by), high.max(*by));
            }
        }
        high - low >= i128::from(lack.width)
    }
}

/// The cheapest candidate in the equations nearest to a cell.
fn nearest(system: &System, cell: usize) -> Option<usize> {
    let mut reached = vec![false; system.cells.len()];
    let mut front = BTreeSet::from([cell]);
    while !front.is_empty() {
        for cell in &front {
            reached[*cell] = true;
        }
        let touched =
            system.equations.iter().filter(|equation| equation.terms.iter().any(|(cell, _)| front.contains(cell)));
        let next: BTreeSet<usize> = touched
            .flat_map(|equation| equation.terms.iter().map(|(cell, _)| *cell))
            .filter(|cell| !reached[*cell])
            .collect();
        let open = next.iter().copied().filter(|cell| candidate(system, *cell));
        if let Some(best) = open.min_by_key(|cell| (system.cells[*cell].cost, *cell)) {
            return Some(best);
        }
        front = next;
    }
    None
}

/// Takes back what turned out to be needless, the dearest first; in large parts only where that is seen at little cost.
pub(super) fn prune(part: &Part, good: Good, weights: &Weights) -> Good {
    let Good { cells, tables } = good;
    let mut arena = Arena::new(&part.system, &part.bounds, &cells, &tables, &weights.audit);
    let ask = if part.system.cells.len() > LARGE { Ask::Hand } else { Ask::First };
    let mut closed = BTreeSet::new();
    for cell in dear_first(&part.system, &cells) {
        closed.insert(cell);
        if !arena.lacks(&closed, ask).is_empty() {
            closed.remove(&cell);
        }
    }
    Good { cells: cells.into_iter().filter(|cell| !closed.contains(cell)).collect(), tables: arena.points() }
}

/// Avoids one cell after the other, the dearest first, and keeps what is cheaper.
pub(super) fn improve(part: &Part, mut good: Good, weights: &Weights) -> Good {
    let mut left = weights.improvements.saturating_mul(100) / part.system.cells.len().max(100);
    let mut tried: BTreeSet<Vec<usize>> = BTreeSet::new();
    'again: loop {
        for cell in dear_first(&part.system, &good.cells) {
            let rest: Vec<usize> = good.cells.iter().copied().filter(|other| *other != cell).collect();
            if left == 0 {
                return good;
            }
            let mut avoiding = Part { system: part.system.clone(), bounds: part.bounds.clone(), places: Vec::new() };
            avoiding.system.cells[cell].fixed = true;
            let key = rest.iter().copied().chain([cell]).collect();
            if !tried.insert(key) {
                continue;
            }
            left -= 1;
            let start = Good { cells: rest, tables: good.tables.clone() };
            let Ok(other) = build(&avoiding, start, weights) else { continue };
            let other = prune(&avoiding, other, weights);
            if cost(&part.system, &other.cells) < cost(&part.system, &good.cells) {
                good = other;
                continue 'again;
            }
        }
        return good;
    }
}

fn dear_first(system: &System, cells: &[usize]) -> Vec<usize> {
    let mut order = cells.to_vec();
    order.sort_by_key(|cell| (std::cmp::Reverse(system.cells[*cell].cost), *cell));
    order
}
