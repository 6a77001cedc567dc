//! The cheapest pattern of cells that lets one cell take another value: a second table that fits everything still published.
//!
//! If the real table and another one, in which the cell differs by the width it needs, agree in everything that stays published, no
//! reader can tell them apart. The differences of such a table satisfy every equation with 0, and the cells where they are
//! not 0 are the pattern. A linear programme finds the cheapest, where withholding a cell costs in proportion to how far it moves
//! (Fischetti and Salazar-González 2000 call these the attacker's problems). Cells already withheld, and the slack
//! of rounded ones, are free.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::super::audit::{Bound, Lack, Moves};
use super::super::system::{Cell, Status, System};

/// Movements below this are rounding of the programme.
const NOTHING: f64 = 1e-7;

/// Dearer than any cell, so that a free movement is never paid for.
const FREE: f64 = 1e-6;

/// Above so many cells effort is saved: the first of two directions that gives a pattern is taken.
pub(super) const LARGE: usize = 1500;

/// What must be withheld so that a cell can deviate.
pub(super) struct Pattern {
    price: f64,
    /// Cells that move further than they may as printed.
    pub(super) cells: Vec<usize>,
    /// The other tables, where they are whole.
    pub(super) tables: Vec<Moves>,
}

/// The candidates to withhold so that a need can be met: its cell moves upwards, downwards or both ways together; nothing if no
/// pattern exists. What the insider knows to be its own stays where it is.
pub(super) fn cheapest(system: &System, bounds: &[Bound], lack: &Lack) -> Option<Pattern> {
    let moved = |by: i64| moved(system, bounds, lack, by);
    let width = lack.width;
    // It is known to move so far already; what is still wanting on either side.
    let known = |reach: i128| i64::try_from(reach.clamp(0, i128::from(width))).unwrap_or(0);
    let (up, down) = (width.saturating_sub(known(-lack.reach.0)), width.saturating_sub(known(lack.reach.1)));
    let mut found: Vec<Pattern> = moved(up).into_iter().collect();
    if found.is_empty() || system.cells.len() <= LARGE {
        found.extend(moved(-down));
        if (up, down) != (width, width) {
            found.extend(moved(width));
            found.extend(moved(-width));
        }
    }
    if let Some(best) = found.into_iter().min_by(|left, right| left.price.total_cmp(&right.price)) {
        return Some(best);
    }
    // Neither way alone is wide enough: as far up as it goes, and the rest down.
    let (mut nearest, mut farthest) = (0, width);
    while farthest - nearest > 1 {
        let middle = nearest + (farthest - nearest) / 2;
        if moved(middle).is_some() { nearest = middle } else { farthest = middle }
    }
    let down = moved(nearest - width)?;
    let Some(up) = moved(nearest).filter(|_| nearest > 0) else { return Some(down) };
    let mut cells: Vec<usize> = up.cells.into_iter().chain(down.cells).collect();
    cells.sort_unstable();
    cells.dedup();
    Some(Pattern { price: up.price + down.price, cells, tables: up.tables.into_iter().chain(down.tables).collect() })
}

/// The cheapest way to move a cell by a signed amount.
fn moved(system: &System, bounds: &[Bound], lack: &Lack, by: i64) -> Option<Pattern> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut moves: Vec<Vec<(Variable, f64)>> = Vec::with_capacity(system.cells.len());
    let insider = lack.insider.as_deref();
    let rooms: Vec<[Room; 2]> = system.cells.iter().map(|cell| rooms(cell, insider)).collect();
    for (at, (cell, rooms)) in system.cells.iter().zip(&rooms).enumerate() {
        let known = at != lack.cell && insider.is_some_and(|force| cell.insiders.iter().any(|own| own == force));
        let mut variables = Vec::new();
        for room in rooms.iter().filter(|_| !known) {
            for (way, end) in [(1.0, room.above), (-1.0, room.below)] {
                if end > 0.0 {
                    variables.push((problem.add_var(room.price, (0.0, end)), way));
                }
            }
        }
        moves.push(variables);
    }
    let own = moves.get(lack.cell).filter(|own| !own.is_empty())?;
    problem.add_constraint(own.iter().copied(), ComparisonOp::Eq, by as f64);
    let row = |terms: &[(usize, i64)]| -> Vec<(Variable, f64)> {
        let terms = terms
            .iter()
            .flat_map(|(cell, factor)| moves.get(*cell).into_iter().flatten().map(move |own| (own, factor)));
        terms.map(|((variable, way), factor)| (*variable, way * *factor as f64)).collect()
    };
    for equation in &system.equations {
        let terms = row(&equation.terms);
        if !terms.is_empty() {
            problem.add_constraint(terms, ComparisonOp::Eq, 0.0);
        }
    }
    for bound in bounds {
        let sum: i128 = bound.terms.iter().map(|(cell, factor)| product(system, *cell, *factor)).sum();
        let terms = row(&bound.terms);
        for (end, way) in [(bound.least, ComparisonOp::Ge), (bound.most, ComparisonOp::Le)] {
            if let Some(end) = end.filter(|_| !terms.is_empty()) {
                problem.add_constraint(terms.clone(), way, (i128::from(end) - sum) as f64);
            }
        }
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    let way = |at: usize| -> f64 {
        moves.get(at).into_iter().flatten().map(|(variable, way)| way * solution[*variable]).sum()
    };
    let ways: Vec<f64> = (0..moves.len()).map(way).collect();
    let further = |at: usize| {
        rooms.get(at).is_some_and(|[free, _]| ways[at] > free.above + NOTHING || -ways[at] > free.below + NOTHING)
    };
    let whole = ways.iter().all(|way| (way - way.round()).abs() <= NOTHING);
    let table: Moves = ways.iter().map(|way| way.round() as i128).enumerate().filter(|(_, by)| *by != 0).collect();
    Some(Pattern {
        price: solution.objective(),
        cells: (0..moves.len()).filter(|at| further(*at)).collect(),
        tables: if whole { vec![table] } else { Vec::new() },
    })
}

fn product(system: &System, cell: usize, factor: i64) -> i128 {
    system.cells.get(cell).map_or(0, |cell| i128::from(cell.value) * i128::from(factor))
}

/// How far down and up a cell can move, and what a step of one costs.
#[derive(Clone, Copy, Default)]
struct Room {
    price: f64,
    below: f64,
    above: f64,
}

/// The free movement of a cell as it is printed, and what withholding it adds, for a reader or a force.
fn rooms(cell: &Cell, insider: Option<&str>) -> [Room; 2] {
    let floor =
        cell.floors.iter().find(|(force, _)| Some(force.as_str()) == insider).map_or(i64::MIN, |(_, least)| *least);
    let within = |price, least: i64, most: Option<i64>| Room {
        price,
        below: cell.value.saturating_sub(least.max(floor)).max(0) as f64,
        above: most.map_or(f64::INFINITY, |most| most.saturating_sub(cell.value).max(0) as f64),
    };
    let whole = |price| within(price, cell.least, cell.most);
    let free = match cell.status {
        Status::Suppressed { .. } => return [whole(FREE), Room::default()],
        Status::Exact => Room::default(),
        Status::Rounded { least, most } => {
            within(FREE, least.max(cell.least), Some(cell.most.map_or(most, |known| known.min(most))))
        }
    };
    if cell.fixed {
        return [free, Room::default()];
    }
    let whole = whole(FREE + cell.cost.max(1) as f64);
    [free, Room { price: whole.price, below: whole.below - free.below, above: whole.above - free.above }]
}
