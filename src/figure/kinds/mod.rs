//! The kinds of chart, each declared once: its name in figures.toml, what the file may say of it, and what it takes from
//! the published picture. What figures.toml accepts and its schema are made from this list.
//!
//! A kind is a file or folder here and a line in [`KINDS`]; docs/extending.md has the recipe.

mod bars;
mod breakdown;
mod cascade;
mod control;
mod coverage;
mod dots;
mod funnel;
mod ladder;
mod lines;
mod map;
mod pyramid;
mod range;
mod ratios;
mod scorecard;
mod series;
mod slope;
mod steps;
#[cfg(test)]
mod tests;
mod tiles;
mod timeline;
mod waterfall;

pub use bars::{BarPart, BarRow, Bars};
pub use breakdown::{Breakdown, BreakdownCategory};
pub use cascade::{Cascade, CascadeStage};
pub use control::{Control, ControlLimits, ControlPoint};
pub use coverage::{Counting, Coverage, CoverageForce, CoverageRegion};
pub use dots::{Dot, Dots};
pub use funnel::{Funnel, FunnelForce, LimitPoint, Standing};
pub use ladder::{Ladder, LadderGroup, LadderRung, RungLeft};
pub use lines::{Line, Lines};
pub use map::{AreaMap, MapArea};
pub use pyramid::{Pyramid, PyramidRow, PyramidSide};
pub use range::{Estimate, Range, RangeYear, Upper};
pub use ratios::{Ratio, RatioSeries, RatioStep, Ratios};
pub use scorecard::{ScoreRow, Scorecard};
pub use series::{Break, OtherPoint, Rate, RateAxis, Series, SeriesYear};
pub use slope::{Slope, SlopeLine};
pub use steps::Steps;
pub use tiles::{Tile, Tiles};
pub use timeline::{Timeline, TimelineRow};
pub use waterfall::{ChangePart, PartKind, Waterfall, WaterfallTotal};

use std::fmt::Debug;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;

use super::frame::Chart;
use super::material::Material;
use crate::fault::Fault;
use crate::lineage::Lineage;
use crate::source::Project;

/// Every kind of chart.
pub const KINDS: &[Declared] = &[
    Declared::of::<bars::Settings>(),
    Declared::of::<breakdown::Settings>(),
    Declared::of::<cascade::Settings>(),
    Declared::of::<control::Settings>(),
    Declared::of::<coverage::Settings>(),
    Declared::of::<dots::Settings>(),
    Declared::of::<funnel::Settings>(),
    Declared::of::<ladder::Settings>(),
    Declared::of::<lines::Settings>(),
    Declared::of::<map::Settings>(),
    Declared::of::<pyramid::Settings>(),
    Declared::of::<range::Settings>(),
    Declared::of::<ratios::Settings>(),
    Declared::of::<scorecard::Settings>(),
    Declared::of::<series::Settings>(),
    Declared::of::<slope::Settings>(),
    Declared::of::<steps::Settings>(),
    Declared::of::<tiles::Settings>(),
    Declared::of::<timeline::Settings>(),
    Declared::of::<waterfall::Settings>(),
];

/// A kind of chart: the type holds what figures.toml says of one figure beyond the words that every figure has.
pub trait Kind: Debug + Send + Sync + 'static {
    /// Its name in figures.toml.
    fn name() -> &'static str
    where
        Self: Sized;

    /// Reads what it draws from beside what is published, such as boundaries.
    ///
    /// # Errors
    ///
    /// A fault with its remedy for a file that cannot be read.
    fn read(&mut self, _project: &mut Project) -> Result<(), Fault> {
        Ok(())
    }

    /// The ids of statistics and series that it draws.
    fn ids(&self) -> Vec<&str> {
        Vec::new()
    }

    /// The chart of what is published, and what it rests on; none where there is nothing to draw.
    fn chart(&self, shown: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)>;
}

/// A kind as the list holds it.
#[derive(Clone, Copy, Debug)]
pub struct Declared {
    name: fn() -> &'static str,
    schema: fn(&mut SchemaGenerator) -> Schema,
    read: fn(toml::Table) -> Result<Box<dyn Kind>, toml::de::Error>,
}

impl Declared {
    /// A kind by its type.
    pub const fn of<K: Kind + DeserializeOwned + JsonSchema>() -> Self {
        Self {
            name: K::name,
            schema: K::json_schema,
            read: |keys| Ok(Box::new(toml::Value::Table(keys).try_into::<K>()?)),
        }
    }

    /// Its name in figures.toml.
    pub fn name(&self) -> &'static str {
        (self.name)()
    }

    /// The schema of its own keys.
    pub fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        (self.schema)(generator)
    }

    /// Its own keys, for a message.
    pub fn keys(&self) -> Vec<String> {
        let schema = self.schema(&mut SchemaGenerator::default());
        let keys = schema.get("properties").and_then(|keys| keys.as_object());
        keys.into_iter().flat_map(|keys| keys.keys().map(|key| format!("`{key}`"))).collect()
    }

    /// Its own keys of one figure.
    pub fn read(&self, keys: toml::Table) -> Result<Box<dyn Kind>, toml::de::Error> {
        (self.read)(keys)
    }
}
