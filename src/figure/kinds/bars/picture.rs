//! What figures.toml may say of bars, and what the chart takes from statistics and quoted series.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{BarPart, BarRow, Bars};
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::{Material, Moment, Strand};
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::wording::NOT_AVAILABLE;

/// Counts or shares as bars, a row for each period.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {
    /// Ids of statistics or quoted series of one unit; a statistic of all categories gives a part for each.
    of: Vec<String>,
    /// Whether the parts are those of a whole, and stand one after another.
    #[serde(default)]
    stacked: bool,
}

impl Kind for Settings {
    fn name() -> &'static str {
        "bars"
    }

    fn ids(&self) -> Vec<&str> {
        self.of.iter().map(String::as_str).collect()
    }

    fn chart(&self, shown: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let mut strands: Vec<Strand> = self.of.iter().flat_map(|id| shown.strands(id)).collect();
        let lineage = Strand::lineage(&strands)?;
        // What is not recorded stands last, whatever its place in the list.
        strands.sort_by_key(|strand| strand.not_recorded);
        let part = |strand: &Strand| BarPart {
            name: Strand::name(&strands, strand),
            unit: strand.unit.clone(),
            not_recorded: strand.not_recorded,
        };
        let moments: BTreeSet<Moment> = strands.iter().flat_map(|strand| strand.points.keys().copied()).collect();
        let value = |strand: &Strand, moment: &Moment| {
            let held = strand.points.get(moment).map(|rate| rate.value.clone());
            held.unwrap_or_else(|| Shown::absent(NOT_AVAILABLE, "not available"))
        };
        let row = |moment: &Moment| BarRow {
            name: moment.to_string(),
            values: strands.iter().map(|strand| value(strand, moment)).collect(),
        };
        let chart = Bars {
            x_title: Strand::axis(&strands),
            parts: strands.iter().map(part).collect(),
            rows: moments.iter().map(row).collect(),
            stacked: self.stacked,
            decimals: strands.iter().map(|strand| strand.decimals).max().unwrap_or(0),
            synthetic: lineage.synthetic(),
        };
        Some((Box::new(chart), lineage))
    }
}
