//! What figures.toml may say of the funnel, and what the chart takes from the published picture.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Funnel, FunnelForce, LimitPoint, Standing};
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::national::funnel as national;
use crate::statistics::funnel::Position;
use crate::wording;

/// Forces around the national rate.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {}

impl Kind for Settings {
    fn name() -> &'static str {
        "funnel"
    }

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let funnel = picture.funnel.as_ref()?;
        Some((Box::new(of(funnel, picture.edition.limits.minimum_rate_count)), funnel.lineage.clone()))
    }
}

fn of(funnel: &national::Funnel, minimum_count: i64) -> Funnel {
    // Too few offences for a rate in text or table: the point stands, within limits that show how little it says.
    let rate = |force: &national::FunnelForce| {
        let shown = Shown::public(force.rate, wording::decimal(force.rate, 2));
        if force.count < minimum_count { shown.marked("[u]") } else { shown }
    };
    let forces = funnel
        .forces
        .iter()
        .map(|force| FunnelForce {
            name: force.force.short_name.clone(),
            children: force.children as f64,
            count: force.count,
            rate: rate(force),
            standing: match force.position {
                Position::AboveOuter => Standing::AboveOuter,
                Position::AboveInner => Standing::AboveInner,
                Position::Within => Standing::Within,
                Position::BelowInner => Standing::BelowInner,
                Position::BelowOuter => Standing::BelowOuter,
            },
        })
        .collect();
    let limits = funnel
        .limits
        .iter()
        .map(|point| LimitPoint {
            children: point.children as f64,
            inner: (point.inner.lower, point.inner.upper),
            outer: (point.outer.lower, point.outer.upper),
            chance: (point.chance_outer.lower, point.chance_outer.upper),
        })
        .collect();
    Funnel {
        y_title: "Offences per 10,000 children".to_owned(),
        x_title: "Children aged 0 to 17 (thousands)".to_owned(),
        forces,
        national: Shown::public(funnel.centre, wording::decimal(funnel.centre, 2)),
        national_name: wording::ENGLAND_AND_WALES.to_owned(),
        limits,
        limit_names: ["95% limit".to_owned(), "99.8% limit".to_owned()],
        synthetic: funnel.lineage.synthetic(),
    }
}
