//! What the steps take from the problem profiles.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Steps;
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::wording::{self, phrases};

/// Problem profiles against what was asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {}

impl Kind for Settings {
    fn name() -> &'static str {
        "steps"
    }

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let profiles = &picture.profiles;
        let lineage = profiles.lineage.clone();
        let step = |(name, count): (&str, usize)| {
            (name.to_owned(), Shown::public(count as f64, wording::count(i64::try_from(count).unwrap_or(i64::MAX))))
        };
        let asked = std::iter::once(("Asked to have one", profiles.expected));
        let chart = Steps {
            x_title: format!("Territorial forces, at {}", wording::date(picture.edition.cut_off)),
            asked: u32::try_from(profiles.expected).ok()?,
            steps: asked.chain(phrases::profile_steps(profiles)).map(step).collect(),
            synthetic: lineage.synthetic(),
        };
        (profiles.expected > 0).then(|| (Box::new(chart) as Box<dyn Chart>, lineage))
    }
}
