//! How much more forces differ than chance allows, and funnel limits that take it into account.
//!
//! In: observed and expected counts (or parts and wholes) of every force. Out: the dispersion φ from trimmed
//! z-scores, the additive variance τ² between forces, and limits on the scale of the ratio or proportion. Source:
//! Spiegelhalter (2005), with the transformations of the national mortality indicators; τ² after DerSimonian and
//! Laird (1986). Results do not depend on the order of the forces.

use std::f64::consts::FRAC_PI_2;

use super::error::StatisticsError;
use super::interval::{Interval, positive};

/// Scale on which observations are nearly normal with known variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transform {
    /// √(observed / expected), standard error 1 / (2 √expected). Defined for zero counts: the chapter's choice.
    SquareRoot,
    /// ln(observed / expected), standard error 1 / √expected. Not defined for zero counts.
    Logarithm,
    /// arcsin √(part / whole), standard error 1 / (2 √whole), for proportions.
    ArcSine,
}

/// How extreme z-scores are kept from deciding the dispersion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trim {
    /// Scores beyond this fraction at either end are drawn in to the quantile there (type 7 quantile).
    Winsorise(f64),
    /// This fraction of the scores at either end, rounded down, is left out.
    Truncate(f64),
}

/// Dispersion of a set of forces.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispersion {
    /// Scale used.
    pub transform: Transform,
    /// Common value on that scale.
    pub target: f64,
    /// z-score of every force, in the order given.
    pub scores: Vec<f64>,
    /// Scores that entered the dispersion, after trimming.
    pub used: usize,
    /// φ = Σ z² / n, 1 when forces differ by chance alone.
    pub phi: f64,
    /// τ², additive variance between forces on the transformed scale, 0 or above.
    pub tau_squared: f64,
}

struct Observation {
    score: f64,
    error: f64,
}

/// Dispersion of `observed` against `expected` (for proportions: parts against wholes).
///
/// # Errors
/// Lists of different length, fewer than two forces left after trimming, an expected value that is not positive, an
/// observed value that is negative (or zero under the logarithm, or above its whole), or a trim outside [0, ½).
pub fn dispersion(
    observed: &[f64],
    expected: &[f64],
    transform: Transform,
    trim: Trim,
) -> Result<Dispersion, StatisticsError> {
    if observed.len() != expected.len() {
        return Err(StatisticsError::LengthMismatch { left: observed.len(), right: expected.len() });
    }
    let target = target(observed, expected, transform)?;
    let observations = observed
        .iter()
        .zip(expected)
        .map(|(observed, expected)| score(*observed, *expected, transform, target))
        .collect::<Result<Vec<_>, _>>()?;
    let scores = observations.iter().map(|observation| observation.score).collect();
    let used = trimmed(observations, trim)?;
    let n = used.len() as f64;
    if used.len() < 2 {
        return Err(StatisticsError::TooFew { have: used.len(), need: 2 });
    }
    let phi = used.iter().map(|one| one.score * one.score).sum::<f64>() / n;
    let weights = used.iter().map(|one| 1.0 / (one.error * one.error));
    let (sum, squares) = weights.fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    let tau_squared = ((n * phi - (n - 1.0)) / (sum - squares / sum)).max(0.0);
    if !(phi.is_finite() && tau_squared.is_finite()) {
        return Err(StatisticsError::NotFinite { quantity: "dispersion" });
    }
    Ok(Dispersion { transform, target, scores, used: used.len(), phi, tau_squared })
}

/// The common value: 1 for ratios, the pooled proportion for proportions, on the transformed scale.
fn target(observed: &[f64], expected: &[f64], transform: Transform) -> Result<f64, StatisticsError> {
    match transform {
        Transform::SquareRoot => Ok(1.0),
        Transform::Logarithm => Ok(0.0),
        Transform::ArcSine => {
            let total = positive(ordered_sum(expected), "sum of the wholes")?;
            Ok(libm::asin(libm::sqrt((ordered_sum(observed) / total).clamp(0.0, 1.0))))
        }
    }
}

/// Sum in ascending order, so that it does not depend on the order of the forces.
fn ordered_sum(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.iter().sum()
}

fn score(observed: f64, expected: f64, transform: Transform, target: f64) -> Result<Observation, StatisticsError> {
    let error = standard_error(expected, transform)?;
    if !(observed >= 0.0 && observed.is_finite()) {
        return Err(StatisticsError::NotFinite { quantity: "observed value" });
    }
    let value = match transform {
        Transform::SquareRoot => libm::sqrt(observed / expected),
        Transform::Logarithm if observed == 0.0 => {
            return Err(StatisticsError::Undefined { quantity: "logarithm of a zero count" });
        }
        Transform::Logarithm => libm::log(observed / expected),
        Transform::ArcSine if observed > expected => {
            return Err(StatisticsError::Undefined { quantity: "a proportion above 1" });
        }
        Transform::ArcSine => libm::asin(libm::sqrt(observed / expected)),
    };
    Ok(Observation { score: (value - target) / error, error })
}

fn standard_error(expected: f64, transform: Transform) -> Result<f64, StatisticsError> {
    let root = libm::sqrt(positive(expected, "expected value")?);
    Ok(match transform {
        Transform::Logarithm => 1.0 / root,
        Transform::SquareRoot | Transform::ArcSine => 1.0 / (2.0 * root),
    })
}

/// The observations that enter the dispersion, in ascending order of score.
fn trimmed(mut observations: Vec<Observation>, trim: Trim) -> Result<Vec<Observation>, StatisticsError> {
    let fraction = match trim {
        Trim::Winsorise(fraction) | Trim::Truncate(fraction) => fraction,
    };
    if !(0.0..0.5).contains(&fraction) {
        return Err(StatisticsError::NotAProbability { value: fraction });
    }
    observations.sort_by(|a, b| a.score.total_cmp(&b.score).then(a.error.total_cmp(&b.error)));
    let n = observations.len();
    match trim {
        Trim::Winsorise(_) => {
            let scores: Vec<f64> = observations.iter().map(|one| one.score).collect();
            if let (Some(low), Some(high)) = (quantile(&scores, fraction), quantile(&scores, 1.0 - fraction)) {
                for one in &mut observations {
                    one.score = one.score.max(low).min(high);
                }
            }
            Ok(observations)
        }
        Trim::Truncate(_) => {
            let left_out = libm::floor(n as f64 * fraction) as usize;
            Ok(observations.into_iter().skip(left_out).take(n.saturating_sub(2 * left_out)).collect())
        }
    }
}

/// Quantile of ascending values by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996).
pub(crate) fn quantile(ascending: &[f64], probability: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let position = last as f64 * probability;
    let below = libm::floor(position);
    let low = ascending.get(below as usize)?;
    let high = ascending.get((below as usize + 1).min(last))?;
    Some(low + (position - below) * (high - low))
}

impl Dispersion {
    /// Limits at one expected value with the additive variance τ²: target ± z √(s² + τ²), taken back to the ratio or
    /// proportion. `deviate` is the standard normal deviate of the level.
    ///
    /// # Errors
    /// An expected value that is not positive.
    pub fn additive_limits(&self, expected: f64, deviate: f64) -> Result<Interval, StatisticsError> {
        let error = standard_error(expected, self.transform)?;
        self.limits(deviate * libm::sqrt(error * error + self.tau_squared))
    }

    fn limits(&self, distance: f64) -> Result<Interval, StatisticsError> {
        let (low, high) = (self.target - distance, self.target + distance);
        let (lower, upper) = match self.transform {
            // A negative root has no square to come back to: there is no lower limit, shown as 0.
            Transform::SquareRoot => (low.max(0.0) * low.max(0.0), high * high),
            Transform::Logarithm => (libm::exp(low), libm::exp(high)),
            Transform::ArcSine => {
                let squared_sine = |angle: f64| {
                    let sine = libm::sin(angle.clamp(0.0, FRAC_PI_2));
                    sine * sine
                };
                (squared_sine(low), squared_sine(high))
            }
        };
        Interval::finite(lower, upper, "funnel limit")
    }
}
