//! The cheapest set of cells to withhold, with a proof, for systems small enough.
//!
//! Withholding more never protects less. So if withholding a set `M` is not enough, and withholding any further cell on top of it would
//! be, then every sufficient set holds a cell from outside `M`. Such demands are collected until the cheapest set that meets all of them
//! is itself sufficient: it is then the cheapest there is (the implicit hitting set method; Chandrasekaran, Karp,
//! Moreno-Centeno and Vempala 2011). Ties fall to the set that comes first in the order of the cells.

use super::super::error::DisclosureError;
use super::super::system::System;
use super::{Weights, cost, lacking, with};

/// What the search found.
pub(super) struct Optimum {
    /// The cells.
    pub(super) cells: Vec<usize>,
    /// No sufficient set costs less.
    pub(super) least_cost: u64,
}

/// Seeks the cheapest sufficient set among the candidates; `good` is one that is known to be sufficient.
pub(super) fn search(
    system: &System,
    candidates: &[usize],
    good: &[usize],
    weights: &Weights,
) -> Result<Optimum, DisclosureError> {
    let price = |cells: &[usize]| cost(system, cells);
    let mut trials = 0;
    let mut enough = |cells: &[usize]| -> Result<bool, DisclosureError> {
        trials += 1;
        Ok(lacking(&with(system, cells), weights)?.is_empty())
    };
    let mut demands: Vec<Vec<usize>> = Vec::new();
    let mut rounds = 0;
    loop {
        let set = hitting(system, &demands);
        let bound = price(&set);
        if bound >= price(good) && !(bound == price(good) && set.as_slice() < good) {
            return Ok(Optimum { cells: good.to_vec(), least_cost: price(good) });
        }
        if enough(&set)? {
            return Ok(Optimum { cells: set, least_cost: bound });
        }
        rounds += 1;
        if rounds > weights.optimum_trials {
            return Ok(Optimum { cells: good.to_vec(), least_cost: bound });
        }
        // Grow the set, dear cells first, as long as it is not enough: what is left out are cheap cells, which makes the demand strong.
        let mut grown = set;
        let mut order: Vec<usize> = candidates.iter().copied().filter(|cell| !grown.contains(cell)).collect();
        order.sort_by_key(|cell| (std::cmp::Reverse(price(&[*cell])), std::cmp::Reverse(*cell)));
        let mut outside = Vec::new();
        for cell in order {
            grown.push(cell);
            if enough(&grown)? {
                grown.pop();
                outside.push(cell);
            }
        }
        outside.sort_unstable();
        demands.push(outside);
    }
}

/// The cheapest set with a cell of every demand, the first of several by the order of the cells.
fn hitting(system: &System, demands: &[Vec<usize>]) -> Vec<usize> {
    let mut best: Option<(u64, Vec<usize>)> = None;
    extend(system, demands, &mut Vec::new(), 0, &mut best);
    best.map(|(_, set)| set).unwrap_or_default()
}

fn extend(
    system: &System,
    demands: &[Vec<usize>],
    set: &mut Vec<usize>,
    spent: u64,
    best: &mut Option<(u64, Vec<usize>)>,
) {
    // What the demands that share no cell must still cost at least.
    let mut taken: Vec<usize> = Vec::new();
    let mut further = 0;
    let mut open: Option<&Vec<usize>> = None;
    for demand in demands.iter().filter(|demand| !demand.iter().any(|cell| set.contains(cell))) {
        if open.is_none_or(|open| demand.len() < open.len()) {
            open = Some(demand);
        }
        if !demand.iter().any(|cell| taken.contains(cell)) {
            further += demand.iter().map(|cell| cost(system, &[*cell])).min().unwrap_or(0);
            taken.extend(demand);
        }
    }
    if best.as_ref().is_some_and(|(price, _)| spent + further > *price) {
        return;
    }
    let Some(open) = open else {
        let mut found = set.clone();
        found.sort_unstable();
        if best.as_ref().is_none_or(|(price, first)| (spent, &found) < (*price, first)) {
            *best = Some((spent, found));
        }
        return;
    };
    let mut choices = open.clone();
    choices.sort_by_key(|cell| (cost(system, &[*cell]), *cell));
    for cell in choices {
        set.push(cell);
        extend(system, demands, set, spent + cost(system, &[cell]), best);
        set.pop();
    }
}
