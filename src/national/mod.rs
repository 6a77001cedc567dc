//! The national picture: what can be said of a nation whose forces did not all count the same thing.
//!
//! `range`, `estimate`, `like_for_like` and `shares` are the methods, on plain rows; `recorded`, `funnel`, `agreed`,
//! `change`, `index`, `breakdown` and `profiles` apply them to the panel; `picture` holds all of it for one edition.
//! `registry` computes the statistics that an edition describes in its own file, `calendar` their calendar years. Rows
//! are sorted by force before anything is summed, so their order changes nothing.

pub mod agreed;
pub mod bounds;
pub mod breakdown;
pub mod calendar;
pub mod change;
pub mod completeness;
pub mod confidence;
mod error;
pub mod estimate;
pub mod funnel;
pub mod index;
pub mod ladder;
pub mod like_for_like;
pub mod picture;
pub mod profiles;
pub mod range;
pub mod reconciliation;
pub mod recorded;
pub mod registry;
pub mod shares;
pub mod sum;

pub use error::NationalError;
