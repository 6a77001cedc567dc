//! How much of each variable of the returns is recorded, in the last year: nationally as a share, by force as a band.
//!
//! In: the panel and the variables that the contract asks for. Out: one entry a variable that any force gave. A force counts where
//! it gave every category, whatever it counted: that it gave them is status, not a count. A band is all that is kept of a force.

use std::collections::BTreeMap;

use super::number::{Figure, Form, Level, Raw};
use super::sum::{Sum, What};
use crate::contract::format::Breakdown;
use crate::contract::{Measures, role};
use crate::fault::Failure;
use crate::panel::{Panel, Query};
use crate::period::{FinancialYear, Part};

/// A variable that a return asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Measure.
    pub measure: String,
    /// What it counts.
    pub unit: String,
    /// Breakdown.
    pub dimension: String,
    /// The breakdown in words.
    pub title: String,
    /// Whether it is a sensitive characteristic.
    pub sensitive: bool,
    /// Category of what is not recorded.
    pub not_recorded: String,
}

/// How much of a variable a force recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Three quarters or more.
    Most,
    /// A half or more, and under three quarters.
    Half,
    /// Under a half.
    Less,
}

impl Band {
    /// All of them, the best first.
    pub const ALL: [Self; 3] = [Self::Most, Self::Half, Self::Less];

    fn of(known: i64, total: i64) -> Self {
        // In integers: 4 known ≥ 3 total is three quarters.
        match (known.saturating_mul(4) >= total.saturating_mul(3), known.saturating_mul(2) >= total) {
            (true, _) => Self::Most,
            (false, true) => Self::Half,
            (false, false) => Self::Less,
        }
    }
}

/// A variable, and how much of it is recorded.
#[derive(Clone, Debug)]
pub struct Completeness<F: Form> {
    /// The variable.
    pub variable: Variable,
    /// Recorded part over all forces that gave it, in [0, 1].
    pub recorded: F::Figure<f64>,
    /// Number of forces that gave it.
    pub forces: F::Figure<usize>,
    /// Number of forces in each band.
    pub bands: F::Figure<BTreeMap<Band, usize>>,
    /// Band of each force that gave it.
    pub by_force: F::Figure<BTreeMap<String, Band>>,
}

/// The variables that the contract of the returns asks for.
pub fn variables(measures: &Measures) -> impl Iterator<Item = Variable> {
    measures.of_contract(role::GROUP_BASED).flat_map(|measure| {
        let recorded = |one: &'_ Breakdown| Some((one.clone(), one.not_recorded.clone()?));
        measure.breakdowns.iter().filter_map(recorded).map(|(breakdown, not_recorded)| Variable {
            measure: measure.id.clone(),
            unit: measure.unit.clone(),
            dimension: breakdown.dimension,
            title: breakdown.title,
            sensitive: breakdown.sensitive,
            not_recorded,
        })
    })
}

/// The completeness of every variable that any force gave for the year.
pub fn completeness(panel: &Panel, year: FinancialYear) -> Result<Vec<Completeness<Raw>>, Failure> {
    let mut found = Vec::new();
    for variable in variables(panel.measures()) {
        let Variable { measure, dimension, not_recorded, .. } = &variable;
        let query = Query { measure, dimension, category: None, definition: None };
        let mut forces: BTreeMap<String, (i64, i64, bool)> = BTreeMap::new();
        let mut cells = panel.cells(&query)?;
        cells.retain(|cell| cell.year == year && cell.part == Part::Year);
        for cell in &cells {
            let (known, total, whole) = forces.entry(cell.force.clone()).or_insert((0, 0, true));
            *whole &= cell.value.is_some();
            let value = cell.value.unwrap_or(0).max(0);
            *total = total.saturating_add(value);
            *known = known.saturating_add(if cell.category == *not_recorded { 0 } else { value });
        }
        forces.retain(|_, (_, _, whole)| *whole);
        let sum = |of: fn(&(i64, i64, bool)) -> i64| forces.values().map(of).fold(0_i64, i64::saturating_add);
        let (known, total) = (sum(|force| force.0), sum(|force| force.1));
        let mut sums = [Sum::default(), Sum::default()];
        let [all, unrecorded] = &mut sums;
        for cell in cells.iter().filter(|cell| forces.contains_key(&cell.force)) {
            let what = What::category(measure, year, dimension, &cell.category);
            let value = cell.value.unwrap_or(0);
            if cell.category == *not_recorded {
                unrecorded.add(&cell.force, what.clone(), 1, value);
            }
            all.add(&cell.force, what, 1, value);
        }
        if total > 0 {
            let name = format!("{measure}/{}/{dimension}/recorded", year.slug());
            let by_force: BTreeMap<String, Band> =
                forces.into_iter().map(|(force, (known, total, _))| (force, Band::of(known, total))).collect();
            let mut bands = BTreeMap::new();
            for band in by_force.values() {
                *bands.entry(*band).or_default() += 1;
            }
            found.push(Completeness {
                recorded: Figure::of(&name, known as f64 / total as f64, &sums).out_of(variable.sensitive, total),
                forces: Figure::of(&name, by_force.len(), &sums),
                bands: Figure::of(&name, bands, &sums).of_each(),
                by_force: Figure::of(&name, by_force, &sums).at(Level::Force),
                variable,
            });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::Band;

    #[test]
    fn a_band_begins_at_its_lower_end() {
        let bands =
            [(3, 4), (75, 100), (74, 100), (1, 2), (49, 100), (0, 1)].map(|(known, total)| Band::of(known, total));
        assert_eq!(bands, [Band::Most, Band::Most, Band::Half, Band::Half, Band::Less, Band::Less]);
    }
}
