//! What figures.toml may say of yearly ratios, and what the chart takes from the published picture.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Ratio, RatioSeries, RatioStep, Ratios};
use crate::disclosure::picture::{Alike, Missing};
use crate::disclosure::{Picture, Published, WITHHELD};
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::statistics::change::{Change, SIMILAR_FROM};
use crate::wording::{self, format};

/// Yearly ratios: of the series that all forces count alike, and like for like.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {}

impl Kind for Settings {
    fn name() -> &'static str {
        "ratios"
    }

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let mut series: Vec<RatioSeries> = picture.alike.iter().map(alike).collect();
        series.push(like_for_like(picture));
        series.retain(|series| !series.steps.is_empty());
        let lineage = picture.alike.iter().fold(picture.index.lineage.clone(), |all, series| all.and(&series.lineage));
        let synthetic = lineage.synthetic();
        let x_title = "Ratio of each year to the year before, with its 95% interval".to_owned();
        let similar = (SIMILAR_FROM, 1.0 / SIMILAR_FROM);
        let chart = Ratios { x_title, similar, series, synthetic };
        Some((Box::new(chart), lineage))
    }
}

fn alike(series: &Alike) -> RatioSeries {
    let forces = format::counted(*series.forces, "force", "forces");
    let steps = series.years.windows(2).filter_map(|pair| {
        let [earlier, later] = pair else { return None };
        let change = later.change.as_ref()?;
        Some(RatioStep {
            years: format!("{} to {}", earlier.year, later.year),
            rests_on: forces.clone(),
            ratio: ratio(change),
        })
    });
    RatioSeries { name: wording::capitalised(&format!("{}: all forces alike", *series.words)), steps: steps.collect() }
}

fn ratio(change: &Published<Option<Change>>) -> Result<Ratio, String> {
    match change.value() {
        None => Err(format!("withheld {WITHHELD}")),
        Some(None) => Err("it rests on too few forces".to_owned()),
        Some(Some(change)) => of_change(change),
    }
}

fn of_change(change: &Change) -> Result<Ratio, String> {
    let Some(ratio) = change.ratio else { return Err("nothing was counted in the first year".to_owned()) };
    Ok(Ratio {
        value: Shown::public(ratio, wording::decimal(ratio, 2)),
        lower: change.interval.lower,
        upper: change.interval.upper,
        verdict: change.direction.word().to_owned(),
    })
}

fn like_for_like(picture: &Picture) -> RatioSeries {
    let points = &picture.index.points;
    let steps = points.windows(2).filter_map(|pair| {
        let [earlier, later] = pair else { return None };
        let years = format!("{} to {}", earlier.year, later.year);
        Some(match &later.link {
            Ok(link) => {
                let children = link
                    .children_share
                    .map_or_else(String::new, |share| format!(", {} of children", wording::percent(share)));
                let thin = if link.is_thin() { " [u]" } else { "" };
                let rests_on = format!("{}{children}{thin}", format::counted(*link.forces, "force", "forces"));
                let ratio = match link.ratio.value() {
                    None => Err(format!("withheld {WITHHELD}")),
                    Some((_, change)) => of_change(change),
                };
                RatioStep { years, rests_on, ratio }
            }
            Err(missing) => RatioStep { years, rests_on: String::new(), ratio: Err(absence(missing)) },
        })
    });
    let name = "Agreed definition, like for like: forces that counted it in both years".to_owned();
    RatioSeries { name, steps: steps.collect() }
}

/// Why there is no ratio, without the years, which stand beside it.
fn absence(missing: &Missing) -> String {
    match missing {
        Missing::FirstYear => String::new(),
        Missing::Break(reason) => format!("a known break ({})", **reason),
        Missing::NoMatchedForce => "no force counted it in both years".to_owned(),
        Missing::TooFewForces => "too few forces counted it in both years".to_owned(),
        Missing::NothingCounted(told) if told.is_withheld() => format!("withheld {WITHHELD}"),
        Missing::NothingCounted(_) => "nothing was counted in the first year".to_owned(),
    }
}
