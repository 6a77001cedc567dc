//! Confidence levels, intervals, and the checks on counts that every method shares.

use super::error::StatisticsError;
use super::special::normal_upper_quantile;

/// Largest count the methods accept: ten thousand million, more than there are people. A larger number is a fault in
/// the data, and every count up to it is exact in floating point.
pub const MAXIMUM_COUNT: i64 = 10_000_000_000;

/// A two-sided confidence level, strictly between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// 95 %, the level of every interval in the text.
    pub const NINETY_FIVE: Self = Self(0.95);
    /// 99.8 %, the outer limits of a funnel.
    pub const NINETY_NINE_POINT_EIGHT: Self = Self(0.998);

    /// A level such as 0.95.
    ///
    /// # Errors
    /// [`StatisticsError::NotAProbability`] outside (0, 1).
    pub fn new(level: f64) -> Result<Self, StatisticsError> {
        if level > 0.0 && level < 1.0 {
            Ok(Self(level))
        } else {
            Err(StatisticsError::NotAProbability { value: level })
        }
    }

    /// The level, in (0, 1).
    pub fn level(self) -> f64 {
        self.0
    }

    /// Probability left in each tail, (1 − level) / 2.
    pub fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }

    /// Standard normal deviate of the level: 1.959964 for 95 %.
    pub fn normal_deviate(self) -> f64 {
        normal_upper_quantile(self.tail())
    }
}

/// A closed interval of finite numbers, lower ≤ upper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

impl Interval {
    /// Both limits multiplied by a positive number, as when a count becomes a rate.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { lower: self.lower * factor, upper: self.upper * factor }
    }

    /// Whether a value lies within, limits included.
    pub fn contains(self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// Upper less lower.
    pub fn width(self) -> f64 {
        self.upper - self.lower
    }

    /// The interval, unless arithmetic left the ordinary numbers.
    pub(crate) fn finite(lower: f64, upper: f64, quantity: &'static str) -> Result<Self, StatisticsError> {
        if lower.is_finite() && upper.is_finite() {
            Ok(Self { lower, upper })
        } else {
            Err(StatisticsError::NotFinite { quantity })
        }
    }
}

/// An interval for a ratio, which has no upper limit when the comparator may be zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatioInterval {
    /// Lower limit, 0 or above.
    pub lower: f64,
    /// Upper limit; `None` when the ratio is unbounded above.
    pub upper: Option<f64>,
}

impl From<Interval> for RatioInterval {
    fn from(interval: Interval) -> Self {
        Self { lower: interval.lower, upper: Some(interval.upper) }
    }
}

/// A count as a number, once it is known to be in range.
pub(crate) fn count_as_number(count: i64) -> Result<f64, StatisticsError> {
    if count < 0 {
        Err(StatisticsError::NegativeCount { count })
    } else if count > MAXIMUM_COUNT {
        Err(StatisticsError::CountTooLarge { count, limit: MAXIMUM_COUNT })
    } else {
        Ok(count as f64)
    }
}

/// A denominator as a number, once it is known to be above zero and in range.
pub(crate) fn denominator_as_number(count: i64, quantity: &'static str) -> Result<f64, StatisticsError> {
    if count <= 0 { Err(StatisticsError::NotPositive { quantity }) } else { count_as_number(count) }
}

/// A number that must be positive and finite.
pub(crate) fn positive(value: f64, quantity: &'static str) -> Result<f64, StatisticsError> {
    if value > 0.0 && value.is_finite() { Ok(value) } else { Err(StatisticsError::NotPositive { quantity }) }
}
