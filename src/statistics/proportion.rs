//! Proportions with Wilson's score interval (Wilson 1927; Newcombe 1998), which stays inside 0 and 1 and is defined
//! for no and for all successes.

use super::error::StatisticsError;
use super::interval::{Confidence, Interval, count_as_number, denominator_as_number};

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
