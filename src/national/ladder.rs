//! The ladder of assumptions: how far the range narrows when a reader grants one named assumption after another.
//!
//! In: what every force's counts say, and for each rung another count of the force that is held to be a ceiling. Out: for
//! each rung how it fared against the forces that can test it, and the bounds that follow where it may be used. A ceiling
//! is used only where the one-sided 95 % limit of the share of forces it held in is at least 90 %, which takes 29 of 29.
//! It is tested on forces that gave an exact count and used on those that did not: that the two are alike is assumed.

use super::bounds::Said;
use super::error::{NationalError, total};
use super::range::{Bounds, UpperBound};
use crate::statistics::StatisticsError;
use crate::statistics::overdispersion::quantile;
use crate::statistics::proportion::exact_lower_limit;

/// Least share of forces, at the limit, in which a ceiling must hold to be used.
pub const LEAST_SHARE: f64 = 0.9;
/// Probability left below the one-sided limit.
const TAIL: f64 = 0.05;
/// Fewest forces that a ratio is taken from.
pub const FEWEST_FOR_RATIO: usize = 20;
/// The ratio that is exceeded in one of twenty forces.
const RATIO_QUANTILE: f64 = 0.95;
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

/// An assumption with the count of every force that it makes a ceiling, in the order of the forces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// What it assumes.
    pub kind: Kind,
    /// The ceiling of every force, where it has one.
    pub ceilings: Vec<Option<i64>>,
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

/// One rung of the ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its test.
    pub test: Test,
    /// Bounds of every force, in their order, with this rung and all used before it.
    pub forces: Vec<Bounds>,
    /// Their sum.
    pub range: Bounds,
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

/// Climbs the ladder rung by rung. A rung that may not be used changes no bounds.
///
/// # Errors
/// A rung without a ceiling for each force in its list, or a sum that does not fit.
pub fn climb(forces: &[&Said], rungs: &[Rung]) -> Result<Vec<Step>, NationalError> {
    let mut bounds: Vec<Bounds> = forces.iter().map(|one| one.bounds).collect();
    let mut steps = Vec::with_capacity(rungs.len());
    for rung in rungs {
        if rung.ceilings.len() != forces.len() {
            let lengths = StatisticsError::LengthMismatch { left: forces.len(), right: rung.ceilings.len() };
            return Err(lengths.into());
        }
        let test = match rung.kind {
            Kind::Ceiling => test_of_ceiling(forces, &rung.ceilings)?,
            Kind::Ratio => test_of_ratio(forces, &rung.ceilings),
        };
        if test.used {
            for ((bounds, force), ceiling) in bounds.iter_mut().zip(forces).zip(&rung.ceilings) {
                if let (false, Some(ceiling)) = (force.exact, ceiling) {
                    let ceiling =
                        test.ratio.map_or(*ceiling, |ratio| libm::floor(ratio * *ceiling as f64 + ROUNDING) as i64);
                    let upper = bounds.upper.count().map_or(ceiling, |upper| upper.min(ceiling));
                    bounds.upper = UpperBound::Count(upper.max(bounds.lower));
                }
            }
        }
        steps.push(Step { test, range: range(&bounds)?, forces: bounds.clone() });
    }
    Ok(steps)
}

/// Counts under the agreed definition beside their ceilings.
fn exact<'a>(forces: &'a [&Said], ceilings: &'a [Option<i64>]) -> impl Iterator<Item = (i64, i64)> + 'a {
    forces.iter().zip(ceilings).filter_map(|(force, ceiling)| Some((force.exact_count()?, (*ceiling)?)))
}

fn test_of_ceiling(forces: &[&Said], ceilings: &[Option<i64>]) -> Result<Test, NationalError> {
    let (mut tested, mut held) = (0, 0);
    for (count, ceiling) in exact(forces, ceilings) {
        tested += 1;
        held += i64::from(count <= ceiling);
    }
    // A force that counted less than the agreed definition does, and still more than the ceiling, refutes it.
    let refuting = forces
        .iter()
        .zip(ceilings)
        .filter(|(force, ceiling)| !force.exact && ceiling.is_some_and(|ceiling| force.bounds.lower > ceiling));
    tested += refuting.count() as i64;
    let lower_limit = if tested > 0 { Some(exact_lower_limit(held, tested, TAIL)?) } else { None };
    Ok(Test {
        tested: tested as usize,
        held: Some(held as usize),
        lower_limit,
        largest_ratio: ratios(forces, ceilings).and_then(|ratios| ratios.last().copied()),
        ratio: None,
        used: lower_limit.is_some_and(|limit| limit >= LEAST_SHARE),
    })
}

fn test_of_ratio(forces: &[&Said], ceilings: &[Option<i64>]) -> Test {
    let ratios = ratios(forces, ceilings).unwrap_or_default();
    let ratio = quantile(&ratios, RATIO_QUANTILE).filter(|_| ratios.len() >= FEWEST_FOR_RATIO);
    Test {
        tested: ratios.len(),
        held: None,
        lower_limit: None,
        largest_ratio: ratios.last().copied(),
        ratio,
        used: ratio.is_some(),
    }
}

/// Counts over their ceilings, in ascending order; none where a count stands over a ceiling of 0, whose ratio has no value.
/// Nought over nought tells nothing.
fn ratios(forces: &[&Said], ceilings: &[Option<i64>]) -> Option<Vec<f64>> {
    let pairs = exact(forces, ceilings).filter(|pair| *pair != (0, 0));
    let mut ratios = pairs
        .map(|(count, ceiling)| (ceiling > 0).then(|| count as f64 / ceiling as f64))
        .collect::<Option<Vec<f64>>>()?;
    ratios.sort_by(f64::total_cmp);
    Some(ratios)
}
