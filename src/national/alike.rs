//! The series that all forces count alike: a count that every force gave for every year under one definition.
//!
//! In: the returns and the counts of the edition that have a definition of their own. Out: the series that are whole, each with
//! its yearly counts, the change from each year to the next and that over all years. Such a series is narrower than the agreed definition
//! or otherwise not it, and the best trend there is: nothing in it is a change of who counts what. The interval carries the
//! over-dispersion between forces; quarters, from which that over time would be found, are not asked for by class.

use super::change::compare_returns;
use super::number::{Count, Figure, Form, Public, Rank, Raw};
use super::picture::Given;
use super::range::Relation;
use super::returns::{Returns, ReturnsYear, refuse};
use super::sum::Sum;
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::period::FinancialYear;
use crate::statistics::change::Change;
use crate::statistics::comparison::Exposed;

/// A year of a series.
#[derive(Clone, Debug)]
pub struct AlikeYear<F: Form> {
    /// Financial year.
    pub year: FinancialYear,
    /// What all forces counted.
    pub count: F::Count,
    /// Change from the year before; none in the first year.
    pub change: Option<F::Figure<Option<Change>>>,
}

/// A series that all forces count alike.
#[derive(Clone, Debug)]
pub struct Alike<F: Form> {
    /// What is counted, in words.
    pub words: Public<String>,
    /// How its definition stands to the agreed one.
    pub relation: Public<Relation>,
    /// Forces that count it: all.
    pub forces: Public<usize>,
    /// Years, in order.
    pub years: Vec<AlikeYear<F>>,
    /// Change from the first year to the last.
    pub over_all: F::Figure<Option<Change>>,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

/// The series of an edition that are whole.
pub fn series(returns: &Returns, Given { assumptions, known, .. }: &Given) -> Result<Vec<Alike<Raw>>, Failure> {
    let mut all = Vec::new();
    for (place, other) in assumptions.counts.iter().enumerate() {
        let Some(definition) = known.measures.definition_of(&other.cells) else { continue };
        let whole = returns
            .years
            .iter()
            .all(|year| year.forces.iter().all(|force| force.others.get(place).is_some_and(Option::is_some)));
        let (Some(first), Some(last), true) = (returns.years.first(), returns.years.last(), whole) else { continue };
        let befores = std::iter::once(None).chain(returns.years.iter().map(Some));
        let years = returns.years.iter().zip(befores).map(|(year, before)| {
            let name = format!("{}/{}", other.words, year.year.slug());
            let count = Count::of(name, Rank::Total, sum(year, place)).map_err(|error| refuse(year.year, &error))?;
            let change = before.map(|before| change(&other.words, before, year, place)).transpose()?;
            Ok(AlikeYear { year: year.year, count, change })
        });
        all.push(Alike {
            words: Public::of(other.words.clone()),
            relation: Public::of(known.definitions.relation(definition, &known.edition.agreed_definition)),
            forces: Public::of(last.forces.len()),
            years: years.collect::<Result<_, Failure>>()?,
            over_all: change(&other.words, first, last, place)?,
            lineage: returns.lineage.clone(),
        });
    }
    Ok(all)
}

fn sum(year: &ReturnsYear, place: usize) -> Sum {
    let mut sum = Sum::default();
    for force in &year.forces {
        if let Some(Some(cell)) = force.others.get(place) {
            sum.add_cell(force.code(), cell);
        }
    }
    sum
}

fn change(
    words: &str,
    earlier: &ReturnsYear,
    later: &ReturnsYear,
    place: usize,
) -> Result<Figure<Option<Change>>, Failure> {
    let count = |year: &ReturnsYear, force: usize| {
        let cell = year.forces.get(force)?.others.get(place)?.as_ref()?;
        Some(Exposed { count: cell.value(), exposure: 1.0 })
    };
    let pairs: Vec<(Exposed, Exposed)> =
        (0..later.forces.len()).filter_map(|force| count(earlier, force).zip(count(later, force))).collect();
    let name = format!("{words}/{} to {}", earlier.year.slug(), later.year.slug());
    let found = if earlier.year == later.year { None } else { compare_returns(&pairs)? };
    Ok(Figure::of(name, found, [&sum(earlier, place), &sum(later, place)]))
}
