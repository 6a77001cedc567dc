//! What the counts of one force are held against, where the outcome is printed: the bounds and the ceilings of the ladder of
//! assumptions, of which it is said in how many forces they held, and the bands of completeness, of which it is said how many
//! forces lie in each. A search for twins that crosses none of them wastes no releases.

use std::collections::BTreeMap;

use crate::contract::{ALL, TOTAL};
use crate::disclosure::proof::{Count, Held};
use crate::edition::assumptions::Cells;
use crate::national::completeness::variables;
use crate::period::{FinancialYear, Part};
use crate::pipeline::read::Rows;

/// Counts of a whole year by force, year, measure, breakdown and category.
type Numbers<'a> = BTreeMap<(&'a str, FinancialYear), BTreeMap<(&'a str, &'a str, &'a str), usize>>;

/// Everything that counts are held against.
pub(super) fn against(counts: &[Count], rows: &Rows) -> Vec<Held> {
    let mut numbers: Numbers<'_> = BTreeMap::new();
    for (number, count) in counts.iter().enumerate().filter(|(_, count)| count.part == Part::Year) {
        if count.value.is_some() {
            let of = (count.measure.as_str(), count.dimension.as_str(), count.category.as_str());
            numbers.entry((&count.force, count.year)).or_default().insert(of, number);
        }
    }
    let mut held = bounds(&numbers, rows);
    held.extend(bands(&numbers, rows));
    held
}

/// The least that counts can be: a study of a force's records read no more of them than there are.
pub(super) fn at_least(counts: &[Count], rows: &Rows) -> BTreeMap<usize, i64> {
    let national = rows.edition.counted.national.as_str();
    let read = |count: &Count| {
        let of_count = count.measure == national && count.dimension == TOTAL && count.part == Part::Year;
        let studies = rows.bridges.iter().filter(|study| study.force == count.force && study.year == count.year);
        studies.filter_map(|study| study.samples.as_ref()).map(|(counted, _)| counted.read).max().filter(|_| of_count)
    };
    counts.iter().enumerate().filter_map(|(number, count)| Some((number, read(count)?))).collect()
}

/// The national number of each force, with what is narrower by definition and with the ceilings.
fn bounds(numbers: &Numbers<'_>, rows: &Rows) -> Vec<Held> {
    let measures = rows.measures();
    let lower = rows.assumptions.counts.iter().filter(|count| measures.definition_of(&count.cells).is_some());
    let lower = lower.map(|count| (&count.cells, true));
    let upper = rows.assumptions.rungs.iter().filter_map(|rung| Some((rung.ceiling.as_ref()?, false)));
    let cells: Vec<(&Cells, bool)> = lower.chain(upper).collect();
    let national = rows.edition.counted.national.as_str();
    let mut held = Vec::new();
    for of_force in numbers.values() {
        let Some(own) = of_force.get(&(national, TOTAL, ALL)) else { continue };
        for (cells, lower) in &cells {
            let of = |dimension, category| of_force.get(&(cells.measure.as_str(), dimension, category)).copied();
            let found: Option<Vec<usize>> = match &cells.categories {
                None => of(TOTAL, ALL).map(|whole| vec![whole]),
                Some((dimension, categories)) => categories.iter().map(|category| of(dimension, category)).collect(),
            };
            let Some(found) = found else { continue };
            let (below, above) = if *lower { (found, vec![*own]) } else { (vec![*own], found) };
            held.push(Held { below, above });
        }
    }
    held
}

/// The parts not recorded of the last year: under a quarter, and under a half, of the whole.
fn bands(numbers: &Numbers<'_>, rows: &Rows) -> Vec<Held> {
    let mut held = Vec::new();
    for variable in variables(rows.measures()) {
        for ((_, year), of_force) in numbers {
            if *year != rows.edition.returns.last {
                continue;
            }
            let parts = of_force.iter().filter(|((measure, dimension, _), _)| {
                *measure == variable.measure && *dimension == variable.dimension
            });
            let (unknown, known): (Vec<_>, Vec<_>) =
                parts.partition(|((_, _, category), _)| *category == variable.not_recorded);
            let known: Vec<usize> = known.into_iter().map(|(_, number)| *number).collect();
            for (_, unknown) in unknown {
                held.extend([1, 3].map(|times| Held { below: vec![*unknown; times], above: known.clone() }));
            }
        }
    }
    held
}
