//! Whole tables by hand: a variable is moved, and the equations this upsets are put right one after another.
//!
//! Each step moves the variable of an upset equation that leaves the fewest equations upset, and steps back where that leads
//! nowhere. It finds the short closed ways (squares, cubes, exchanges between two forces) that protect most cells, at a cost that does
//! not grow with the component; it proves nothing where it fails. Coefficients may be any; equations of bounds are like others.

use std::collections::BTreeSet;

use super::reduce::{Component, Limits};

/// Steps of one attempt, forward ones only.
const STEPS: usize = 300;
/// Variables tried for one equation.
const CHOICES: usize = 3;
/// Largest number of variables moved.
const DEPTH: usize = 24;

/// The equations of each variable, and room to work in.
pub(super) struct Repair {
    /// Number of the equation and the variable's coefficient in it.
    uses: Vec<Vec<(usize, i128)>>,
    /// Deviations of the table reached so far, and the variables they touch.
    reached: Vec<i128>,
    touched: Vec<usize>,
    /// Moves of the step being tried, on top of it.
    by: Vec<i128>,
    moved: Vec<usize>,
    /// Sum of each equation; it should be nought.
    sums: Vec<i128>,
    upset: BTreeSet<(usize, usize)>,
    steps: usize,
}

impl Repair {
    pub(super) fn new(component: &Component) -> Self {
        let mut uses = vec![Vec::new(); component.cells.len()];
        for (number, row) in component.rows.iter().enumerate() {
            for (variable, coefficient) in row {
                uses[*variable].push((number, *coefficient));
            }
        }
        let (reached, by, sums) = (vec![0; uses.len()], vec![0; uses.len()], vec![0; component.rows.len()]);
        Self { uses, reached, touched: Vec::new(), by, moved: Vec::new(), sums, upset: BTreeSet::new(), steps: 0 }
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
        let Some((_, row)) = self.upset.first().copied() else { return true };
        for (_, _, other, by) in self.ways(component, limits, row) {
            if self.shift(component, limits, other, by) {
                return true;
            }
        }
        self.back(component, variable);
        false
    }

    /// The moves that put one equation right: those first that leave the fewest upset, then those with the most room.
    fn ways(&self, component: &Component, limits: &Limits, row: usize) -> Vec<(isize, i128, usize, i128)> {
        let mut ways: Vec<(isize, i128, usize, i128)> = Vec::new();
        for (variable, coefficient) in component.rows.get(row).into_iter().flatten() {
            let by = -self.sums[row] / coefficient;
            if by * coefficient != -self.sums[row] || self.by[*variable] != 0 {
                continue;
            }
            let to = self.reached[*variable] + by;
            let room = if by > 0 { limits.upper[*variable] - to } else { to - limits.lower[*variable] };
            if room < 0 {
                continue;
            }
            let upset = self.uses[*variable].iter().map(|(row, coefficient)| {
                let sum = self.sums[*row];
                isize::from(sum.saturating_add(coefficient.saturating_mul(by)) != 0) - isize::from(sum != 0)
            });
            ways.push((upset.sum(), -room, *variable, by));
        }
        ways.sort_unstable();
        ways.truncate(CHOICES);
        ways
    }

    fn back(&mut self, component: &Component, variable: usize) {
        let by = std::mem::take(&mut self.by[variable]);
        self.moved.pop();
        self.add(component, variable, -by);
    }

    fn add(&mut self, component: &Component, variable: usize, by: i128) {
        for (row, coefficient) in &self.uses[variable] {
            let sum = self.sums[*row].saturating_add(coefficient.saturating_mul(by));
            self.sums[*row] = sum;
            let key = (component.rows[*row].len(), *row);
            if sum == 0 {
                self.upset.remove(&key)
            } else {
                self.upset.insert(key)
            };
        }
    }
}
