//! The quarters of a recorded offence: how much they vary over time, their control chart, and the year that runs beside the same
//! quarters of the year before.
//!
//! In: the panel and the year from which the edition counts quarters. Out: [`Quarterly`], over the forces of England and Wales with an
//! area of their own, as everywhere else. A quarter stands where every force has a count of it, and the series ends at the first that
//! does not. It never reaches back over a break. Counts are published by force, so what single forces add may be said.

use std::collections::BTreeMap;

use super::calendar::Quarter;
use super::change::{compare_with, dispersion};
use super::recorded::Area;
use crate::contract::{Forces, TOTAL};
use crate::edition::Break;
use crate::fault::Failure;
use crate::panel::{Panel, Query};
use crate::period::{FinancialYear, Part};
use crate::statistics::change::Change;
use crate::statistics::comparison::Exposed;
use crate::statistics::control_chart::{Form, Limits, Rules, Signals, control_chart};
use crate::statistics::widening::{OverTime, over_time};

/// One quarter.
#[derive(Clone, Copy, Debug)]
pub struct QuarterCount {
    /// The quarter.
    pub quarter: Quarter,
    /// Offences recorded.
    pub count: i64,
    /// The rules that it meets.
    pub signals: Signals,
}

/// The part of a year that has been, beside the same part of the year before.
#[derive(Clone, Copy, Debug)]
pub struct ToDate {
    /// The year before.
    pub earlier: FinancialYear,
    /// The year that runs.
    pub later: FinancialYear,
    /// Quarters of both, from April on: 1 to 3.
    pub quarters: u8,
    /// Offences in the earlier.
    pub before: i64,
    /// Offences in the later.
    pub now: i64,
    /// Their ratio, its interval and the word that it allows.
    pub change: Change,
    /// What one force alone adds to the difference, or takes away, where that is half of it or more.
    pub of_one_force: Option<i64>,
}

/// The quarters of a recorded offence.
#[derive(Clone, Debug)]
pub struct Quarterly {
    /// The quarters, in order.
    pub quarters: Vec<QuarterCount>,
    /// Centre and natural limits.
    pub limits: Limits,
    /// How much the quarters vary.
    pub over_time: OverTime,
    /// The year that runs; none where the last year is whole or the year before it is not held.
    pub to_date: Option<ToDate>,
}

impl Quarterly {
    /// Quarters that meet a rule.
    pub fn signals(&self) -> impl Iterator<Item = &QuarterCount> {
        self.quarters.iter().filter(|one| one.signals != Signals::default())
    }
}

type ByForce<'a> = BTreeMap<Quarter, BTreeMap<&'a str, i64>>;

/// The quarters of a measure since a year, or since its last break where that is later; none where there are too few.
pub fn quarterly(
    panel: &Panel,
    measure: &str,
    forces: &Forces,
    breaks: &[Break],
    since: Option<FinancialYear>,
) -> Result<Option<Quarterly>, Failure> {
    let cells = panel.cells(&Query { measure, dimension: TOTAL, category: None, definition: None })?;
    let members: Vec<&str> = Area::EnglandAndWales.forces(forces).collect();
    let mut counts: ByForce<'_> = BTreeMap::new();
    for cell in &cells {
        if let (Part::Quarter(number), Some(value), true) =
            (cell.part, cell.value, members.contains(&cell.force.as_str()))
        {
            counts.entry(Quarter { year: cell.year, number }).or_default().insert(&cell.force, value);
        }
    }
    counts.retain(|_, by_force| by_force.len() == members.len());
    let broken = breaks.iter().filter_map(|entry| entry.at).max();
    let Some(first) = since.max(broken).or(counts.keys().next().map(|quarter| quarter.year)) else { return Ok(None) };
    let mut quarters: Vec<(Quarter, i64)> = Vec::new();
    let mut next = Quarter { year: first, number: 1 };
    while let Some(by_force) = counts.get(&next) {
        let Some(sum) = by_force.values().try_fold(0_i64, |sum, count| sum.checked_add(*count)) else { break };
        quarters.push((next, sum));
        next = following(next);
    }
    let sums: Vec<i64> = quarters.iter().map(|(_, sum)| *sum).collect();
    // Too few quarters, or a sum below nought, show no process.
    let Ok(over_time) = over_time(&sums) else { return Ok(None) };
    let values: Vec<f64> = sums.iter().map(|sum| *sum as f64).collect();
    let Ok(chart) = control_chart(&values, Form::Mean, Rules::default()) else { return Ok(None) };
    let to_date = to_date(&counts, &quarters, &over_time)?;
    let marked = quarters.into_iter().zip(chart.signals);
    let quarters = marked.map(|((quarter, count), signals)| QuarterCount { quarter, count, signals }).collect();
    Ok(Some(Quarterly { quarters, limits: chart.limits, over_time, to_date }))
}

fn following(quarter: Quarter) -> Quarter {
    match quarter {
        Quarter { year, number: 4 } => Quarter { year: year.back(-1), number: 1 },
        Quarter { year, number } => Quarter { year, number: number + 1 },
    }
}

/// The quarters of the last year where it is not whole, beside those of the year before. Both lie within the series, so no break is
/// between them.
fn to_date(counts: &ByForce<'_>, quarters: &[(Quarter, i64)], over_time: &OverTime) -> Result<Option<ToDate>, Failure> {
    let Some((Quarter { year: later, number: last @ 1..4 }, _)) = quarters.last().copied() else { return Ok(None) };
    let earlier = later.back(1);
    let held = |year| (1..=last).all(|number| quarters.iter().any(|(quarter, _)| *quarter == Quarter { year, number }));
    if !held(earlier) {
        return Ok(None);
    }
    let of_force = |force: &str, year| -> i64 {
        let quarters = (1..=last).filter_map(|number| counts.get(&Quarter { year, number })?.get(force));
        quarters.fold(0_i64, |sum, count| sum.saturating_add(*count))
    };
    let forces = counts.values().next_back().into_iter().flat_map(|by_force| by_force.keys());
    let pairs: Vec<(i64, i64)> = forces.map(|force| (of_force(force, earlier), of_force(force, later))).collect();
    let exposed = |count| Exposed { count, exposure: 1.0 };
    let compared: Vec<(Exposed, Exposed)> =
        pairs.iter().map(|(before, now)| (exposed(*before), exposed(*now))).collect();
    let change = compare_with(&compared, dispersion(&compared).or_larger(over_time.widening))?;
    let (before, now) = pairs.iter().fold((0, 0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    Ok(Some(ToDate { earlier, later, quarters: last, before, now, change, of_one_force: of_one_force(&pairs) }))
}

/// What the force adds that adds most to a difference, in its direction, where that is at least half of it.
fn of_one_force(pairs: &[(i64, i64)]) -> Option<i64> {
    let whole: i64 = pairs.iter().map(|(before, now)| now - before).sum();
    let most = pairs.iter().map(|(before, now)| now - before).max_by_key(|added| added * whole.signum())?;
    (whole != 0 && most.abs() * 2 >= whole.abs()).then_some(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_force_adds_is_told_from_half_of_the_difference_on() {
        assert_eq!(of_one_force(&[(10, 14), (10, 13), (10, 11)]), Some(4));
        assert_eq!(of_one_force(&[(10, 13), (10, 13), (10, 13)]), None);
        // In the direction of the difference: the fall of 9 is more than half of a rise of 2.
        assert_eq!(of_one_force(&[(10, 1), (10, 15), (10, 16)]), Some(6));
        assert_eq!(of_one_force(&[(10, 4), (10, 11)]), Some(-6));
        assert_eq!(of_one_force(&[(10, 9), (10, 11)]), None);
        assert_eq!(of_one_force(&[]), None);
    }

    #[test]
    fn a_year_follows_on_its_last_quarter() {
        let quarter = |start, number| Quarter { year: FinancialYear::starting(start), number };
        assert_eq!(following(quarter(2024, 4)), quarter(2025, 1));
        assert_eq!(following(quarter(2024, 3)), quarter(2024, 4));
    }
}
