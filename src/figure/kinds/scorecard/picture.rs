//! What the scorecard takes from the recommendations of the edition.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{ScoreRow, Scorecard};
use crate::contract::Recommendation;
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
use crate::lineage::Lineage;
use crate::wording::{self, NOT_APPLICABLE, NOT_AVAILABLE};

/// Recommendations and how far each has come.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {}

impl Kind for Settings {
    fn name() -> &'static str {
        "scorecard"
    }

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let lineage = picture.recommendations_lineage.clone();
        let cut_off = picture.edition.cut_off;
        let row = |one: &Recommendation| ScoreRow {
            name: if one.number.is_empty() { one.subject.clone() } else { format!("{}. {}", one.number, one.subject) },
            owner: one.owner.clone(),
            due: one.due.map_or_else(|| NOT_APPLICABLE.to_owned(), wording::date),
            overdue: one.is_overdue(cut_off),
            state: one.progress,
        };
        let as_of = picture.recommendations.iter().filter_map(|one| one.as_of).max();
        let chart = Scorecard {
            as_of: as_of.map_or_else(|| NOT_AVAILABLE.to_owned(), wording::date),
            cut_off: wording::date(cut_off),
            rows: picture.recommendations.iter().map(row).collect(),
            synthetic: lineage.synthetic(),
        };
        (!chart.rows.is_empty()).then(|| (Box::new(chart) as Box<dyn Chart>, lineage))
    }
}
