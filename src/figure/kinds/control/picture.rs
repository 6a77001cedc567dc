//! What figures.toml may say of a control chart, and what the chart takes from the published picture.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Control, ControlLimits, ControlPoint};
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::national::quarterly::Quarterly;
use crate::wording::{self, phrases};

/// The quarters of a recorded offence.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {
    /// Home Office offence code.
    offence: String,
}

impl Kind for Settings {
    fn name() -> &'static str {
        "control-chart"
    }

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let recorded = picture.offence(&self.offence)?;
        let lineage = recorded.national.lineage.clone();
        let chart = of(recorded.quarterly.as_ref()?, lineage.synthetic());
        Some((Box::new(chart), lineage))
    }
}

fn of(quarterly: &Quarterly, synthetic: bool) -> Control {
    let points = quarterly.quarters.iter().map(|one| ControlPoint {
        year: one.quarter.year.to_string(),
        months: phrases::months(one.quarter),
        value: Shown::public(one.count as f64, wording::count(one.count)),
        signals: phrases::rules(one.signals),
    });
    let limit = |value: f64| Shown::public(value, wording::rounded(value));
    let limits = &quarterly.limits;
    Control {
        title: format!("Offences recorded in a quarter, {}", wording::ENGLAND_AND_WALES),
        points: points.collect(),
        limits: ControlLimits {
            lower: limit(limits.lower_for_counts()),
            centre: limit(limits.centre),
            upper: limit(limits.upper),
            provisional: limits.provisional,
        },
        synthetic,
    }
}
