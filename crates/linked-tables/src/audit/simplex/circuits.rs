//! The circuits of a basis: whole tables that differ from the real one along one free variable, and so touch few cells.

use super::super::eliminate::Seat;
use super::super::reduce::UNLIMITED;
use super::{MULTIPLES, NOUGHT, PIVOT, SLACK, Tableau, whole};

/// Circuits taken at a time.
const CIRCUITS: usize = 4;

impl Tableau {
    /// Whole deviations along one free variable each that move `target` in a direction within the ranges, at most as far as `stop`
    /// needs: the circuits of the basis, which touch few variables.
    pub(in super::super) fn circuits(&self, target: usize, upward: bool, stop: i128) -> Vec<Vec<(usize, i128)>> {
        let way = if upward { 1.0 } else { -1.0 };
        let found = match self.table.seats[target] {
            Seat::Column(column) => self.circuit(column, way).into_iter().collect(),
            Seat::Row(row) => {
                let width = self.table.free.len();
                let entries = &self.table.entries[row * width..(row + 1) * width];
                let columns = entries.iter().enumerate().filter(|(_, entry)| entry.abs() > PIVOT);
                columns
                    .filter_map(|(column, entry)| self.circuit(column, -entry.signum() * way))
                    .take(CIRCUITS)
                    .collect::<Vec<_>>()
            }
        };
        found.into_iter().map(|point| self.stretched(point, target, stop)).collect()
    }

    /// A point times the smallest number that takes `target` to `stop`, or the largest that the ranges allow.
    fn stretched(&self, mut point: Vec<(usize, i128)>, target: usize, stop: i128) -> Vec<(usize, i128)> {
        let step = point.iter().find(|(variable, _)| *variable == target).map_or(0, |(_, step)| step.abs());
        if stop >= UNLIMITED || step == 0 || step >= stop {
            return point;
        }
        let wanted = (stop + step - 1) / step;
        let times = point.iter().fold(wanted as f64, |times, (variable, step)| {
            let room = if *step > 0 { self.upper[*variable] } else { -self.lower[*variable] };
            times.min((room / step.abs() as f64).floor())
        }) as i128;
        for (_, step) in &mut point {
            *step *= times.max(1);
        }
        point
    }

    /// The smallest whole deviations along one free variable, if they lie in the ranges.
    fn circuit(&self, column: usize, way: f64) -> Option<Vec<(usize, i128)>> {
        let width = self.table.free.len();
        let moving = self.table.free[column];
        'times: for times in 1..=MULTIPLES {
            let length = way * f64::from(times);
            if !(self.lower[moving]..=self.upper[moving]).contains(&length) {
                return None;
            }
            let mut point = vec![(moving, length as i128)];
            for (row, basic) in self.table.basic.iter().enumerate() {
                let entry = self.table.entries[row * width + column];
                if entry.abs() <= NOUGHT {
                    continue;
                }
                let change = whole(-entry * length);
                if change < self.lower[*basic] - SLACK || change > self.upper[*basic] + SLACK {
                    return None;
                }
                if change.fract() != 0.0 {
                    continue 'times;
                }
                point.push((*basic, change as i128));
            }
            return Some(point);
        }
        None
    }
}
