//! The charts of the chapter: published values in, accessible vector pictures and their data tables out.
//!
//! A chart is a plain struct behind the trait [`Chart`]; `kinds` holds a file or folder for each kind, and the list of them.
//! Drawing is pure: no clock, file, locale or system font takes part, so the same values give the same bytes. One SVG unit is
//! one point. The synthetic stamp follows from the lineage in the words or the chart and no argument removes it.

mod axis;
mod backend;
mod boundaries;
mod canvas;
mod cut;
mod elements;
mod error;
mod frame;
mod geometry;
mod key;
mod label;
mod marks;
mod material;
mod rows;
mod scale;
mod shades;
mod spread;
mod table;
mod text;
mod theme;
mod value;
mod words;

pub mod kinds;
pub mod raster;

pub use boundaries::Boundaries;
pub use error::FigureError;
pub use frame::{Body, Chart, Dress, Size, Svg};
pub use kinds::*;
pub use material::Material;
pub use table::Table;
pub use text::{Face, Weight};
pub use value::Shown;
pub use words::Words;
