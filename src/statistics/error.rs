//! Why a statistic has no value: bad input, or an answer that does not exist for this input.

use thiserror::Error;

/// Why a statistic has no value.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum StatisticsError {
    /// Counts run from 0 upwards.
    #[error("the count {count} is negative; counts start at 0")]
    NegativeCount {
        /// The count given.
        count: i64,
    },
    /// Counts above the limit are faults in the data, and would lose digits in floating point.
    #[error("the count {count} is above {limit}, the largest the methods accept; check the source cell")]
    CountTooLarge {
        /// The count given.
        count: i64,
        /// The largest count accepted.
        limit: i64,
    },
    /// A sum does not fit a 64-bit integer.
    #[error("a sum of counts does not fit 64 bits; check the source cells for a misplaced number")]
    Overflow,
    /// A part is larger than its whole.
    #[error("the part {part} is larger than the whole {whole}")]
    PartAboveWhole {
        /// The part.
        part: i64,
        /// The whole.
        whole: i64,
    },
    /// A denominator, weight or exposure must be above zero.
    #[error("the {quantity} must be above zero and finite")]
    NotPositive {
        /// What must be positive.
        quantity: &'static str,
    },
    /// A value must be an ordinary number.
    #[error("the {quantity} must be finite")]
    NotFinite {
        /// What must be finite.
        quantity: &'static str,
    },
    /// A probability or confidence must lie strictly between 0 and 1.
    #[error("{value} is not strictly between 0 and 1")]
    NotAProbability {
        /// The value given.
        value: f64,
    },
    /// Lists that belong together differ in length.
    #[error("lists that belong together have {left} and {right} entries")]
    LengthMismatch {
        /// Entries of the first list.
        left: usize,
        /// Entries of the second list.
        right: usize,
    },
    /// The method needs more observations than there are.
    #[error("{have} observations, and the method needs {need}")]
    TooFew {
        /// Observations given.
        have: usize,
        /// Observations needed.
        need: usize,
    },
    /// The quantity does not exist for this input, such as the ratio of two zeros.
    #[error("{quantity} is not defined for this input")]
    Undefined {
        /// What is not defined.
        quantity: &'static str,
    },
    /// An iteration did not settle.
    #[error("{quantity} did not converge")]
    NoConvergence {
        /// What was sought.
        quantity: &'static str,
    },
}
