//! Bytes out: the exporters of a release, its manifest, and the folder they may go into.

mod archive;
pub mod comparison;
pub mod explanation;
mod exporters;
mod folder;
mod manifest;
pub mod preview;
pub mod provenance;
mod released;
pub mod standing;
mod verified;

pub use archive::archive;
pub use exporters::{
    Base, Content, EXPORTERS, Exporter, Files, Release, STATISTICS, Telling, document, printed, release, statistics,
};
pub use folder::{access, replaceable, shareable};
pub use manifest::{MANIFEST, Manifest};
pub use released::Released;
pub use verified::verified;
