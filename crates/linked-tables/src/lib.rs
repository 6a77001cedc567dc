//! Counts that add up in linked tables: which to withhold or round so that nobody learns too much, and proof that nobody does.
//!
//! In: a [`system`] of cells and of the sums they obey, each cell with the width in which it must stay hidden. Out: what to withhold
//! ([`suppress`]) or how to round ([`round`]), and for any such choice what a reader, or one who knows some of the cells, can still work
//! out ([`audit`]), which knows nothing of how the choice was made. All in integers. Nothing here knows of forces or offences: it is a
//! crate of its own so that it is compiled with optimisation in every build, as most of the time of an unoptimised one went here.

pub mod audit;
mod error;
pub mod groups;
pub mod round;
pub mod suppress;
pub mod system;

pub use error::DisclosureError;
