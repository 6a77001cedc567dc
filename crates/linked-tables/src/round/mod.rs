//! Controlled rounding: every printed count becomes a multiple of a base, and every printed sum still adds up.
//!
//! In: a system of linked tables. Out: the same system with its printed cells rounded, each to one of the two multiples next to it
//! where that can be done, at the least total distance from the real counts. Tables that are a graph (two-way ones) are
//! solved exactly by a flow ([`flow`]), others by branch and bound over a linear programme ([`search`]), which ends at a number of
//! nodes and says what it could not prove. Withheld cells stay withheld, and an equation with one of them need not add up in print.
//! A reader is taken to know the rule, not that the distance is the least. Ties fall the same way every time.

mod flow;
mod search;

use std::collections::BTreeMap;

use super::audit::{AuditError, verify};
use super::error::DisclosureError;
use super::groups::Groups;
use super::system::{Status, System};

/// How to round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// Counts become multiples of this.
    pub base: i64,
    /// Where the two multiples next to each count leave no solution, so many further ones on either side may be tried.
    pub further: u32,
    /// Nodes of branch and bound for tables linked in a way that needs it.
    pub nodes: usize,
}

impl Rounding {
    /// To a base, with the usual effort.
    pub fn to(base: i64) -> Self {
        Self { base, further: 3, nodes: 200 }
    }
}

/// What was rounded, and how far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rounded {
    /// What is printed of each cell, in the order of the system; nothing where it is withheld.
    pub values: Vec<Option<i64>>,
    /// Sum of the distances between real and printed counts.
    pub distance: u128,
    /// No rounding of this kind has a smaller sum; equal to `distance` where that is proven.
    pub least_distance: u128,
    /// How many multiples beyond the two next to a count had to be allowed somewhere.
    pub further: u32,
}

impl Rounded {
    /// Whether no rounding is nearer.
    pub fn proven(&self) -> bool {
        self.distance == self.least_distance
    }
}

/// Multiples from which a cell may choose, in units of the base.
#[derive(Clone, Copy)]
struct Choice {
    least: i128,
    most: i128,
    /// The real count.
    value: i128,
    base: i128,
}

impl Choice {
    fn new(value: i64, base: i64, further: u32) -> Self {
        let (value, base, further) = (i128::from(value), i128::from(base), i128::from(further));
        let below = value.div_euclid(base);
        let above = if value.rem_euclid(base) == 0 { below } else { below + 1 };
        // A count of people is never printed below nought.
        let least = if value >= 0 { (below - further).max(0) } else { below - further };
        Self { least, most: above + further, value, base }
    }

    /// Distance from the real count.
    fn distance(&self, units: i128) -> i128 {
        (units * self.base - self.value).abs()
    }

    /// The nearest multiple in the range, the lower of two.
    fn nearest(&self) -> i128 {
        let below = self.value.div_euclid(self.base);
        let nearest = if 2 * self.value.rem_euclid(self.base) > self.base { below + 1 } else { below };
        nearest.clamp(self.least, self.most)
    }
}

/// Cells that share printed equations, and the equations in units of the base.
struct Part {
    cells: Vec<usize>,
    /// Place of the cell in `cells` and its coefficient; and what the sum is.
    rows: Vec<(Vec<(usize, i128)>, i128)>,
}

/// Units of the base for each cell of a part, the distance, and a bound below which no distance lies.
struct Solution {
    units: Vec<i128>,
    distance: i128,
    least: i128,
}

/// Rounds every printed cell.
///
/// # Errors
/// [`DisclosureError::Unroundable`] if no rounding that keeps every sum was found; [`DisclosureError::System`] if the tables
/// contradict each other or the base is not positive.
pub fn round(system: &mut System, rounding: &Rounding) -> Result<Rounded, DisclosureError> {
    let base = rounding.base;
    let unroundable = || DisclosureError::Unroundable { base };
    if base < 1 {
        return Err(AuditError::Malformed(vec![format!("the rounding base is {base}, not 1 or more")]).into());
    }
    verify(system, &[])?;
    let mut values = vec![None; system.cells.len()];
    let (mut distance, mut least_distance, mut furthest) = (0, 0, 0);
    for part in parts(system, base).ok_or_else(unroundable)? {
        let (solution, further) = (0..=rounding.further)
            .find_map(|further| {
                let choices: Vec<Choice> =
                    part.cells.iter().map(|cell| Choice::new(system.cells[*cell].value, base, further)).collect();
                solve(&part, &choices, rounding.nodes).map(|solution| (solution, further))
            })
            .ok_or_else(unroundable)?;
        for (cell, units) in part.cells.iter().zip(&solution.units) {
            let printed = i64::try_from(units * i128::from(base)).map_err(|_| unroundable())?;
            values[*cell] = Some(printed);
            // What the printed figure says: the real one is less than so many bases away.
            let away = base.saturating_mul(i64::from(further) + 1).saturating_sub(1);
            let (least, most) = (printed.saturating_sub(away), printed.saturating_add(away));
            system.cells[*cell].status = Status::Rounded { least, most };
        }
        distance += solution.distance.unsigned_abs();
        least_distance += solution.least.unsigned_abs();
        furthest = further.max(furthest);
    }
    Ok(Rounded { values, distance, least_distance, further: furthest })
}

/// The printed cells in parts that share no printed equation; nothing if an equation's constant is not a multiple of the base.
fn parts(system: &System, base: i64) -> Option<Vec<Part>> {
    let printed = |cell: usize| !matches!(system.cells[cell].status, Status::Suppressed { .. });
    let in_print: Vec<(BTreeMap<usize, i128>, i128)> = system
        .equations
        .iter()
        .filter(|equation| equation.terms.iter().all(|(cell, _)| printed(*cell)))
        .map(|equation| {
            let mut terms: BTreeMap<usize, i128> = BTreeMap::new();
            for (cell, coefficient) in &equation.terms {
                *terms.entry(*cell).or_default() += i128::from(*coefficient);
            }
            terms.retain(|_, coefficient| *coefficient != 0);
            (equation.constant % base == 0).then(|| (terms, i128::from(equation.constant / base)))
        })
        .collect::<Option<_>>()?;
    let mut groups = Groups::new(system.cells.len());
    for (terms, _) in &in_print {
        groups.tie(terms.keys().copied());
    }
    let mut found: BTreeMap<usize, Part> = BTreeMap::new();
    let mut places = vec![0; system.cells.len()];
    for cell in (0..system.cells.len()).filter(|cell| printed(*cell)) {
        let part = found.entry(groups.first(cell)).or_insert_with(|| Part { cells: Vec::new(), rows: Vec::new() });
        places[cell] = part.cells.len();
        part.cells.push(cell);
    }
    for (terms, constant) in in_print {
        let Some(first) = terms.keys().next() else { continue };
        if let Some(part) = found.get_mut(&groups.first(*first)) {
            part.rows.push((terms.into_iter().map(|(cell, factor)| (places[cell], factor)).collect(), constant));
        }
    }
    Some(found.into_values().collect())
}

/// The nearest rounding of a part, if there is one within the choices and it can be found.
fn solve(part: &Part, choices: &[Choice], nodes: usize) -> Option<Solution> {
    let nearest: Vec<i128> = choices.iter().map(Choice::nearest).collect();
    // Nothing is nearer than every cell at its nearest multiple.
    let adds = |(terms, constant): &(Vec<(usize, i128)>, i128)| {
        terms.iter().map(|(at, factor)| factor * nearest[*at]).sum::<i128>() == *constant
    };
    if part.rows.iter().all(adds) {
        let distance = total(&nearest, choices);
        return Some(Solution { units: nearest, distance, least: distance });
    }
    match flow::Network::new(part) {
        Some(network) => network.solve(choices),
        None => search::solve(part, choices, nodes),
    }
}

fn total(units: &[i128], choices: &[Choice]) -> i128 {
    units.iter().zip(choices).map(|(units, choice)| choice.distance(*units)).sum()
}
