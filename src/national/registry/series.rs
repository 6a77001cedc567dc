//! Statistics over several periods: change, average annual change, monotone trend and control chart.
//!
//! All but the chart rest on the matched forces, those with a complete count in every year compared; how many they are
//! travels with the value. Incomplete years never enter, and no break is crossed.

use std::collections::BTreeSet;

use super::counts::{Gathered, Time};
use super::work::{Found, Outcome, PERCENT, Work};
use super::{Absence, Denominator, Limits, Period, Value};
use crate::national::calendar::Quarter;
use crate::national::change::FEWEST_DISPERSED;
use crate::period::FinancialYear;
use crate::statistics::change::{Direction, change, change_dispersion};
use crate::statistics::comparison::Exposed;
use crate::statistics::control_chart::{Form, Rules, Signals, control_chart};
use crate::statistics::monotone::{SeriesPoint, monotone_trend};
use crate::statistics::trend::{CountPoint, average_change};
use crate::statistics::{Confidence, Interval, Widening};

/// A probability below this is a trend in words.
const SIGNIFICANT: f64 = 0.05;

/// Each year against the one before.
pub(super) fn changes(work: &Work<'_>) -> Vec<(Period, Outcome)> {
    by_pair(work, |compared| {
        let change = change(compared.earlier, compared.later, compared.widening, Confidence::NINETY_FIVE)?;
        let nothing = || Value::Absent(Absence::CannotSay("nothing was counted in the first year".to_owned()));
        let mut found = Found::new(change.ratio.map_or_else(nothing, Value::Number), Some(change.interval.into()));
        found.detail.direction = Some(change.direction);
        found.detail.forces = Some(compared.forces);
        Ok(found)
    })
}

/// How much more the counts of each change vary than chance allows.
pub(super) fn dispersions(work: &Work<'_>) -> Vec<(Period, Outcome)> {
    by_pair(work, |compared| {
        let mut found = Found::new(Value::Number(compared.widening.phi()), None);
        found.detail.forces = Some(compared.forces);
        Ok(found)
    })
}

/// An outcome for each year and the one before.
fn by_pair(work: &Work<'_>, outcome: impl Fn(Compared) -> Outcome) -> Vec<(Period, Outcome)> {
    let years = work.resolved.years();
    let pairs: Vec<(FinancialYear, FinancialYear)> = match years.as_slice() {
        [only] => vec![(only.back(1), *only)],
        several => several.iter().copied().zip(several.iter().skip(1).copied()).collect(),
    };
    let of_pair = |(earlier, later)| {
        let found = compared(work, earlier, later).and_then(&outcome);
        (Period::Span(earlier, later), work.resting(found))
    };
    pairs.into_iter().map(of_pair).collect()
}

/// What a change compares, and the dispersion that its interval carries.
struct Compared {
    earlier: Exposed,
    later: Exposed,
    widening: Widening,
    /// Forces compared, of those expected.
    forces: (usize, usize),
}

fn compared(work: &Work<'_>, earlier: FinancialYear, later: FinancialYear) -> Result<Compared, Absence> {
    if let Some(found) = work.resolved.crossed(earlier, later) {
        return Err(Absence::Break(format!("{earlier} and {later} lie on two sides of the break of {}", found.from)));
    }
    let expected = work.expected();
    let [before, now] = matched_pair(work, &expected, earlier, later);
    work.one_definition([&before, &now].into_iter())?;
    work.note(&before);
    work.note(&now);
    let forces = work.enough(before.counts.len(), expected.len())?;
    let pairs = exposed(work, &before, &now, earlier, later)?;
    // How much forces differ in their change is found over all of them: one force, or a few, cannot show it.
    let every: Vec<String> = work.given.forces.iter().map(|force| force.code.clone()).collect();
    let nation = work.expected_in(&every);
    let [nation_before, nation_now] = matched_pair(work, &nation, earlier, later);
    let widening = exposed(work, &nation_before, &nation_now, earlier, later)
        .ok()
        .and_then(|pairs| change_dispersion(&pairs).ok())
        // Where too few forces counted anything, no dispersion can be found; such counts are small, and the exact
        // interval, which takes none, is used for them.
        .map_or(Widening::NONE, |found| found.widening);
    let public = nation_before.made_of().is_none();
    if !public && forces.0 < FEWEST_DISPERSED {
        let reason = format!("of fewer than {FEWEST_DISPERSED} forces an interval would say too much of each");
        return Err(Absence::BaseUnderMinimum(reason));
    }
    let widening = if public { widening.or_larger(work.over_time()) } else { widening.coarse() };
    let exposure = |pick: fn(&(Exposed, Exposed)) -> f64| pairs.iter().map(pick).sum::<f64>();
    let (from, to) = match work.resolved.entry.denominator {
        None => (1.0, 1.0),
        Some(_) => (exposure(|pair| pair.0.exposure), exposure(|pair| pair.1.exposure)),
    };
    let earlier = Exposed { count: before.sum()?, exposure: from };
    let later = Exposed { count: now.sum()?, exposure: to };
    Ok(Compared { earlier, later, widening, forces })
}

/// Counts of the forces that counted alike in both years.
fn matched_pair<'a>(
    work: &Work<'a>,
    expected: &[&'a str],
    earlier: FinancialYear,
    later: FinancialYear,
) -> [Gathered<'a>; 2] {
    let years = [earlier, later].map(|year| work.resolved.counts.gather(expected, Time::Year(year)));
    let [before, now] = &years;
    let matched: BTreeSet<&str> = before
        .counts
        .iter()
        .filter(|(force, counted)| now.counts.get(*force).is_some_and(|later| counted.definitions == later.definitions))
        .map(|(force, _)| *force)
        .collect();
    years.map(|year| year.only(&matched))
}

/// The pairs of counts with what they are counted over: children, or nothing, which compares counts as they are.
fn exposed(
    work: &Work<'_>,
    before: &Gathered<'_>,
    now: &Gathered<'_>,
    earlier: FinancialYear,
    later: FinancialYear,
) -> Result<Vec<(Exposed, Exposed)>, Absence> {
    let exposure = |force: &str, year: FinancialYear| match work.resolved.entry.denominator {
        Some(Denominator::Children) => {
            work.children(std::iter::once(force), year.mid_year()).map(|children| children as f64)
        }
        _ => Ok(1.0),
    };
    before
        .counts
        .iter()
        .zip(now.counts.values())
        .map(|((force, before), now)| {
            Ok((
                Exposed { count: before.count, exposure: exposure(force, earlier)? },
                Exposed { count: now.count, exposure: exposure(force, later)? },
            ))
        })
        .collect()
}

/// A matched series: its points, and the forces it rests on of those expected.
struct Matched {
    points: Vec<CountPoint>,
    forces: (usize, usize),
}

/// Counts of the forces that have a complete count in every year, with the children in their areas where asked for.
fn matched(work: &Work<'_>) -> Result<Matched, Absence> {
    let expected = work.expected();
    let years = work.resolved.years();
    let mut common: BTreeSet<&str> = expected.iter().copied().collect();
    let mut gathered = Vec::new();
    for year in &years {
        let of_year = work.resolved.counts.gather(&expected, Time::Year(*year));
        // A year without any count is a gap, and a series has none.
        if of_year.counts.is_empty() {
            of_year.complete(&work.given.forces, work.lineage)?;
        }
        let forces = of_year.forces();
        common.retain(|force| forces.contains(force));
        gathered.push(of_year);
    }
    let gathered: Vec<Gathered<'_>> = gathered.into_iter().map(|year| year.only(&common)).collect();
    work.one_definition(gathered.iter())?;
    gathered.iter().for_each(|year| work.note(year));
    let forces = work.enough(common.len(), expected.len())?;
    let mut points = Vec::new();
    for (year, gathered) in years.iter().zip(&gathered) {
        let count = gathered.sum()?;
        let exposure = match work.resolved.entry.denominator {
            None => 1.0,
            Some(_) => {
                let children = work.children(common.iter().copied(), year.mid_year())?;
                work.rate_allowed(count, Some(children))?;
                children as f64
            }
        };
        points.push(CountPoint { time: f64::from(year.start()), count, exposure });
    }
    Ok(Matched { points, forces })
}

/// One outcome for all the years.
fn over_years(work: &Work<'_>, outcome: impl FnOnce() -> Outcome) -> Vec<(Period, Outcome)> {
    let years = work.resolved.years();
    let span = years.first().zip(years.last());
    span.map(|(first, last)| (Period::Span(*first, *last), outcome())).into_iter().collect()
}

/// Average change a year.
pub(super) fn average(work: &Work<'_>) -> Vec<(Period, Outcome)> {
    over_years(work, || {
        let Matched { points, forces } = matched(work)?;
        let average = average_change(&points, Confidence::NINETY_FIVE)?;
        let limits = Limits::from(average.interval).scaled(PERCENT);
        let mut found = Found::new(Value::Number(average.value * PERCENT), Some(limits));
        found.detail.direction = Some(direction(average.interval));
        found.detail.forces = Some(forces);
        Ok(found)
    })
}

/// Theil–Sen slope a year, with the test of Mann and Kendall.
pub(super) fn monotone(work: &Work<'_>) -> Vec<(Period, Outcome)> {
    over_years(work, || {
        let Matched { points, forces } = matched(work)?;
        let per = work.resolved.entry.per;
        let points: Vec<SeriesPoint> = points
            .iter()
            .map(|point| SeriesPoint { time: point.time, value: point.count as f64 / point.exposure * per, season: 0 })
            .collect();
        let trend = monotone_trend(&points, Confidence::NINETY_FIVE)?;
        let probability = trend.test.probability();
        let mut found = Found::new(Value::Number(trend.slope.slope), Some(trend.slope.interval.into()));
        // Both must say so: the test that there is a trend, and the interval of the slope which way it goes.
        let significant = probability < SIGNIFICANT;
        found.detail.direction =
            Some(if significant { direction(trend.slope.interval) } else { Direction::NoClearChange });
        found.detail.probability = Some(probability);
        found.detail.forces = Some(forces);
        Ok(found)
    })
}

/// The word that an interval around no change allows.
fn direction(interval: Interval) -> Direction {
    if interval.lower > 0.0 {
        Direction::Rose
    } else if interval.upper < 0.0 {
        Direction::Fell
    } else {
        Direction::NoClearChange
    }
}

/// Centre and limits for all the quarters, then each quarter with the limits it is held against.
pub(super) fn chart(work: &Work<'_>) -> Vec<(Period, Outcome)> {
    let quarters: Vec<Quarter> = work
        .resolved
        .years()
        .into_iter()
        .flat_map(|year| (1..=4).map(move |number| Quarter { year, number }))
        .collect();
    let counts: Vec<Result<i64, Absence>> =
        quarters.iter().map(|quarter| work.complete(&work.resolved.counts, Time::Quarter(*quarter))).collect();
    let whole = counts.iter().cloned().collect::<Result<Vec<i64>, Absence>>();
    let centre = whole.and_then(|counts| limits(&quarters, &counts));
    let interval = centre.as_ref().ok().and_then(|found| found.interval);
    let mut outcomes = over_years(work, || centre);
    outcomes.extend(quarters.iter().zip(counts).map(|(quarter, count)| {
        (Period::Quarter(*quarter), count.map(|count| Found::new(Value::Count(count), interval)))
    }));
    outcomes
}

fn limits(quarters: &[Quarter], counts: &[i64]) -> Outcome {
    let values: Vec<f64> = counts.iter().map(|count| *count as f64).collect();
    let chart = control_chart(&values, Form::Mean, Rules::default())?;
    let limits = Limits { lower: chart.limits.lower_for_counts(), upper: Some(chart.limits.upper) };
    let mut found = Found::new(Value::Number(chart.limits.centre), Some(limits));
    let marked = quarters.iter().zip(&chart.signals).filter(|(_, signals)| **signals != Signals::default());
    found.detail.signals = Some(marked.map(|(quarter, _)| *quarter).collect());
    found.detail.provisional = chart.limits.provisional;
    Ok(found)
}
