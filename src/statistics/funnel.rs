//! Funnel limits around a national rate, so that forces are compared without being ranked.
//!
//! Three things are called "Poisson limits": these are Spiegelhalter's, quantiles of the Poisson distribution of the
//! expected count, interpolated between whole counts (Spiegelhalter 2005, appendix A.1.1). Where forces differ by
//! more than chance, [`super::overdispersion`] widens them.

use super::error::StatisticsError;
use super::interval::{Confidence, Interval, MAXIMUM_COUNT, count_as_number, denominator_as_number, positive};
use super::special::{poisson_probability, poisson_quantile, poisson_tails};

/// One exact limit, on the scale of counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoissonLimit {
    /// Smallest count with at least the asked probability at or below it.
    pub quantile: i64,
    /// How far back towards the previous count the limit lies, in [0, 1].
    pub interpolation: f64,
    /// The limit, quantile − interpolation. Below 0 it means that there is no lower limit.
    pub count: f64,
}

/// Interpolated quantile of the Poisson distribution with mean `expected`: r − (F(r) − p) / (F(r) − F(r − 1)).
/// Spiegelhalter (2005), A.1.1. `probability` is in (0, 1).
///
/// # Errors
/// An expected count that is not positive or too large, or a probability outside (0, 1).
pub fn poisson_limit(expected: f64, probability: f64) -> Result<PoissonLimit, StatisticsError> {
    positive(expected, "expected count")?;
    if expected > MAXIMUM_COUNT as f64 {
        return Err(StatisticsError::NotFinite { quantity: "expected count" });
    }
    if !(probability > 0.0 && probability < 1.0) {
        return Err(StatisticsError::NotAProbability { value: probability });
    }
    let no_quantile = StatisticsError::NoConvergence { quantity: "Poisson quantile" };
    let quantile = poisson_quantile(probability, expected).ok_or(no_quantile)?;
    let at_or_below = poisson_tails(quantile, expected).lower;
    let interpolation = ((at_or_below - probability) / poisson_probability(quantile, expected)).clamp(0.0, 1.0);
    Ok(PoissonLimit { quantile, interpolation, count: quantile as f64 - interpolation })
}

/// Limits for an observed count when `expected` events are expected, on the scale of counts; a lower limit below
/// zero is given as 0.
///
/// # Errors
/// As [`poisson_limit`].
pub fn count_limits(expected: f64, confidence: Confidence) -> Result<Interval, StatisticsError> {
    let lower = poisson_limit(expected, confidence.tail())?;
    let upper = poisson_limit(expected, 1.0 - confidence.tail())?;
    Ok(Interval { lower: lower.count.max(0.0), upper: upper.count })
}

/// The centre of a funnel: a rate common to all, as two integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Centre {
    /// National count.
    pub count: i64,
    /// National population.
    pub population: i64,
}

impl Centre {
    /// Count expected in `population` at the national rate.
    ///
    /// # Errors
    /// A count out of range or a population that is not positive.
    pub fn expected(self, population: i64) -> Result<f64, StatisticsError> {
        let national = denominator_as_number(self.population, "national population")?;
        let here = denominator_as_number(population, "population")?;
        Ok(count_as_number(self.count)? * (here / national))
    }

    /// Funnel limits at one population, as rates per `multiplier`.
    ///
    /// # Errors
    /// As [`count_limits`]; a national count of 0 has no limits.
    pub fn rate_limits(
        self,
        population: i64,
        multiplier: f64,
        confidence: Confidence,
    ) -> Result<Interval, StatisticsError> {
        let limits = count_limits(self.expected(population)?, confidence)?;
        let here = denominator_as_number(population, "population")?;
        Ok(limits.scaled(positive(multiplier, "multiplier")? / here))
    }
}

/// Where an observation lies in a funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// Below the outer limit.
    BelowOuter,
    /// Between the lower limits.
    BelowInner,
    /// Within the inner limits: no more different than chance allows.
    Within,
    /// Between the upper limits.
    AboveInner,
    /// Above the outer limit.
    AboveOuter,
}

/// Position of a value between inner (95 %) and outer (99.8 %) limits; a value on a limit is within it.
pub fn position(value: f64, inner: Interval, outer: Interval) -> Position {
    if value < outer.lower {
        Position::BelowOuter
    } else if value > outer.upper {
        Position::AboveOuter
    } else if value < inner.lower {
        Position::BelowInner
    } else if value > inner.upper {
        Position::AboveInner
    } else {
        Position::Within
    }
}
