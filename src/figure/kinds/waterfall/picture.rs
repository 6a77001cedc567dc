//! What figures.toml may say of the waterfall, and what the chart takes from the published picture.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{ChangePart, PartKind, Waterfall, WaterfallTotal};
use crate::disclosure::{Picture, Published};
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::period::FinancialYear;
use crate::wording;

/// What the last change of the returned total is made of.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {}

impl Kind for Settings {
    fn name() -> &'static str {
        "waterfall"
    }

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        Some((Box::new(of(picture)?), picture.agreed.lineage.clone()))
    }
}

/// The last change of the total that forces returned; none with fewer than two years.
fn of(picture: &Picture) -> Option<Waterfall> {
    let change = picture.agreed_changes.last()?;
    let total = |year: FinancialYear, total: &Published<i64>| WaterfallTotal {
        year: year.to_string(),
        value: Shown::count(total),
    };
    let part = |kind, size: Published<i64>, forces| ChangePart {
        kind,
        value: Shown::of(&size, |size| *size as f64, |size| wording::signed(*size)),
        forces,
    };
    let parts = &change.parts;
    let matched = u32::try_from(*change.matched_forces).ok();
    let mut all = vec![
        part(PartKind::LikeForLike, parts.matched, matched),
        part(PartKind::DefinitionChanged, parts.definition_changed, None),
        part(PartKind::OtherDefinition, parts.other_definition, None),
    ];
    let part_year = u32::try_from(*parts.part_year_forces).ok().filter(|forces| *forces > 0);
    all.extend(part_year.map(|forces| part(PartKind::PartYear, parts.part_year, Some(forces))));
    all.extend([part(PartKind::Joined, parts.joined, None), part(PartKind::Left, parts.left, None)]);
    Some(Waterfall {
        total_title: "Crimes that forces returned, whatever they counted".to_owned(),
        parts_title: "What the change is made of".to_owned(),
        start: total(change.earlier, &parts.start),
        end: total(change.later, &parts.end),
        parts: all,
        synthetic: picture.agreed.lineage.synthetic(),
    })
}
