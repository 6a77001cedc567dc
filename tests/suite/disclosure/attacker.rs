//! An attacker who shares nothing with the program: it tries every whole table that fits what is printed, and where there are too
//! many it solves a linear programme with another solver.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use assess::disclosure::audit::Bound;
use assess::disclosure::system::{Status, System};

/// Smallest and largest value of each cell that the attacker cannot rule out.
pub(crate) struct Learnt {
    pub(crate) intervals: Vec<(f64, f64)>,
    /// Every whole table was tried; else the intervals may be wider than the truth, and only convict.
    pub(crate) enumerated: bool,
}

impl Learnt {
    /// Whether each cell is left as wide as it must be, except those the attacker knows.
    pub(crate) fn holds(&self, system: &System, insider: Option<&str>) -> bool {
        system.cells.iter().zip(&self.intervals).all(|(cell, (least, most))| {
            let Some(required) = cell.required.filter(|_| !knows(cell, insider)) else { return true };
            let width = if insider.is_some() { required.width.min(1) } else { required.width };
            most - least > width as f64 - 1e-6
        })
    }
}

fn knows(cell: &assess::disclosure::system::Cell, insider: Option<&str>) -> bool {
    insider.is_some_and(|force| cell.insiders.iter().any(|own| own == force))
}

/// What one cell's print says; no end where nothing limits it.
fn range(cell: &assess::disclosure::system::Cell, insider: Option<&str>) -> (i64, Option<i64>) {
    match cell.status {
        _ if knows(cell, insider) => (cell.value, Some(cell.value)),
        Status::Exact => (cell.value, Some(cell.value)),
        Status::Rounded { least, most } => {
            (least.max(cell.least), Some(cell.most.map_or(most, |known| known.min(most))))
        }
        Status::Suppressed { .. } => (cell.least, cell.most),
    }
}

/// Attacks, as a reader or as a force that knows its own cells. `tables` limits the enumeration.
pub(crate) fn attack(system: &System, bounds: &[Bound], insider: Option<&str>, tables: u32) -> Learnt {
    if let Some(found) = enumerate(system, bounds, insider, tables) {
        let intervals = found.into_iter().map(|(least, most)| (least as f64, most as f64)).collect();
        return Learnt { intervals, enumerated: true };
    }
    Learnt { intervals: programme(system, bounds, insider), enumerated: false }
}

/// Only by trying every table; nothing where there are too many.
pub(crate) fn enumerate(
    system: &System,
    bounds: &[Bound],
    insider: Option<&str>,
    tables: u32,
) -> Option<Vec<(i64, i64)>> {
    let largest = system.cells.iter().map(|cell| cell.value).max().unwrap() + 10;
    let ranges: Vec<(i64, i64)> = system
        .cells
        .iter()
        .map(|cell| {
            let (least, most) = range(cell, insider);
            (least, most.unwrap_or(largest))
        })
        .collect();
    let mut lines: Vec<Line> = system
        .equations
        .iter()
        .map(|equation| (equation.terms.clone(), equation.constant, equation.constant))
        .collect();
    lines.extend(
        bounds.iter().map(|bound| {
            (bound.terms.clone(), bound.least.unwrap_or(i64::MIN / 2), bound.most.unwrap_or(i64::MAX / 2))
        }),
    );
    let open: Vec<usize> = (0..ranges.len()).filter(|cell| ranges[*cell].0 < ranges[*cell].1).collect();
    let found = vec![(i64::MAX, i64::MIN); ranges.len()];
    let mut search = Enumeration { lines, open, ranges: ranges.clone(), found, left: tables };
    search.fill(0);
    (search.left > 0).then_some(search.found)
}

/// Terms, least and largest sum.
type Line = (Vec<(usize, i64)>, i64, i64);

struct Enumeration {
    lines: Vec<Line>,
    open: Vec<usize>,
    /// Ranges, closed to one value where a value has been chosen.
    ranges: Vec<(i64, i64)>,
    found: Vec<(i64, i64)>,
    left: u32,
}

impl Enumeration {
    fn fill(&mut self, at: usize) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        for (terms, from, to) in &self.lines {
            let (mut least, mut most) = (0, 0);
            for (cell, coefficient) in terms {
                let (low, high) = self.ranges[*cell];
                least += (coefficient * low).min(coefficient * high);
                most += (coefficient * low).max(coefficient * high);
            }
            if least > *to || most < *from {
                return;
            }
        }
        let Some(cell) = self.open.get(at).copied() else {
            for (found, (value, _)) in self.found.iter_mut().zip(&self.ranges) {
                *found = (found.0.min(*value), found.1.max(*value));
            }
            return;
        };
        let range = self.ranges[cell];
        for value in range.0..=range.1 {
            self.ranges[cell] = (value, value);
            self.fill(at + 1);
        }
        self.ranges[cell] = range;
    }
}

/// The ends of the cells that must be protected, by a linear programme over fractions: never narrower than the truth.
fn programme(system: &System, bounds: &[Bound], insider: Option<&str>) -> Vec<(f64, f64)> {
    let solve = |target: usize, direction: OptimizationDirection| -> f64 {
        let unbounded = if direction == OptimizationDirection::Maximize { f64::INFINITY } else { f64::NEG_INFINITY };
        let mut problem = Problem::new(direction);
        let variables: Vec<Variable> = system
            .cells
            .iter()
            .enumerate()
            .map(|(at, cell)| {
                let (least, most) = range(cell, insider);
                problem.add_var(
                    f64::from(u8::from(at == target)),
                    (least as f64, most.map_or(f64::INFINITY, |most| most as f64)),
                )
            })
            .collect();
        let row = |terms: &[(usize, i64)]| -> Vec<(Variable, f64)> {
            terms.iter().map(|(cell, coefficient)| (variables[*cell], *coefficient as f64)).collect()
        };
        for equation in &system.equations {
            problem.add_constraint(row(&equation.terms), ComparisonOp::Eq, equation.constant as f64);
        }
        for bound in bounds {
            for (end, way) in [(bound.least, ComparisonOp::Ge), (bound.most, ComparisonOp::Le)] {
                if let Some(end) = end {
                    problem.add_constraint(row(&bound.terms), way, end as f64);
                }
            }
        }
        match problem.solve() {
            Ok(outcome) => outcome.into_solution().unwrap().objective(),
            Err(microlp::Error::Unbounded) => unbounded,
            Err(error) => panic!("the real table fits, and the programme says {error}"),
        }
    };
    (0..system.cells.len())
        .map(|cell| {
            if system.cells[cell].required.is_none() {
                return (f64::NEG_INFINITY, f64::INFINITY);
            }
            (solve(cell, OptimizationDirection::Minimize), solve(cell, OptimizationDirection::Maximize))
        })
        .collect()
}
