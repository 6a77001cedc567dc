//! Change between neighbouring years, of a recorded series and of the returns, with the word that the interval allows.
//!
//! A comparison rests on the same forces in both years and crosses no break. Offences are not independent of each other
//! (one investigation holds many), so the interval is widened by the dispersion found between forces or, where a recorded series
//! has quarters, by that over time if it is larger. Counts are compared,
//! not rates, wherever a year has no population for every force ([`Basis`]). A known break of the returns' own series
//! leaves no force matched across it.

use std::collections::BTreeMap;

use super::error::NationalError;
use super::like_for_like::{ChangeOf, YearReturn, of_force};
use super::number::{Count, Figure, Form, Public, Rank, Raw};
use super::recorded::{Area, RecordedSeries};
use super::returns::{ForceYear, Returns, ReturnsYear, children_share};
use super::sum::{Sum, What};
use crate::contract::{ChildPopulation, Forces, Measure};
use crate::edition::{Break, Edition};
use crate::fault::Failure;
use crate::panel::Panel;
use crate::period::FinancialYear;
use crate::statistics::change::{Change, Direction, change, change_dispersion};
use crate::statistics::comparison::EXACT_BELOW;
use crate::statistics::comparison::Exposed;
use crate::statistics::{Confidence, StatisticsError, Widening};

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

/// What a change of the returned total is made of: the parts sum to the change exactly.
#[derive(Clone, Debug)]
pub struct Parts<F: Form> {
    /// Change of the total.
    pub change: F::Count,
    /// Total of the earlier year.
    pub start: F::Count,
    /// Total of the later year.
    pub end: F::Count,
    /// Forces under the agreed definition in both years.
    pub matched: F::Count,
    /// Forces whose definition changed, or with a break between.
    pub definition_changed: F::Count,
    /// Forces under one definition in both years that is not the agreed one.
    pub other_definition: F::Count,
    /// Forces that returned one of the years whole and only a part of the other.
    pub part_year: F::Count,
    /// How many of the forces returned a part of one of the years only.
    pub part_year_forces: Public<usize>,
    /// Forces that returned in the later year only.
    pub joined: F::Count,
    /// Forces that returned in the earlier year only, taken away.
    pub left: F::Count,
    /// The last two together.
    pub joined_and_left: F::Count,
}

/// Change of the returns between neighbouring years: like for like, and what the change of the returned total is made of.
#[derive(Clone, Debug)]
pub struct ReturnsChange<F: Form> {
    /// Earlier year.
    pub earlier: FinancialYear,
    /// Later year.
    pub later: FinancialYear,
    /// Forces that counted the agreed definition over the whole of both years.
    pub matched_forces: Public<usize>,
    /// Their share of resident children, in [0, 1].
    pub matched_children: Public<Option<f64>>,
    /// The known break between the two years, across which no force is matched.
    pub broken: Option<Public<String>>,
    /// Ratio of their counts or rates, with its interval; none without a matched force, or over so few that it would say too
    /// much of each.
    pub compared: F::Figure<Option<Change>>,
    /// What the change of the total is made of.
    pub parts: Parts<F>,
}

/// Changes of a recorded series between neighbouring complete years; none across a break.
pub fn between_years(panel: &Panel, series: &RecordedSeries, forces: &Forces) -> Result<Vec<RecordedChange>, Failure> {
    let complete: Vec<FinancialYear> = series.complete_years().map(|year| year.year).collect();
    let neighbours = complete.iter().map(|later| (later.back(1), *later));
    let comparable =
        neighbours.filter(|(earlier, later)| complete.contains(earlier) && !series.broken_between(*earlier, *later));
    between(panel, series, forces, &comparable.collect::<Vec<_>>())
}

/// The highest year of a recorded series since its last break beside the next highest, as a change from that to it: only an
/// interval above 1 lets it be called the highest.
pub fn peak(panel: &Panel, series: &RecordedSeries, forces: &Forces) -> Result<Option<RecordedChange>, Failure> {
    let Some(last) = series.complete_years().last() else { return Ok(None) };
    let mut years: Vec<_> =
        series.complete_years().filter(|year| !series.broken_between(year.year, last.year)).collect();
    years.sort_by_key(|year| (year.count, year.year));
    let [.., next, peak] = years.as_slice() else { return Ok(None) };
    Ok(between(panel, series, forces, &[(next.year, peak.year)])?.pop())
}

/// Changes of a recorded series between pairs of years, over the forces with a count in both.
fn between(
    panel: &Panel,
    series: &RecordedSeries,
    forces: &Forces,
    pairs: &[(FinancialYear, FinancialYear)],
) -> Result<Vec<RecordedChange>, Failure> {
    let totals = panel.force_totals(&series.measure)?;
    let counts: BTreeMap<(&str, FinancialYear), i64> =
        totals.iter().filter_map(|total| Some(((total.force.as_str(), total.year), total.value?))).collect();
    let exposed = |force: &str, year| counts.get(&(force, year)).map(|count| Exposed { count: *count, exposure: 1.0 });
    let mut changes = Vec::new();
    for (earlier, later) in pairs.iter().copied() {
        let pairs: Vec<(Exposed, Exposed)> = Area::EnglandAndWales
            .forces(forces)
            .filter_map(|force| exposed(force, earlier).zip(exposed(force, later)))
            .collect();
        if let Some(change) = compare(&pairs, series.over_time)? {
            changes.push(RecordedChange { earlier, later, change });
        }
    }
    Ok(changes)
}

/// Changes of the returns between neighbouring years, and what they compare.
pub fn of_returns(
    returns: &Returns,
    population: &ChildPopulation,
    edition: &Edition,
) -> Result<(Vec<ReturnsChange<Raw>>, Basis), Failure> {
    let breaks: Vec<&Break> = edition.breaks_of(returns.measure.breaks.as_deref()).collect();
    let measure = &returns.measure;
    let broken = |year: FinancialYear| breaks.iter().find(|entry| entry.at == Some(year));
    let neighbours: Vec<(&ReturnsYear, &ReturnsYear, Vec<Pair<'_>>)> = returns
        .years
        .iter()
        .zip(returns.years.iter().skip(1))
        .map(|(before, now)| (before, now, matched(before, now, broken(now.year).is_some())))
        .collect();
    let basis = basis(&neighbours, population);
    let mut changes = Vec::new();
    for (before, now, pairs) in neighbours {
        let codes: Vec<&str> = pairs.iter().map(|pair| pair.force.code()).collect();
        let compared: Vec<(&Pair<'_>, (Exposed, Exposed))> = pairs
            .iter()
            .filter_map(|pair| Some((pair, pair.exposed(basis, population, (before.year, now.year))?)))
            .collect();
        let exposed: Vec<(Exposed, Exposed)> = compared.iter().map(|(_, pair)| *pair).collect();
        let (mut earlier, mut later) = (Sum::default(), Sum::default());
        for (pair, _) in &compared {
            earlier.add(pair.force.code(), What::year(&measure.id, before.year), 1, pair.earlier);
            later.add(pair.force.code(), What::year(&measure.id, now.year), 1, pair.later);
        }
        let name = format!("{}/{} to {}", measure.id, before.year.slug(), now.year.slug());
        let standings = now.forces.iter().map(|force| &force.standing);
        changes.push(ReturnsChange {
            earlier: before.year,
            later: now.year,
            matched_forces: Public::of(exposed.len()),
            matched_children: children_share(standings, |force| codes.contains(&force.force.code.as_str())),
            broken: broken(now.year).map(|entry| Public::of(entry.reason.clone())),
            compared: Figure::of(format!("{name}/ratio"), compare_returns(&exposed)?, [&earlier, &later]),
            parts: parts((measure, &name), before, now, broken(now.year).is_some()).map_err(|error| {
                Failure::cannot_run(format!("change cannot be computed: {error}"), "check the returns")
            })?,
        });
    }
    Ok((changes, basis))
}

/// What the change of the returned total is made of: each force's two counts, put where [`of_force`] says.
fn parts(
    (measure, name): (&Measure, &str),
    before: &ReturnsYear,
    now: &ReturnsYear,
    breaks: bool,
) -> Result<Parts<Raw>, NationalError> {
    let (mut start, mut end) = (Sum::default(), Sum::default());
    let mut parts: BTreeMap<ChangeOf, Sum> = BTreeMap::new();
    let mut part_year_forces = 0;
    for (earlier, later) in before.forces.iter().zip(&now.forces) {
        let rows = (row(earlier, false), row(later, breaks));
        let Some(change) = of_force(&rows.0, &rows.1) else { continue };
        part_year_forces += usize::from(change.part == ChangeOf::PartYear);
        let part = parts.entry(change.part).or_default();
        if let Some(count) = change.later {
            end.add(later.code(), What::year(&measure.id, now.year), 1, count);
            part.add(later.code(), What::year(&measure.id, now.year), 1, count);
        }
        if let Some(count) = change.earlier {
            start.add(later.code(), What::year(&measure.id, before.year), 1, count);
            part.add(later.code(), What::year(&measure.id, before.year), -1, count);
        }
    }
    let mut of = |part| parts.remove(&part).unwrap_or_default();
    let (joined, left) = (of(ChangeOf::Joined), of(ChangeOf::Left));
    let count = |what: &str, rank, sum| Count::of(format!("{name}/{what}"), rank, sum);
    Ok(Parts {
        change: count("change", Rank::Total, end.less(&start))?,
        start: count("total before", Rank::Total, start)?,
        end: count("total", Rank::Total, end)?,
        matched: count("like for like", Rank::Total, of(ChangeOf::Matched))?,
        definition_changed: count("definition changed", Rank::Part, of(ChangeOf::DefinitionChanged))?,
        other_definition: count("other definition", Rank::Part, of(ChangeOf::OtherDefinition))?,
        part_year: count("part of a year", Rank::Part, of(ChangeOf::PartYear))?,
        part_year_forces: Public::of(part_year_forces),
        joined_and_left: count("joined and left", Rank::Part, joined.and(&left))?,
        joined: count("joined", Rank::Part, joined)?,
        left: count("left", Rank::Part, left)?,
    })
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
fn matched<'a>(before: &'a ReturnsYear, now: &'a ReturnsYear, broken: bool) -> Vec<Pair<'a>> {
    let pairs =
        before.forces.iter().zip(&now.forces).filter(|(before, now)| before.standing.agreed() && now.standing.agreed());
    pairs
        .filter(|_| !broken)
        .filter_map(|(before, now)| Some(Pair { force: now, earlier: before.count?, later: now.count? }))
        .collect()
}

/// One basis for all years: a ratio of rates for some and of counts for others would be two series in one.
fn basis(neighbours: &[(&ReturnsYear, &ReturnsYear, Vec<Pair<'_>>)], population: &ChildPopulation) -> Basis {
    let held = |force: &ForceYear, year: FinancialYear| {
        !force.standing.force.has_residents
            || population.of(force.code(), year.mid_year()).is_some_and(|people| people > 0)
    };
    let all = neighbours.iter().all(|(before, now, pairs)| {
        pairs.iter().all(|pair| held(pair.force, before.year) && held(pair.force, now.year))
    });
    if all { Basis::Rates } else { Basis::Counts }
}

fn row(year: &ForceYear, breaks: bool) -> YearReturn<'_> {
    let standing = &year.standing;
    YearReturn {
        definition: standing.definition.as_deref().unwrap_or_default(),
        relation: standing.relation,
        count: year.count,
        partial: standing.partial,
        breaks,
    }
}

/// Fewest forces from which a dispersion is published: of fewer it says too much of each.
pub const FEWEST_DISPERSED: usize = 10;

/// Compares the same forces in two years with the larger dispersion, that between them or that over time; nothing where there are
/// none.
fn compare(forces: &[(Exposed, Exposed)], over_time: Widening) -> Result<Option<Change>, Failure> {
    if forces.is_empty() {
        return Ok(None);
    }
    compare_with(forces, dispersion(forces).or_larger(over_time)).map(Some)
}

/// The same for returns, of which an interval may say no more than the sums it is made of and a dispersion in halves. Too few
/// forces show none; then counts are compared only where the exact interval, which takes none, stands.
pub(super) fn compare_returns(forces: &[(Exposed, Exposed)]) -> Result<Option<Change>, Failure> {
    if forces.is_empty() {
        return Ok(None);
    }
    let small = |pick: fn(&(Exposed, Exposed)) -> i64| {
        forces.iter().map(pick).try_fold(0_i64, i64::checked_add).is_some_and(|sum| sum < EXACT_BELOW)
    };
    if forces.len() < FEWEST_DISPERSED && !small(|pair| pair.0.count) && !small(|pair| pair.1.count) {
        return Ok(None);
    }
    compare_with(forces, dispersion(forces).coarse()).map(Some)
}

/// Where too few forces counted anything, no dispersion can be found; such counts are small, and the exact interval, which
/// takes none, is used for them.
pub(super) fn dispersion(forces: &[(Exposed, Exposed)]) -> Widening {
    change_dispersion(forces).map_or(Widening::NONE, |found| found.widening)
}

pub(super) fn compare_with(forces: &[(Exposed, Exposed)], widening: Widening) -> Result<Change, Failure> {
    // An exposure of 1 for each force would turn counts into means over forces: the same ratio and the same interval.
    let sum = |pick: fn(&(Exposed, Exposed)) -> Exposed| {
        let count = forces.iter().map(|pair| pick(pair).count).try_fold(0_i64, i64::checked_add)?;
        Some(Exposed { count, exposure: forces.iter().map(|pair| pick(pair).exposure).sum() })
    };
    let (Some(earlier), Some(later)) = (sum(|pair| pair.0), sum(|pair| pair.1)) else {
        return Err(refuse(&StatisticsError::Overflow));
    };
    change(earlier, later, widening, Confidence::NINETY_FIVE).map_err(|error| refuse(&error))
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
            Self::NoClearChange => "showed no clear change",
            Self::CannotSay => "cannot be compared",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(counts: &[(i64, i64)]) -> Vec<(Exposed, Exposed)> {
        let one = |count: i64| Exposed { count, exposure: 1.0 };
        counts.iter().map(|(before, now)| (one(*before), one(*now))).collect()
    }

    /// Of 14,630 sets of counts with the sums 20 and 26 the dispersion of (6, 3), (6, 11), (8, 12) fits this one alone.
    #[test]
    fn over_few_forces_no_interval_tells_how_they_differ() {
        let told = pairs(&[(6, 3), (6, 11), (8, 12)]);
        assert!(compare(&told, Widening::NONE).unwrap().is_some());
        assert!(compare_returns(&told).unwrap().is_none());
        // Where the exact interval stands, it is a function of the two sums.
        let (one, other) = (pairs(&[(6, 3), (6, 11), (7, 12)]), pairs(&[(1, 9), (9, 9), (9, 8)]));
        assert_eq!(compare_returns(&one).unwrap(), compare_returns(&other).unwrap());
    }

    /// One count more in one force and one less in another: the interval to the last digit is the same.
    #[test]
    fn over_ten_forces_the_interval_is_that_of_many_returns() {
        let counts = [(6, 1), (6, 13), (8, 16), (2, 7), (12, 9), (14, 8), (1, 5), (10, 14), (9, 4), (2, 9)];
        let mut others = counts;
        (others[3].0, others[4].0) = (3, 11);
        let (one, other) = (pairs(&counts), pairs(&others));
        let plain = |pairs: &[_]| compare(pairs, Widening::NONE).unwrap();
        assert_ne!(plain(&one), plain(&other));
        assert_eq!(compare_returns(&one).unwrap(), compare_returns(&other).unwrap());
    }
}
