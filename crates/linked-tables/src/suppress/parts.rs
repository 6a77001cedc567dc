//! The parts of a system that share nothing an attacker could use: each is protected by itself.
//!
//! A cell that is printed exactly and may not be withheld is a number, not an unknown: it links nothing. What it adds to an equation
//! moves to the constant.

use std::collections::BTreeMap;

use super::super::audit::Bound;
use super::super::groups::Groups;
use super::super::system::{Equation, Status, System};

/// One part: its own system, and where its cells are in the whole.
pub(super) struct Part {
    pub(super) system: System,
    pub(super) bounds: Vec<Bound>,
    pub(super) places: Vec<usize>,
}

/// Splits a system that has been checked.
pub(super) fn split(system: &System, bounds: &[Bound]) -> Vec<Part> {
    let known: Vec<bool> = system.cells.iter().map(|cell| cell.fixed && cell.status == Status::Exact).collect();
    let mut groups = Groups::new(system.cells.len());
    let lines = system.equations.iter().map(|equation| &equation.terms).chain(bounds.iter().map(|bound| &bound.terms));
    for terms in lines {
        groups.tie(terms.iter().map(|(cell, _)| *cell).filter(|cell| !known[*cell]));
    }
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut parts: Vec<Part> = Vec::new();
    let mut places: Vec<(usize, usize)> = vec![(0, 0); system.cells.len()];
    for (at, cell) in system.cells.iter().enumerate() {
        // A number that must be protected and may not be withheld is a part of its own, so that it is found wanting.
        if known[at] && cell.required.is_none() {
            continue;
        }
        let number = *numbers.entry(groups.first(at)).or_insert(parts.len());
        if number == parts.len() {
            parts.push(Part { system: System::default(), bounds: Vec::new(), places: Vec::new() });
        }
        places[at] = (number, parts[number].places.len());
        parts[number].places.push(at);
        parts[number].system.cells.push(cell.clone());
    }
    let sum = |terms: &[(usize, i64)]| -> i128 {
        let numbers = terms.iter().filter(|(cell, _)| known[*cell]);
        numbers.map(|(cell, factor)| i128::from(*factor) * i128::from(system.cells[*cell].value)).sum()
    };
    let moved = |terms: &[(usize, i64)]| -> Option<(usize, Vec<(usize, i64)>)> {
        let open: Vec<&(usize, i64)> = terms.iter().filter(|(cell, _)| !known[*cell]).collect();
        let (number, _) = places[open.first()?.0];
        Some((number, open.into_iter().map(|(cell, factor)| (places[*cell].1, *factor)).collect()))
    };
    for equation in &system.equations {
        let constant = i64::try_from(i128::from(equation.constant) - sum(&equation.terms));
        match (moved(&equation.terms), constant) {
            (Some((number, terms)), Ok(constant)) => parts[number].system.equations.push(Equation { terms, constant }),
            (Some(_), Err(_)) => return vec![whole(system, bounds)],
            (None, _) => {}
        }
    }
    for bound in bounds {
        let less = sum(&bound.terms);
        let end = |end: Option<i64>| end.map(|end| i64::try_from(i128::from(end) - less)).transpose();
        match (moved(&bound.terms), end(bound.least), end(bound.most)) {
            (Some((number, terms)), Ok(least), Ok(most)) => parts[number].bounds.push(Bound { terms, least, most }),
            (Some(_), _, _) => return vec![whole(system, bounds)],
            (None, _, _) => {}
        }
    }
    parts
}

/// The system in one part, where a constant would grow too large.
fn whole(system: &System, bounds: &[Bound]) -> Part {
    Part { system: system.clone(), bounds: bounds.to_vec(), places: (0..system.cells.len()).collect() }
}
