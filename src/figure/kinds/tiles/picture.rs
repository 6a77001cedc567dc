//! What figures.toml may say of tiles, and what the chart takes from a statistic.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Tile, Tiles};
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::{Material, Strand};
use crate::lineage::Lineage;

/// A map of tiles.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {
    /// Id of a statistic of several areas, at its last period.
    of: String,
    /// Rows of tiles from the north, letters parted by spaces, dots for no tile; every second row stands half a tile further right.
    layout: Vec<String>,
    /// The area of each tile by its letters, as the statistic names it.
    letters: BTreeMap<String, String>,
}

impl Kind for Settings {
    fn name() -> &'static str {
        "tiles"
    }

    fn ids(&self) -> Vec<&str> {
        vec![&self.of]
    }

    fn chart(&self, shown: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let mut strands = shown.strands(&self.of);
        let lineage = Strand::lineage(&strands)?;
        let (moment, _) = strands.first()?.points.last_key_value()?;
        let title = format!("{}, {moment}", Strand::axis(&strands));
        let (unit, decimals) = strands.first().map(|strand| (strand.unit.clone(), strand.decimals))?;
        let (mut tiles, mut unplaced) = (Vec::new(), Vec::new());
        for (row, line) in self.layout.iter().enumerate() {
            for (column, letters) in
                line.split_whitespace().enumerate().filter(|(_, letters)| !letters.starts_with('.'))
            {
                let named = self.letters.get(letters);
                let at = named.and_then(|name| strands.iter().position(|strand| strand.area == *name));
                let Some(strand) = at.map(|at| strands.remove(at)) else {
                    unplaced.push(letters.to_owned());
                    continue;
                };
                let (_, rate) = strand.points.last_key_value()?;
                let (letters, name, rate) = (letters.to_owned(), strand.area.clone(), rate.clone());
                tiles.push(Tile { row, column, letters, name, rate });
            }
        }
        let counted =
            |strand: &Strand| strand.points.last_key_value().is_some_and(|(_, rate)| rate.value.value.is_some());
        unplaced.extend(strands.into_iter().filter(counted).map(|strand| strand.area));
        let synthetic = lineage.synthetic();
        Some((Box::new(Tiles { title, tiles, unplaced, unit, decimals, synthetic }), lineage))
    }
}
