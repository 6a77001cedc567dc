//! The charts of the chapter: published values in, accessible vector pictures and their data tables out.
//!
//! Each chart kind is a plain struct with `draw`, `table` and `describe`. Drawing is pure: no clock, file, locale or system
//! font takes part, so the same values give the same bytes. One SVG unit is one point. The synthetic stamp follows from the
//! lineage in the words or the chart and no argument removes it.

mod axis;
mod backend;
mod canvas;
mod cut;
mod error;
mod frame;
mod geometry;
mod key;
mod label;
mod scale;
mod table;
mod text;
mod theme;
mod value;
mod words;

pub mod breakdown;
pub mod coverage;
pub mod format;
pub mod funnel;
pub mod like_for_like;
pub mod range;
pub mod raster;
pub mod series;
pub mod waterfall;

pub use breakdown::{Breakdown, BreakdownCategory};
pub use coverage::{Counting, Coverage, CoverageForce, CoverageRegion};
pub use error::FigureError;
pub use frame::{Dress, Svg};
pub use funnel::{Funnel, FunnelForce, LimitPoint, Standing};
pub use like_for_like::{IndexLink, IndexYear, LikeForLike};
pub use range::{Estimate, Range, RangeYear, Upper};
pub use series::{Break, OtherPoint, Rate, RateAxis, Series, SeriesYear};
pub use table::Table;
pub use text::{Face, Weight};
pub use value::Shown;
pub use waterfall::{ChangePart, PartKind, Waterfall, WaterfallTotal};
pub use words::Words;
