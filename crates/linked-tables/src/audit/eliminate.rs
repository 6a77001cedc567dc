//! Solves the equations of a component for one variable each, which gives the first simplex tableau.
//!
//! In: the integer equations, sparse. Out: the tableau, dense; equations that follow from others vanish.

use super::reduce::Component;
use super::simplex::NOUGHT;

/// Largest number of entries a tableau may have: half a gibibyte.
const LARGEST: usize = 1 << 26;

/// Where a variable stands in the tableau.
#[derive(Clone, Copy)]
pub(super) enum Seat {
    Row(usize),
    Column(usize),
}

/// A condensed simplex tableau.
#[derive(Clone)]
pub(super) struct Table {
    /// Row by row: basic variable + Σ entry × free variable = 0.
    pub(super) entries: Vec<f64>,
    pub(super) basic: Vec<usize>,
    pub(super) free: Vec<usize>,
    pub(super) seats: Vec<Seat>,
}

/// Solves the equations for one variable each; dependent equations vanish.
pub(super) fn eliminate(component: &Component) -> Option<Table> {
    let count = component.cells.len();
    let mut uses = vec![0_usize; count];
    for (variable, _) in component.rows.iter().flatten() {
        uses[*variable] += 1;
    }
    let mut waiting: Vec<Vec<(usize, f64)>> = component
        .rows
        .iter()
        .map(|row| row.iter().map(|(variable, factor)| (*variable, *factor as f64)).collect())
        .collect();
    waiting.sort_by_key(Vec::len);
    let mut solved: Vec<(usize, Vec<(usize, f64)>)> = Vec::new();
    for number in 0..waiting.len() {
        let row = std::mem::take(&mut waiting[number]);
        // An entry of size 1 in few equations keeps the tableau small and its entries whole.
        let chosen = row
            .iter()
            .min_by_key(|(variable, factor)| ((factor.abs() - 1.0).abs() > NOUGHT, uses[*variable], *variable));
        let Some((pivot, factor)) = chosen.copied() else { continue };
        let row: Vec<(usize, f64)> = row.into_iter().map(|(variable, value)| (variable, value / factor)).collect();
        let later = waiting[number + 1..].iter_mut();
        for other in later.chain(solved.iter_mut().map(|(_, other)| other)) {
            if let Ok(at) = other.binary_search_by_key(&pivot, |(variable, _)| *variable) {
                let times = other[at].1;
                *other = subtract(other, &row, times);
            }
        }
        solved.push((pivot, row));
    }
    let basic: Vec<usize> = solved.iter().map(|(pivot, _)| *pivot).collect();
    let mut seats = vec![Seat::Column(0); count];
    for (row, variable) in basic.iter().enumerate() {
        seats[*variable] = Seat::Row(row);
    }
    let free: Vec<usize> = (0..count).filter(|variable| matches!(seats[*variable], Seat::Column(_))).collect();
    for (column, variable) in free.iter().enumerate() {
        seats[*variable] = Seat::Column(column);
    }
    let size = basic.len().checked_mul(free.len()).filter(|size| *size <= LARGEST)?;
    let mut entries = vec![0.0; size];
    for (number, (pivot, row)) in solved.iter().enumerate() {
        for (variable, value) in row.iter().filter(|(variable, _)| variable != pivot) {
            if let Seat::Column(column) = seats[*variable] {
                entries[number * free.len() + column] = *value;
            }
        }
    }
    Some(Table { entries, basic, free, seats })
}

/// One sparse row less another times a factor.
fn subtract(row: &[(usize, f64)], other: &[(usize, f64)], times: f64) -> Vec<(usize, f64)> {
    let mut result = Vec::with_capacity(row.len() + other.len());
    let (mut left, mut right) = (row.iter().peekable(), other.iter().peekable());
    loop {
        let (variable, value) = match (left.peek(), right.peek()) {
            (None, None) => return result,
            (Some((one, value)), None) => {
                left.next();
                (*one, *value)
            }
            (None, Some((two, value))) => {
                right.next();
                (*two, -value * times)
            }
            (Some((one, value)), Some((two, other))) => {
                if one < two {
                    left.next();
                    (*one, *value)
                } else if two < one {
                    right.next();
                    (*two, -other * times)
                } else {
                    left.next();
                    right.next();
                    (*one, value - other * times)
                }
            }
        };
        if value.abs() > NOUGHT {
            result.push((variable, value));
        }
    }
}
