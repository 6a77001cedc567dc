//! What figures.toml may say of the range, and what the chart takes from the published picture.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Estimate, Range, RangeYear, Upper};
use crate::disclosure::picture::{self, AgreedYear};
use crate::disclosure::{Picture, Published};
use crate::edition::Edition;
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::national::agreed::Standing;
use crate::national::estimate::{self as national, Absence, Outcome};
use crate::wording;

/// The identified range by year.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {}

impl Kind for Settings {
    fn name() -> &'static str {
        "national-range"
    }

    fn chart(&self, picture: &Picture) -> Option<(Box<dyn Chart>, Lineage)> {
        Some((Box::new(of(picture)), picture.agreed.lineage.clone()))
    }
}

fn of(picture: &Picture) -> Range {
    let agreed = &picture.agreed;
    let years = agreed
        .years
        .iter()
        .map(|year| RangeYear {
            year: year.year.to_string(),
            lower: Shown::count(&year.lower),
            upper: match &year.upper {
                picture::Upper::Count(upper) => Upper::Identified(Shown::count(upper)),
                picture::Upper::NotIdentified => Upper::NotIdentified("not identified".to_owned()),
            },
            estimate: estimate(year, &picture.edition),
            forces_agreed: u32::try_from(*year.count(Standing::agreed)).unwrap_or(u32::MAX),
        })
        .collect();
    Range {
        y_title: "Crimes that can lie under the agreed definition".to_owned(),
        enlarged_title: "The lower end and the estimate again, enlarged".to_owned(),
        estimate_title: "Estimate [e], with 95% interval".to_owned(),
        forces_title: format!("Forces on the agreed definition, of {}", picture.forces.len()),
        years,
        forces_in_all: u32::try_from(picture.forces.len()).unwrap_or(u32::MAX),
        synthetic: agreed.lineage.synthetic(),
    }
}

fn estimate(year: &AgreedYear, edition: &Edition) -> Estimate {
    let rounded = |number: Published<f64>| Shown::of(&number, |number| *number, |number| wording::rounded(*number));
    let Some(outcome) = year.outcome.value() else {
        return Estimate::Absent("estimate withheld [c]".to_owned());
    };
    match *outcome {
        _ if year.is_exact() => Estimate::Absent("no estimate: one number".to_owned()),
        Outcome::Estimated(estimate) => {
            let of = |pick: fn(&national::Brief) -> f64| rounded(year.outcome.map(|_| pick(&estimate)));
            Estimate::Published {
                value: of(|estimate| estimate.total),
                lower: of(|estimate| estimate.interval.lower),
                upper: of(|estimate| estimate.interval.upper),
            }
        }
        Outcome::Absent(Absence::ImputedShareAboveLimit { share, .. }) => Estimate::Absent(format!(
            "no estimate: {} would be imputed, limit {}%",
            share.map_or_else(|| "too much".to_owned(), wording::percent),
            edition.limits.imputed_share_percent
        )),
        Outcome::Absent(Absence::TooFewForces { have, .. }) => {
            Estimate::Absent(format!("no estimate: forces {have}, needed {}", edition.limits.minimum_forces))
        }
        Outcome::Absent(Absence::NothingCounted) => Estimate::Absent("no estimate: nothing counted".to_owned()),
        Outcome::Absent(Absence::NoAuxiliary) => Estimate::Absent("no estimate: nothing to scale by".to_owned()),
    }
}
