//! Numbers of a release that are no sums of counts and are printed rounded, with how much each count moves them: estimates, the ends
//! of the range that a ratio gives, and what is told of counts besides.
//!
//! They are worked out anew with each count a little more and a little less. That says how they move near what the counts are; how far
//! a change of many counts moves them is worked out for itself.

use std::collections::BTreeMap;

use super::told::Number;
use crate::contract::TOTAL;
use crate::disclosure::proof::{Count, Other, Rounded, Sloped};
use crate::edition::assumptions::Cells;
use crate::fault::Failure;
use crate::national::agreed::Agreed;
use crate::national::assumed::{Ladder, Upper};
use crate::national::coarse::{self, Step};
use crate::national::estimate::{Line, fits, lead};
use crate::national::number::Raw;
use crate::national::picture::Given;
use crate::national::returns::{ForceYear, Returns, refuse};
use crate::national::sum::{Own, What};
use crate::period::Part;

/// All of them.
pub(super) struct Numbers<'a> {
    counts: &'a [Count],
    given: &'a Given,
    returns: &'a Returns,
    told: &'a [Number],
    /// Those that the picture gives.
    pictured: Vec<Kept>,
    /// Values of those that are told besides.
    besides: Vec<Option<f64>>,
    /// What keeps a ratio between the same forces.
    sides: Vec<Sloped>,
}

/// A number, and what is kept of it.
#[derive(Clone, Copy)]
enum Kept {
    /// What is printed.
    Rounded(f64, Step),
    /// That it is not below nought.
    Sign(f64),
}

impl Kept {
    fn value(self) -> f64 {
        match self {
            Self::Rounded(value, _) | Self::Sign(value) => value,
        }
    }

    /// How far it may move down and up.
    fn room(self) -> (f64, f64) {
        match self {
            Self::Rounded(value, step) => {
                let (least, most) = step.alike(value);
                (least - value, most - value)
            }
            Self::Sign(value) => (-value, value + ENOUGH),
        }
    }
}

/// More than a number of which the sign is kept can rise.
const ENOUGH: f64 = 1_000.0;

impl<'a> Numbers<'a> {
    /// Those of an edition.
    ///
    /// # Errors
    /// What stops the edition itself.
    pub(super) fn of(
        counts: &'a [Count],
        (given, returns): (&'a Given, &'a Returns),
        told: &'a [Number],
    ) -> Result<Self, Failure> {
        let value = |number: usize| counts.get(number).and_then(|count| count.value).unwrap_or(0);
        let besides = told.iter().map(|number| number.value(&values(number, &value))).collect();
        let sides = told.iter().flat_map(|number| number.sides(&values(number, &value))).collect();
        Ok(Self { counts, given, returns, told, pictured: pictured(given, returns)?, besides, sides })
    }

    /// By how much those that the picture gives move; none where others are given.
    fn pictured(&self, changes: &BTreeMap<Own, i64>) -> Option<Vec<f64>> {
        let found = pictured(self.given, &self.returns.changed(changes).ok()?).ok()?;
        // Whether there is an estimate at all is not a matter of slopes.
        let moved = found.iter().zip(&self.pictured).map(|(found, now)| found.value() - now.value());
        (found.len() == self.pictured.len()).then(|| moved.collect())
    }

    fn now(&self, number: usize) -> i64 {
        self.counts.get(number).and_then(|count| count.value).unwrap_or(0)
    }

    /// How each count that one is made of moves it, where it has a value.
    fn besides(&self, number: &Number) -> Option<Sloped> {
        let mut at = values(number, &|count| self.now(count));
        let now = number.value(&at)?;
        let mut slopes = BTreeMap::new();
        for (place, count) in number.of.iter().enumerate() {
            let mut with = |by: i64| {
                let own = at.get_mut(place)?;
                *own += by;
                let found = number.value(&at);
                at.get_mut(place).into_iter().for_each(|own| *own -= by);
                found
            };
            let less = if self.now(*count) > 0 { with(-1) } else { None };
            slopes.insert(*count, slope(now, with(1), less));
        }
        slopes.retain(|_, slope| *slope != 0.0);
        let (least, most) = number.alike(now);
        Some(Sloped { slopes, room: (least - now, most - now) })
    }
}

impl Rounded for Numbers<'_> {
    fn near(&self) -> Vec<Sloped> {
        let mut slopes: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); self.pictured.len()];
        for (number, own, value) in moving(self.counts, self.given) {
            let with = |by: i64| self.pictured(&BTreeMap::from([(own.clone(), by)]));
            let Some(more) = with(1) else { continue };
            let less = if value > 0 { with(-1) } else { None };
            for (at, (slopes, more)) in slopes.iter_mut().zip(more).enumerate() {
                let less = less.as_ref().and_then(|less| less.get(at)).copied();
                let slope = slope(0.0, Some(more), less);
                if slope != 0.0 {
                    slopes.insert(number, slope);
                }
            }
        }
        let pictured =
            slopes.into_iter().zip(&self.pictured).map(|(slopes, kept)| Sloped { slopes, room: kept.room() });
        let besides = self.told.iter().filter_map(|number| self.besides(number));
        pictured.chain(besides).chain(self.sides.iter().cloned()).collect()
    }

    fn moved(&self, other: &Other) -> Option<Vec<f64>> {
        let mut moved = self.pictured(&super::changes(self.counts, other))?;
        let value = |number: usize| other.get(&number).copied().unwrap_or_else(|| self.now(number));
        for (number, now) in self.told.iter().zip(&self.besides) {
            let Some(now) = now else { continue };
            moved.push(number.value(&values(number, &value))? - now);
        }
        let by: Vec<(usize, i64)> = other.iter().map(|(number, value)| (*number, value - self.now(*number))).collect();
        moved.extend(self.sides.iter().map(|side| side.by(&by)));
        Some(moved)
    }
}

/// Values of the counts that a number is made of.
fn values(number: &Number, value: &dyn Fn(usize) -> i64) -> Vec<i64> {
    number.of.iter().map(|number| value(*number)).collect()
}

/// How far one more or one less moves a number.
fn slope(now: f64, more: Option<f64>, less: Option<f64>) -> f64 {
    match (more, less) {
        (Some(more), Some(less)) => (more - less) / 2.0,
        (Some(more), None) => more - now,
        (None, Some(less)) => now - less,
        (None, None) => 0.0,
    }
}

/// Counts that such numbers can be made of: those of whole years, and of the quarters of which there is no whole, without what only
/// breakdowns have.
fn moving<'a>(counts: &'a [Count], given: &'a Given) -> impl Iterator<Item = (usize, Own, i64)> + 'a {
    let assumptions = &given.assumptions;
    let cells = assumptions.counts.iter().map(|count| &count.cells);
    let cells: Vec<&Cells> = cells.chain(assumptions.rungs.iter().filter_map(|rung| rung.ceiling.as_ref())).collect();
    let held = move |count: &Count| {
        let of_categories = |(dimension, categories): &(String, Vec<String>)| {
            count.dimension == *dimension && categories.contains(&count.category)
        };
        let one =
            |cells: &&Cells| cells.measure == count.measure && cells.categories.as_ref().is_some_and(of_categories);
        count.part == Part::Year && (count.dimension == TOTAL || cells.iter().any(one))
            || count.part != Part::Year && count.measure == given.edition.counted.national
    };
    counts.iter().enumerate().filter(move |(_, count)| held(count)).filter_map(|(number, count)| {
        let what = What::category(&count.measure, count.year, &count.dimension, &count.category);
        let what = What { part: count.part, ..what };
        Some((number, Own { force: count.force.clone(), what }, count.value?))
    })
}

/// Those that the picture gives: the same ones, in the same order, whatever the counts, unless there is an estimate where there was none.
///
/// # Errors
/// What stops the edition itself.
fn pictured(given: &Given, returns: &Returns) -> Result<Vec<Kept>, Failure> {
    let agreed = Agreed::<Raw>::of(returns, &given.edition.limits)?;
    let (ladder, _) = Ladder::of(returns, &given.assumptions)?;
    let mut found = Vec::new();
    for (year, returned) in agreed.years.iter().zip(&returns.years) {
        let Some(estimate) = year.outcome.value().estimate() else { continue };
        found.push(Kept::Rounded(estimate.total, coarse::TOTAL));
        found.push(Kept::Rounded(estimate.interval.lower, coarse::LOWER));
        found.push(Kept::Rounded(estimate.interval.upper, coarse::UPPER));
        found.push(Kept::Rounded(estimate.imputed_share, coarse::SHARE));
        let differ = year.if_imputed_differ.value().iter();
        found.extend(differ.map(|(_, total)| Kept::Rounded(*total, coarse::TOTAL)));
        // Taken over another size, all of them would leap.
        let lines: Vec<Line<'_>> = returned.forces.iter().map(ForceYear::line).collect();
        let fits = fits(&lines).map_err(|error| refuse(returned.year, &error))?;
        found.extend(lead(&fits).map(Kept::Sign));
    }
    for upper in ladder.rungs.iter().flat_map(|rung| &rung.years).map(|year| &year.upper) {
        if let Upper::Figure(figure) = upper {
            found.push(Kept::Rounded(figure.value().with_coarse_ratio as f64, coarse::RATIO_END));
        }
    }
    Ok(found)
}
