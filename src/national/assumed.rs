//! The ladder of the edition on the returns: each rung with its test, and the range that follows in each year where it may be used.
//!
//! In: the returns with their ceilings, and the assumptions of the edition. Out: [`Ladder`], in which each upper end carries what
//! it is made of. A ceiling is tested over all years, by force: it held in a force only if it held in each of its years, and what
//! a force counted before it adopted is bounded by what its later counts bear out. A ratio is taken from its own year. What is
//! above a ratio, which is no whole part of any count, is a figure; every other upper end is a sum of counts. The model is the
//! estimate, and stands with the range ([`super::agreed`]).

use super::coarse;
use super::error::NationalError;
use super::ladder::{Held, Kind, Test, granted, range, test};
use super::number::{Count, Figure, Form, Public, Rank, Raw};
use super::range::Bounds;
use super::returns::{ForceYear, Returns, ReturnsYear, refuse};
use super::sum::{Cell, Sum};
use crate::edition::assumptions::{self, Assumption, Assumptions};
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::period::FinancialYear;

/// Upper end of the range on a rung.
#[derive(Clone, Debug)]
pub enum Upper<F: Form> {
    /// At most this count.
    Count(F::Count),
    /// At most this number, which is made of counts and of a ratio of them.
    Figure(F::Figure<RatioEnd>),
    /// A count is missing, so nothing bounds it.
    NotIdentified,
    /// The rung may not be used in the year, which tells of the counts that it was tested on.
    NotUsed(F::Figure<()>),
}

/// An upper end that a ratio gives.
///
/// The ratio is decided by the two or three forces in which it is largest, so the end that is published is made with the next
/// twentieth above it and rounded up to the next step: a child more in one force does not move it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatioEnd {
    /// The end.
    pub end: i64,
    /// The end with the coarser ratio; never below the other.
    pub with_coarse_ratio: i64,
}

impl RatioEnd {
    /// The end as it is published where not every count may be seen.
    pub fn published(self) -> i64 {
        coarse::RATIO_END.printed(self.with_coarse_ratio as f64) as i64
    }

    /// The same with nothing but what is published.
    #[must_use]
    pub fn coarse(self) -> Self {
        Self { end: self.published(), with_coarse_ratio: self.published() }
    }
}

/// A rung in one year.
#[derive(Clone, Debug)]
pub struct RungYear<F: Form> {
    /// Financial year.
    pub year: FinancialYear,
    /// Upper end with this rung and all before it that may be used; the lower end is that of the range.
    pub upper: Upper<F>,
}

/// A rung.
#[derive(Clone, Debug)]
pub struct Rung<F: Form> {
    /// The assumption.
    pub assumption: Public<Assumption>,
    /// How it fared in the forces that can test it; none for the model, and for a ratio in the last year.
    pub test: Option<F::Figure<Test>>,
    /// Years, in order; none for the model.
    pub years: Vec<RungYear<F>>,
}

/// The ladder.
#[derive(Clone, Debug)]
pub struct Ladder<F: Form> {
    /// Rungs, in order.
    pub rungs: Vec<Rung<F>>,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

/// Where the climb stands in one year.
struct Climb<'a> {
    /// What is counted.
    measure: &'a str,
    year: FinancialYear,
    forces: &'a [ForceYear],
    bounds: Vec<Bounds>,
    /// The same with every ratio as coarse as it is published.
    coarse: Vec<Bounds>,
    /// Cells of each force's upper end, while it is a sum of counts.
    cells: Vec<Cell>,
    /// Whether a ratio has been used.
    inexact: bool,
    /// What the lower end is a sum of.
    lower: Sum,
}

impl<'a> Climb<'a> {
    fn of(measure: &'a str, returns: &'a ReturnsYear) -> Self {
        let ReturnsYear { year, forces } = returns;
        let mut lower = Sum::default();
        let end = |force: &ForceYear, which: Option<_>| which.map(|which| force.cell(which)).unwrap_or_default();
        for force in forces {
            lower.add_cell(force.code(), &end(force, force.said.lower_is));
        }
        let bounds: Vec<Bounds> = forces.iter().map(|force| force.said.bounds).collect();
        Self {
            measure,
            year: *year,
            forces,
            coarse: bounds.clone(),
            bounds,
            cells: forces.iter().map(|force| end(force, force.said.upper_is)).collect(),
            inexact: false,
            lower,
        }
    }

    fn held(&self, place: usize) -> Vec<Held<'a>> {
        let ceiling = |force: &ForceYear| force.ceilings.get(place).and_then(Option::as_ref).map(Cell::value);
        self.forces
            .iter()
            .map(|force| Held { force: force.code(), said: &force.said, ceiling: ceiling(force) })
            .collect()
    }

    fn sum(&self) -> Sum {
        let mut sum = Sum::default();
        for (force, cell) in self.forces.iter().zip(&self.cells) {
            sum.add_cell(force.code(), cell);
        }
        sum
    }

    /// Grants a rung, and says where the range then ends.
    fn grant(&mut self, place: usize, test: &Test, name: &str) -> Result<Upper<Raw>, NationalError> {
        let name = format!("{}/{}/upper end, {name}", self.measure, self.year.slug());
        if !test.used {
            return Ok(Upper::NotUsed(Figure::of(name, (), [&self.lower])));
        }
        // What a figure is made of, as it can be told: the ends of the rung before it.
        let before = self.sum();
        let held = self.held(place);
        let coarser = test.with_coarse_ratio();
        for (bounds, held) in self.coarse.iter_mut().zip(&held) {
            *bounds = granted(*bounds, *held, &coarser);
        }
        let forces = self.bounds.iter_mut().zip(&mut self.cells).zip(self.forces).zip(held);
        for (((bounds, cell), force), held) in forces {
            let new = granted(*bounds, held, test);
            if new.upper != bounds.upper {
                let ceiling = force.ceilings.get(place).cloned().flatten().unwrap_or_default();
                let at_ceiling = new.upper.count() == Some(ceiling.value());
                let lower = || force.said.lower_is.map(|which| force.cell(which)).unwrap_or_default();
                *cell = if at_ceiling || test.ratio.is_some() { ceiling } else { lower() };
            }
            *bounds = new;
        }
        let open = |force: &ForceYear| !force.said.exact && force.ceilings.get(place).is_some_and(Option::is_some);
        self.inexact |= test.ratio.is_some() && self.forces.iter().any(open);
        Ok(match range(&self.bounds)?.upper.count() {
            None => Upper::NotIdentified,
            Some(upper) if self.inexact => {
                let with_coarse_ratio = range(&self.coarse)?.upper.count().unwrap_or(upper).max(upper);
                Upper::Figure(Figure::of(name, RatioEnd { end: upper, with_coarse_ratio }, [&self.lower, &before]))
            }
            Some(_) => Upper::Count(Count::of(name, Rank::Total, self.sum())?),
        })
    }
}

/// What every force's count in the last year must lie in on a rung that may be used, in the order of the forces.
#[derive(Clone, Debug)]
pub struct Granted {
    /// The assumption.
    pub assumption: Assumption,
    /// The bounds.
    pub bounds: Vec<Bounds>,
}

impl Ladder<Raw> {
    /// Climbs the ladder in every year of the returns, and keeps what each rung in use leaves of each force in the last.
    pub fn of(returns: &Returns, assumptions: &Assumptions) -> Result<(Self, Vec<Granted>), Failure> {
        let mut climbs: Vec<Climb<'_>> =
            returns.years.iter().map(|year| Climb::of(&returns.measure.id, year)).collect();
        let (mut rungs, mut granted) = (Vec::new(), Vec::new());
        for (place, assumption) in assumptions.rungs.iter().enumerate() {
            let rung = rung(&mut climbs, place, assumption)?;
            let used = rung.years.last().is_some_and(|year| !matches!(year.upper, Upper::NotUsed(_)));
            if let (true, Some(climb)) = (used, climbs.last()) {
                granted.push(Granted { assumption: assumption.clone(), bounds: climb.bounds.clone() });
            }
            rungs.push(rung);
        }
        Ok((Self { rungs, lineage: returns.lineage.clone() }, granted))
    }
}

fn rung(climbs: &mut [Climb<'_>], place: usize, assumption: &Assumption) -> Result<Rung<Raw>, Failure> {
    let kind = match assumption.kind {
        assumptions::Kind::Ceiling => Kind::Ceiling,
        assumptions::Kind::Ratio => Kind::Ratio,
        assumptions::Kind::Model => {
            return Ok(Rung { assumption: Public::of(assumption.clone()), test: None, years: Vec::new() });
        }
    };
    let all: Vec<Held<'_>> = climbs.iter().flat_map(|climb| climb.held(place)).collect();
    let over_years = match (kind, climbs.last()) {
        (Kind::Ceiling, Some(last)) => Some(test(kind, &all).map_err(|error| refuse(last.year, &error))?),
        _ => None,
    };
    let mut last = None;
    let mut years = Vec::new();
    for climb in climbs {
        let of_year = || test(kind, &climb.held(place));
        let found = over_years.map_or_else(of_year, Ok).map_err(|error| refuse(climb.year, &error))?;
        let upper = climb.grant(place, &found, &assumption.id).map_err(|error| refuse(climb.year, &error))?;
        let name = format!("{}/{}/test of {}", climb.measure, climb.year.slug(), assumption.id);
        last = Some(Figure::of(name, found, [&climb.lower]));
        years.push(RungYear { year: climb.year, upper });
    }
    Ok(Rung { assumption: Public::of(assumption.clone()), test: last, years })
}
