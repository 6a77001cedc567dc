//! Average change a period: log-linear quasi-Poisson regression on time, with exposure as offset.
//!
//! In: counts with their times and exposures. Out: intercept and slope on the log scale, their standard errors, the
//! dispersion φ (Pearson), intervals from Student's t, and the change a period they amount to. Source: McCullagh and
//! Nelder (1989). With one covariate the likelihood equations reduce to one rising function of the slope, which is
//! solved inside a bracket, so the fit either exists and is found or is refused. The order of the points is of no
//! account.

use super::error::StatisticsError;
use super::interval::{Confidence, Interval, count_as_number, positive};
use super::special::{deviance_part, solve, student_quantile};

/// Fewest points for a published average change.
pub const FEWEST_POINTS: usize = 5;

/// A count at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountPoint {
    /// Time, in the unit that the slope is per.
    pub time: f64,
    /// Events.
    pub count: i64,
    /// Population, or 1 where counts are compared as they are; above 0.
    pub exposure: f64,
}

/// Whether a dispersion below 1 narrows the interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dispersion {
    /// φ as estimated.
    Estimated,
    /// φ, but never below 1, the variation of chance alone.
    AtLeastOne,
}

/// A fitted log-linear trend, ln(rate) = intercept + slope · time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogLinearTrend {
    /// Log rate at time 0.
    pub intercept: f64,
    /// Change of the log rate a unit of time.
    pub slope: f64,
    /// Standard error of the intercept if φ were 1.
    pub intercept_error: f64,
    /// Standard error of the slope if φ were 1.
    pub slope_error: f64,
    /// Pearson's X².
    pub pearson: f64,
    /// Deviance.
    pub deviance: f64,
    /// Points less two.
    pub degrees_of_freedom: usize,
    /// Dispersion φ = X² / degrees of freedom, 0 or above.
    pub dispersion: f64,
}

/// Average change a unit of time, as a proportion: 0.08 is a rise of 8 % a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AverageChange {
    /// e^slope − 1.
    pub value: f64,
    /// Its interval, from Student's t.
    pub interval: Interval,
    /// Dispersion φ of the fit.
    pub dispersion: f64,
}

impl LogLinearTrend {
    /// Standard error of the slope under the chosen dispersion.
    pub fn quasi_error(&self, rule: Dispersion) -> f64 {
        let phi = match rule {
            Dispersion::Estimated => self.dispersion,
            Dispersion::AtLeastOne => self.dispersion.max(1.0),
        };
        self.slope_error * libm::sqrt(phi)
    }

    /// Interval of the slope from Student's t.
    pub fn slope_interval(&self, rule: Dispersion, confidence: Confidence) -> Interval {
        let deviate = student_quantile(confidence.tail(), self.degrees_of_freedom as f64);
        self.around(deviate * self.quasi_error(rule))
    }

    fn around(&self, distance: f64) -> Interval {
        Interval { lower: self.slope - distance, upper: self.slope + distance }
    }

    /// Average change with its interval.
    ///
    /// # Errors
    /// An interval so wide that it leaves the ordinary numbers.
    pub fn average_change(&self, rule: Dispersion, confidence: Confidence) -> Result<AverageChange, StatisticsError> {
        let slope = self.slope_interval(rule, confidence);
        let (lower, upper) = (libm::expm1(slope.lower), libm::expm1(slope.upper));
        let interval = Interval::finite(lower, upper, "average change")?;
        Ok(AverageChange { value: libm::expm1(self.slope), interval, dispersion: self.dispersion })
    }
}

/// Average change over a matched panel's series, with φ as estimated by Pearson's X².
///
/// # Errors
/// Fewer than [`FEWEST_POINTS`] points, and as [`log_linear_trend`].
pub fn average_change(points: &[CountPoint], confidence: Confidence) -> Result<AverageChange, StatisticsError> {
    if points.len() < FEWEST_POINTS {
        return Err(StatisticsError::TooFew { have: points.len(), need: FEWEST_POINTS });
    }
    log_linear_trend(points)?.average_change(Dispersion::Estimated, confidence)
}

/// Log-linear quasi-Poisson trend.
///
/// # Errors
/// Numbers out of range; fewer than three points; times that are all the same; events at the first or the last time
/// only, or none, which leave the slope without a finite value.
pub fn log_linear_trend(points: &[CountPoint]) -> Result<LogLinearTrend, StatisticsError> {
    let series = Series::new(points)?;
    let slope = series.slope()?;
    let tilt = series.tilt(slope);
    let scale = series.events / tilt.sum;
    let (mut pearson, mut deviance) = (0.0, 0.0);
    if !series.is_constant() {
        for point in &series.points {
            let fitted = scale * point.exposure * libm::exp(slope * point.time);
            let residual = point.count - fitted;
            pearson += residual * residual / fitted;
            deviance += 2.0 * deviance_part(point.count, fitted);
        }
    }
    let degrees_of_freedom = series.points.len() - 2;
    // Mean and variance of time under the fitted counts; time itself runs from the centre.
    let slope_variance = 1.0 / (series.events * tilt.variance);
    let mean_time = series.centre + tilt.mean;
    let trend = LogLinearTrend {
        intercept: libm::log(scale) - slope * series.centre,
        slope,
        intercept_error: libm::sqrt(1.0 / series.events + mean_time * mean_time * slope_variance),
        slope_error: libm::sqrt(slope_variance),
        pearson,
        deviance,
        degrees_of_freedom,
        dispersion: pearson / degrees_of_freedom as f64,
    };
    let finite = trend.intercept.is_finite() && trend.slope_error.is_finite() && pearson.is_finite();
    if finite { Ok(trend) } else { Err(StatisticsError::NotFinite { quantity: "trend" }) }
}

struct Centred {
    time: f64,
    count: f64,
    exposure: f64,
}

struct Series {
    /// Points in order of time, with time measured from the centre.
    points: Vec<Centred>,
    centre: f64,
    first: f64,
    last: f64,
    events: f64,
}

/// Exposure tilted by e^(slope · time): its sum, and the mean and variance of time under it.
struct Tilt {
    sum: f64,
    mean: f64,
    variance: f64,
}

impl Series {
    fn new(points: &[CountPoint]) -> Result<Self, StatisticsError> {
        if points.len() < 3 {
            return Err(StatisticsError::TooFew { have: points.len(), need: 3 });
        }
        let mut sorted = points.to_vec();
        sorted.sort_by(|a, b| {
            a.time.total_cmp(&b.time).then(a.count.cmp(&b.count)).then(a.exposure.total_cmp(&b.exposure))
        });
        let mut events = 0_i64;
        for point in &sorted {
            count_as_number(point.count)?;
            positive(point.exposure, "exposure")?;
            if !point.time.is_finite() {
                return Err(StatisticsError::NotFinite { quantity: "time" });
            }
            events = events.checked_add(point.count).ok_or(StatisticsError::Overflow)?;
        }
        let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else {
            return Err(StatisticsError::TooFew { have: 0, need: 3 });
        };
        let centre = 0.5 * (first.time + last.time);
        if first.time >= last.time || !centre.is_finite() {
            return Err(StatisticsError::Undefined { quantity: "trend at a single time" });
        }
        let points = sorted
            .iter()
            .map(|point| Centred { time: point.time - centre, count: point.count as f64, exposure: point.exposure })
            .collect();
        let (first, last) = (first.time - centre, last.time - centre);
        Ok(Self { points, centre, first, last, events: count_as_number(events)? })
    }

    /// Whether every point has the same rate to the last digit; the fit is then perfect.
    fn is_constant(&self) -> bool {
        let Some(start) = self.points.first() else { return true };
        self.points.iter().all(|point| point.count * start.exposure == start.count * point.exposure)
    }

    /// Maximum-likelihood slope: the tilt at which the mean time of the exposure equals that of the events.
    fn slope(&self) -> Result<f64, StatisticsError> {
        let only_at_an_end = |end: f64| self.points.iter().all(|point| point.count == 0.0 || point.time == end);
        if only_at_an_end(self.first) || only_at_an_end(self.last) {
            return Err(StatisticsError::Undefined { quantity: "slope of events at one end only" });
        }
        if self.is_constant() {
            return Ok(0.0);
        }
        let target = self.points.iter().map(|point| point.time * point.count).sum::<f64>() / self.events;
        // Beyond this the tilt overflows; no counts in range ask for it.
        let steepest = 600.0 / (self.last - self.first);
        let slope = solve(-steepest, steepest, 0.0, |slope| {
            let tilt = self.tilt(slope);
            (tilt.mean - target, tilt.variance)
        });
        if slope.abs() < 0.99 * steepest {
            Ok(slope)
        } else {
            Err(StatisticsError::NoConvergence { quantity: "slope" })
        }
    }

    fn tilt(&self, slope: f64) -> Tilt {
        let weights = || self.points.iter().map(|point| (point.time, point.exposure * libm::exp(slope * point.time)));
        let sum = weights().map(|(_, weight)| weight).sum::<f64>();
        let mean = weights().map(|(time, weight)| time * weight).sum::<f64>() / sum;
        let variance = weights().map(|(time, weight)| (time - mean) * (time - mean) * weight).sum::<f64>() / sum;
        Tilt { sum, mean, variance }
    }
}
