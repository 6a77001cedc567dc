//! The nearest rounding of tables that are no graph: a linear programme, and branch and bound where its corners are not whole.
//!
//! Depth first, the most fractional cell first, the nearer multiple first. It ends at a number of nodes, never at a time; what is
//! returned adds up exactly, and the bound says what was not ruled out.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::{Choice, Part, Solution, total};

/// Farther from a whole number than this is a fraction; costs are compared with the same slack.
const FRACTION: f64 = 1e-6;

/// Numbers above this are not exact enough in floating point to be rounded by a linear programme.
const LARGEST: i128 = 1 << 40;

/// Seeks the nearest rounding within the choices.
pub(super) fn solve(part: &Part, choices: &[Choice], nodes: usize) -> Option<Solution> {
    if choices.iter().any(|choice| choice.least.abs().max(choice.most.abs()) > LARGEST || choice.base > LARGEST) {
        return None;
    }
    let (root, mut open) = (relax(part, choices)?, Vec::new());
    let least = bound(root.cost);
    open.push((root, choices.to_vec()));
    let mut best: Option<Solution> = None;
    let mut left = nodes;
    while let Some((relaxed, choices)) = open.pop() {
        if best.as_ref().is_some_and(|best| bound(relaxed.cost) >= best.distance) {
            continue;
        }
        let Some(cell) = most_fractional(&relaxed.units) else {
            let units: Vec<i128> = relaxed.units.iter().map(|units| units.round() as i128).collect();
            let distance = total(&units, &choices);
            if adds_up(part, &units) && best.as_ref().is_none_or(|best| distance < best.distance) {
                best = Some(Solution { units, distance, least });
            }
            continue;
        };
        if left == 0 {
            return best;
        }
        left -= 1;
        let floor = relaxed.units[cell].floor() as i128;
        let mut children: Vec<(Relaxed, Vec<Choice>)> = [(choices[cell].least, floor), (floor + 1, choices[cell].most)]
            .into_iter()
            .filter_map(|(least, most)| {
                let mut narrowed = choices.clone();
                (narrowed[cell].least, narrowed[cell].most) = (least, most);
                Some((relax(part, &narrowed)?, narrowed))
            })
            .collect();
        // The nearer one is taken next, the lower of two.
        children.sort_by(|one, other| other.0.cost.total_cmp(&one.0.cost));
        open.extend(children);
    }
    best.map(|best| Solution { least: best.distance, ..best })
}

/// The smallest whole distance that is not below a cost.
fn bound(cost: f64) -> i128 {
    (cost - FRACTION).ceil() as i128
}

struct Relaxed {
    units: Vec<f64>,
    cost: f64,
}

/// The linear programme: each cell starts at its nearest multiple and moves up or down; the first step towards the real count and past
/// it is the cheap one.
fn relax(part: &Part, choices: &[Choice]) -> Option<Relaxed> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut moves: Vec<Vec<(Variable, f64)>> = Vec::with_capacity(choices.len());
    let mut standing = 0.0;
    for choice in choices {
        let nearest = choice.nearest();
        standing += choice.distance(nearest) as f64;
        let mut steps = Vec::new();
        for (way, room) in [(1, choice.most - nearest), (-1, nearest - choice.least)] {
            if room <= 0 {
                continue;
            }
            let first = choice.distance(nearest + way) - choice.distance(nearest);
            steps.push((problem.add_var(first as f64, (0.0, 1.0)), way as f64));
            if room > 1 {
                steps.push((problem.add_var(choice.base as f64, (0.0, (room - 1) as f64)), way as f64));
            }
        }
        moves.push(steps);
    }
    for (terms, constant) in &part.rows {
        let mut sum = -constant;
        let mut row: Vec<(Variable, f64)> = Vec::new();
        for (cell, factor) in terms {
            sum += factor * choices[*cell].nearest();
            row.extend(moves[*cell].iter().map(|(variable, way)| (*variable, way * *factor as f64)));
        }
        if row.is_empty() {
            if sum != 0 {
                return None;
            }
        } else {
            problem.add_constraint(row, ComparisonOp::Eq, -sum as f64);
        }
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    let units = moves.iter().zip(choices).map(|(steps, choice)| {
        choice.nearest() as f64 + steps.iter().map(|(variable, way)| way * solution[*variable]).sum::<f64>()
    });
    Some(Relaxed { units: units.collect(), cost: standing + solution.objective() })
}

fn most_fractional(units: &[f64]) -> Option<usize> {
    let mut worst: Option<(usize, f64)> = None;
    for (cell, units) in units.iter().enumerate() {
        let away = (units - units.round()).abs();
        if away > FRACTION && worst.is_none_or(|(_, largest)| away > largest + FRACTION) {
            worst = Some((cell, away));
        }
    }
    worst.map(|(cell, _)| cell)
}

/// Whether every sum holds, in integers.
fn adds_up(part: &Part, units: &[i128]) -> bool {
    part.rows
        .iter()
        .all(|(terms, constant)| terms.iter().map(|(cell, factor)| factor * units[*cell]).sum::<i128>() == *constant)
}
