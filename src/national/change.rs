//! Change between neighbouring years, of a recorded series and of the returns, with the word that the interval allows.
//!
//! A comparison rests on the same forces in both years and crosses no break. Offences are not independent of each other
//! (one investigation holds many), so the interval is widened by the dispersion found between forces. Counts are compared,
//! not rates, wherever a year has no population for every force ([`Basis`]). A known break of the returns' own series
//! leaves no force matched across it.

use std::collections::BTreeMap;

use super::agreed::{Agreed, AgreedYear, ForceYear, SERIES};
use super::like_for_like::{Decomposition, ForceChange, PeriodReturn, like_for_like, of_force};
use super::recorded::{self, Area, RecordedSeries};
use crate::contract::{ChildPopulation, Forces};
use crate::edition::{Break, Edition};
use crate::fault::Failure;
use crate::panel::Panel;
use crate::period::FinancialYear;
use crate::statistics::change::{Change, Direction, change, change_dispersion};
use crate::statistics::comparison::Exposed;
use crate::statistics::{Confidence, StatisticsError};

/// Change of a recorded series between neighbouring complete years.
#[derive(Clone, Copy, Debug)]
pub struct RecordedChange {
    /// Earlier year.
    pub earlier: FinancialYear,
    /// Later year.
    pub later: FinancialYear,
    /// Ratio of the counts, its interval and the word it allows.
    pub change: Change,
}

/// What a change of the returns compares, in all years alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Counts for each resident child: the population of both years is held for every matched force with residents, which
    /// leaves out a force without residents.
    Rates,
    /// Counts: the population of some year is not held for every matched force.
    Counts,
}

/// Change of the returns between neighbouring years: like for like, and what the change of the recorded total is made of.
#[derive(Clone, Debug)]
pub struct ReturnsChange {
    /// Earlier year.
    pub earlier: FinancialYear,
    /// Later year.
    pub later: FinancialYear,
    /// Forces that counted the agreed definition over the whole of both years.
    pub matched_forces: usize,
    /// Their share of resident children, in [0, 1].
    pub matched_children: Option<f64>,
    /// Ratio of their counts or rates; none without a matched force.
    pub change: Option<Change>,
    /// The known break between the two years, across which no force is matched.
    pub broken: Option<String>,
    /// What the change of the recorded total is made of.
    pub decomposition: Decomposition,
    /// The share of each force in it, by code.
    pub by_force: BTreeMap<String, ForceChange>,
    /// Codes of the forces that are compared.
    pub compared: Vec<String>,
}

/// Changes of a recorded series between neighbouring complete years; none across a break.
pub fn between_years(panel: &Panel, series: &RecordedSeries, forces: &Forces) -> Result<Vec<RecordedChange>, Failure> {
    let totals = panel.force_totals(&recorded::measure(&series.offence))?;
    let counts: BTreeMap<(&str, FinancialYear), i64> =
        totals.iter().filter_map(|total| Some(((total.force.as_str(), total.year), total.value?))).collect();
    let complete: Vec<FinancialYear> = series.complete_years().map(|year| year.year).collect();
    let mut changes = Vec::new();
    for later in complete.iter().copied() {
        let earlier = later.back(1);
        if !complete.contains(&earlier) || series.broken_between(earlier, later) {
            continue;
        }
        let count = |force: &str, year| counts.get(&(force, year)).copied();
        let exposed = |count: i64| Exposed { count, exposure: 1.0 };
        let pairs: Vec<(Exposed, Exposed)> = Area::EnglandAndWales
            .forces(forces)
            .filter_map(|force| Some((exposed(count(force, earlier)?), exposed(count(force, later)?))))
            .collect();
        if let Some(change) = compare(&pairs)? {
            changes.push(RecordedChange { earlier, later, change });
        }
    }
    Ok(changes)
}

/// Changes of the returns between neighbouring years, and what they compare.
pub fn of_returns(
    agreed: &Agreed,
    population: &ChildPopulation,
    edition: &Edition,
) -> Result<(Vec<ReturnsChange>, Basis), Failure> {
    let breaks: Vec<&Break> = edition.breaks_of(SERIES).collect();
    let broken = |year: FinancialYear| breaks.iter().find(|entry| entry.at == Some(year));
    let rows: Vec<PeriodReturn<'_>> = agreed
        .years
        .iter()
        .flat_map(|year| year.forces.iter().map(|force| row(year, force, broken(year.year).is_some())))
        .collect();
    let links = like_for_like(&rows)
        .map_err(|error| Failure::cannot_run(format!("change cannot be computed: {error}"), "check the returns"))?;
    let neighbours: Vec<(&AgreedYear, &AgreedYear, Vec<Pair<'_>>)> = agreed
        .years
        .iter()
        .zip(agreed.years.iter().skip(1))
        .map(|(before, now)| (before, now, matched(before, now, broken(now.year).is_some())))
        .collect();
    let basis = basis(&neighbours, population);
    let mut changes = Vec::new();
    for ((before, now, pairs), link) in neighbours.into_iter().zip(links) {
        let codes: Vec<&str> = pairs.iter().map(|pair| pair.force.code()).collect();
        let compared: Vec<(&str, (Exposed, Exposed))> = pairs
            .iter()
            .filter_map(|pair| Some((pair.force.code(), pair.exposed(basis, population, (before.year, now.year))?)))
            .collect();
        let exposed: Vec<(Exposed, Exposed)> = compared.iter().map(|(_, pair)| *pair).collect();
        let breaks = broken(now.year).is_some();
        let by_force = before.forces.iter().zip(&now.forces).filter_map(|(earlier, later)| {
            let (earlier, later_row) = (row(before, earlier, false), row(now, later, breaks));
            Some((later.code().to_owned(), of_force(Some(&earlier), Some(&later_row))?))
        });
        changes.push(ReturnsChange {
            earlier: before.year,
            later: now.year,
            matched_forces: exposed.len(),
            matched_children: now.children_share(|force| codes.contains(&force.force.code.as_str())),
            change: compare(&exposed)?,
            broken: broken(now.year).map(|entry| entry.reason.clone()),
            decomposition: link.decomposition,
            by_force: by_force.collect(),
            compared: compared.iter().map(|(force, _)| (*force).to_owned()).collect(),
        });
    }
    Ok((changes, basis))
}

/// A force that counted the agreed definition over the whole of two neighbouring years.
struct Pair<'a> {
    force: &'a ForceYear,
    earlier: i64,
    later: i64,
}

impl Pair<'_> {
    /// Both counts over what they are compared by; none for a force without residents where rates are compared.
    fn exposed(
        &self,
        basis: Basis,
        population: &ChildPopulation,
        (before, now): (FinancialYear, FinancialYear),
    ) -> Option<(Exposed, Exposed)> {
        let exposure = |year: FinancialYear| match basis {
            Basis::Counts => Some(1.0),
            Basis::Rates => population.of(self.force.code(), year.mid_year()).map(|children| children as f64),
        };
        let (before, now) = (exposure(before)?, exposure(now)?);
        Some((Exposed { count: self.earlier, exposure: before }, Exposed { count: self.later, exposure: now }))
    }
}

/// The forces matched in two neighbouring years; none across a break.
fn matched<'a>(before: &'a AgreedYear, now: &'a AgreedYear, broken: bool) -> Vec<Pair<'a>> {
    let pairs =
        before.forces.iter().zip(&now.forces).filter(|(before, now)| before.standing.agreed() && now.standing.agreed());
    pairs
        .filter(|_| !broken)
        .filter_map(|(before, now)| Some(Pair { force: now, earlier: before.count?, later: now.count? }))
        .collect()
}

/// One basis for all years: a ratio of rates for some and of counts for others would be two series in one.
fn basis(neighbours: &[(&AgreedYear, &AgreedYear, Vec<Pair<'_>>)], population: &ChildPopulation) -> Basis {
    let held = |force: &ForceYear, year: FinancialYear| {
        !force.standing.force.has_residents
            || population.of(force.code(), year.mid_year()).is_some_and(|people| people > 0)
    };
    let all = neighbours.iter().all(|(before, now, pairs)| {
        pairs.iter().all(|pair| held(pair.force, before.year) && held(pair.force, now.year))
    });
    if all { Basis::Rates } else { Basis::Counts }
}

/// Only a complete return has a count to compare. The decomposition is of counts, so no population is given.
fn row<'a>(year: &AgreedYear, force: &'a ForceYear, breaks: bool) -> PeriodReturn<'a> {
    PeriodReturn {
        force: force.code(),
        period: i32::from(year.year.start()),
        definition: force.standing.definition.as_deref().unwrap_or_default(),
        relation: force.standing.relation,
        count: force.count.filter(|_| !force.standing.partial),
        population: None,
        breaks,
    }
}

/// Compares the same forces in two years; nothing where there are none.
fn compare(forces: &[(Exposed, Exposed)]) -> Result<Option<Change>, Failure> {
    if forces.is_empty() {
        return Ok(None);
    }
    // An exposure of 1 for each force would turn counts into means over forces: the same ratio and the same interval.
    let sum = |pick: fn(&(Exposed, Exposed)) -> Exposed| {
        let count = forces.iter().map(|pair| pick(pair).count).try_fold(0_i64, i64::checked_add)?;
        Some(Exposed { count, exposure: forces.iter().map(|pair| pick(pair).exposure).sum() })
    };
    let (Some(earlier), Some(later)) = (sum(|pair| pair.0), sum(|pair| pair.1)) else {
        return Err(refuse(&StatisticsError::Overflow));
    };
    // Where too few forces counted anything, no dispersion can be found; such counts are small, and the exact interval,
    // which takes none, is used for them.
    let phi = change_dispersion(forces).unwrap_or(1.0);
    change(earlier, later, phi, Confidence::NINETY_FIVE).map(Some).map_err(|error| refuse(&error))
}

fn refuse(error: &StatisticsError) -> Failure {
    Failure::cannot_run(format!("a change cannot be computed: {error}"), "check the counts of the source")
}

impl Direction {
    /// The only words the text uses for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rose => "rose",
            Self::Fell => "fell",
            Self::Similar => "was similar",
            Self::CannotSay => "cannot be compared",
        }
    }
}
