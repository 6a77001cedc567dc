//! Police recorded crime by year: totals over the 43 forces, with a rate where a population exists for every force in
//! the count.
//!
//! An incomplete year is marked as such and has no rate. A year whose population is known for only some of the forces
//! has no rate either: a rate over part of a population is another rate.

use crate::contract::{ChildPopulation, Forces, Measure};
use crate::edition::Break;
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::panel::{ForceTotal, Panel};
use crate::period::FinancialYear;
use crate::statistics::rate::{Rate, rate};
use crate::statistics::{Confidence, Widening};

/// Rates are given per this many children.
pub const PER_CHILDREN: f64 = 10_000.0;

/// One year of a recorded series.
#[derive(Clone, Debug)]
pub struct RecordedYear {
    /// Financial year.
    pub year: FinancialYear,
    /// Offences recorded in the area over the quarters held.
    pub count: i64,
    /// Forces of the area with a count.
    pub forces: usize,
    /// Quarters held, 1 to 4; the fewest of any force.
    pub quarters: i64,
    /// Children resident in the area, if an estimate exists for every force in it.
    pub children: Option<i64>,
    /// Offences per 10,000 children with a 95 % interval that carries the dispersion over time; complete years with a population only.
    pub rate: Option<Rate>,
}

impl RecordedYear {
    /// Whether all four quarters are held.
    pub fn complete(&self) -> bool {
        self.quarters == 4
    }
}

/// A recorded series for an area.
#[derive(Clone, Debug)]
pub struct RecordedSeries {
    /// Measure of the panel.
    pub measure: String,
    /// Home Office offence code.
    pub offence: String,
    /// Years, in order.
    pub years: Vec<RecordedYear>,
    /// Breaks within it.
    pub breaks: Vec<Break>,
    /// How much more its quarters vary than chance allows, which its intervals carry.
    pub over_time: Widening,
    /// Where the counts come from.
    pub counts: Lineage,
    /// Where the counts and the population come from.
    pub lineage: Lineage,
}

impl RecordedSeries {
    /// A year of the series.
    pub fn year(&self, year: FinancialYear) -> Option<&RecordedYear> {
        self.years.iter().find(|entry| entry.year == year)
    }

    /// Complete years only: an incomplete one is never compared with them.
    pub fn complete_years(&self) -> impl Iterator<Item = &RecordedYear> {
        self.years.iter().filter(|year| year.complete())
    }

    /// Whether a comparison of two years would cross a break.
    pub fn broken_between(&self, earlier: FinancialYear, later: FinancialYear) -> bool {
        self.breaks.iter().filter_map(|entry| entry.at).any(|at| at > earlier && at <= later)
    }
}

/// The part of England and Wales a series covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The 39 forces of England.
    England,
    /// The 43 territorial forces.
    EnglandAndWales,
}

impl Area {
    /// Codes of its forces.
    pub fn forces(self, forces: &Forces) -> impl Iterator<Item = &str> {
        forces
            .iter()
            .filter(move |force| force.territorial && (self == Self::EnglandAndWales || force.nation == "England"))
            .map(|force| force.code.as_str())
    }
}

/// The series of an offence in an area.
pub fn series(
    panel: &Panel,
    population: (&ChildPopulation, &Lineage),
    forces: &Forces,
    measure: &Measure,
    area: Area,
    (breaks, over_time): (Vec<Break>, Widening),
) -> Result<RecordedSeries, Failure> {
    let members: Vec<&str> = area.forces(forces).collect();
    let totals = panel.force_totals(&measure.id)?;
    let totals: Vec<&ForceTotal> = totals.iter().filter(|total| members.contains(&total.force.as_str())).collect();
    let mut periods: Vec<FinancialYear> = totals.iter().map(|total| total.year).collect();
    periods.sort();
    periods.dedup();
    let mut years = Vec::with_capacity(periods.len());
    for year in periods {
        let of_year: Vec<_> = totals.iter().filter(|total| total.year == year).collect();
        let quarters = of_year.iter().map(|total| total.quarters).min().unwrap_or(0);
        let count = of_year
            .iter()
            .try_fold(0_i64, |sum, total| sum.checked_add(total.value.unwrap_or(0)))
            .ok_or_else(|| too_large(&measure.id))?;
        // Only a year in which every force of the area is counted may be divided by the area's population.
        let everyone = of_year.len() == members.len();
        let children = population.0.sum(members.iter().copied(), year.mid_year()).filter(|_| everyone);
        let rate = match children {
            Some(children) if quarters == 4 => Some(per_children(count, children)?.widened(over_time)),
            _ => None,
        };
        years.push(RecordedYear { year, count, forces: of_year.len(), quarters, children, rate });
    }
    let counts = panel.lineage(&measure.id);
    let lineage = counts.and(population.1);
    let (measure, offence) = (measure.id.clone(), measure.offence.clone().unwrap_or_default());
    Ok(RecordedSeries { measure, offence, years, breaks, over_time, counts, lineage })
}

/// A count per 10,000 children with its 95 % interval.
pub fn per_children(count: i64, children: i64) -> Result<Rate, Failure> {
    rate(count, children, PER_CHILDREN, Confidence::NINETY_FIVE).map_err(|error| {
        Failure::cannot_run(format!("a rate cannot be computed: {error}"), "check the counts of the source")
    })
}

fn too_large(measure: &str) -> Failure {
    Failure::cannot_run(
        format!("the sum of `{measure}` does not fit 64 bits"),
        "look for a misplaced number in the source; no count of this subject is so large",
    )
}
