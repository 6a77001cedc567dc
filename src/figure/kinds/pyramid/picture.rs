//! What figures.toml may say of a pyramid, and what the chart takes from statistics and quoted series.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Pyramid, PyramidRow, PyramidSide};
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::{Material, Strand};
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::wording::NOT_AVAILABLE;

/// Two sides back to back. Of a statistic of several categories the last period is drawn, a row for each category; of one number, a row
/// for each period.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {
    /// The left side.
    left: Side,
    /// The right side, of the same unit.
    right: Side,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Side {
    /// Id of a statistic or a quoted series.
    of: String,
    /// Name of the side.
    name: String,
}

impl Kind for Settings {
    fn name() -> &'static str {
        "pyramid"
    }

    fn ids(&self) -> Vec<&str> {
        vec![&self.left.of, &self.right.of]
    }

    fn chart(&self, shown: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let strands = [&self.left, &self.right].map(|side| shown.strands(&side.of));
        let [left, right] = &strands;
        let (first, other) = (left.first()?, right.first()?);
        let lineage = Strand::lineage(left)?.and(&Strand::lineage(right)?);
        let of_categories = strands.iter().flatten().any(|strand| strand.category.is_some());
        let [own, others] =
            [left, right].map(|side| if of_categories { categories(side) } else { periods(first_of(side)) });
        let mut names: Vec<(String, bool)> = Vec::new();
        for (name, not_recorded, _) in own.iter().chain(&others) {
            if !names.iter().any(|(known, _)| known == name) {
                names.push((name.clone(), *not_recorded));
            }
        }
        if of_categories {
            // The first, such as the youngest, stand at the foot of a pyramid, and what is not recorded under it.
            names.reverse();
        } else {
            names.sort();
        }
        names.sort_by_key(|(_, not_recorded)| *not_recorded);
        let value = |side: &[Row], name: &str| {
            let held = side.iter().find(|(known, ..)| known == name).map(|(.., value)| value.clone());
            held.unwrap_or_else(|| Shown::absent(NOT_AVAILABLE, "not available"))
        };
        let rows = names.into_iter().map(|(name, not_recorded)| {
            let values = [value(&own, &name), value(&others, &name)];
            PyramidRow { name, not_recorded, values }
        });
        let side = |side: &Side, strand: &Strand| PyramidSide { name: side.name.clone(), unit: strand.unit.clone() };
        let period = first.points.last_key_value().filter(|_| of_categories);
        let axis = Strand::axis(&[first.clone(), other.clone()]);
        let chart = Pyramid {
            x_title: period.map_or(axis.clone(), |(moment, _)| format!("{axis}, {moment}")),
            sides: [side(&self.left, first), side(&self.right, other)],
            rows: rows.collect(),
            decimals: first.decimals.max(other.decimals),
            synthetic: lineage.synthetic(),
        };
        Some((Box::new(chart), lineage))
    }
}

/// A name, whether it is of what is not recorded, and the number.
type Row = (String, bool, Shown);

fn first_of(side: &[Strand]) -> &[Strand] {
    side.get(..1).unwrap_or_default()
}

fn categories(side: &[Strand]) -> Vec<Row> {
    let row = |strand: &Strand| {
        let (_, rate) = strand.points.last_key_value()?;
        Some((strand.category.clone().unwrap_or_else(|| strand.area.clone()), strand.not_recorded, rate.value.clone()))
    };
    side.iter().filter_map(row).collect()
}

fn periods(side: &[Strand]) -> Vec<Row> {
    let points = side.iter().flat_map(|strand| &strand.points);
    points.map(|(moment, rate)| (moment.to_string(), false, rate.value.clone())).collect()
}
