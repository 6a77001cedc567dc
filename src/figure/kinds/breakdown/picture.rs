//! What figures.toml may say of a breakdown, and what the chart takes from the published picture.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Breakdown, BreakdownCategory};
use crate::disclosure::{Picture, Published, picture};
use crate::edition::Edition;
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::wording::{self, phrases};

/// Shares of a breakdown with what is not recorded.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {
    /// Name of the breakdown.
    breakdown: String,
}

impl Kind for Settings {
    fn name() -> &'static str {
        "breakdown"
    }

    fn chart(&self, picture: &Picture) -> Option<(Box<dyn Chart>, Lineage)> {
        let breakdown = picture.breakdowns.iter().find(|breakdown| breakdown.kind.id == self.breakdown.as_str())?;
        Some((Box::new(of(breakdown, &picture.edition)), breakdown.lineage.clone()))
    }
}

fn of(breakdown: &picture::Breakdown, edition: &Edition) -> Breakdown {
    let percent = |share: &Published<f64>| Shown::of(share, |share| *share, |share| wording::percent(*share));
    let categories = breakdown
        .categories
        .iter()
        .map(|category| {
            let known = category.share.map(|share| share.among_known.value()).present();
            let lower = category.share.map(|share| share.identified.lower);
            let label = phrases::lowest_share(category).map_or_else(String::new, |(lowest, _)| lowest);
            BreakdownCategory {
                name: wording::capitalised(&phrases::category(category)),
                lower: Shown::of(&lower, |lower| *lower, |_| label),
                upper: percent(&category.share.map(|share| share.identified.upper)),
                among_known: known.as_ref().map_or_else(|| Shown::absent("[x]", ""), percent),
            }
        })
        .collect();
    let limit = f64::from(edition.limits.known_coverage_percent) / 100.0;
    Breakdown {
        x_title: format!("{}, share of all {}", breakdown.kind.name, breakdown.kind.noun),
        unit: breakdown.kind.noun.to_owned(),
        total: Shown::count(&breakdown.total),
        coverage: percent(&breakdown.coverage),
        coverage_limit: Shown::public(limit, wording::percent(limit)),
        categories,
        not_recorded: percent(&breakdown.not_recorded_share),
        synthetic: breakdown.lineage.synthetic(),
    }
}
