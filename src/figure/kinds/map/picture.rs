//! What figures.toml may say of a map, and what the chart takes from a statistic and a file of boundaries.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{AreaMap, MapArea};
use crate::fault::Fault;
use crate::figure::boundaries::Boundaries;
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::{Material, Strand};
use crate::lineage::Lineage;
use crate::source::Project;

/// A map of boundaries.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {
    /// Id of a statistic of several areas, at its last period.
    of: String,
    /// File of the boundaries, which names the areas as the statistic does.
    boundaries: String,
    #[serde(skip)]
    read: Option<Boundaries>,
}

impl Kind for Settings {
    fn name() -> &'static str {
        "map"
    }

    fn read(&mut self, project: &mut Project) -> Result<(), Fault> {
        self.read = Some(Boundaries::read(project, &self.boundaries)?);
        Ok(())
    }

    fn ids(&self) -> Vec<&str> {
        vec![&self.of]
    }

    fn chart(&self, shown: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let boundaries = self.read.clone()?;
        let strands = shown.strands(&self.of);
        let lineage = Strand::lineage(&strands)?;
        let first = strands.first()?;
        let (moment, _) = first.points.last_key_value()?;
        let area = |strand: &Strand| {
            let (_, rate) = strand.points.last_key_value()?;
            Some(MapArea { name: strand.area.clone(), outline: strand.area.clone(), rate: rate.clone() })
        };
        // An area that has neither a number nor boundaries, such as the railways, is no part of a map.
        let placed =
            |area: &MapArea| area.rate.value.value.is_some() || boundaries.areas().contains(area.outline.as_str());
        let chart = AreaMap {
            title: format!("{}, {moment}", Strand::axis(&strands)),
            areas: strands.iter().filter_map(area).filter(placed).collect(),
            unit: first.unit.clone(),
            decimals: first.decimals,
            synthetic: lineage.synthetic(),
            boundaries,
        };
        Some((Box::new(chart), lineage))
    }
}
