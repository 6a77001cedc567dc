//! Pure numeric functions: numbers in, numbers with intervals out.
//!
//! Nothing here knows forces, definitions or files. Counts are integers until the first division, sums are exact,
//! and floating point runs through `libm`, so that the same input gives the same bits on every machine. An answer
//! that does not exist is a [`StatisticsError`] that says why, never NaN or infinity.

pub mod chained;
pub mod change;
pub mod change_point;
pub mod comparison;
pub mod control_chart;
pub mod correlation;
mod error;
pub mod funnel;
pub mod interval;
pub mod monotone;
pub mod overdispersion;
pub mod proportion;
pub mod random_effects;
pub mod rate;
pub mod revision;
pub mod special;
pub mod trend;
pub mod widening;

pub use error::StatisticsError;
pub use interval::{Confidence, Interval, RatioInterval};
pub use widening::Widening;
