//! The national picture: what can be said of a nation whose forces did not all count the same thing.
//!
//! `number` is what a number of the returns is: its value and what it is made of. `bounds`, `ladder`, `estimate`, `like_for_like`
//! and `shares` are the methods, on plain rows; `coarse` says how what is no sum is rounded where few may see counts; `returns` is what each force returned; `recorded`, `quarterly`, `funnel`, `regions`, `agreed`, `assumed`,
//! `asking`, `areas`, `change`, `index`, `breakdown` and `profiles` apply the methods; `picture` holds all of it for one edition.
//! `registry` computes the statistics that an edition describes in its own file, `calendar` their calendar years. Sums of whole
//! numbers are exact, and the estimate sorts its forces, so their order changes nothing.

pub mod agreed;
pub mod alike;
pub mod areas;
pub mod asking;
pub mod assumed;
pub mod bounds;
pub mod breakdown;
pub mod calendar;
pub mod change;
pub mod coarse;
pub mod completeness;
pub mod confidence;
mod error;
pub mod estimate;
pub mod funnel;
pub mod index;
pub mod ladder;
pub mod like_for_like;
pub mod number;
pub mod picture;
pub mod profiles;
pub mod published_ladder;
pub mod quarterly;
pub mod range;
pub mod reconciliation;
pub mod recorded;
pub mod regions;
pub mod registry;
pub mod reread;
pub mod returns;
pub mod shares;
pub mod sum;

pub use error::NationalError;
