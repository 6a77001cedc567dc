//! Which further cells to withhold, so that none of those that must be protected can be worked out from the rest.
//!
//! In: a system of linked tables with its primary cells already withheld. Out: the same system with secondary suppressions, and what
//! they cost. Small systems get the cheapest set there is, with its proof ([`optimum`]); larger ones a pattern at a time
//! ([`pattern`]), then pruned. What is returned has passed the auditor; ties fall to cost, then to the order of the cells, so the
//! same tables give the same pattern for ever.

mod optimum;
mod pattern;

use std::collections::BTreeMap;

use super::audit::{Audit, Options, audit};
use super::error::DisclosureError;
use super::system::{Status, System};

/// How to suppress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// How the result is audited.
    pub audit: Options,
    /// Up to so many cells that could be withheld, the cheapest set is sought; above, a good one.
    pub optimum_cells: usize,
    /// Trials after which the search for the cheapest set gives up and leaves a bound.
    pub optimum_trials: usize,
}

impl Default for Weights {
    fn default() -> Self {
        Self { audit: Options::default(), optimum_cells: 60, optimum_trials: 400 }
    }
}

/// What was withheld and what it cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Cells withheld for their own sake, in the order of the system.
    pub primary: Vec<String>,
    /// Cells withheld to protect others.
    pub secondary: Vec<String>,
    /// Cost of the secondary ones.
    pub cost: u64,
    /// No set that protects costs less than this; equal to the cost where the set is proven to be the cheapest.
    pub least_cost: u64,
}

impl Report {
    /// Whether no cheaper set exists.
    pub fn proven(&self) -> bool {
        self.cost == self.least_cost
    }
}

/// Withholds further cells until every cell has the protection it needs.
///
/// # Errors
/// [`DisclosureError::Unprotectable`] names a cell that nothing protects; [`DisclosureError::System`] if the tables contradict each
/// other.
pub fn suppress(system: &mut System, weights: &Weights) -> Result<Report, DisclosureError> {
    let candidates: Vec<usize> = (0..system.cells.len()).filter(|cell| candidate(system, *cell)).collect();
    let mut chosen = heuristic(system, weights)?;
    prune(system, weights, &mut chosen)?;
    let mut least_cost = 0;
    if !chosen.is_empty() && candidates.len() <= weights.optimum_cells {
        let found = optimum::search(system, &candidates, &chosen, weights)?;
        least_cost = found.least_cost;
        chosen = found.cells;
    }
    for cell in &chosen {
        withhold(system, *cell);
    }
    let named = |wanted: bool| -> Vec<String> {
        let with = |status| matches!(status, Status::Suppressed { primary } if primary == wanted);
        system.cells.iter().filter(|cell| with(cell.status)).map(|cell| cell.id.clone()).collect()
    };
    let cost = cost(system, &chosen);
    let secondary = chosen.iter().filter_map(|cell| system.cells.get(*cell)).map(|cell| cell.id.clone()).collect();
    Ok(Report { primary: named(true), secondary, cost, least_cost: if chosen.is_empty() { 0 } else { least_cost } })
}

/// Whether a cell is printed and may be withheld.
fn candidate(system: &System, cell: usize) -> bool {
    system.cells.get(cell).is_some_and(|cell| !cell.fixed && !matches!(cell.status, Status::Suppressed { .. }))
}

fn cost(system: &System, cells: &[usize]) -> u64 {
    cells.iter().filter_map(|cell| system.cells.get(*cell)).map(|cell| cell.cost).sum()
}

fn withhold(system: &mut System, cell: usize) {
    if let Some(cell) = system.cells.get_mut(cell) {
        cell.status = Status::Suppressed { primary: false };
    }
}

/// The system with cells withheld on top.
fn with(system: &System, cells: &[usize]) -> System {
    let mut system = system.clone();
    for cell in cells {
        withhold(&mut system, *cell);
    }
    system
}

/// Indices of the cells that lack the protection they need, the widest need first.
fn lacking(system: &System, weights: &Weights) -> Result<Vec<Lack>, DisclosureError> {
    let audit = audit(system, &weights.audit)?;
    let mut lacks: Vec<Lack> = lacks_of(system, &audit);
    lacks.sort_by_key(|lack| (std::cmp::Reverse(lack.width), lack.cell));
    Ok(lacks)
}

/// A cell that is not protected, and against whom.
struct Lack {
    cell: usize,
    width: i64,
    insider: Option<String>,
}

fn lacks_of(system: &System, audit: &Audit) -> Vec<Lack> {
    let seats: BTreeMap<&str, usize> =
        system.cells.iter().enumerate().map(|(at, cell)| (cell.id.as_str(), at)).collect();
    let mut lacks = Vec::new();
    for unsafe_cell in audit.unsafe_cells() {
        let Some(cell) = seats.get(unsafe_cell.id.as_str()).copied() else { continue };
        let open = unsafe_cell.required.filter(|required| {
            unsafe_cell.interval.1.is_some_and(|most| most.saturating_sub(unsafe_cell.interval.0) < *required)
        });
        lacks.push(match (open, &unsafe_cell.insider) {
            (None, Some(insider)) => Lack { cell, width: insider.required, insider: Some(insider.force.clone()) },
            _ => Lack { cell, width: unsafe_cell.required.unwrap_or(1), insider: None },
        });
    }
    lacks
}

/// Protects one cell after the other by the cheapest pattern that moves it.
fn heuristic(system: &System, weights: &Weights) -> Result<Vec<usize>, DisclosureError> {
    let mut working = system.clone();
    let mut chosen = Vec::new();
    loop {
        let lacks = lacking(&working, weights)?;
        let Some(lack) = lacks.first() else { break };
        let added = pattern::cheapest(&working, lack.cell, lack.width, lack.insider.as_deref());
        let added: Vec<usize> =
            added.unwrap_or_default().into_iter().filter(|cell| candidate(&working, *cell)).collect();
        let added = if added.is_empty() { nearest(&working, lack.cell) } else { added };
        if added.is_empty() {
            let cell = working.cells.get(lack.cell).map(|cell| cell.id.clone()).unwrap_or_default();
            return Err(DisclosureError::Unprotectable { cell, width: lack.width });
        }
        for cell in added {
            withhold(&mut working, cell);
            chosen.push(cell);
        }
    }
    chosen.sort_unstable();
    Ok(chosen)
}

/// Where no pattern adds anything and the auditor still objects (fractions that no whole table fits): the cheapest
/// candidate in the equations nearest to the cell.
fn nearest(system: &System, cell: usize) -> Vec<usize> {
    let mut reached = vec![false; system.cells.len()];
    let mut front = vec![cell];
    while !front.is_empty() {
        for cell in &front {
            if let Some(seen) = reached.get_mut(*cell) {
                *seen = true;
            }
        }
        let holds = |terms: &[(usize, i64)]| terms.iter().any(|(cell, _)| front.contains(cell));
        let mut next: Vec<usize> = system
            .equations
            .iter()
            .filter(|equation| holds(&equation.terms))
            .flat_map(|equation| equation.terms.iter().map(|(cell, _)| *cell))
            .filter(|cell| reached.get(*cell) == Some(&false))
            .collect();
        next.sort_unstable();
        next.dedup();
        let open = next.iter().copied().filter(|cell| candidate(system, *cell));
        if let Some(best) = open.min_by_key(|cell| (system.cells.get(*cell).map_or(u64::MAX, |cell| cell.cost), *cell))
        {
            return vec![best];
        }
        front = next;
    }
    Vec::new()
}

/// Takes back what turned out to be needless, the dearest first.
fn prune(system: &System, weights: &Weights, chosen: &mut Vec<usize>) -> Result<(), DisclosureError> {
    let mut order = chosen.clone();
    order.sort_by_key(|cell| (std::cmp::Reverse(system.cells.get(*cell).map_or(0, |cell| cell.cost)), *cell));
    for cell in order {
        let without: Vec<usize> = chosen.iter().copied().filter(|other| *other != cell).collect();
        if lacking(&with(system, &without), weights)?.is_empty() {
            *chosen = without;
        }
    }
    Ok(())
}
