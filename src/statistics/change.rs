//! Change between two periods, as the chapter states it: a rate ratio, its interval, and the word that may be used.
//!
//! The exact conditional interval stands where either count is under twenty; above that the log-scale interval
//! carries the over-dispersion, over time or of the matched forces (McCullagh and Nelder 1989). "Rose" and "fell" are
//! allowed only where the interval leaves out 1, "similar" only where it lies near 1: an interval that allows both no change
//! and a large one shows neither.

use super::comparison::{EXACT_BELOW, Exposed, exact_ratio_interval, log_ratio_interval, rate_ratio};
use super::error::StatisticsError;
use super::interval::{Confidence, RatioInterval};
use super::widening::Widening;

/// A ratio from here to its inverse is a similar one.
pub const SIMILAR_FROM: f64 = 0.90;

/// The change a year, on average over some years, as a ratio: the geometric mean. None where a count is not positive.
pub fn mean_yearly_ratio(from: i64, to: i64, years: i16) -> Option<f64> {
    (from > 0 && to > 0 && years > 0).then(|| libm::pow(to as f64 / from as f64, 1.0 / f64::from(years)))
}

/// How the interval of a change was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeMethod {
    /// Exact conditional interval.
    Exact,
    /// Log scale with over-dispersion.
    LogScale,
}

/// What may be said of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The whole interval lies above 1.
    Rose,
    /// The whole interval lies below 1.
    Fell,
    /// The interval holds 1 and lies within [`SIMILAR_FROM`] and its inverse.
    Similar,
    /// The interval holds 1 and more than a similar ratio.
    NoClearChange,
    /// Nothing was counted in either period, so nothing can be said of the ratio.
    CannotSay,
}

/// Change between two periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Later rate over earlier rate; `None` where the earlier count is 0.
    pub ratio: Option<f64>,
    /// Its interval.
    pub interval: RatioInterval,
    /// How the interval was made.
    pub method: ChangeMethod,
    /// What may be said.
    pub direction: Direction,
}

impl Direction {
    /// What an interval of a ratio allows.
    pub fn of(interval: RatioInterval) -> Self {
        let upper = interval.upper.unwrap_or(f64::INFINITY);
        if interval.lower > 1.0 {
            Self::Rose
        } else if upper < 1.0 {
            Self::Fell
        } else if interval.lower >= SIMILAR_FROM && upper <= 1.0 / SIMILAR_FROM {
            Self::Similar
        } else {
            Self::NoClearChange
        }
    }
}

/// Change from one period to a later one, with the over-dispersion that its interval carries.
///
/// # Errors
/// Numbers out of range.
pub fn change(
    earlier: Exposed,
    later: Exposed,
    widening: Widening,
    confidence: Confidence,
) -> Result<Change, StatisticsError> {
    let exact = earlier.count < EXACT_BELOW || later.count < EXACT_BELOW;
    let (interval, method) = if exact {
        (exact_ratio_interval(later, earlier, confidence)?, ChangeMethod::Exact)
    } else {
        (log_ratio_interval(later, earlier, widening, confidence)?.into(), ChangeMethod::LogScale)
    };
    let ratio = match rate_ratio(later, earlier) {
        Ok(ratio) => Some(ratio),
        Err(StatisticsError::Undefined { .. }) => None,
        Err(error) => return Err(error),
    };
    let nothing = earlier.count == 0 && later.count == 0;
    let direction = if nothing { Direction::CannotSay } else { Direction::of(interval) };
    Ok(Change { ratio, interval, method, direction })
}

/// How much more matched forces differ in their change than chance allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetweenForces {
    /// φ, about 1 when the forces changed alike up to chance.
    pub dispersion: f64,
    /// As intervals use it.
    pub widening: Widening,
}

/// Over-dispersion φ of a change over matched forces, each given as earlier and later: Pearson's X² about the common
/// ratio, over one less than the number of forces with events.
///
/// # Errors
/// Numbers out of range; fewer than two forces with events; no events in one of the periods.
pub fn change_dispersion(forces: &[(Exposed, Exposed)]) -> Result<BetweenForces, StatisticsError> {
    let mut forces = forces.to_vec();
    forces.sort_by(|(a, b), (c, d)| {
        let keys = a.count.cmp(&c.count).then(b.count.cmp(&d.count));
        keys.then(a.exposure.total_cmp(&c.exposure)).then(b.exposure.total_cmp(&d.exposure))
    });
    let mut before = Exposed { count: 0, exposure: 0.0 };
    let mut after = before;
    for (earlier, later) in &forces {
        for (sum, one) in [(&mut before, earlier), (&mut after, later)] {
            one.rate()?;
            sum.count = sum.count.checked_add(one.count).ok_or(StatisticsError::Overflow)?;
            sum.exposure += one.exposure;
        }
    }
    let common = rate_ratio(after, before)?;
    if common <= 0.0 {
        return Err(StatisticsError::Undefined { quantity: "dispersion about a ratio of 0" });
    }
    let (mut square, mut used) = (0.0, 0_usize);
    for (earlier, later) in &forces {
        let events = earlier.count as f64 + later.count as f64;
        if events > 0.0 {
            let odds = common * (later.exposure / earlier.exposure);
            let share = odds / (1.0 + odds);
            let excess = later.count as f64 - events * share;
            square += excess * excess / (events * share * (1.0 - share));
            used += 1;
        }
    }
    match used.checked_sub(1) {
        Some(degrees) if degrees > 0 && square.is_finite() => {
            let dispersion = square / degrees as f64;
            Ok(BetweenForces { dispersion, widening: Widening::new(dispersion, degrees)? })
        }
        Some(degrees) if degrees > 0 => Err(StatisticsError::NotFinite { quantity: "dispersion" }),
        _ => Err(StatisticsError::TooFew { have: used, need: 2 }),
    }
}
