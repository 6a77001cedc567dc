//! Bytes out: the exporters of a release, its manifest, the reports of findings, and the folder they may go into.

mod archive;
pub mod explanation;
mod exporters;
pub mod findings;
mod folder;
mod held;
mod manifest;
mod shell;
pub mod standing;

pub use archive::archive;
pub use exporters::{CHAPTER, Content, EXPORTERS, Exporter, Files, release, statistics};
pub use folder::{access, replaceable, shareable};
pub use held::held;
pub use manifest::{MANIFEST, Manifest};
