//! Why protection cannot be had, with the cell and what to do instead.

use thiserror::Error;

use super::audit::AuditError;

/// Why protection cannot be had.
#[derive(Debug, Error)]
pub enum DisclosureError {
    /// The system is not one that can be protected: tables contradict each other, or numbers are too large.
    #[error(transparent)]
    System(#[from] AuditError),
    /// Nothing that may be withheld protects a cell.
    #[error(
        "the cell `{cell}` cannot be protected to a width of {width}: what must stay published gives it away; \
         publish it for a larger area (forces as their regional unit, units as the nation), or merge its category"
    )]
    Unprotectable {
        /// The cell.
        cell: String,
        /// The width it needs.
        width: i64,
    },
    /// No rounding that keeps every sum was found.
    #[error(
        "no rounding to multiples of {base} was found that keeps every sum; \
         withhold cells in place of rounding, or publish the tables without one of their margins"
    )]
    Unroundable {
        /// Rounding base.
        base: i64,
    },
}
