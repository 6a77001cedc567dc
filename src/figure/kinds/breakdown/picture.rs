//! What figures.toml may say of a breakdown, and what the chart takes from the published picture.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Breakdown, BreakdownCategory};
use crate::disclosure::{Picture, Published, picture};
use crate::edition::{self, Edition};
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
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

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        if let Some(breakdown) = picture.breakdowns.iter().find(|one| one.kind.id == self.breakdown.as_str()) {
            return Some((Box::new(of(breakdown, &picture.edition)), breakdown.lineage.clone()));
        }
        let entry = phrases::not_broken_down(picture).find(|entry| entry.id == self.breakdown)?;
        Some((Box::new(nothing(picture, entry)?), picture.agreed.lineage.clone()))
    }
}

/// What no return gives: every category of the code list, and nothing beside it.
fn nothing(picture: &Picture, entry: &edition::Breakdown) -> Option<Breakdown> {
    let measure = picture.measures.get(&entry.measure)?;
    let described = measure.breakdown(&entry.dimension)?;
    let absent = || Shown::absent("[x]", "");
    let widest = described.categories.iter().filter(|one| !one.within);
    let known = widest.filter(|one| described.not_recorded.as_ref() != Some(&one.id));
    let categories = known.map(|one| BreakdownCategory {
        name: wording::capitalised(&one.short),
        lower: absent(),
        upper: absent(),
        among_known: absent(),
    });
    let limit = limit(&picture.edition);
    Some(Breakdown {
        x_title: format!("{}, share of all {}", entry.title, measure.unit),
        unit: measure.unit.clone(),
        total: absent(),
        coverage: absent(),
        coverage_limit: Shown::public(limit, wording::percent(limit)),
        categories: categories.collect(),
        not_recorded: absent(),
        synthetic: picture.agreed.lineage.synthetic(),
    })
}

fn limit(edition: &Edition) -> f64 {
    f64::from(edition.limits.known_coverage_percent) / 100.0
}

fn of(breakdown: &picture::Breakdown, edition: &Edition) -> Breakdown {
    let percent = |share: &Published<f64>| Shown::of(share, |share| *share, |share| wording::percent(*share));
    let categories = breakdown
        .categories
        .iter()
        .map(|category| {
            let known = category.share.map(|share| share.among_known.value()).present();
            let lower = category.share.map(|share| share.identified.lower);
            let label = phrases::lowest_share(category).map_or_else(String::new, |(lowest, _)| lowest.to_string());
            BreakdownCategory {
                name: wording::capitalised(&phrases::category(category)),
                lower: Shown::of(&lower, |lower| *lower, |_| label),
                upper: percent(&category.share.map(|share| share.identified.upper)),
                among_known: known.as_ref().map_or_else(|| Shown::absent("[x]", ""), percent),
            }
        })
        .collect();
    let limit = limit(edition);
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
