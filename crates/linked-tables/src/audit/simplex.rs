//! A linear programme over deviations, as a condensed simplex tableau with ranges.
//!
//! Because nought deviation is always possible and all equations add to nought, any basis starts at a possible point: there is no
//! first phase, except after the ranges were cut by the integer search. One variable at a time is pushed up or down, so the
//! objective is a row of the tableau. Values are floating point and prove nothing: what they claim is checked in integers
//! by the caller. (Chvátal, Linear Programming, 1983, 8, for ranges; Bland's rule after a run of idle steps.)

mod circuits;

use super::eliminate::{Seat, Table, eliminate};
use super::reduce::{Component, UNLIMITED};

/// Smaller entries of the tableau are taken for nought.
pub(super) const NOUGHT: f64 = 1e-9;
/// Smallest entry to turn on.
const PIVOT: f64 = 1e-7;
/// Slack on ranges.
const SLACK: f64 = 1e-7;
/// Idle steps before Bland's rule.
const IDLE: usize = 40;
/// Turns after which the tableau is set back to the original, to shed rounding errors.
const TURNS: usize = 3000;

/// Largest multiple of a deviation that is tried to make it whole.
pub(super) const MULTIPLES: u8 = 6;

/// How a push ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ended {
    /// At the distance asked for.
    Stopped,
    /// At the farthest point, so far from nought.
    Farthest(f64),
    /// Nothing limits it.
    Unlimited,
    /// The ranges leave no point.
    Impossible,
    /// Too many steps.
    GaveUp,
}

/// The tableau of a component.
pub(super) struct Tableau {
    original: Table,
    table: Table,
    turns: usize,
    lower: Vec<f64>,
    upper: Vec<f64>,
    value: Vec<f64>,
    row: Vec<f64>,
    filled: Vec<usize>,
}

impl Tableau {
    /// Builds the tableau by elimination; nothing if it would be too large.
    pub(super) fn new(component: &Component) -> Option<Self> {
        let table = eliminate(component)?;
        let count = component.cells.len();
        let nought = vec![0.0; count];
        Some(Self {
            original: table.clone(),
            table,
            turns: 0,
            lower: nought.clone(),
            upper: nought.clone(),
            value: nought,
            row: Vec::new(),
            filled: Vec::new(),
        })
    }

    /// Sets the ranges and goes back to nought, or to the nearest values the ranges allow the free variables.
    ///
    /// Or, to `resume`, stays as near as the ranges allow to where it was.
    pub(super) fn start(&mut self, lower: &[i128], upper: &[i128], resume: bool) {
        if self.turns >= TURNS {
            self.table = self.original.clone();
            self.turns = 0;
        }
        for variable in 0..self.value.len() {
            self.lower[variable] = float(lower[variable]);
            self.upper[variable] = float(upper[variable]);
            if !resume {
                self.value[variable] = 0.0;
            }
        }
        let mut moved = resume;
        for free in &self.table.free {
            let value = self.value[*free].max(self.lower[*free]).min(self.upper[*free]);
            self.value[*free] = value;
            moved |= value != 0.0;
        }
        if moved {
            let width = self.table.free.len();
            for (row, basic) in self.table.basic.iter().enumerate() {
                let entries = &self.table.entries[row * width..(row + 1) * width];
                let sum: f64 =
                    entries.iter().zip(&self.table.free).map(|(entry, free)| entry * self.value[*free]).sum();
                self.value[*basic] = whole(-sum);
            }
        }
    }

    /// The values reached.
    pub(super) fn values(&self) -> &[f64] {
        &self.value
    }

    /// The free variables on which the basic `target` depends: only their ranges, or its own, hold it back.
    pub(super) fn blockers(&self, target: usize) -> Vec<usize> {
        let Seat::Row(row) = self.table.seats[target] else { return vec![target] };
        let width = self.table.free.len();
        let entries = self.table.entries[row * width..(row + 1) * width].iter().zip(&self.table.free);
        entries.filter(|(entry, _)| entry.abs() > NOUGHT).map(|(_, free)| *free).chain([target]).collect()
    }

    /// Pushes one variable from where it stands, to at most the value `stop`.
    pub(super) fn push(&mut self, target: usize, upward: bool, stop: f64) -> Ended {
        if let Some(ended) = self.repair() {
            return ended;
        }
        let direction = if upward { 1.0 } else { -1.0 };
        let (mut idle, limit) = (0, self.limit());
        for _ in 0..limit {
            if (stop - self.value[target]) * direction <= SLACK {
                return Ended::Stopped;
            }
            let entering = match self.table.seats[target] {
                Seat::Column(column) => self.movable(column, direction).then_some((column, direction)),
                Seat::Row(row) => self.entering(idle > IDLE, |tableau, column| {
                    -tableau.table.entries[row * tableau.table.free.len() + column] * direction
                }),
            };
            let Some((column, way)) = entering else { return Ended::Farthest(self.value[target]) };
            match self.step(column, way, Some((target, direction, stop)), idle > IDLE) {
                None => return Ended::Unlimited,
                Some(length) => idle = if length > NOUGHT { 0 } else { idle + 1 },
            }
        }
        Ended::GaveUp
    }

    /// Brings basic variables back into their ranges; says so if that cannot be done.
    fn repair(&mut self) -> Option<Ended> {
        let mut idle = 0;
        for _ in 0..self.limit() {
            let outside: Vec<(usize, f64)> = self
                .table
                .basic
                .iter()
                .enumerate()
                .filter_map(|(row, basic)| Some((row, self.outside(*basic)?)))
                .collect();
            if outside.is_empty() {
                return None;
            }
            let width = self.table.free.len();
            let mut gains = vec![0.0; width];
            for (row, way) in &outside {
                let entries = &self.table.entries[row * width..(row + 1) * width];
                for (gain, entry) in gains.iter_mut().zip(entries) {
                    *gain -= entry * way;
                }
            }
            let Some((column, way)) = self.entering(idle > IDLE, |_, column| gains[column]) else {
                return Some(Ended::Impossible);
            };
            match self.step(column, way, None, idle > IDLE) {
                None => return Some(Ended::GaveUp),
                Some(length) => idle = if length > NOUGHT { 0 } else { idle + 1 },
            }
        }
        Some(Ended::GaveUp)
    }

    fn limit(&self) -> usize {
        1000 + 20 * self.value.len()
    }

    /// The direction in which a variable must go to come back into its range.
    fn outside(&self, variable: usize) -> Option<f64> {
        let value = self.value[variable];
        if value < self.lower[variable] - SLACK {
            Some(1.0)
        } else if value > self.upper[variable] + SLACK {
            Some(-1.0)
        } else {
            None
        }
    }

    /// Whether a free variable has room.
    fn movable(&self, column: usize, way: f64) -> bool {
        let free = self.table.free[column];
        let room = if way > 0.0 { self.upper[free] - self.value[free] } else { self.value[free] - self.lower[free] };
        room > SLACK
    }

    /// The free variable to move and its direction: the steepest gain, or with Bland's rule the lowest number.
    fn entering(&self, bland: bool, gain: impl Fn(&Self, usize) -> f64) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64)> = None;
        for column in 0..self.table.free.len() {
            let gain = gain(self, column);
            if gain.abs() <= NOUGHT || !self.movable(column, gain) {
                continue;
            }
            let better = best.is_none_or(|(old, largest)| {
                let earlier = self.table.free[column] < self.table.free[old];
                if bland {
                    earlier
                } else {
                    let more = gain.abs() - largest.abs();
                    more > NOUGHT || (more >= -NOUGHT && earlier)
                }
            });
            if better {
                best = Some((column, gain));
            }
        }
        best.map(|(column, gain)| (column, gain.signum()))
    }

    /// Moves a free variable as far as the ranges allow, exchanging it for the basic variable that blocks. Gives the length.
    fn step(&mut self, column: usize, way: f64, target: Option<(usize, f64, f64)>, bland: bool) -> Option<f64> {
        let width = self.table.free.len();
        let moving = self.table.free[column];
        let mut length = if way > 0.0 { self.upper[moving] } else { -self.lower[moving] } - self.value[moving] * way;
        // Row that blocks, its entry and the end of the range it runs into.
        let mut block: Option<(usize, f64, f64)> = None;
        for (row, basic) in self.table.basic.iter().enumerate() {
            let entry = self.table.entries[row * width + column];
            if entry.abs() <= PIVOT {
                continue;
            }
            let speed = -entry * way;
            let value = self.value[*basic];
            let end = match (speed > 0.0, self.outside(*basic)) {
                // Outside its range: it blocks where it comes back in, and not while it goes farther away.
                (true, Some(side)) => {
                    if side > 0.0 {
                        self.lower[*basic]
                    } else {
                        continue;
                    }
                }
                (false, Some(side)) => {
                    if side < 0.0 {
                        self.upper[*basic]
                    } else {
                        continue;
                    }
                }
                (true, None) => self.upper[*basic],
                (false, None) => self.lower[*basic],
            };
            if end.is_infinite() {
                continue;
            }
            let reach = ((end - value) / speed).max(0.0);
            let replaces = match block {
                _ if reach < length - NOUGHT => true,
                Some((old, old_entry, _)) if reach <= length + NOUGHT => {
                    let earlier = *basic < self.table.basic[old];
                    if bland {
                        earlier
                    } else {
                        entry.abs() > old_entry.abs() + NOUGHT || (entry.abs() >= old_entry.abs() - NOUGHT && earlier)
                    }
                }
                _ => false,
            };
            if replaces {
                length = length.min(reach);
                block = Some((row, entry, end));
            }
        }
        // The target may reach the distance asked for first.
        if let Some((target, direction, stop)) = target {
            let speed = match self.table.seats[target] {
                Seat::Column(_) => way,
                Seat::Row(row) => -self.table.entries[row * width + column] * way,
            };
            let reach = (stop - self.value[target]) / speed;
            if speed * direction > PIVOT && reach <= length {
                length = reach;
                block = None;
            }
        }
        if length.is_infinite() {
            return None;
        }
        self.advance(column, way * length);
        if let Some((row, _, end)) = block {
            self.value[self.table.basic[row]] = end;
            self.turn(row, column);
        }
        Some(length)
    }

    fn advance(&mut self, column: usize, length: f64) {
        if length == 0.0 {
            return;
        }
        let width = self.table.free.len();
        let moving = self.table.free[column];
        self.value[moving] = whole(self.value[moving] + length);
        for (row, basic) in self.table.basic.iter().enumerate() {
            let entry = self.table.entries[row * width + column];
            if entry.abs() > NOUGHT {
                self.value[*basic] = whole(self.value[*basic] - entry * length);
            }
        }
    }

    /// Exchanges the basic variable of a row for the free variable of a column.
    fn turn(&mut self, row: usize, column: usize) {
        self.turns += 1;
        let table = &mut self.table;
        let width = table.free.len();
        self.row.clear();
        self.row.extend_from_slice(&table.entries[row * width..(row + 1) * width]);
        let entry = self.row[column];
        self.filled.clear();
        for (index, value) in self.row.iter_mut().enumerate() {
            if value.abs() <= NOUGHT {
                *value = 0.0;
            } else {
                *value = if index == column { 1.0 / entry } else { *value / entry };
                self.filled.push(index);
            }
        }
        for (number, entries) in table.entries.chunks_exact_mut(width).enumerate() {
            let factor = entries[column];
            if number == row || factor == 0.0 {
                continue;
            }
            entries[column] = 0.0;
            if factor.abs() <= NOUGHT {
                continue;
            }
            for index in &self.filled {
                let value = entries[*index] - factor * self.row[*index];
                entries[*index] = if value.abs() <= 1e-12 { 0.0 } else { value };
            }
        }
        table.entries[row * width..(row + 1) * width].copy_from_slice(&self.row);
        std::mem::swap(&mut table.basic[row], &mut table.free[column]);
        table.seats[table.basic[row]] = Seat::Row(row);
        table.seats[table.free[column]] = Seat::Column(column);
    }
}

fn float(limit: i128) -> f64 {
    if limit.abs() >= UNLIMITED { f64::INFINITY.copysign(limit as f64) } else { limit as f64 }
}

/// The whole number very near to a value, or the value.
fn whole(value: f64) -> f64 {
    let nearest = value.round();
    if (value - nearest).abs() <= NOUGHT { nearest } else { value }
}
