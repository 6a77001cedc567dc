//! The ladder of assumptions: how far the range narrows when a reader grants one named assumption after another.
//!
//! In: what every force's counts say, and for each rung another count of the force that is held to be a ceiling. Out: for
//! each rung how it fared against the forces that can test it, and the bounds that follow where it may be used. A ceiling
//! is used only where the one-sided 95 % limit of the share of forces it held in is at least 90 %, which takes 29 of 29.
//! It is tested on forces that gave an exact count and used on those that did not: that the two are alike is assumed.
//! What a force counted in several periods is one test, not several, and it held only if it held in each.

use std::collections::BTreeMap;

use super::bounds::Said;
use super::error::{NationalError, total};
use super::range::{Bounds, UpperBound};
use crate::statistics::overdispersion::quantile;
use crate::statistics::proportion::exact_lower_limit;

/// Least share of forces, at the limit, in which a ceiling must hold to be used.
pub const LEAST_SHARE: f64 = 0.9;
/// Probability left below the one-sided limit.
const TAIL: f64 = 0.05;
/// Fewest forces that let a ceiling be used, if it holds in all of them: from there on the limit reaches the least share.
pub const FEWEST_FOR_CEILING: usize = 29;
/// Fewest forces that a ratio is taken from.
pub const FEWEST_FOR_RATIO: usize = 20;
/// The ratio that is exceeded in one of twenty forces.
const RATIO_QUANTILE: f64 = 0.95;
/// Parts of one in which a ratio is published.
const RATIO_PARTS: f64 = 20.0;
/// Keeps a product that is a whole number from falling below it by a last digit.
const ROUNDING: f64 = 1e-9;

/// What a rung assumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No force's count exceeds its ceiling.
    Ceiling,
    /// No force's count is a larger part of its ceiling than in nineteen of twenty forces that gave an exact count.
    Ratio,
}

/// One force in one period, with the count that an assumption makes its ceiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held<'a> {
    /// Code of the force.
    pub force: &'a str,
    /// What its counts say.
    pub said: &'a Said,
    /// Its ceiling, where it has one.
    pub ceiling: Option<i64>,
}

/// How an assumption fared against the forces that can test it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// Forces that can test it.
    pub tested: usize,
    /// Forces in which it held; a ratio is made from them, so nothing is tested by it.
    pub held: Option<usize>,
    /// One-sided 95 % lower limit of the share in which it holds.
    pub lower_limit: Option<f64>,
    /// Largest count under the agreed definition over its ceiling; none where a count stands over a ceiling of 0.
    pub largest_ratio: Option<f64>,
    /// The ratio that a rung of that kind uses.
    pub ratio: Option<f64>,
    /// Whether the rung may be used.
    pub used: bool,
}

impl Test {
    /// The same as it is published: how many forces, and nothing of the ratio of any.
    #[must_use]
    pub fn coarse(&self) -> Self {
        Self { lower_limit: None, largest_ratio: None, ratio: None, ..*self }
    }

    /// The same with the next twentieth above its ratio.
    #[must_use]
    pub fn with_coarse_ratio(&self) -> Self {
        Self { ratio: self.ratio.map(coarse), ..*self }
    }
}

/// The next twentieth above a ratio.
fn coarse(ratio: f64) -> f64 {
    libm::ceil(ratio * RATIO_PARTS - ROUNDING) / RATIO_PARTS
}

/// The ratio that a rung of that kind is published with, of counts under the agreed definition and their ceilings.
pub fn coarse_ratio(pairs: impl Iterator<Item = (i64, i64)>) -> Option<f64> {
    ratio(pairs).map(coarse)
}

/// The ratio that a rung of that kind uses.
pub fn ratio(pairs: impl Iterator<Item = (i64, i64)>) -> Option<f64> {
    ratio_of(&ratios(pairs)?)
}

/// The least and the most of the ratios that are published as this one is.
pub fn coarse_alike(ratio: f64) -> (f64, f64) {
    (coarse(ratio) - 1.0 / RATIO_PARTS, coarse(ratio))
}

/// The ratio that is exceeded in one of twenty forces, where enough forces have one.
fn ratio_of(ratios: &[f64]) -> Option<f64> {
    quantile(ratios, RATIO_QUANTILE).filter(|_| ratios.len() >= FEWEST_FOR_RATIO)
}

/// Exact counts with their ceilings.
fn pairs<'a>(all: &'a [Held<'_>]) -> impl Iterator<Item = (i64, i64)> + 'a {
    all.iter().filter_map(|one| Some((one.said.exact_count()?, one.ceiling?)))
}

/// The sum of forces' bounds.
///
/// # Errors
/// A sum that does not fit.
pub fn range(forces: &[Bounds]) -> Result<Bounds, NationalError> {
    let lower = total(forces.iter().map(|one| one.lower), "lower end of the range")?;
    let uppers: Option<Vec<i64>> = forces.iter().map(|one| one.upper.count()).collect();
    let upper = match uppers {
        Some(counts) => UpperBound::Count(total(counts, "upper end of the range")?),
        None => UpperBound::NotIdentified,
    };
    Ok(Bounds { lower, upper })
}

/// Bounds of one force once an assumption is granted; as they are where the force gave an exact count or has no ceiling, or
/// where the assumption may not be used.
#[must_use]
pub fn granted(bounds: Bounds, held: Held<'_>, test: &Test) -> Bounds {
    let (Some(ceiling), false, true) = (held.ceiling, held.said.exact, test.used) else { return bounds };
    let ceiling = test.ratio.map_or(ceiling, |ratio| libm::floor(ratio * ceiling as f64 + ROUNDING) as i64);
    let upper = bounds.upper.count().map_or(ceiling, |upper| upper.min(ceiling));
    Bounds { upper: UpperBound::Count(upper.max(bounds.lower)), ..bounds }
}

/// Puts an assumption to the test on forces, each in one period or several.
///
/// # Errors
/// More forces than can be counted.
pub fn test(kind: Kind, held: &[Held<'_>]) -> Result<Test, NationalError> {
    match kind {
        Kind::Ceiling => test_of_ceiling(held),
        Kind::Ratio => Ok(test_of_ratio(held)),
    }
}

fn test_of_ceiling(all: &[Held<'_>]) -> Result<Test, NationalError> {
    let mut forces: BTreeMap<&str, bool> = BTreeMap::new();
    for one in all {
        let Some(ceiling) = one.ceiling else { continue };
        let holds = match one.said.exact_count() {
            Some(count) => Some(count <= ceiling),
            // A force that counted less than the agreed definition does, and still more than the ceiling, refutes it.
            None => (one.said.bounds.lower > ceiling).then_some(false),
        };
        if let Some(holds) = holds {
            let force = forces.entry(one.force).or_insert(true);
            *force = *force && holds;
        }
    }
    let held = forces.values().filter(|holds| **holds).count();
    let tested = forces.len();
    let lower_limit = if tested > 0 { Some(exact_lower_limit(held as i64, tested as i64, TAIL)?) } else { None };
    Ok(Test {
        tested,
        held: Some(held),
        lower_limit,
        largest_ratio: ratios(pairs(all)).and_then(|ratios| ratios.last().copied()),
        ratio: None,
        used: lower_limit.is_some_and(|limit| limit >= LEAST_SHARE),
    })
}

fn test_of_ratio(all: &[Held<'_>]) -> Test {
    let ratios = ratios(pairs(all)).unwrap_or_default();
    let ratio = ratio_of(&ratios);
    Test {
        tested: ratios.len(),
        held: None,
        lower_limit: None,
        largest_ratio: ratios.last().copied(),
        ratio,
        used: ratio.is_some(),
    }
}

/// Counts under the agreed definition over their ceilings, in ascending order; none where a count stands over a ceiling of
/// 0, whose ratio has no value. Nought over nought tells nothing.
fn ratios(pairs: impl Iterator<Item = (i64, i64)>) -> Option<Vec<f64>> {
    let mut ratios = pairs
        .filter(|pair| *pair != (0, 0))
        .map(|(count, ceiling)| (ceiling > 0).then(|| count as f64 / ceiling as f64))
        .collect::<Option<Vec<f64>>>()?;
    ratios.sort_by(f64::total_cmp);
    Some(ratios)
}
