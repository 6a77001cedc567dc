//! Shares of a breakdown in which part is not recorded.
//!
//! In: the count of a category, the count not recorded, and the total. Out: the identified share, from none of the
//! unrecorded belonging to the category to all of them (Manski 2003), and the share among the known, which is given
//! only where enough is known and always with that coverage beside it.

use super::error::NationalError;
use crate::statistics::interval::MAXIMUM_COUNT;
use crate::statistics::{Interval, StatisticsError};

/// Least known coverage at which a share among the known may be shown, unless the edition says otherwise.
pub const COVERAGE_LIMIT: f64 = 0.6;

/// The share among the known, or why it is not shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum KnownShare {
    /// The share, in [0, 1].
    Share(f64),
    /// Too little is recorded: the data do not support a figure.
    CoverageBelowLimit {
        /// Known part of the total, in [0, 1].
        coverage: f64,
        /// Least coverage allowed.
        limit: f64,
    },
}

impl KnownShare {
    /// The share, where it is shown.
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Share(share) => Some(share),
            Self::CoverageBelowLimit { .. } => None,
        }
    }
}

/// Share of one category.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// What the share must lie in, within [0, 1]. Its width is the part not recorded.
    pub identified: Interval,
    /// Known part of the total, in [0, 1].
    pub coverage: f64,
    /// Share among the known.
    pub among_known: KnownShare,
}

/// Share of a category with `count` out of `total`, of which `not_recorded` have no category.
///
/// # Errors
/// A count below zero or too large, a total of zero, or parts that exceed the total.
pub fn share(count: i64, not_recorded: i64, total: i64, coverage_limit: f64) -> Result<Share, NationalError> {
    for part in [count, not_recorded, total] {
        if part < 0 {
            return Err(StatisticsError::NegativeCount { count: part }.into());
        }
        if part > MAXIMUM_COUNT {
            return Err(StatisticsError::CountTooLarge { count: part, limit: MAXIMUM_COUNT }.into());
        }
    }
    if total == 0 {
        return Err(StatisticsError::NotPositive { quantity: "total" }.into());
    }
    if count + not_recorded > total {
        return Err(StatisticsError::PartAboveWhole { part: count + not_recorded, whole: total }.into());
    }
    let whole = total as f64;
    let known = total - not_recorded;
    let coverage = known as f64 / whole;
    let among_known = if known > 0 && coverage >= coverage_limit {
        KnownShare::Share(count as f64 / known as f64)
    } else {
        KnownShare::CoverageBelowLimit { coverage, limit: coverage_limit }
    };
    let identified = Interval { lower: count as f64 / whole, upper: (count + not_recorded) as f64 / whole };
    Ok(Share { identified, coverage, among_known })
}

/// What the change between two identified shares must lie in, in [−1, 1]: [L₁ − U₀, U₁ − L₀].
pub fn share_change(earlier: Interval, later: Interval) -> Interval {
    Interval { lower: later.lower - earlier.upper, upper: later.upper - earlier.lower }
}
