//! Proportions with Wilson's score interval (Wilson 1927; Newcombe 1998), which stays inside 0 and 1 and is defined
//! for no and for all successes; and the exact one-sided limit (Clopper and Pearson 1934), which is never too high.

use super::error::StatisticsError;
use super::interval::{Confidence, Interval, count_as_number, denominator_as_number};
use super::special::{Tail, beta_quantile};

/// A proportion with its interval, both between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proportion {
    /// Part over whole.
    pub value: f64,
    /// Wilson's score interval.
    pub interval: Interval,
}

/// `part` out of `whole`, with Wilson's score interval (2x + z² ± z √(z² + 4x(1 − x/n))) / (2(n + z²)).
///
/// # Errors
/// Counts out of range, a whole of 0, or a part above the whole.
pub fn proportion(part: i64, whole: i64, confidence: Confidence) -> Result<Proportion, StatisticsError> {
    let x = count_as_number(part)?;
    let n = denominator_as_number(whole, "whole")?;
    if part > whole {
        return Err(StatisticsError::PartAboveWhole { part, whole });
    }
    let value = x / n;
    let deviate = confidence.normal_deviate();
    let square = deviate * deviate;
    // 4x(1 − x/n) from the integers, so that x = n gives exactly zero.
    let spread = deviate * libm::sqrt(square + 4.0 * x * ((whole - part) as f64 / n));
    let denominator = 2.0 * (n + square);
    // At the ends the score limit is the end itself; rounding would leave it a last digit away.
    let lower = if part == 0 { 0.0 } else { (2.0 * x + square - spread) / denominator };
    let upper = if part == whole { 1.0 } else { (2.0 * x + square + spread) / denominator };
    Ok(Proportion { value, interval: Interval { lower: lower.max(0.0), upper: upper.min(1.0) } })
}

/// The exact lower limit of a proportion: the largest share under which so many successes or more have a probability of at
/// most `tail`. With `tail` 0.05 it is the one-sided 95 % limit; 0 without a success.
///
/// # Errors
/// Counts out of range, a whole of 0, a part above the whole, or a tail outside (0, 1).
pub fn exact_lower_limit(part: i64, whole: i64, tail: f64) -> Result<f64, StatisticsError> {
    let x = count_as_number(part)?;
    denominator_as_number(whole, "whole")?;
    if part > whole {
        return Err(StatisticsError::PartAboveWhole { part, whole });
    }
    if !(tail > 0.0 && tail < 1.0) {
        return Err(StatisticsError::NotAProbability { value: tail });
    }
    Ok(if part == 0 { 0.0 } else { beta_quantile(x, (whole - part + 1) as f64, Tail::Lower(tail)).value })
}
