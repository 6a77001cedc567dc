//! Rates that differ between forces: their mean and spread, how well a size predicts a count, and two groups compared.
//!
//! In: counts with what each is taken over. Out: the mean rate and its variance between forces (random effects,
//! DerSimonian and Laird 1986), the error left when each force is predicted from the others, and the ratio of two groups'
//! shares with an interval that carries that variance. A count over a size of nought tells nothing of a rate.

use super::comparison::Exposed;
use super::error::StatisticsError;
use super::interval::{Confidence, Interval, count_as_number};
use super::special::student_quantile;

/// Mean rate over forces and its spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanRate {
    /// Plain rate, the sum of the counts over the sum of the sizes.
    pub crude: f64,
    /// Variance of the rate between forces, τ², 0 or above.
    pub between_variance: f64,
    /// Mean rate μ, weighted by precision.
    pub mean: f64,
    /// Σ 1 / (v + τ²), the precision of the mean; `None` when nothing was counted and the mean is taken as exact.
    pub precision: Option<f64>,
    /// Forces with a size above 0.
    pub forces: usize,
}

/// Random-effects mean rate; nothing where no force has a size. The order of the forces is the caller's to fix.
///
/// # Errors
/// A count out of range, a size that is negative or not finite, or a sum that does not fit.
pub fn mean_rate(forces: &[Exposed]) -> Result<Option<MeanRate>, StatisticsError> {
    of_informative(&informative(forces)?)
}

/// The same of forces whose numbers are known to be in range and to tell something.
fn of_informative(forces: &[Exposed]) -> Result<Option<MeanRate>, StatisticsError> {
    if forces.is_empty() {
        return Ok(None);
    }
    let (count, size) = sums(forces)?;
    let crude = count as f64 / size;
    let n = forces.len();
    if count == 0 {
        // Nothing was counted anywhere: the model has no variance to give, and says zero.
        return Ok(Some(MeanRate { crude, between_variance: 0.0, mean: 0.0, precision: None, forces: n }));
    }
    let observed = || forces.iter().map(|force| (force.count as f64 / force.exposure, force.exposure / crude));
    let (mut heterogeneity, mut weights, mut squares) = (0.0, 0.0, 0.0);
    for (rate, weight) in observed() {
        heterogeneity += weight * (rate - crude) * (rate - crude);
        weights += weight;
        squares += weight * weight;
    }
    let scale = weights - squares / weights;
    let excess = heterogeneity - (n as f64 - 1.0);
    // A single force shows no spread; rounding could leave its scale a last digit from zero.
    let between_variance = if n > 1 && scale > 0.0 { (excess / scale).max(0.0) } else { 0.0 };
    let (mut precision, mut weighted) = (0.0, 0.0);
    for (rate, weight) in observed() {
        let share = 1.0 / (1.0 / weight + between_variance);
        precision += share;
        weighted += share * rate;
    }
    let mean = weighted / precision;
    if mean.is_finite() && between_variance.is_finite() {
        Ok(Some(MeanRate { crude, between_variance, mean, precision: Some(precision), forces: n }))
    } else {
        Err(StatisticsError::NotFinite { quantity: "mean rate" })
    }
}

/// How far off each count is when predicted from its size at the mean rate of the others: √ of the mean of squared
/// errors over what is expected. Forces whose size is 0 are predicted by no rate and are left out.
///
/// # Errors
/// As [`mean_rate`]; fewer than two forces with a size; a count that the others say cannot be.
pub fn leave_one_out_error(forces: &[Exposed]) -> Result<f64, StatisticsError> {
    let forces = informative(forces)?;
    if forces.len() < 2 {
        return Err(StatisticsError::TooFew { have: forces.len(), need: 2 });
    }
    let mut sum = 0.0;
    for place in 0..forces.len() {
        let mut others = forces.clone();
        let left_out = others.remove(place);
        let rate = of_informative(&others)?.map_or(0.0, |model| model.mean);
        let expected = rate * left_out.exposure;
        let error = left_out.count as f64 - expected;
        if error != 0.0 {
            if expected <= 0.0 {
                return Err(StatisticsError::Undefined { quantity: "error of a count where the others have none" });
            }
            sum += error * error / expected;
        }
    }
    Ok(libm::sqrt(sum / forces.len() as f64))
}

/// The share of one group over that of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharesCompared {
    /// Share in the first group over share in the second.
    pub ratio: f64,
    /// Its interval.
    pub interval: Interval,
    /// Variance of the share between forces of the second group.
    pub between_variance: f64,
}

/// Ratio of two groups' shares, each a sum of counts over a sum of sizes, with an interval on the log scale. The
/// variance between forces is that of the second group, which is taken to hold for both.
///
/// # Errors
/// As [`mean_rate`]; a group that counted nothing; fewer than two forces in the second.
pub fn shares_compared(
    first: &[Exposed],
    second: &[Exposed],
    confidence: Confidence,
) -> Result<SharesCompared, StatisticsError> {
    let (first, second) = (informative(first)?, informative(second)?);
    if second.len() < 2 {
        return Err(StatisticsError::TooFew { have: second.len(), need: 2 });
    }
    let model = mean_rate(&second)?.ok_or(StatisticsError::TooFew { have: 0, need: 2 })?;
    let mut variance = 0.0;
    let mut share = [0.0; 2];
    for (place, group) in [&first, &second].into_iter().enumerate() {
        let (count, size) = sums(group)?;
        if count == 0 {
            return Err(StatisticsError::Undefined { quantity: "ratio of shares where a group counted nothing" });
        }
        let squares: f64 = group.iter().map(|force| force.exposure * force.exposure).sum();
        let expected = model.crude * size;
        variance += 1.0 / count as f64 + model.between_variance * squares / (expected * expected);
        if let Some(share) = share.get_mut(place) {
            *share = count as f64 / size;
        }
    }
    let ratio = share[0] / share[1];
    let deviate = student_quantile(confidence.tail(), (second.len() - 1) as f64);
    let factor = libm::exp(deviate * libm::sqrt(variance));
    let interval = Interval::finite(ratio / factor, ratio * factor, "ratio of shares")?;
    Ok(SharesCompared { ratio, interval, between_variance: model.between_variance })
}

/// Forces with a size above 0, once every number is known to be in range.
fn informative(forces: &[Exposed]) -> Result<Vec<Exposed>, StatisticsError> {
    for force in forces {
        count_as_number(force.count)?;
        if !(force.exposure >= 0.0 && force.exposure.is_finite()) {
            return Err(StatisticsError::NotPositive { quantity: "size" });
        }
    }
    Ok(forces.iter().copied().filter(|force| force.exposure > 0.0).collect())
}

fn sums(forces: &[Exposed]) -> Result<(i64, f64), StatisticsError> {
    let count = forces.iter().try_fold(0_i64, |sum, force| sum.checked_add(force.count));
    Ok((count.ok_or(StatisticsError::Overflow)?, forces.iter().map(|force| force.exposure).sum()))
}
