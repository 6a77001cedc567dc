//! What figures.toml may say of slopes, and what the chart takes from statistics and quoted series.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::Rate;
use super::{Slope, SlopeLine};
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::{Material, Moment, Strand};
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::wording::NOT_AVAILABLE;

/// Two periods of several numbers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {
    /// Ids of statistics or quoted series of one unit, between the first and the last period for which all have a number.
    of: Vec<String>,
}

impl Kind for Settings {
    fn name() -> &'static str {
        "slope"
    }

    fn ids(&self) -> Vec<&str> {
        self.of.iter().map(String::as_str).collect()
    }

    fn chart(&self, shown: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let strands: Vec<Strand> = self.of.iter().flat_map(|id| shown.strands(id)).collect();
        let lineage = Strand::lineage(&strands)?;
        let known = |strand: &Strand| -> BTreeSet<Moment> {
            let known = strand.points.iter().filter(|(_, rate)| rate.value.value.is_some());
            known.map(|(moment, _)| *moment).collect()
        };
        let common = strands.iter().map(known).reduce(|all, next| all.intersection(&next).copied().collect())?;
        let (first, last) = (common.first()?, common.last().filter(|last| Some(*last) != common.first())?);
        let end = |strand: &Strand, moment: &Moment| {
            let absent = || Rate { value: Shown::absent(NOT_AVAILABLE, "not available"), ..Rate::default() };
            strand.points.get(moment).cloned().unwrap_or_else(absent)
        };
        // A break lies between where a period after the first, up to the last, is the first after it.
        let after = std::iter::successors(first.next(), |moment| moment.next());
        let between: Vec<String> = after.take_while(|moment| moment <= last).map(|moment| moment.to_string()).collect();
        let line = |strand: &Strand| SlopeLine {
            name: Strand::name(&strands, strand),
            unit: strand.unit.clone(),
            ends: [end(strand, first), end(strand, last)],
            cut: strand.breaks.iter().find(|cut| between.contains(&cut.before)).map(|cut| cut.label.clone()),
        };
        let chart = Slope {
            y_title: Strand::axis(&strands),
            periods: [first.to_string(), last.to_string()],
            lines: strands.iter().map(line).collect(),
            decimals: strands.iter().map(|strand| strand.decimals).max().unwrap_or(0),
            synthetic: lineage.synthetic(),
        };
        Some((Box::new(chart), lineage))
    }
}
