//! Which further cells to withhold, so that none of those that must be protected can be worked out from the rest.
//!
//! In: a system of linked tables with its primary cells already withheld. Out: the same system with secondary suppressions, and what
//! they cost. Parts that share nothing are protected one by one ([`parts`]): a good set first ([`greedy`]), a [`pattern`] at a time, then the
//! cheapest there is with its proof, or a bound on it ([`optimum`]). What is returned has passed the auditor; ties fall to cost,
//! then to the order of the cells, so the same tables give the same pattern for ever.

mod greedy;
mod optimum;
mod parts;
mod pattern;
mod report;

pub use report::Report;

use super::audit::{Bound, Moves, Options, audit_from, verify};
use super::error::DisclosureError;
use super::system::{Status, System};
use greedy::Good;
use optimum::Optimum;
use parts::Part;

/// How to suppress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// How the result is audited.
    pub audit: Options,
    /// Up to so many cells that could be withheld in one part, the cheapest set is sought; above, a good one.
    pub optimum_cells: usize,
    /// Trials after which the search for the cheapest set gives up and leaves a bound.
    pub optimum_trials: usize,
    /// Sets tried in place of a good one that is not proven to be the cheapest, in a part of 100 cells; fewer in larger ones.
    pub improvements: usize,
}

impl Default for Weights {
    fn default() -> Self {
        Self { audit: Options::default(), optimum_cells: 200, optimum_trials: 200, improvements: 40 }
    }
}

/// Withholds further cells until every cell has the protection it needs.
///
/// # Errors
/// [`DisclosureError::Unprotectable`] names a cell that nothing protects; [`DisclosureError::System`] if the tables contradict each
/// other.
pub fn suppress(system: &mut System, weights: &Weights) -> Result<Report, DisclosureError> {
    suppress_with(system, &[], weights)
}

/// Withholds further cells where also the ranges of some sums are known, as from printed rates.
///
/// # Errors
/// As [`suppress`].
pub fn suppress_with(system: &mut System, bounds: &[Bound], weights: &Weights) -> Result<Report, DisclosureError> {
    verify(system, bounds)?;
    let total_cost = cost(system, &candidates(system));
    let mut secondary: Vec<usize> = Vec::new();
    let mut least_cost = 0;
    let mut tables: Vec<Moves> = Vec::new();
    for part in parts::split(system, bounds) {
        let (good, least) = protect(&part, weights)?;
        secondary.extend(good.cells.into_iter().map(|cell| part.places[cell]));
        let of_whole = |table: Moves| table.into_iter().map(|(cell, by)| (part.places[cell], by)).collect();
        tables.extend(good.tables.into_iter().map(of_whole));
        least_cost += least;
    }
    for cell in &secondary {
        withhold(system, *cell);
    }
    // The last word is the auditor's, on the whole.
    if let Some(unsafe_cell) = audit_from(system, bounds, &weights.audit, &mut tables)?.unsafe_cells().next() {
        let width = unsafe_cell.insider.as_ref().map(|insider| insider.required).or(unsafe_cell.required).unwrap_or(1);
        return Err(DisclosureError::Unprotectable { cell: unsafe_cell.id.clone(), width });
    }
    secondary.sort_unstable();
    let ids = |cells: &[usize]| cells.iter().map(|cell| system.cells[*cell].id.clone()).collect();
    let own = |cell: &usize| system.cells[*cell].status == Status::Suppressed { primary: true };
    let primary: Vec<usize> = (0..system.cells.len()).filter(own).collect();
    Ok(Report {
        primary: ids(&primary),
        cost: cost(system, &secondary),
        secondary: ids(&secondary),
        least_cost,
        cells: system.cells.len(),
        total_cost,
        tables,
    })
}

/// The cells to withhold in one part, and what no other choice can undercut.
fn protect(part: &Part, weights: &Weights) -> Result<(Good, u64), DisclosureError> {
    let candidates = candidates(&part.system);
    let good = greedy::build(part, Good { cells: Vec::new(), tables: Vec::new() }, weights)?;
    if good.cells.is_empty() {
        return Ok((good, 0));
    }
    let good = greedy::prune(part, good, weights);
    let Optimum { cells, least_cost } = optimum::search(part, &candidates, &good.cells, &good.tables, weights);
    if least_cost == cost(&part.system, &cells) {
        return Ok((Good { cells, tables: good.tables }, least_cost));
    }
    Ok((greedy::improve(part, good, weights), least_cost))
}

fn candidates(system: &System) -> Vec<usize> {
    (0..system.cells.len()).filter(|cell| candidate(system, *cell)).collect()
}

/// Whether a cell is printed and may be withheld.
fn candidate(system: &System, cell: usize) -> bool {
    system.cells.get(cell).is_some_and(|cell| !cell.fixed && !matches!(cell.status, Status::Suppressed { .. }))
}

fn cost(system: &System, cells: &[usize]) -> u64 {
    cells.iter().filter_map(|cell| system.cells.get(*cell)).fold(0, |sum, cell| sum.saturating_add(cell.cost))
}

fn withhold(system: &mut System, cell: usize) {
    if let Some(cell) = system.cells.get_mut(cell) {
        cell.status = Status::Suppressed { primary: false };
    }
}
