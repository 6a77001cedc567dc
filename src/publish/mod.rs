//! Bytes out: the manifest, CSV, and files written whole or not at all.

mod csv;
pub mod findings;
mod manifest;
mod statistics;
mod write;

pub use csv::csv;
pub use manifest::{MANIFEST, Manifest};
pub use statistics::{STATISTICS, statistics};
pub use write::{unmixed, writable, write, write_all};
