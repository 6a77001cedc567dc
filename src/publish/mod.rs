//! Bytes out: the exporters of a release, its manifest, the reports of findings, and files written whole or not at all.

mod exporters;
pub mod findings;
mod manifest;
mod write;

pub use exporters::{CHAPTER, Content, EXPORTERS, Exporter, Files, release, statistics};
pub use manifest::{MANIFEST, Manifest};
pub use write::{unmixed, writable, write, write_all};
