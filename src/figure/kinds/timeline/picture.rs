//! What the timeline takes from the definitions of the edition.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Timeline, TimelineRow};
use crate::definition::Definition;
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
use crate::lineage::Lineage;

/// Definitions by year.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {}

impl Kind for Settings {
    fn name() -> &'static str {
        "timeline"
    }

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let agreed = picture.edition.agreed_definition.as_str();
        let row = |definition: &Definition| {
            Some(TimelineRow {
                name: definition.title.clone(),
                owner: definition.owner.clone(),
                date: definition.date.clone(),
                year: year(&definition.date)?,
                agreed: definition.id == agreed,
            })
        };
        let mut rows: Vec<TimelineRow> = picture.definitions.iter().filter_map(row).collect();
        rows.sort_by_key(|row| row.year);
        let undated = picture.definitions.iter().count() - rows.len();
        (!rows.is_empty()).then(|| {
            let chart = Timeline { rows, undated, synthetic: false };
            (Box::new(chart) as Box<dyn Chart>, Lineage::default())
        })
    }
}

/// The first year in the words of a date.
fn year(date: &str) -> Option<u16> {
    let mut words = date.split(|letter: char| !letter.is_ascii_digit());
    words.find(|word| word.len() == 4).and_then(|word| word.parse().ok())
}
