//! Rates adjusted for age mix: direct standardisation with Dobson's interval, and the indirectly standardised ratio.
//!
//! In: counts and populations by age band, with a standard population or reference rates. Out: the adjusted rate or
//! ratio with its interval. Sources: Dobson, Kuulasmaa, Eberle and Scherer (1991); the Office for Health Improvement
//! and Disparities' technical guide, which also sets the least number of events. The order of the bands is of no
//! account.

use super::error::StatisticsError;
use super::interval::{Confidence, Interval, count_as_number, denominator_as_number, positive};
use super::rate::{CountMethod, byar_limits, count_interval};

/// Fewest events for a directly standardised rate (Morris and others 2018).
pub const FEWEST_EVENTS: i64 = 10;

/// One age band of an area, with the weight of the band in the standard population.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stratum {
    /// Events in the band.
    pub count: i64,
    /// Population of the band.
    pub population: i64,
    /// Standard population of the band.
    pub standard: i64,
}

/// A directly standardised rate per `multiplier`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandardisedRate {
    /// Events in all bands.
    pub events: i64,
    /// The rate.
    pub value: f64,
    /// Dobson's interval, in the unit of the rate; its lower limit may be cut at 0.
    pub interval: Interval,
    /// Variance of the rate per person.
    pub variance: f64,
}

/// Directly standardised rate Σ w (O / n) / Σ w with Dobson's interval from Byar's limits for the total count.
///
/// # Errors
/// Numbers out of range, no band, or fewer than [`FEWEST_EVENTS`] events.
pub fn directly_standardised_rate(
    strata: &[Stratum],
    multiplier: f64,
    confidence: Confidence,
) -> Result<StandardisedRate, StatisticsError> {
    let mut strata = strata.to_vec();
    strata.sort_unstable();
    positive(multiplier, "multiplier")?;
    let (mut events, mut weights, mut weighted, mut spread) = (0_i64, 0.0, 0.0, 0.0);
    for stratum in &strata {
        let count = count_as_number(stratum.count)?;
        let population = denominator_as_number(stratum.population, "population of an age band")?;
        let weight = count_as_number(stratum.standard)?;
        let share = weight / population;
        events = events.checked_add(stratum.count).ok_or(StatisticsError::Overflow)?;
        weights += weight;
        weighted += share * count;
        spread += share * share * count;
    }
    positive(weights, "standard population")?;
    if events < FEWEST_EVENTS {
        return Err(StatisticsError::TooFewEvents { have: events, need: FEWEST_EVENTS });
    }
    let observed = count_as_number(events)?;
    let limits = byar_limits(events, confidence)?;
    let lower = limits.lower.ok_or(StatisticsError::Undefined { quantity: "Byar's lower limit" })?;
    let variance = spread / (weights * weights);
    let scale = libm::sqrt(variance / observed);
    let rate = weighted / weights;
    let low = multiplier * (rate + scale * (lower - observed)).max(0.0);
    let high = multiplier * (rate + scale * (limits.upper - observed));
    let interval = Interval::finite(low, high, "standardised rate")?;
    Ok(StandardisedRate { events, value: multiplier * rate, interval, variance })
}

/// One age band of an area, with the reference that sets its expected count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReferenceStratum {
    /// Events in the band.
    pub count: i64,
    /// Population of the band.
    pub population: i64,
    /// Events in the band of the reference.
    pub reference_count: i64,
    /// Population of the band of the reference.
    pub reference_population: i64,
}

/// An indirectly standardised ratio, observed over expected times `multiplier`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandardisedRatio {
    /// Events observed.
    pub observed: i64,
    /// Events expected at the reference rates.
    pub expected: f64,
    /// The ratio.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
    /// How the interval was made.
    pub method: CountMethod,
}

/// Indirectly standardised ratio with the interval for the observed count.
///
/// # Errors
/// Numbers out of range, or nothing expected.
pub fn indirectly_standardised_ratio(
    strata: &[ReferenceStratum],
    multiplier: f64,
    confidence: Confidence,
) -> Result<StandardisedRatio, StatisticsError> {
    let mut strata = strata.to_vec();
    strata.sort_unstable();
    positive(multiplier, "multiplier")?;
    let (mut observed, mut expected) = (0_i64, 0.0);
    for stratum in &strata {
        count_as_number(stratum.count)?;
        observed = observed.checked_add(stratum.count).ok_or(StatisticsError::Overflow)?;
        let reference = denominator_as_number(stratum.reference_population, "reference population")?;
        let share = count_as_number(stratum.population)? / reference;
        expected += share * count_as_number(stratum.reference_count)?;
    }
    let factor = multiplier / positive(expected, "expected count")?;
    let (interval, method) = count_interval(observed, confidence)?;
    let interval = interval.scaled(factor);
    Interval::finite(interval.lower, interval.upper, "standardised ratio")?;
    Ok(StandardisedRatio { observed, expected, value: factor * count_as_number(observed)?, interval, method })
}
