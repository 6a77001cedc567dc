//! The cheapest set of cells to withhold, with a proof, for systems small enough; for others a cost that no set can undercut.
//!
//! Withholding more never protects less. So if withholding a set is not enough, every sufficient set holds a cell from outside it; and
//! where the attack shows what holds a cell back, one of those. Such demands are collected until the cheapest set that meets all of
//! them is itself sufficient: it is then the cheapest there is (the implicit hitting set method; Chandrasekaran, Karp,
//! Moreno-Centeno and Vempala 2011). Of sets that cost the same, the one known first stays.

use std::collections::BTreeSet;

use super::super::audit::{Arena, Ask, Moves};
use super::super::system::System;
use super::parts::Part;
use super::{Weights, cost};

/// What the search found.
pub(super) struct Optimum {
    /// The cells.
    pub(super) cells: Vec<usize>,
    /// No sufficient set costs less.
    pub(super) least_cost: u64,
}

/// Up to so many times the cells for which the cheapest set is sought, a bound is.
const BOUND: usize = 5;

/// Steps of one search for a set that meets all demands.
const STEPS: usize = 20_000;

/// Whether a set is sufficient.
enum Answer {
    Enough,
    /// Certainly not; and cells of which one is needed, where that is known.
    NotEnough(Vec<usize>),
    Unknown,
}

struct Search<'a> {
    system: &'a System,
    candidates: &'a [usize],
    arena: Arena,
}

impl Search<'_> {
    fn ask(&mut self, set: &BTreeSet<usize>) -> Answer {
        let closed: BTreeSet<usize> = self.candidates.iter().copied().filter(|cell| !set.contains(cell)).collect();
        match self.arena.lacks(&closed, Ask::First).pop() {
            None => Answer::Enough,
            Some(lack) if lack.proven => Answer::NotEnough(lack.blockers),
            Some(_) => Answer::Unknown,
        }
    }

    /// What the cells that lack protection demand when nothing is withheld for others: each demand cheap cells first.
    fn first(&mut self, price: impl Fn(&[usize]) -> u64) -> Vec<Vec<usize>> {
        let lacks = self.arena.lacks(&self.candidates.iter().copied().collect(), Ask::All);
        let mut demands: BTreeSet<Vec<usize>> = BTreeSet::new();
        for lack in lacks.into_iter().filter(|lack| lack.proven && !lack.blockers.is_empty()) {
            let mut demand = lack.blockers;
            demand.sort_by_key(|cell| (price(&[*cell]), *cell));
            demands.insert(demand);
        }
        demands.into_iter().collect()
    }

    /// A small demand that a set does not meet: what must be withheld beyond it, given that it is not enough.
    fn demand(&mut self, set: &BTreeSet<usize>, blockers: Vec<usize>) -> BTreeSet<usize> {
        let outside: BTreeSet<usize> = self.candidates.iter().copied().filter(|cell| !set.contains(cell)).collect();
        let mut demand: BTreeSet<usize> = blockers.into_iter().collect();
        let mut grown: BTreeSet<usize> =
            self.candidates.iter().copied().filter(|cell| !demand.contains(cell)).collect();
        if demand.is_empty() || !matches!(self.ask(&grown), Answer::NotEnough(_)) {
            (demand, grown) = (outside, set.clone());
        }
        // Grow the set, dear cells first, as long as it is certainly not enough: what stays outside is cheap to ask for.
        let mut order: Vec<usize> = demand.iter().copied().collect();
        order.sort_by_key(|cell| (std::cmp::Reverse(cost(self.system, &[*cell])), std::cmp::Reverse(*cell)));
        for cell in order {
            if demand.len() == 1 || !demand.contains(&cell) {
                continue;
            }
            grown.insert(cell);
            match self.ask(&grown) {
                Answer::NotEnough(blockers) => {
                    demand.remove(&cell);
                    // What the attack names is a demand itself; take it where it is smaller.
                    let named: BTreeSet<usize> = blockers.into_iter().collect();
                    if !named.is_empty() && named.len() < demand.len() && named.is_subset(&demand) {
                        grown.extend(demand.difference(&named));
                        demand = named;
                    }
                }
                Answer::Enough | Answer::Unknown => {
                    grown.remove(&cell);
                }
            }
        }
        demand
    }
}

/// Seeks the cheapest sufficient set among the candidates; `good` is one that is known to be sufficient.
pub(super) fn search(
    part: &Part,
    candidates: &[usize],
    good: &[usize],
    tables: &[Moves],
    weights: &Weights,
) -> Optimum {
    let price = |cells: &[usize]| cost(&part.system, cells);
    if candidates.len() > weights.optimum_cells.saturating_mul(BOUND) {
        return Optimum { cells: good.to_vec(), least_cost: 0 };
    }
    let arena = Arena::new(&part.system, &part.bounds, candidates, tables, &weights.audit);
    let mut search = Search { system: &part.system, candidates, arena };
    let mut demands = search.first(price);
    let mut least_cost = apart(&demands, price);
    if candidates.len() > weights.optimum_cells {
        return Optimum { cells: good.to_vec(), least_cost: least_cost.min(price(good)) };
    }
    for _ in 0..=weights.optimum_trials {
        let Some(set) = hitting(&part.system, &demands, good) else { break };
        least_cost = price(&set).max(least_cost);
        if least_cost >= price(good) {
            break;
        }
        let trial: BTreeSet<usize> = set.iter().copied().collect();
        match search.ask(&trial) {
            Answer::Enough => return Optimum { cells: set, least_cost },
            Answer::NotEnough(blockers) => {
                let mut demand: Vec<usize> = search.demand(&trial, blockers).into_iter().collect();
                demand.sort_by_key(|cell| (price(&[*cell]), *cell));
                demands.push(demand);
            }
            Answer::Unknown => break,
        }
    }
    Optimum { cells: good.to_vec(), least_cost: least_cost.min(price(good)) }
}

/// What demands that share no cell must cost together, the dearest taken first.
fn apart(demands: &[Vec<usize>], price: impl Fn(&[usize]) -> u64) -> u64 {
    let mut order: Vec<&Vec<usize>> = demands.iter().collect();
    order.sort_by_key(|demand| (std::cmp::Reverse(demand.first().map_or(0, |cell| price(&[*cell]))), demand.len()));
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut sum = 0_u64;
    for demand in order.into_iter().filter(|demand| !demand.is_empty()) {
        if !demand.iter().any(|cell| taken.contains(cell)) {
            sum = sum.saturating_add(price(&demand[..1]));
            taken.extend(demand);
        }
    }
    sum
}

/// The cheapest set with a cell of every demand, or the good one if none is cheaper; nothing if that takes too long to find.
fn hitting(system: &System, demands: &[Vec<usize>], good: &[usize]) -> Option<Vec<usize>> {
    let mut best = (cost(system, good), good.to_vec());
    let mut steps = STEPS;
    extend(system, demands, &mut Vec::new(), 0, &mut best, &mut steps);
    (steps > 0).then_some(best.1)
}

fn extend(
    system: &System,
    demands: &[Vec<usize>],
    set: &mut Vec<usize>,
    spent: u64,
    best: &mut (u64, Vec<usize>),
    steps: &mut usize,
) {
    if *steps == 0 {
        return;
    }
    *steps -= 1;
    // What the demands that share no cell must still cost at least.
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut further = 0;
    let mut open: Option<&Vec<usize>> = None;
    for demand in demands.iter().filter(|demand| !demand.iter().any(|cell| set.contains(cell))) {
        if open.is_none_or(|open| demand.len() < open.len()) {
            open = Some(demand);
        }
        if !demand.iter().any(|cell| taken.contains(cell)) {
            further += demand.first().map_or(0, |cell| cost(system, &[*cell]));
            taken.extend(demand);
        }
    }
    if spent + further >= best.0 {
        return;
    }
    let Some(open) = open else {
        let mut found = set.clone();
        found.sort_unstable();
        *best = (spent, found);
        return;
    };
    for cell in open {
        set.push(*cell);
        extend(system, demands, set, spent + cost(system, &[*cell]), best, steps);
        set.pop();
    }
}
