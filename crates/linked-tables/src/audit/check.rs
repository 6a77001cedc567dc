//! Whether a system can be audited: every equation and range must hold for the real values.
//!
//! A system that contradicts itself says nothing about safety, so it is refused, with all the equations and cells that
//! do not hold. Sums are bounded here so that the exact arithmetic of the other modules cannot overflow.

use thiserror::Error;

use super::Bound;
use crate::system::{Cell, Status, System};

/// Largest sum an equation may reach, with room to spare in 128 bits.
const LARGEST: i128 = 1 << 96;

/// How many terms of an equation are named in a message.
const NAMED: usize = 8;

/// Why a system could not be audited.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AuditError {
    /// The real values do not satisfy the system: the tables contradict each other.
    #[error("the tables contradict each other: {}", .0.join("; "))]
    Contradiction(Vec<String>),
    /// An equation names a cell that is not there, or a range is upside down.
    #[error("the system is malformed: {}", .0.join("; "))]
    Malformed(Vec<String>),
    /// Numbers too large to add exactly.
    #[error("the numbers are too large to add exactly: {}", .0.join("; "))]
    TooLarge(Vec<String>),
}

impl AuditError {
    /// Stable identifier.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Contradiction(_) => "audit-contradiction",
            Self::Malformed(_) => "audit-malformed",
            Self::TooLarge(_) => "audit-too-large",
        }
    }

    /// How to mend it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Contradiction(_) => {
                "correct the tables so that parts add up to their totals, or do not publish both sides"
            }
            Self::Malformed(_) => "correct the cells and equations that were handed to the audit",
            Self::TooLarge(_) => "look for a slipped digit: no count of people is this large",
        }
    }
}

/// The range of values a cell can have for someone who knows nothing but its printed figure.
pub(super) fn range(cell: &Cell) -> (i128, Option<i128>) {
    let least = i128::from(cell.least);
    let most = cell.most.map(i128::from);
    match cell.status {
        Status::Exact => (i128::from(cell.value), Some(i128::from(cell.value))),
        Status::Suppressed { .. } => (least, most),
        Status::Rounded { least: from, most: to } => {
            let to = i128::from(to);
            (least.max(i128::from(from)), Some(most.map_or(to, |most| most.min(to))))
        }
    }
}

/// Checks the whole system; every problem of the first kind found is named.
pub fn check(system: &System, bounds: &[Bound]) -> Result<(), AuditError> {
    let mut malformed = Vec::new();
    for (name, terms) in lines(system, bounds) {
        for (index, _) in terms.iter().filter(|(index, _)| *index >= system.cells.len()) {
            malformed.push(format!("{name} names cell {index} of {}", system.cells.len()));
        }
    }
    for cell in &system.cells {
        if cell.required.is_some_and(|required| required.width < 0) {
            malformed.push(format!("cell `{}` requires a negative width", cell.id));
        }
    }
    if !malformed.is_empty() {
        return Err(AuditError::Malformed(malformed));
    }
    let too_large: Vec<String> = lines(system, bounds)
        .filter(|(_, terms)| largest(system, terms).is_none())
        .map(|(name, terms)| format!("{name} ({})", describe(system, terms)))
        .collect();
    if !too_large.is_empty() {
        return Err(AuditError::TooLarge(too_large));
    }
    let contradictions = contradictions(system, bounds);
    if contradictions.is_empty() { Ok(()) } else { Err(AuditError::Contradiction(contradictions)) }
}

/// Equations and bounds with a name for each, counted from 1.
fn lines<'a>(system: &'a System, bounds: &'a [Bound]) -> impl Iterator<Item = (String, &'a [(usize, i64)])> {
    let equations = system.equations.iter().enumerate();
    let equations = equations.map(|(index, equation)| (format!("equation {}", index + 1), equation.terms.as_slice()));
    equations
        .chain(bounds.iter().enumerate().map(|(index, bound)| (format!("bound {}", index + 1), bound.terms.as_slice())))
}

/// The largest size the sum can reach, if it is small enough.
fn largest(system: &System, terms: &[(usize, i64)]) -> Option<i128> {
    terms.iter().try_fold(0_i128, |sum, (index, coefficient)| {
        let cell = &system.cells[*index];
        let known = [cell.value, cell.least, cell.most.unwrap_or(0)];
        let size = known.into_iter().map(|value| i128::from(value).abs()).max().unwrap_or(0);
        let product = i128::from(*coefficient).abs().checked_mul(size.max(1))?;
        sum.checked_add(product).filter(|sum| *sum <= LARGEST)
    })
}

/// Every cell and equation that does not hold for the real values.
fn contradictions(system: &System, bounds: &[Bound]) -> Vec<String> {
    let mut found = Vec::new();
    for cell in &system.cells {
        let value = i128::from(cell.value);
        let known = (i128::from(cell.least), cell.most.map(i128::from));
        let floors = cell.floors.iter().map(|(_, least)| ((i128::from(*least), None), "is known to a force to be"));
        for ((least, most), what) in
            [(known, "is known to be"), (range(cell), "is printed as")].into_iter().chain(floors)
        {
            if value < least || most.is_some_and(|most| value > most) {
                let most = most.map_or_else(|| "any number".to_owned(), |most| most.to_string());
                found.push(format!("cell `{}` is {value} but {what} {least} to {most}", cell.id));
                break;
            }
        }
    }
    for (index, equation) in system.equations.iter().enumerate() {
        let sum = sum(system, &equation.terms);
        if sum != i128::from(equation.constant) {
            let terms = describe(system, &equation.terms);
            found.push(format!("equation {}, {terms} = {}, adds to {sum}", index + 1, equation.constant));
        }
    }
    for (index, bound) in bounds.iter().enumerate() {
        let sum = sum(system, &bound.terms);
        let below = bound.least.is_some_and(|least| sum < i128::from(least));
        if below || bound.most.is_some_and(|most| sum > i128::from(most)) {
            found.push(format!("bound {}, {}, adds to {sum}", index + 1, describe(system, &bound.terms)));
        }
    }
    found
}

/// Sum of coefficient × real value.
pub(super) fn sum(system: &System, terms: &[(usize, i64)]) -> i128 {
    terms.iter().map(|(index, coefficient)| i128::from(*coefficient) * i128::from(system.cells[*index].value)).sum()
}

/// The terms as a reader would write them, shortened.
fn describe(system: &System, terms: &[(usize, i64)]) -> String {
    let mut text = String::new();
    for (number, (index, coefficient)) in terms.iter().take(NAMED).enumerate() {
        let sign = match (number, *coefficient < 0) {
            (0, false) => "",
            (0, true) => "−",
            (_, false) => " + ",
            (_, true) => " − ",
        };
        let size = coefficient.unsigned_abs();
        let factor = if size == 1 { String::new() } else { format!("{size} × ") };
        text.push_str(&format!("{sign}{factor}`{}`", system.cells[*index].id));
    }
    if terms.len() > NAMED {
        text.push_str(&format!(" and {} more", terms.len() - NAMED));
    }
    text
}
