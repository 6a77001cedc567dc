//! Regions by a recorded offence and by what others count of them: whether the two say the same of where there is more.
//!
//! In: the recorded offence by force, children, and a series with a count for each region. Out: both as rates by region in the last
//! year that has all of them, and how closely they go together. Two counts of different things are never added or drawn on one axis.

use std::collections::BTreeMap;

use super::picture::Given;
use super::recorded::PER_CHILDREN;
use crate::contract::{ChildPopulation, Force, Series, SeriesPeriod};
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::panel::{ForceTotal, Panel};
use crate::period::FinancialYear;
use crate::statistics::Confidence;
use crate::statistics::correlation::{Correlation, correlation};

/// A region by both counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Its name.
    pub name: String,
    /// Resident children.
    pub children: i64,
    /// Recorded offences.
    pub recorded: i64,
    /// What others counted.
    pub other: i64,
}

impl Region {
    /// Recorded offences per 10,000 children.
    pub fn recorded_rate(&self) -> f64 {
        self.recorded as f64 / self.children as f64 * PER_CHILDREN
    }

    /// What others counted, per 10,000 children.
    pub fn other_rate(&self) -> f64 {
        self.other as f64 / self.children as f64 * PER_CHILDREN
    }
}

/// Regions by a recorded offence and by what others count.
#[derive(Clone, Debug, PartialEq)]
pub struct Regions {
    /// The year to March.
    pub year: FinancialYear,
    /// What others count, as the head of a column.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// What a reader must know of it.
    pub note: String,
    /// Who published it and where.
    pub source: String,
    /// The regions, by their codes.
    pub regions: Vec<Region>,
    /// How closely the two rates go together.
    pub correlation: Correlation,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl Regions {
    /// The region of the lowest rate of the recorded offence, and its place from the top by the other rate, from 1.
    pub fn lowest_recorded(&self) -> Option<(&Region, usize)> {
        let lowest = self.regions.iter().min_by(|a, b| a.recorded_rate().total_cmp(&b.recorded_rate()))?;
        let above = self.regions.iter().filter(|region| region.other_rate() > lowest.other_rate()).count();
        Some((lowest, above + 1))
    }
}

/// The comparison that the edition asks for, in the last year that has every region's number; none where no year has.
pub(super) fn beside(
    panel: &Panel,
    given: &Given,
    population: (&ChildPopulation, &Lineage),
) -> Result<Option<Regions>, Failure> {
    let counted = &given.edition.counted;
    let asked = counted.regions_beside.as_deref();
    let Some(series) = given.series.iter().find(|series| asked == Some(series.id.as_str())) else { return Ok(None) };
    let totals = panel.force_totals(&counted.recorded)?;
    for (period, areas) in series.areas.iter().rev() {
        let SeriesPeriod::Year(year) = *period else { continue };
        let of_year = |force: &Force| {
            let whole = |total: &&ForceTotal| total.force == force.code && total.year == year && total.quarters == 4;
            let recorded = totals.iter().find(whole)?.value?;
            Some((recorded, population.0.of(&force.code, year.mid_year())?))
        };
        let Some(regions) = regions(areas, given, of_year) else { continue };
        let rates: Vec<(f64, f64)> =
            regions.iter().map(|region| (region.recorded_rate(), region.other_rate())).collect();
        let Ok(correlation) = correlation(&rates, Confidence::NINETY_FIVE) else { continue };
        let lineage = panel.lineage(&counted.recorded).and(population.1).and(&series.lineage);
        return Ok(Some(found(year, series, regions, (correlation, lineage))));
    }
    Ok(None)
}

fn found(
    year: FinancialYear,
    series: &Series,
    regions: Vec<Region>,
    (correlation, lineage): (Correlation, Lineage),
) -> Regions {
    let Series { title, unit, note, source, .. } = series.clone();
    Regions { year, title, unit, note, source, regions, correlation, lineage }
}

/// Each region with both counts; none where one of its forces lacks a count or children.
fn regions(
    areas: &BTreeMap<String, i64>,
    given: &Given,
    of_year: impl Fn(&Force) -> Option<(i64, i64)>,
) -> Option<Vec<Region>> {
    let of_area = |(code, other): (&String, &i64)| {
        let forces: Vec<&Force> =
            given.forces.iter().filter(|force| force.territorial && force.region_code == *code).collect();
        let name = forces.first()?.region.clone();
        let numbers: Option<Vec<(i64, i64)>> = forces.into_iter().map(&of_year).collect();
        let numbers = numbers?;
        let (recorded, children) = (numbers.iter().map(|one| one.0).sum(), numbers.iter().map(|one| one.1).sum());
        (children > 0).then_some(Region { name, children, recorded, other: *other })
    };
    areas.iter().map(of_area).collect()
}
