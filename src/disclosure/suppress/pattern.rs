//! The cheapest pattern of cells that lets one cell take another value: a second table that fits everything still published.
//!
//! If the real table and another one, in which the cell differs by the width it needs, agree in everything that stays published, no
//! reader can tell them apart. The differences of such a table satisfy every equation with 0, and the cells where they are
//! not 0 are the pattern. A linear programme finds the cheapest, where withholding a cell costs in proportion to how far it moves
//! (Fischetti and Salazar-González 2000 call these the attacker's problems). Cells already withheld, and the slack
//! of rounded ones, are free.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::super::system::{Cell, Status, System};

/// Movements below this are rounding of the programme.
const NOTHING: f64 = 1e-7;

/// Dearer than any cell, so that a free movement is never paid for.
const FREE: f64 = 1e-6;

/// The candidates to withhold so that a cell can differ by `width`, upwards, downwards or both ways together; nothing if no
/// pattern exists. Cells that the insider knows stay where they are.
pub(super) fn cheapest(system: &System, cell: usize, width: i64, insider: Option<&str>) -> Option<Vec<usize>> {
    let up = moved(system, cell, width, insider);
    let down = moved(system, cell, -width, insider);
    let whole = [up, down].into_iter().flatten().min_by(|left, right| left.0.total_cmp(&right.0));
    if let Some((_, cells)) = whole {
        return Some(cells);
    }
    // Neither way alone is wide enough: as far up as it goes, and the rest down.
    let (mut above, mut best) = (width, None);
    while above > 0 && best.is_none() {
        above -= 1;
        let up = if above == 0 { Some((0.0, Vec::new())) } else { moved(system, cell, above, insider) };
        best = up.and_then(|(_, up)| {
            let (_, down) = moved(system, cell, above - width, insider)?;
            Some(up.into_iter().chain(down).collect::<Vec<usize>>())
        });
    }
    best.map(|mut cells| {
        cells.sort_unstable();
        cells.dedup();
        cells
    })
}

/// The cheapest way to move a cell by a signed amount: its cost, and the cells that move further than they may as printed.
fn moved(system: &System, target: usize, by: i64, insider: Option<&str>) -> Option<(f64, Vec<usize>)> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut moves: Vec<Vec<(Variable, f64)>> = Vec::with_capacity(system.cells.len());
    let rooms: Vec<[Room; 2]> = system.cells.iter().map(rooms).collect();
    for (at, cell) in system.cells.iter().enumerate() {
        let known = at != target && insider.is_some_and(|force| cell.insiders.iter().any(|own| own == force));
        let mut variables = Vec::new();
        for room in rooms.get(at).into_iter().flatten().filter(|room| !known && (room.below > 0.0 || room.above > 0.0))
        {
            variables.push((problem.add_var(room.price, (0.0, room.above)), 1.0));
            variables.push((problem.add_var(room.price, (0.0, room.below)), -1.0));
        }
        moves.push(variables);
    }
    let own = moves.get(target).filter(|own| !own.is_empty())?;
    problem.add_constraint(own.iter().copied(), ComparisonOp::Eq, by as f64);
    for equation in &system.equations {
        let mut terms: Vec<(Variable, f64)> = Vec::with_capacity(2 * equation.terms.len());
        for (cell, coefficient) in &equation.terms {
            let moving = moves.get(*cell).into_iter().flatten();
            terms.extend(moving.map(|(variable, sign)| (*variable, sign * *coefficient as f64)));
        }
        if !terms.is_empty() {
            problem.add_constraint(terms, ComparisonOp::Eq, 0.0);
        }
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    let further = |at: usize| {
        let way: f64 = moves.get(at).into_iter().flatten().map(|(variable, sign)| sign * solution[*variable]).sum();
        rooms.get(at).is_some_and(|[free, _]| way > free.above + NOTHING || -way > free.below + NOTHING)
    };
    Some((solution.objective(), (0..moves.len()).filter(|at| further(*at)).collect()))
}

/// How far down and up a cell can move, and what a step of one costs.
#[derive(Clone, Copy, Default)]
struct Room {
    price: f64,
    below: f64,
    above: f64,
}

/// The free movement of a cell as it is printed, and what withholding it adds.
fn rooms(cell: &Cell) -> [Room; 2] {
    let within = |price, least: i64, most: Option<i64>| Room {
        price,
        below: cell.value.saturating_sub(least).max(0) as f64,
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
