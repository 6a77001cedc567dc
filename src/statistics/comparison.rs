//! Two counts compared: rate ratio, with exact and log-scale intervals.
//!
//! In: two counts with their exposures (populations or lengths of time). Out: ratio of the rates with an interval. A ratio
//! without a comparator is undefined, and an interval over a zero count has no upper limit; both are said in the type.
//! Sources: Clopper and Pearson (1934) on the conditional binomial, McCullagh and Nelder (1989) for the dispersion.

use super::error::StatisticsError;
use super::interval::{Confidence, Interval, RatioInterval, count_as_number, positive};
use super::special::{Tail, beta_quantile, beta_tails, binomial_probability};
use super::widening::Widening;

/// Below this count on either side the exact conditional interval is used for a change.
pub const EXACT_BELOW: i64 = 20;

/// A count with what it is counted over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exposed {
    /// Events.
    pub count: i64,
    /// Population, or population times time; above 0.
    pub exposure: f64,
}

impl Exposed {
    /// Events per unit of exposure.
    ///
    /// # Errors
    /// A count out of range or an exposure that is not positive.
    pub fn rate(self) -> Result<f64, StatisticsError> {
        Ok(count_as_number(self.count)? / positive(self.exposure, "exposure")?)
    }
}

/// Total count, and exposure of the second over that of the first.
fn conditional(first: Exposed, second: Exposed) -> Result<(i64, f64), StatisticsError> {
    first.rate()?;
    second.rate()?;
    let trials = first.count.checked_add(second.count).ok_or(StatisticsError::Overflow)?;
    count_as_number(trials)?;
    Ok((trials, positive(second.exposure / first.exposure, "ratio of the exposures")?))
}

/// Rate of the first over rate of the second.
///
/// # Errors
/// Numbers out of range; a second count of 0, which leaves the ratio undefined.
pub fn rate_ratio(first: Exposed, second: Exposed) -> Result<f64, StatisticsError> {
    let (_, exposures) = conditional(first, second)?;
    if second.count == 0 {
        return Err(StatisticsError::Undefined { quantity: "ratio to a count of 0" });
    }
    Ok(first.count as f64 / second.count as f64 * exposures)
}

/// Exact conditional interval of the rate ratio: the first count is binomial given both, and its Clopper–Pearson
/// limits are mapped to odds. Two zeros leave [0, ∞).
///
/// # Errors
/// Numbers out of range.
pub fn exact_ratio_interval(
    first: Exposed,
    second: Exposed,
    confidence: Confidence,
) -> Result<RatioInterval, StatisticsError> {
    let (_, exposures) = conditional(first, second)?;
    let (a, b) = (first.count as f64, second.count as f64);
    let tail = confidence.tail();
    let lower = if first.count == 0 { 0.0 } else { beta_quantile(a, b + 1.0, Tail::Lower(tail)).odds() * exposures };
    let upper = (second.count > 0).then(|| beta_quantile(a + 1.0, b, Tail::Upper(tail)).odds() * exposures);
    Ok(RatioInterval { lower, upper })
}

/// Two-sided exact probability of a split of the counts at most as likely as the one seen, if the rates were equal.
///
/// # Errors
/// Numbers out of range; two zeros, which cannot be split.
pub fn exact_ratio_probability(first: Exposed, second: Exposed) -> Result<f64, StatisticsError> {
    let (trials, exposures) = conditional(first, second)?;
    if trials == 0 {
        return Err(StatisticsError::Undefined { quantity: "split of no events" });
    }
    let share = 1.0 / (1.0 + exposures);
    // Splits whose probability equals the one seen up to rounding count as equally likely.
    let threshold = binomial_probability(first.count, trials, share) * (1.0 + 1.0e-7);
    let mean = share * trials as f64;
    let unlikely = |successes: i64| binomial_probability(successes, trials, share) <= threshold;
    let at_most = |successes: i64| {
        if successes < 0 {
            0.0
        } else if successes >= trials {
            1.0
        } else {
            beta_tails((successes + 1) as f64, (trials - successes) as f64, share).upper
        }
    };
    let at_least = |successes: i64| {
        if successes <= 0 {
            1.0
        } else if successes > trials {
            0.0
        } else {
            beta_tails(successes as f64, (trials - successes + 1) as f64, share).lower
        }
    };
    let seen = first.count as f64;
    let probability = if seen < mean {
        let start = libm::ceil(mean) as i64;
        at_most(first.count) + at_least(first_from(start, trials + 1, unlikely))
    } else if seen > mean {
        let start = libm::floor(mean) as i64;
        let below = first_from(0, start + 1, |distance| unlikely(start - distance));
        at_least(first.count) + at_most(start - below)
    } else {
        1.0
    };
    Ok(probability.min(1.0))
}

/// First number in start..end for which the condition holds, given that it holds from there on; `end` if for none.
fn first_from(start: i64, end: i64, holds: impl Fn(i64) -> bool) -> i64 {
    let (mut low, mut high) = (start, end);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// Interval of the rate ratio on the log scale, ln RR ± t √(φ (1/a + 1/b)), with the over-dispersion φ and its deviate.
///
/// # Errors
/// Numbers out of range; a count of 0 on either side.
pub fn log_ratio_interval(
    first: Exposed,
    second: Exposed,
    widening: Widening,
    confidence: Confidence,
) -> Result<Interval, StatisticsError> {
    let ratio = rate_ratio(first, second)?;
    if first.count == 0 {
        return Err(StatisticsError::Undefined { quantity: "logarithm of a ratio of 0" });
    }
    let error = libm::sqrt(widening.phi() * (1.0 / first.count as f64 + 1.0 / second.count as f64));
    let factor = libm::exp(widening.deviate(confidence) * error);
    Interval::finite(ratio / factor, ratio * factor, "rate ratio")
}
