//! Whole tables by hand: a variable is moved, and the equations this upsets are put right one after another.
//!
//! Each step moves the variable of an upset equation that leaves the fewest equations upset, and steps back where that leads
//! nowhere. It finds the short closed ways (squares, cubes, exchanges between two forces) that protect most cells, at a cost that does
//! not grow with the component; it proves nothing where it fails. Coefficients may be any; equations of bounds are like others.

use super::reduce::{Component, Limits};

/// Steps of one attempt, forward ones only.
const STEPS: usize = 300;
/// Variables tried for one equation.
const CHOICES: usize = 3;
/// Largest number of variables moved.
const DEPTH: usize = 24;

/// A move that puts an equation right; the best is the least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    /// Equations upset after it, less those before.
    upset: isize,
    /// Room left in its direction, negated.
    lack: i128,
    variable: usize,
    by: i128,
}

/// A whole quotient; nearly every coefficient is one or minus one, and division of so wide a number is slow.
fn quotient(sum: i128, coefficient: i128) -> Option<i128> {
    match coefficient {
        1 => Some(sum),
        -1 => Some(-sum),
        0 => None,
        _ => (sum % coefficient == 0).then(|| sum / coefficient),
    }
}

/// Room to work in.
pub(super) struct Repair {
    /// Deviations of the table reached so far, and the variables they touch.
    reached: Vec<i128>,
    touched: Vec<usize>,
    /// Moves of the step being tried, on top of it.
    by: Vec<i128>,
    moved: Vec<usize>,
    /// Sum of each equation; it should be nought.
    sums: Vec<i128>,
    /// Equations whose sum is not nought: few at a time, so a list is faster than a set.
    upset: Vec<usize>,
    /// Where each equation stands in the list, if it does.
    standing: Vec<Option<usize>>,
    steps: usize,
}

impl Repair {
    pub(super) fn new(component: &Component) -> Self {
        let (variables, rows) = (component.cells.len(), component.rows.len());
        Self {
            reached: vec![0; variables],
            touched: Vec::new(),
            by: vec![0; variables],
            moved: Vec::new(),
            sums: vec![0; rows],
            upset: Vec::new(),
            standing: vec![None; rows],
            steps: 0,
        }
    }

    /// Deviations in which the target goes a distance in one direction, or a part of the distance; step by step, each from the
    /// table that the last one reached.
    pub(super) fn push(
        &mut self,
        component: &Component,
        limits: &Limits,
        target: usize,
        upward: bool,
        distance: i128,
    ) -> Option<Vec<(usize, i128)>> {
        let own = if upward { limits.upper[target] } else { -limits.lower[target] };
        let (mut left, mut step) = (own.min(distance), own.min(distance));
        while left > 0 && step > 0 {
            self.steps = STEPS;
            let by = if upward { step } else { -step };
            if self.shift(component, limits, target, by) {
                for variable in std::mem::take(&mut self.moved) {
                    let by = std::mem::take(&mut self.by[variable]);
                    if self.reached[variable] == 0 {
                        self.touched.push(variable);
                    }
                    self.reached[variable] += by;
                }
                left -= step;
                step = step.min(left);
            } else {
                step /= 2;
            }
        }
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        touched.dedup();
        let point = touched.into_iter().map(|variable| (variable, std::mem::take(&mut self.reached[variable])));
        let point: Vec<(usize, i128)> = point.filter(|(_, by)| *by != 0).collect();
        (!point.is_empty()).then_some(point)
    }

    /// Moves one variable and puts right what that upsets; takes the move back where it cannot.
    fn shift(&mut self, component: &Component, limits: &Limits, variable: usize, by: i128) -> bool {
        if self.moved.len() >= DEPTH || self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        self.by[variable] = by;
        self.moved.push(variable);
        self.add(component, variable, by);
        // The shortest upset equation leaves the fewest ways.
        let shortest = self.upset.iter().copied().min_by_key(|row| (component.rows[*row].len(), *row));
        let Some(row) = shortest else { return true };
        for Way { variable: other, by, .. } in self.ways(component, limits, row).into_iter().flatten() {
            if self.shift(component, limits, other, by) {
                return true;
            }
        }
        self.back(component, variable);
        false
    }

    /// The moves that put one equation right: those first that leave the fewest upset, then those with the most room.
    fn ways(&self, component: &Component, limits: &Limits, row: usize) -> [Option<Way>; CHOICES] {
        let mut ways: [Option<Way>; CHOICES] = [None; CHOICES];
        for (variable, coefficient) in component.rows.get(row).into_iter().flatten() {
            if self.by[*variable] != 0 {
                continue;
            }
            let Some(by) = quotient(-self.sums[row], *coefficient) else { continue };
            let to = self.reached[*variable] + by;
            let room = if by > 0 { limits.upper[*variable] - to } else { to - limits.lower[*variable] };
            if room < 0 {
                continue;
            }
            let upset = component.uses[*variable].iter().map(|(row, coefficient)| {
                let sum = self.sums[*row];
                isize::from(sum.saturating_add(coefficient.saturating_mul(by)) != 0) - isize::from(sum != 0)
            });
            let mut way = Way { upset: upset.sum(), lack: -room, variable: *variable, by };
            for place in &mut ways {
                match place {
                    Some(better) if *better < way => {}
                    Some(worse) => std::mem::swap(worse, &mut way),
                    None => {
                        *place = Some(way);
                        break;
                    }
                }
            }
        }
        ways
    }

    fn back(&mut self, component: &Component, variable: usize) {
        let by = std::mem::take(&mut self.by[variable]);
        self.moved.pop();
        self.add(component, variable, -by);
    }

    fn add(&mut self, component: &Component, variable: usize, by: i128) {
        for (row, coefficient) in &component.uses[variable] {
            let sum = self.sums[*row].saturating_add(coefficient.saturating_mul(by));
            self.sums[*row] = sum;
            match self.standing[*row] {
                Some(place) if sum == 0 => {
                    self.standing[*row] = None;
                    self.upset.swap_remove(place);
                    if let Some(last) = self.upset.get(place) {
                        self.standing[*last] = Some(place);
                    }
                }
                None if sum != 0 => {
                    self.standing[*row] = Some(self.upset.len());
                    self.upset.push(*row);
                }
                _ => {}
            }
        }
    }
}
