//! Rates with the interval of the public health technical guide: Byar's for ten events or more, exact below.
//!
//! In: a count and the population at risk. Out: the rate, its interval, and which method gave it. Sources: Breslow
//! and Day (1987) for Byar's approximation, Garwood (1936) for the exact interval, and the Office for Health
//! Improvement and Disparities' technical guide for the choice between them.

use super::error::StatisticsError;
use super::interval::{Confidence, Interval, count_as_number, denominator_as_number, positive};
use super::special::{Tail, gamma_quantile};
use super::widening::Widening;

/// From this count on Byar's approximation is used (technical guide).
pub const BYAR_FROM: i64 = 10;

/// How an interval for a count was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountMethod {
    /// Garwood's exact interval.
    Exact,
    /// Byar's approximation.
    Byar,
}

/// A rate with its interval, both per `multiplier` of the population.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Events per `multiplier`, 0 or above.
    pub value: f64,
    /// Confidence interval in the same unit.
    pub interval: Interval,
    /// What the rate is per, for example 10,000.
    pub multiplier: f64,
    /// How the interval was made.
    pub method: CountMethod,
}

impl Rate {
    /// The rate with the distance of each limit multiplied by √φ, the lower one not below 0.
    #[must_use]
    pub fn widened(self, widening: Widening) -> Self {
        let factor = libm::sqrt(widening.phi());
        let lower = (self.value - (self.value - self.interval.lower) * factor).max(0.0);
        let upper = self.value + (self.interval.upper - self.value) * factor;
        Self { interval: Interval { lower, upper }, ..self }
    }
}

/// Byar's limits for a count. The lower one does not exist for 0, nor where the formula falls below zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByarLimits {
    /// Lower limit, above 0; `None` where the formula does not give one.
    pub lower: Option<f64>,
    /// Upper limit.
    pub upper: f64,
}

/// Byar's approximation to the exact Poisson limits, O (1 − 1/(9O) − z/(3√O))³ and the mirror image on O + 1.
///
/// # Errors
/// A count that is negative or too large.
pub fn byar_limits(count: i64, confidence: Confidence) -> Result<ByarLimits, StatisticsError> {
    let observed = count_as_number(count)?;
    let deviate = confidence.normal_deviate();
    let cubed = |base: f64, sign: f64| {
        let root = 1.0 - 1.0 / (9.0 * base) + sign * deviate / (3.0 * libm::sqrt(base));
        base * root * root * root
    };
    let lower = if count == 0 { None } else { Some(cubed(observed, -1.0)).filter(|limit| *limit > 0.0) };
    Ok(ByarLimits { lower, upper: cubed(observed + 1.0, 1.0) })
}

/// Garwood's exact interval for the mean of a Poisson count: halves of chi-square quantiles on 2O and 2O + 2 degrees
/// of freedom.
///
/// # Errors
/// A count that is negative or too large.
pub fn garwood_interval(count: i64, confidence: Confidence) -> Result<Interval, StatisticsError> {
    let observed = count_as_number(count)?;
    let tail = confidence.tail();
    let lower = if count == 0 { 0.0 } else { gamma_quantile(observed, Tail::Lower(tail)) };
    Interval::finite(lower, gamma_quantile(observed + 1.0, Tail::Upper(tail)), "exact Poisson interval")
}

/// Interval for a count by the rule of the technical guide: exact below [`BYAR_FROM`], Byar's from there on.
///
/// # Errors
/// A count that is negative or too large.
pub fn count_interval(count: i64, confidence: Confidence) -> Result<(Interval, CountMethod), StatisticsError> {
    if count >= BYAR_FROM {
        let limits = byar_limits(count, confidence)?;
        if let Some(lower) = limits.lower {
            return Ok((Interval { lower, upper: limits.upper }, CountMethod::Byar));
        }
    }
    // Also reached where Byar's lower limit falls below zero, which takes a confidence beyond any in use.
    Ok((garwood_interval(count, confidence)?, CountMethod::Exact))
}

/// Events per `multiplier` of `population`, with its interval.
///
/// # Errors
/// A count out of range, or a population or multiplier that is not positive.
pub fn rate(count: i64, population: i64, multiplier: f64, confidence: Confidence) -> Result<Rate, StatisticsError> {
    let observed = count_as_number(count)?;
    let factor = positive(multiplier, "multiplier")? / denominator_as_number(population, "population")?;
    let (interval, method) = count_interval(count, confidence)?;
    let interval = interval.scaled(factor);
    Interval::finite(interval.lower, interval.upper, "rate")?;
    Ok(Rate { value: observed * factor, interval, multiplier, method })
}
