//! What figures.toml may say of dots, and what the chart takes from statistics.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::Rate;
use super::{Dot, Dots};
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::{Material, Moment, Strand};
use crate::lineage::Lineage;

/// A number of each of several areas, or several numbers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {
    /// Ids of statistics of one unit, each at its last period; one of several areas gives a row for each.
    of: Vec<String>,
    /// Id of the statistic drawn as a line of reference, at the same period.
    reference: Option<String>,
    /// In which order the rows stand.
    #[serde(default)]
    order: Order,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Order {
    /// As the figure and the registry have them.
    #[default]
    Given,
    /// The highest first; those without a number last.
    Value,
}

impl Kind for Settings {
    fn name() -> &'static str {
        "dots"
    }

    fn ids(&self) -> Vec<&str> {
        self.of.iter().chain(&self.reference).map(String::as_str).collect()
    }

    fn chart(&self, shown: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let strands: Vec<Strand> = self.of.iter().flat_map(|id| shown.strands(id)).collect();
        let mut lineage = Strand::lineage(&strands)?;
        let last = |strand: &Strand| strand.points.last_key_value().map(|(moment, rate)| (*moment, rate.clone()));
        let mut rows = Vec::new();
        let mut moments: Vec<Moment> = Vec::new();
        for strand in &strands {
            let (moment, rate) = last(strand)?;
            let name = Strand::name(&strands, strand);
            rows.push((moment, Dot { name, unit: strand.unit.clone(), rate }));
            moments.push(moment);
        }
        moments.sort_unstable();
        moments.dedup();
        let mut x_title = Strand::axis(&strands);
        match moments.as_slice() {
            [moment] => x_title.push_str(&format!(", {moment}")),
            _ => rows.iter_mut().for_each(|(moment, row)| row.name.push_str(&format!(", {moment}"))),
        }
        let reference = self.reference.as_deref().and_then(|id| {
            let strand = shown.strands(id).into_iter().next()?;
            let rate: Rate = strand.points.get(moments.last()?)?.clone();
            lineage = lineage.and(&strand.lineage);
            Some((strand.area, rate))
        });
        let mut rows: Vec<Dot> = rows.into_iter().map(|(_, row)| row).collect();
        if self.order == Order::Value {
            let value = |row: &Dot| row.rate.value.value.unwrap_or(f64::NEG_INFINITY);
            rows.sort_by(|one, other| value(other).total_cmp(&value(one)));
        }
        let first = strands.first()?;
        let synthetic = lineage.synthetic();
        let chart = Dots { x_title, rows, reference, unit: first.unit.clone(), decimals: first.decimals, synthetic };
        Some((Box::new(chart), lineage))
    }
}
