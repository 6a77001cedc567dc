//! Faults in the rows that the national figures are made from. Each names the force, so that the row can be found.

use thiserror::Error;

use crate::statistics::StatisticsError;

/// Why a national figure cannot be computed from the rows given.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum NationalError {
    /// A count, parent count or sample size is below zero.
    #[error("{force}: the {quantity} {value} is negative")]
    Negative {
        /// Code of the force.
        force: String,
        /// Which number.
        quantity: &'static str,
        /// The number.
        value: i64,
    },
    /// A bridge sample that its records cannot hold.
    #[error("{force}: the bridge study found {found} in a sample of {sample} from {records} records")]
    ImpossibleBridge {
        /// Code of the force.
        force: String,
        /// Records in the sample that meet the agreed definition.
        found: i64,
        /// Size of the sample.
        sample: i64,
        /// Records the sample was drawn from.
        records: i64,
    },
    /// A sum does not fit 64 bits.
    #[error("the {quantity} does not fit 64 bits; check the source cells for a misplaced number")]
    Overflow {
        /// What was summed.
        quantity: &'static str,
    },
    /// A statistic behind the figure has no value.
    #[error(transparent)]
    Statistics(#[from] StatisticsError),
}

/// Sum of integers that fails rather than wraps.
pub(crate) fn total(numbers: impl IntoIterator<Item = i64>, quantity: &'static str) -> Result<i64, NationalError> {
    numbers
        .into_iter()
        .try_fold(0_i64, |sum, number| sum.checked_add(number))
        .ok_or(NationalError::Overflow { quantity })
}
