//! How much more counts vary than chance allows, over time and between forces, and the quantile that goes with it.
//!
//! Offences come in groups: one investigation holds many, and one change of practice moves many forces at once. A
//! dispersion of one source alone misses what the other shows, so the larger counts, with the degrees of freedom of the
//! sample it came from. Source: Wheeler (1992) on moving ranges, McCullagh and Nelder (1989) on the dispersion.

use super::error::StatisticsError;
use super::interval::{Confidence, count_as_number};
use super::special::student_quantile;

/// Fewest periods that a dispersion over time is taken from.
pub const FEWEST_PERIODS: usize = 8;
/// Mean moving range of two neighbours over their standard deviation.
const RANGE_TO_DEVIATION: f64 = 1.128;

/// A dispersion φ of 1 or more, and the degrees of freedom of the sample it was estimated from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Widening {
    phi: f64,
    degrees_of_freedom: Option<usize>,
}

impl Widening {
    /// Chance alone: φ of 1 and the normal distribution.
    pub const NONE: Self = Self { phi: 1.0, degrees_of_freedom: None };

    /// A dispersion estimated with so many degrees of freedom. One of 1 or less is chance alone: less than chance
    /// variation is an accident of few observations, not knowledge.
    ///
    /// # Errors
    /// A dispersion that is not a number, or no degree of freedom.
    pub fn new(phi: f64, degrees_of_freedom: usize) -> Result<Self, StatisticsError> {
        if !(phi >= 0.0 && phi.is_finite()) {
            return Err(StatisticsError::NotFinite { quantity: "over-dispersion" });
        }
        if degrees_of_freedom == 0 {
            return Err(StatisticsError::TooFew { have: 1, need: 2 });
        }
        Ok(if phi > 1.0 { Self { phi, degrees_of_freedom: Some(degrees_of_freedom) } } else { Self::NONE })
    }

    /// The larger of two; of two alike, that with fewer degrees of freedom.
    #[must_use]
    pub fn or_larger(self, other: Self) -> Self {
        match self.phi.total_cmp(&other.phi) {
            std::cmp::Ordering::Less => other,
            std::cmp::Ordering::Greater => self,
            std::cmp::Ordering::Equal if other.degrees_of_freedom < self.degrees_of_freedom => other,
            std::cmp::Ordering::Equal => self,
        }
    }

    /// φ rounded up to the next half, as it is published of returns: to the last digit it says so much of each force's counts that
    /// they can be worked out. An interval is never narrower for it.
    #[must_use]
    pub fn coarse(self) -> Self {
        Self { phi: next_half(self.phi), ..self }
    }

    /// The least and the most dispersion that are published as this one is; one below 1 is chance alone.
    pub fn coarse_alike(dispersion: f64) -> (f64, f64) {
        let most = next_half(dispersion).max(1.0);
        (if most > 1.0 { most - 0.5 } else { 0.0 }, most)
    }

    /// φ, 1 or more.
    pub fn phi(self) -> f64 {
        self.phi
    }

    /// Degrees of freedom behind φ; none where it is 1.
    pub fn degrees_of_freedom(self) -> Option<usize> {
        self.degrees_of_freedom
    }

    /// The deviate of a level: Student's t of the sample φ came from, normal where φ is 1.
    pub fn deviate(self, confidence: Confidence) -> f64 {
        match self.degrees_of_freedom {
            Some(degrees) => student_quantile(confidence.tail(), degrees as f64),
            None => confidence.normal_deviate(),
        }
    }
}

fn next_half(dispersion: f64) -> f64 {
    libm::ceil(dispersion * 2.0) / 2.0
}

/// Dispersion of the counts of a series about its level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OverTime {
    /// Mean count of a period, above 0.
    pub mean: f64,
    /// Mean difference of neighbouring periods, taken without sign.
    pub mean_moving_range: f64,
    /// (mean moving range / 1.128)² / mean.
    pub dispersion: f64,
    /// As intervals use it: at least 1, on one degree of freedom fewer than periods.
    pub widening: Widening,
}

/// Dispersion over time of counts of equal periods, given in order and without a break between them.
///
/// # Errors
/// Fewer than [`FEWEST_PERIODS`] periods, a count out of range, or nothing counted in any.
pub fn over_time(counts: &[i64]) -> Result<OverTime, StatisticsError> {
    if counts.len() < FEWEST_PERIODS {
        return Err(StatisticsError::TooFew { have: counts.len(), need: FEWEST_PERIODS });
    }
    let mut sum = 0_i64;
    for count in counts {
        count_as_number(*count)?;
        sum = sum.checked_add(*count).ok_or(StatisticsError::Overflow)?;
    }
    if sum == 0 {
        return Err(StatisticsError::Undefined { quantity: "dispersion of a series without events" });
    }
    let ranges: i64 = counts.iter().zip(counts.iter().skip(1)).map(|(before, now)| (now - before).abs()).sum();
    let mean = sum as f64 / counts.len() as f64;
    let mean_moving_range = ranges as f64 / (counts.len() - 1) as f64;
    let deviation = mean_moving_range / RANGE_TO_DEVIATION;
    let dispersion = deviation * deviation / mean;
    let widening = Widening::new(dispersion, counts.len() - 1)?;
    Ok(OverTime { mean, mean_moving_range, dispersion, widening })
}
