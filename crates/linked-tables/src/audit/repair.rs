//! Whole tables by hand: a variable is moved, and the equations this upsets are put right one after another.
//!
//! Each step moves the variable of an upset equation that leaves the fewest equations upset, and steps back where that leads
//! nowhere. It finds the short closed ways (squares, cubes, exchanges between two forces) that protect most cells, at a cost that does
//! not grow with the component; it proves nothing where it fails. Coefficients may be any; equations of bounds are like others.

use super::reduce::{Component, Limits, Row};

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
    lack: i64,
    variable: usize,
    by: i64,
}

/// No limit, far from where a sum of some would wrap.
const FAR: i64 = i64::MAX / 4;

/// A limit as narrow as the work is done in; farther off than anything is moved where it was cut.
fn near(limit: i128) -> i64 {
    i64::try_from(limit).map_or(if limit < 0 { -FAR } else { FAR }, |limit| limit.clamp(-FAR, FAR))
}

/// A whole quotient; nearly every coefficient is one or minus one, and division is slow.
fn quotient(sum: i64, coefficient: i64) -> Option<i64> {
    match coefficient {
        1 => Some(sum),
        -1 => Some(-sum),
        0 => None,
        _ => (sum % coefficient == 0).then(|| sum / coefficient),
    }
}

/// Pairs of a number and a coefficient, of each row or of each variable: one after another in one piece of memory, in half the width.
struct Pairs {
    ends: Vec<usize>,
    pairs: Vec<(usize, i64)>,
}

impl Pairs {
    /// Nothing where a coefficient is too large.
    fn new(rows: &[Row]) -> Option<Self> {
        let (mut ends, mut pairs) = (vec![0], Vec::new());
        for row in rows {
            for (number, coefficient) in row {
                pairs.push((*number, i64::from(i32::try_from(*coefficient).ok()?)));
            }
            ends.push(pairs.len());
        }
        Some(Self { ends, pairs })
    }

    fn of(&self, number: usize) -> &[(usize, i64)] {
        &self.pairs[self.ends[number]..self.ends[number + 1]]
    }
}

/// The equations, and where each variable stands in them.
struct Equations {
    rows: Pairs,
    uses: Pairs,
}

/// Room to work in.
pub(super) struct Repair {
    /// None where coefficients are too large to work with: then nothing is found by hand.
    equations: Option<Equations>,
    work: Work,
}

/// What is moved, and what that upsets.
struct Work {
    /// Deviations of the table reached so far, and the variables they touch.
    reached: Vec<i64>,
    touched: Vec<usize>,
    /// Moves of the step being tried, on top of it.
    by: Vec<i64>,
    moved: Vec<usize>,
    /// Sum of each equation; it should be nought.
    sums: Vec<i64>,
    /// Equations whose sum is not nought: few at a time, so a list is faster than a set.
    upset: Vec<usize>,
    /// Where each equation stands in the list, if it does.
    standing: Vec<Option<usize>>,
    steps: usize,
}

impl Repair {
    pub(super) fn new(component: &Component) -> Self {
        let (variables, rows) = (component.cells.len(), component.rows.len());
        let equations = Pairs::new(&component.rows).zip(Pairs::new(&component.uses));
        let work = Work {
            reached: vec![0; variables],
            touched: Vec::new(),
            by: vec![0; variables],
            moved: Vec::new(),
            sums: vec![0; rows],
            upset: Vec::new(),
            standing: vec![None; rows],
            steps: 0,
        };
        Self { equations: equations.map(|(rows, uses)| Equations { rows, uses }), work }
    }

    /// Deviations in which the target goes a distance in one direction, or a part of the distance; step by step, each from the
    /// table that the last one reached.
    pub(super) fn push(
        &mut self,
        limits: &Limits,
        target: usize,
        upward: bool,
        distance: i128,
    ) -> Option<Vec<(usize, i128)>> {
        let equations = self.equations.as_ref()?;
        let own = if upward { limits.upper[target] } else { -limits.lower[target] };
        let own = near(own.min(distance));
        let work = &mut self.work;
        let (mut left, mut step) = (own, own);
        while left > 0 && step > 0 {
            work.steps = STEPS;
            if work.shift(equations, limits, target, if upward { step } else { -step }) {
                work.reach();
                left -= step;
                step = step.min(left);
            } else {
                step /= 2;
            }
        }
        let point = work.take();
        (!point.is_empty()).then_some(point)
    }
}

impl Work {
    /// Takes the moves of a step as made.
    fn reach(&mut self) {
        for variable in std::mem::take(&mut self.moved) {
            let by = std::mem::take(&mut self.by[variable]);
            if self.reached[variable] == 0 {
                self.touched.push(variable);
            }
            self.reached[variable] += by;
        }
    }

    /// The deviations reached; none are left.
    fn take(&mut self) -> Vec<(usize, i128)> {
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        touched.dedup();
        let point =
            touched.into_iter().map(|variable| (variable, i128::from(std::mem::take(&mut self.reached[variable]))));
        point.filter(|(_, by)| *by != 0).collect()
    }

    /// Moves one variable and puts right what that upsets; takes the move back where it cannot.
    fn shift(&mut self, equations: &Equations, limits: &Limits, variable: usize, by: i64) -> bool {
        if self.moved.len() >= DEPTH || self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        self.by[variable] = by;
        self.moved.push(variable);
        self.add(equations, variable, by);
        // The shortest upset equation leaves the fewest ways.
        let shortest = self.upset.iter().copied().min_by_key(|row| (equations.rows.of(*row).len(), *row));
        let Some(row) = shortest else { return true };
        for Way { variable: other, by, .. } in self.ways(equations, limits, row).into_iter().flatten() {
            if self.shift(equations, limits, other, by) {
                return true;
            }
        }
        self.back(equations, variable);
        false
    }

    /// The moves that put one equation right: those first that leave the fewest upset, then those with the most room.
    fn ways(&self, equations: &Equations, limits: &Limits, row: usize) -> [Option<Way>; CHOICES] {
        let mut ways: [Option<Way>; CHOICES] = [None; CHOICES];
        for (variable, coefficient) in equations.rows.of(row) {
            if self.by[*variable] != 0 {
                continue;
            }
            let Some(by) = quotient(-self.sums[row], *coefficient) else { continue };
            let to = self.reached[*variable].saturating_add(by);
            let room = if by > 0 {
                near(limits.upper[*variable]).saturating_sub(to)
            } else {
                to.saturating_sub(near(limits.lower[*variable]))
            };
            if room < 0 {
                continue;
            }
            let upset = equations.uses.of(*variable).iter().map(|(row, coefficient)| {
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

    fn back(&mut self, equations: &Equations, variable: usize) {
        let by = std::mem::take(&mut self.by[variable]);
        self.moved.pop();
        self.add(equations, variable, -by);
    }

    fn add(&mut self, equations: &Equations, variable: usize, by: i64) {
        for (row, coefficient) in equations.uses.of(variable) {
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
